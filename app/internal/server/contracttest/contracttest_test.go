package contracttest_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"mintmark/app/internal/server/contracttest"
)

// A finder is a test that is expected to fail.
type finder struct {
	testing.TB
	mu    sync.Mutex
	found []string
}

func (f *finder) Errorf(format string, args ...any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.found = append(f.found, fmt.Sprintf(format, args...))
}

// liar answers as the path says: /401/invalid_credentials.
var liar = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	status, code := 0, ""
	_, _ = fmt.Sscanf(r.Header.Get("Answer"), "%d %s", &status, &code)
	h := header(asProblem)
	if status == http.StatusUnauthorized {
		h.Set("Www-Authenticate", `Basic realm="mintmark", charset="UTF-8"`)
		h.Add("Www-Authenticate", "Bearer")
	}
	for name, values := range h {
		w.Header()[name] = values
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, problem(status, code))
})

func post(t *testing.T, client *http.Client, url, answer string) {
	t.Helper()
	r, err := http.NewRequest("POST", url+"/v1/token", strings.NewReader(`{"ttl":60}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Answer", answer)
	r.Header.Set("Content-Type", "application/json")
	resp, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || !strings.Contains(string(body), strings.Fields(answer)[1]) {
		t.Errorf("got %q, %v", body, err)
	}
}

// From wherever one looks, what is not as described is seen, and nothing else;
// the client gets his answer all the same.
func TestSeen(t *testing.T) {
	start := func(t *testing.T, h http.Handler) string {
		s := httptest.NewServer(h)
		t.Cleanup(s.Close)
		return s.URL
	}
	places := map[string]func(t *testing.T, f *finder) (*http.Client, string){
		"handler": func(t *testing.T, f *finder) (*http.Client, string) {
			return http.DefaultClient, start(t, contracttest.Handler(f, liar))
		},
		"transport": func(t *testing.T, f *finder) (*http.Client, string) {
			return &http.Client{Transport: contracttest.Transport{TB: f}}, start(t, liar)
		},
		"reverse": func(t *testing.T, f *finder) (*http.Client, string) {
			return http.DefaultClient, start(t, contracttest.Reverse(f, start(t, liar)))
		},
		"proxy": func(t *testing.T, f *finder) (*http.Client, string) {
			through, err := url.Parse(contracttest.Proxy(f))
			if err != nil {
				t.Fatal(err)
			}
			return &http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(through), DisableKeepAlives: true}}, start(t, liar)
		},
	}
	for name, place := range places {
		t.Run(name, func(t *testing.T) {
			f := &finder{TB: t}
			client, url := place(t, f)
			for i, tt := range []struct {
				answer string
				found  int
			}{{"401 invalid_credentials", 0}, {"401 policy_denied", 1}, {"418 internal", 1}, {"429 rate_limited", 1}} {
				f.found = nil
				post(t, client, url, tt.answer)
				if len(f.found) != tt.found {
					t.Errorf("%d, %s: found %q, want %d", i, tt.answer, f.found, tt.found)
				}
			}
		})
	}
}

// A sample has the first of each kind, and few of the others.
func TestSample(t *testing.T) {
	f := &finder{TB: t}
	s := httptest.NewServer(liar)
	defer s.Close()
	client := &http.Client{Transport: contracttest.Transport{TB: f, Sample: &contracttest.Sample{Every: 10}}}
	for range 21 {
		post(t, client, s.URL, "418 internal")
	}
	post(t, client, s.URL, "429 rate_limited")
	if len(f.found) != 4 {
		t.Errorf("found %d, want the 1st, 11th and 21st of one kind, and the 1st of another: %q", len(f.found), f.found)
	}
}

// Who gives up in the middle of an answer is left to the test.
func TestHalfAnAnswer(t *testing.T) {
	f := &finder{TB: t}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, "half")
	}))
	defer s.Close()
	client := &http.Client{Transport: contracttest.Transport{TB: f}}
	resp, err := client.Get(s.URL + "/token")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, err := io.ReadAll(resp.Body); string(body) != "half" || err == nil || len(f.found) != 0 {
		t.Errorf("got %q, %v, found %q", body, err, f.found)
	}
}

// An exchange off the wire is the same.
func TestParse(t *testing.T) {
	const sent = "POST /token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
	answer := func(status int, code string) string {
		var b strings.Builder
		_ = (&http.Response{
			StatusCode: status, ProtoMajor: 1, ProtoMinor: 1, Header: header(asProblem), Body: io.NopCloser(strings.NewReader(problem(status, code))),
		}).Write(&b)
		return b.String()
	}
	for _, tt := range []struct {
		status int
		code   string
		ok     bool
	}{{400, "malformed_request", true}, {400, "internal", false}, {418, "internal", false}} {
		e, err := contracttest.Parse(sent, answer(tt.status, tt.code))
		if err != nil {
			t.Fatal(err)
		}
		if err := e.Judge(); string(e.Sent) != "{}" || (err == nil) != tt.ok {
			t.Errorf("%d %s: got %q, %v, want it to be taken: %v", tt.status, tt.code, e.Sent, err, tt.ok)
		}
	}
	for _, broken := range [][2]string{{sent[:30], answer(400, "internal")}, {sent, "HTTP/1.1 200"}, {sent[:len(sent)-1], answer(400, "internal")}} {
		if _, err := contracttest.Parse(broken[0], broken[1]); err == nil {
			t.Errorf("%q is taken", broken)
		}
	}
}
