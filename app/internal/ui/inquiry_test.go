package ui

import (
	"strings"
	"testing"
)

func TestInquiry(t *testing.T) {
	tests := []struct {
		name     string
		response response
		refusal  string
	}{
		{"a problem", response{status: 401, detail: "the user name or the password is missing or wrong", request: "r1"}, "The user name or the password is missing or wrong."},
		{"a static site", response{status: 405}, "This page did not come from an issuance server."},
		{"a page in place of an answer", response{status: 200}, "This page did not come from an issuance server."},
		{"a proxy in between", response{status: 502}, "The server answers 502 and does not say why."},
		{"nobody", response{detail: "the server does not answer"}, "The server does not answer."},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			q := inquiry{user: "anna", password: "secret", waiting: true}
			q.take(test.response)
			if q.refusal != test.refusal || q.waiting || q.token != nil || q.password == "" || q.request != test.response.request {
				t.Errorf("got %+v, want the refusal %q, and the password kept", q, test.refusal)
			}
		})
	}
}

func TestInquiryThatIsAnswered(t *testing.T) {
	_, draw := mount(t)
	html := draw(func(d *desk) {
		d.openHash("#/server")
		d.asked = inquiry{user: "anna", password: "secret"}
		d.asked.take(response{status: 200, token: good(t)})
	})
	if strings.Contains(html, "secret") {
		t.Error("the password is still there")
	}
	// Without a browser the page came from nowhere.
	if !strings.Contains(html, "This page is a file on your disk") || strings.Contains(html, "Log in") {
		t.Error("a page without a server asks one")
	}
}

func TestInquiryThatIsNotReady(t *testing.T) {
	w, draw := mount(t)
	draw(func(d *desk) { d.ask() })
	if got, want := w.desk.asked.refusal, "Type the user name first."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCurlLine(t *testing.T) {
	q := inquiry{user: `o'"brien`, password: "never shown"}
	got, want := q.curlLine("https://example.com/"), `curl -s https://example.com/token -H 'Content-Type: application/json' -d '{"username":"o'\''\"brien","password":"…"}'`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// A path may say what a shell would do.
func TestCurlLineOfAnyPath(t *testing.T) {
	got := inquiry{}.curlLine("https://example.com/" + folder("/$(id);'/mintmark.html")[1:])
	if want := `curl -s 'https://example.com/$(id);'\''/token' -H `; !strings.HasPrefix(got, want) {
		t.Errorf("got  %s\nwant %s…", got, want)
	}
}
