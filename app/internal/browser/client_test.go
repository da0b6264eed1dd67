package browser

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"mintmark/app/internal/policy"
	"mintmark/app/internal/server"
	"mintmark/tokens"
)

// A consumer is a page of another origin that has loaded client.js from an
// issuance server.
type consumer struct {
	*Page
	issuer  *Server
	handler http.Handler // of the issuer
	key     string       // a service key
}

// consume starts both. The server gives anna, and the service key, tokens that
// live that long; the page has createTokenSource, TokenError, where to ask as url
// and what a Twilio client looks like as Client.
func consume(t *testing.T, ttl time.Duration) *consumer {
	t.Helper()
	app := Serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, `<!doctype html><title>app</title><link rel="icon" href="data:,">`)
	}))
	c := &consumer{}
	c.handler, c.key = clientIssuer(t, ttl, strings.TrimSuffix(app.URL, "/"))
	c.issuer = Serve(t, c.handler)
	c.Page = Start(t).NewPage(t)
	c.Open(app.URL)
	Eval[bool](c.Page, `(async () => {
		window.url = "`+c.issuer.URL+`v1/token";
		window.key = { bearer: "`+c.key+`" };
		Object.assign(window, await import("`+c.issuer.URL+`client.js"));
		window.Client = class extends EventTarget {
			tokens = [];
			on(name, f) { this.addEventListener(name, f) }
			off(name, f) { this.removeEventListener(name, f) }
			emit(name) { this.dispatchEvent(new Event(name)) }
			updateToken(token) { this.tokens.push(token) }
		};
		window.failure = (promise) => promise.then(() => null, ({ name, message, status, code, retryAfter, final, requestId }) =>
			({ name, message, status, code, retryAfter, final, requestId }));
		return true;
	})()`)
	return c
}

func clientIssuer(t *testing.T, ttl time.Duration, origin string) (h http.Handler, key string) {
	h, _, key = issuer(t, server.Config{Settings: server.Settings{
		Policy:  policy.ForEveryone(ttl, []tokens.Grant{&tokens.Video{Room: "daily"}}),
		Origins: []string{origin},
	}})
	return h, key
}

// asks is how often the server was asked for a token.
func (c *consumer) asks() (n int) {
	for _, r := range c.issuer.Requests() {
		if strings.HasPrefix(r, "POST ") {
			n++
		}
	}
	return n
}

func (c *consumer) wantAsks(n int) {
	c.t.Helper()
	if got := c.asks(); got != n {
		c.t.Errorf("the server was asked %d times, want %d: %v", got, n, c.issuer.Requests())
	}
}

// wantComplaints takes off the console what Chromium says of answers that are
// errors, and of nothing else.
func (c *consumer) wantComplaints(n int) {
	c.t.Helper()
	got := c.Complaints()
	for _, complaint := range got {
		if !strings.Contains(complaint, "Failed to load resource") && !strings.Contains(complaint, "blocked by CORS policy") {
			c.t.Errorf("the console says %q", complaint)
		}
	}
	if len(got) < n {
		c.t.Errorf("got %d complaints, want %d: %q", len(got), n, got)
	}
}

// A tokenFailure is a TokenError as failure shows it.
type tokenFailure struct {
	Name, Message, Code, RequestID string
	Status                         int
	RetryAfter                     float64
	Final                          bool
}

func TestClientKeepsOneToken(t *testing.T) {
	t.Parallel()
	c := consume(t, 10*time.Minute)
	for _, auth := range []string{`key`, `() => key`, `async () => ({ username: "anna", password: "` + rightPassword + `" })`} {
		t.Run(auth, func(t *testing.T) {
			before := c.asks()
			got := Eval[[]string](c.Page, `(async () => {
				const source = createTokenSource({ url, auth: `+auth+` });
				return Promise.all([source.get(), source.get(), source.get().then(() => source.get())]);
			})()`)
			if got[0] == "" || got[0] != got[1] || got[0] != got[2] {
				t.Errorf("got different tokens: %q", got)
			}
			if identity := verified(t, got[0], secret)["grants"].(map[string]any)["identity"]; identity == nil {
				t.Error("the token is nobody's")
			}
			if asked := c.asks() - before; asked != 1 {
				t.Errorf("the server was asked %d times, want once", asked)
			}
		})
	}
	const kept = `(async () => localStorage.length + sessionStorage.length + document.cookie.length +
		(await indexedDB.databases()).length + (await caches.keys()).length + (await navigator.serviceWorker.getRegistrations()).length)()`
	if got := Eval[int](c.Page, kept); got != 0 {
		t.Error("something was kept outside memory")
	}
	if got := c.Complaints(); len(got) > 0 {
		t.Errorf("the console says %q", got)
	}
}

// Clocks are moved, not waited for: of the two it is enough that one has gone on.
func TestClientRenews(t *testing.T) {
	t.Parallel()
	c := consume(t, 10*time.Minute)
	for _, clock := range []string{"Date", "performance"} {
		for _, tt := range []struct {
			name  string
			after float64 // seconds
			fresh bool
		}{
			{"much too early", 400, false}, // 8 minutes, less a tenth at most
			{"refresh_after has passed", 481, true},
			{"expired", 601, true},
		} {
			t.Run(clock+"/"+tt.name, func(t *testing.T) {
				fresh := Eval[bool](c.Page, fmt.Sprintf(`(async () => {
					const source = createTokenSource({ url, auth: key });
					const first = await source.get();
					const now = %[1]s.now;
					%[1]s.now = () => now.call(%[1]s) + %[2]f * 1000;
					const second = await source.get();
					%[1]s.now = now;
					return first !== second;
				})()`, clock, tt.after))
				if fresh != tt.fresh {
					t.Errorf("got another token: %t, want %t", fresh, tt.fresh)
				}
			})
		}
	}
	if !Eval[bool](c.Page, `(async () => {
		const source = createTokenSource({ url, auth: key });
		const first = await source.get();
		const now = Date.now;
		Date.now = () => now() - 3600e3;
		const second = await source.get();
		Date.now = now;
		return first !== second;
	})()`) {
		t.Error("a token was kept though nobody knows how old it is: the clock was set back")
	}
}

// Those who began together do not come back together: each a little before
// refresh_after, which is 480 seconds here.
func TestClientRenewsAtItsOwnTime(t *testing.T) {
	t.Parallel()
	c := consume(t, 10*time.Minute)
	for _, tt := range []struct {
		luck, after float64
		fresh       bool
	}{{0, 431, false}, {0, 433, true}, {0.5, 455, false}, {0.5, 457, true}, {0.999, 478, false}, {0.999, 481, true}} {
		fresh := Eval[bool](c.Page, fmt.Sprintf(`(async () => {
			const { random } = Math;
			Math.random = () => %f;
			const source = createTokenSource({ url, auth: key });
			const first = await source.get();
			Math.random = random;
			const { now } = Date;
			Date.now = () => now() + %f * 1000;
			const second = await source.get();
			Date.now = now;
			return first !== second;
		})()`, tt.luck, tt.after))
		if fresh != tt.fresh {
			t.Errorf("by %v, after %v s: got another token: %t, want %t", tt.luck, tt.after, fresh, tt.fresh)
		}
	}
}

func TestClientFeeds(t *testing.T) {
	t.Parallel()
	c := consume(t, 2*time.Second) // refresh_after is 1
	got := Eval[[]string](c.Page, `(async () => {
		const source = createTokenSource({ url, auth: key });
		const first = await source.get();
		const client = new Client();
		await new Promise((resolve) => {
			client.updateToken = (token) => client.tokens.push(token) === 2 && resolve();
			source.feed(client);
		});
		source.close();
		return [first, ...client.tokens];
	})()`)
	if len(got) != 3 || got[0] == got[1] || got[1] == got[2] {
		t.Errorf("got %q, want three different tokens", got)
	}
	c.wantAsks(3)
}

func TestClientHeedsTheSDK(t *testing.T) {
	t.Parallel()
	c := consume(t, 10*time.Minute)
	for _, event := range []string{"tokenWillExpire", "tokenAboutToExpire", "tokenExpired"} {
		t.Run(event, func(t *testing.T) {
			before := c.asks()
			got := Eval[struct {
				One, Two, Late []string
				First          string
			}](c.Page, `(async () => {
				const source = createTokenSource({ url, auth: key });
				const first = await source.get();
				const [one, two, late] = [new Client(), new Client(), new Client()];
				source.feed(one);
				const stop = source.feed(late);
				source.feed(two);
				stop();
				const fed = new Promise((resolve) => { two.updateToken = (token) => resolve(two.tokens.push(token)) });
				one.emit("`+event+`");
				two.emit("`+event+`");
				late.emit("`+event+`");
				await fed;
				source.close();
				return { One: one.tokens, Two: two.tokens, Late: late.tokens, First: first };
			})()`)
			if len(got.One) != 1 || len(got.Two) != 1 || got.One[0] != got.Two[0] || got.One[0] == got.First {
				t.Errorf("got %q and %q, want the same new token for both", got.One, got.Two)
			}
			if len(got.Late) != 0 {
				t.Error("a client got a token that wants none any more")
			}
			if asked := c.asks() - before; asked != 2 {
				t.Errorf("the server was asked %d times, want 2", asked)
			}
		})
	}
}

// Asking again would not help, and would lock somebody out.
func TestClientStops(t *testing.T) {
	t.Parallel()
	c := consume(t, 10*time.Minute)
	tests := []struct {
		name, options string
		status        int
		code          string
	}{
		{"password", `auth: { username: "anna", password: "wrong" }`, 401, "invalid_credentials"},
		{"service key", `auth: { bearer: "mm_kiosk_x" }`, 401, "invalid_credentials"},
		{"nothing", ``, 401, "invalid_credentials"},
		{"identity of another", `auth: key, request: { identity: "bob" }`, 403, "policy_denied"},
		{"lifetime", `auth: key, request: { ttl: "25h" }`, 422, "ttl_out_of_range"},
		{"unknown member", `auth: key, request: { rooms: [] }`, 400, "malformed_request"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := c.asks()
			got := Eval[[]tokenFailure](c.Page, `(async () => {
				const source = createTokenSource({ url, `+tt.options+` });
				return [await failure(source.get()), await failure(source.get())];
			})()`)
			for _, f := range got {
				if f.Name != "TokenError" || f.Status != tt.status || f.Code != tt.code || !f.Final || f.Message == "" || f.RequestID == "" {
					t.Errorf("got %+v, want status %d, code %s, final", f, tt.status, tt.code)
				}
			}
			if asked := c.asks() - before; asked != 1 {
				t.Errorf("the server was asked %d times, want once", asked)
			}
		})
	}
	c.wantComplaints(len(tests))
}

// unwell puts before the issuer what answers that often with an error.
func (c *consumer) unwell(times int, status int, retryAfter string) {
	c.issuer.Replace(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || times == 0 {
			c.handler.ServeHTTP(w, r)
			return
		}
		times--
		w.Header().Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
		w.Header().Set("Access-Control-Expose-Headers", "Retry-After")
		w.Header().Set("Retry-After", retryAfter)
		w.WriteHeader(status)
		io.WriteString(w, "<h1>a proxy's own words</h1>")
	}))
}

func TestClientHonoursRetryAfter(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusTooManyRequests, http.StatusServiceUnavailable} {
		c := consume(t, 10*time.Minute)
		c.unwell(1, status, "100")
		got := Eval[struct {
			Failures []tokenFailure
			Token    string
		}](c.Page, `(async () => {
			const source = createTokenSource({ url, auth: key });
			const now = Date.now;
			const Failures = [await failure(source.get()), await failure(source.get())];
			Date.now = () => now() + 99e3;
			Failures.push(await failure(source.get()));
			Date.now = () => now() + 101e3;
			const Token = await source.get();
			Date.now = now;
			return { Failures, Token };
		})()`)
		for _, f := range got.Failures {
			if f.Status != status || f.RetryAfter != 100 || f.Final {
				t.Errorf("got %+v, want status %d, retryAfter 100, not final", f, status)
			}
		}
		if got.Token == "" {
			t.Error("it never asked again")
		}
		c.wantAsks(2)
		c.wantComplaints(1)
	}
}

// A server that is away for a while is not noticed by those who have a token.
func TestClientGoesOnWithWhatHolds(t *testing.T) {
	t.Parallel()
	c := consume(t, 10*time.Minute)
	Eval[string](c.Page, `(window.source = createTokenSource({ url, auth: key })).get().then((token) => window.first = token)`)
	c.unwell(1000, http.StatusBadGateway, "")
	later := func(seconds int) string {
		return fmt.Sprintf(`(() => { const now = Date.now; Date.now = () => now() + %d * 1000 })(), `, seconds)
	}
	if !Eval[bool](c.Page, later(500)+`source.get().then((token) => token === first)`) {
		t.Error("the token that holds was not given")
	}
	got := Eval[tokenFailure](c.Page, later(120)+`failure(source.get())`)
	if got.Status != http.StatusBadGateway || got.Final {
		t.Errorf("got %+v for a token that has expired, want status 502, not final", got)
	}
	c.issuer.Stop()
	got = Eval[tokenFailure](c.Page, later(120)+`failure(source.get())`)
	if got.Status != 0 || got.Final || !strings.Contains(got.Message, "cannot be asked") {
		t.Errorf("got %+v for a server that is away, want status 0, not final", got)
	}
	c.wantComplaints(3)
}

// Whoever is fed gets his token once the server is back, without asking.
func TestClientTriesAgain(t *testing.T) {
	t.Parallel()
	c := consume(t, 10*time.Minute)
	c.unwell(2, http.StatusBadGateway, "")
	got := Eval[struct {
		Errors int
		Token  string
	}](c.Page, `new Promise((resolve) => {
		let Errors = 0;
		const source = createTokenSource({ url, auth: key, onerror: () => Errors++ });
		const client = new Client();
		client.updateToken = (Token) => { source.close(); resolve({ Errors, Token }) };
		source.feed(client);
	})`)
	if got.Errors != 2 || got.Token == "" {
		t.Errorf("got %+v, want two errors, then a token", got)
	}
	c.wantAsks(3)
	c.wantComplaints(2)
}

func TestClientCloses(t *testing.T) {
	t.Parallel()
	c := consume(t, 10*time.Minute)
	got := Eval[[]tokenFailure](c.Page, `(async () => {
		const source = createTokenSource({ url, auth: key });
		const underWay = failure(source.get());
		source.close();
		return [await underWay, await failure(source.get())];
	})()`)
	for _, f := range got {
		if f.Name != "TokenError" || !f.Final || !strings.Contains(f.Message, "closed") {
			t.Errorf("got %+v, want that the source is closed", f)
		}
	}
}

// A client whose token ends after that is left to it: nobody is asked for
// credentials any more.
func TestClientAfterClosing(t *testing.T) {
	t.Parallel()
	c := consume(t, 10*time.Minute)
	got := Eval[int](c.Page, `(async () => {
		let logins = 0;
		const source = createTokenSource({ url, auth: () => (logins++, key) });
		const client = new Client();
		source.feed(client);
		await source.get();
		source.close();
		client.emit("tokenWillExpire");
		await new Promise((resolve) => setTimeout(resolve));
		return logins;
	})()`)
	if got != 1 {
		t.Errorf("got %d logins, want 1", got)
	}
	c.wantAsks(1)
}

// A page of an origin that the server does not know learns nothing.
func TestClientOfAStranger(t *testing.T) {
	t.Parallel()
	c := consume(t, 10*time.Minute)
	stranger := Serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, `<!doctype html><title>stranger</title><link rel="icon" href="data:,">`)
	}))
	p := c.Page
	p.Open(stranger.URL)
	got := Eval[string](p, `import("`+c.issuer.URL+`client.js").then(({ createTokenSource }) =>
		createTokenSource({ auth: { bearer: "`+c.key+`" } }).get()).then(() => "a token", (error) => error.status + " " + error.message)`)
	if !strings.HasPrefix(got, "0 the server cannot be asked") {
		t.Errorf("got %q", got)
	}
	c.wantComplaints(1)
}

// The size is what a visitor pays for; without a url, it asks where it is from.
func TestClientIsSmall(t *testing.T) {
	t.Parallel()
	h, _ := clientIssuer(t, time.Minute, "https://app.example.com")
	s := Serve(t, h)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"client.js", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Accept-Encoding", "br")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if len(body) > 2500 || bytes.Contains(body, []byte("import")) {
		t.Errorf("got %d bytes, want 2,500 at most, packed", len(body))
	}
	for name, want := range map[string]string{
		"Content-Type": "text/javascript; charset=utf-8", "Content-Encoding": "br", "Access-Control-Allow-Origin": "*",
		"Cross-Origin-Resource-Policy": "cross-origin", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache",
	} {
		if got := res.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}
