package server_test

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"mintmark/app/internal/server"
	"mintmark/app/internal/store"
	"mintmark/tokens"
)

// as proves who asks by HTTP Basic.
func as(name string) func(*http.Request) { return basic(name, right) }

// E05: every member is known, or the request is refused. A04: so is every time
// that no token can have.
func TestV1Token(t *testing.T) {
	f := start(t, nil)
	tests := []struct {
		name, body string
		code       string // "" wants a token
		ttl        int
	}{
		{"nothing in particular", ``, "", 600},
		{"an empty request", `{}`, "", 600},
		{"all null", `{"profile":null,"identity":null,"ttl":null,"grants":null}`, "", 600},
		{"login in the body too", `{"username":"anna","password":"x"}`, "", 600},
		{"profile", `{"profile":"everyone"}`, "", 600},
		{"identity", `{"identity":"anna"}`, "", 600},
		{"minutes", `{"ttl":"5m"}`, "", 300},
		{"seconds", `{"ttl":300}`, "", 300},
		{"seconds as a string", `{"ttl":"300"}`, "", 300},
		{"seconds with an exponent", `{"ttl":3e2}`, "", 300},
		{"the longest", `{"ttl":600}`, "", 600},
		{"no grants", `{"grants":{}}`, "", 600},

		{"unknown member", `{"tll":300}`, "malformed_request", 0},
		{"another case", `{"TTL":300}`, "malformed_request", 0},
		{"too long", `{"ttl":601}`, "ttl_out_of_range", 0},
		{"a day", `{"ttl":"24h"}`, "ttl_out_of_range", 0},
		{"huge", `{"ttl":1e400}`, "ttl_out_of_range", 0},
		{"huge digits", `{"ttl":"` + strings.Repeat("9", 400) + `"}`, "ttl_out_of_range", 0},
		{"wraps around", `{"ttl":18446744073709551916}`, "ttl_out_of_range", 0},
		{"wraps around, nanoseconds", `{"ttl":18446744373}`, "ttl_out_of_range", 0},
		{"zero", `{"ttl":0}`, "ttl_out_of_range", 0},
		{"negative zero", `{"ttl":-0}`, "ttl_out_of_range", 0},
		{"negative", `{"ttl":-300}`, "ttl_out_of_range", 0},
		{"negative minutes", `{"ttl":"-5m"}`, "ttl_out_of_range", 0},
		{"half a second", `{"ttl":299.5}`, "ttl_out_of_range", 0},
		{"milliseconds", `{"ttl":"1500ms"}`, "ttl_out_of_range", 0},
		{"hex", `{"ttl":"0x12c"}`, "malformed_request", 0},
		{"infinite", `{"ttl":"inf"}`, "malformed_request", 0},
		{"no number", `{"ttl":"NaN"}`, "malformed_request", 0},
		{"no time", `{"ttl":""}`, "malformed_request", 0},
		{"true", `{"ttl":true}`, "malformed_request", 0},
		{"a list", `{"ttl":[300]}`, "malformed_request", 0},
		{"another profile", `{"profile":"staff"}`, "policy_denied", 0},
		{"another identity", `{"identity":"bob"}`, "policy_denied", 0},
		{"grants that it has", `{"grants":{"video":{"room":"daily"}}}`, "", 600},
		{"another room", `{"grants":{"video":{"room":"weekly"}}}`, "policy_denied", 0},
		{"unknown grant", `{"grants":{"vidoe":{}}}`, "malformed_request", 0},
		{"unknown field", `{"grants":{"video":{"Room":"daily"}}}`, "malformed_request", 0},
		{"identity among the grants", `{"grants":{"identity":"bob"}}`, "malformed_request", 0},
		{"a room of another type", `{"grants":{"video":{"room":["daily"]}}}`, "malformed_request", 0},
		{"grants in a list", `{"grants":["video"]}`, "malformed_request", 0},
		{"a text for grants", `{"grants":"video"}`, "malformed_request", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := f.do("POST", "/v1/token", tt.body, as("anna"))
			if tt.code != "" {
				if got := r.problem(t); got != tt.code {
					t.Errorf("got %s, want %s", r.body, tt.code)
				}
				return
			}
			a := readToken(t, r)
			if a.ExpiresIn != tt.ttl || a.Identity != "anna" || a.Profile != "everyone" {
				t.Errorf("got %s, want %d seconds", r.body, tt.ttl)
			}
			payload := tokens.Decode(a.Token).Payload.Data
			var claims struct{ Iat, Exp int }
			f.must(json.Unmarshal(payload, &claims))
			if claims.Exp-claims.Iat != tt.ttl {
				t.Errorf("the token says %s, want %d seconds", payload, tt.ttl)
			}
		})
	}
}

func TestV1TokenLogin(t *testing.T) {
	f := start(t, nil)
	if got := readToken(t, f.do("POST", "/v1/token", `{"username":"anna","password":"`+right+`","ttl":60}`)); got.ExpiresIn != 60 {
		t.Errorf("got %+v", got)
	}
	for name, r := range map[string]reply{
		"wrong":   f.do("POST", "/v1/token", `{"username":"anna","password":"`+wrong+`"}`),
		"missing": f.do("POST", "/v1/token", `{"ttl":60}`),
	} {
		if got := r.problem(t); got != "invalid_credentials" {
			t.Errorf("%s: got %s", name, got)
		}
	}
}

// F04: a refusal has a row of its own, which names the rule.
func TestV1DenialIsAudited(t *testing.T) {
	f := start(t, nil)
	f.do("POST", "/v1/token", `{"ttl":"1h"}`, as("anna"))
	events := f.events()
	if len(events) != 1 {
		t.Fatalf("got %+v", events)
	}
	e := events[0]
	if e.Kind != store.TokenDenied || e.Principal != "anna" || e.Method != "basic" || e.Rule != "everyone" || !strings.HasPrefix(e.Reason, "ttl: ") {
		t.Errorf("got %+v", e)
	}
}

func TestPreview(t *testing.T) {
	f := start(t, nil)
	tests := []struct{ name, who, body, want string }{
		{"allowed", "anna", `{"ttl":60}`, `{"allow":true,"rule":"everyone","profile":"everyone","identity":"anna","expires_in":60,` +
			`"grants":{"video":{"room":"daily"}},"steps":[{"rule":"everyone","deny":false,"matches":true,"covers":true,"why":"covers all of the request"}]}`},
		{"refused", "anna", `{"ttl":"1h"}`, `{"allow":false,"rule":"everyone","profile":"everyone",` +
			`"refusal":{"code":"ttl_out_of_range","field":"ttl","reason":"the longest is 10m"},` +
			`"steps":[{"rule":"everyone","deny":false,"matches":true,"covers":false,"why":"ttl: the longest is 10m"}]}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := f.do("POST", "/v1/token:preview", tt.body, as(tt.who))
			if got := strings.TrimSpace(r.body); r.StatusCode != 200 || got != tt.want {
				t.Errorf("got  %s %s\nwant %s", r.Status, got, tt.want)
			}
			if strings.Contains(r.body, "eyJ") {
				t.Error("a token left")
			}
		})
	}
	if got := f.events(); len(got) != 0 {
		t.Errorf("got audit rows %+v: nothing was given", got)
	}
	if got := f.do("POST", "/v1/token:preview", `{}`, basic("anna", wrong)).problem(t); got != "invalid_credentials" {
		t.Errorf("got %s", got)
	}
}

// What the policy says to somebody does not tell him of others.
func TestPreviewTellsOfNobodyElse(t *testing.T) {
	p := newIDP(t, "one")
	f := start(t, func(c *server.Config) {
		c.Policy = parsePolicy(t, house)
		p.trust(c)
	})
	for name, ask := range map[string]func(path, method string) reply{
		"anna":   func(path, method string) reply { return f.do(method, path, "", as("anna")) },
		"nobody": func(path, method string) reply { return f.do(method, path, "", as("anna@example.com")) },
		"mallory": func(path, method string) reply {
			return f.do(method, path, "", bearer(p.Token("one", nil, doc{"sub": "mallory"})))
		},
	} {
		text := ask("/v1/token:preview", "POST").body + ask("/v1/token", "POST").body + ask("/v1/whoami", "GET").body
		for _, other := range []string{"anna", "kiosk", "staff", "guest", "corp:mallory", "mallory,"} {
			about := name == "anna" && other == "anna" || name == "nobody" && other == "anna" || name == "mallory" && other == "corp:mallory"
			if !about && strings.Contains(text, other) {
				t.Errorf("%s learns of %q: %s", name, other, text)
			}
		}
	}
}

func TestWhoami(t *testing.T) {
	f := start(t, nil)
	r := f.do("GET", "/v1/whoami", "", as("ANNA"))
	want := `{"principal":"anna","method":"basic","groups":[],"rules":["everyone"],"profiles":[{"profile":"everyone",` +
		`"rule":"everyone","default":true,"identity":"anna","named":false,"fields":[{"path":"video.room","value":"daily","required":false}],"ttl":600,"max_ttl":600}]}`
	if got := strings.TrimSpace(r.body); r.StatusCode != 200 || got != want {
		t.Errorf("got  %s %s\nwant %s", r.Status, got, want)
	}
	if got := f.do("GET", "/v1/whoami", "").problem(t); got != "invalid_credentials" {
		t.Errorf("got %s", got)
	}
}

func TestGetToken(t *testing.T) {
	f := start(t, func(c *server.Config) { c.GetToken = true })
	tests := []struct{ name, query, code string }{
		{"nothing", "", ""},
		{"all", "?identity=anna&profile=everyone&ttl=5m", ""},
		{"left empty", "?identity=&profile=&room=&ttl=", ""},
		{"seconds", "?ttl=300", ""},
		{"too long", "?ttl=3600", "ttl_out_of_range"},
		{"another identity", "?identity=bob", "policy_denied"},
		{"its room", "?room=daily", ""},
		{"another room", "?room=weekly", "policy_denied"},
		{"twice", "?identity=anna&identity=bob", "malformed_request"},
		{"unknown", "?idenity=anna", "malformed_request"},
		{"semicolon", "?identity=anna;ttl=5m", "malformed_request"},
		{"half an escape", "?identity=%4", "malformed_request"},
		{"password", "?identity=anna&password=" + right, "malformed_request"},
		{"passcode", "?passcode=1234", "malformed_request"},
		{"key", "?api_key=mm_x", "malformed_request"},
		{"token", "?access_token=eyJ", "malformed_request"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := f.do("GET", "/token"+tt.query, "", as("anna"))
			if tt.code == "" {
				readToken(t, r)
			} else if got := r.problem(t); got != tt.code {
				t.Errorf("got %s, want %s", got, tt.code)
			}
			if strings.Contains(r.body, right) {
				t.Errorf("the answer has the password: %s", r.body)
			}
		})
	}
	before := len(f.events())
	for _, method := range []string{"HEAD", "PUT", "OPTIONS"} {
		if r := f.do(method, "/token", "", as("anna")); r.StatusCode != 405 || r.Header.Get("Allow") != "GET, POST" {
			t.Errorf("%s: got %s, Allow %q, want what is taken", method, r.Status, r.Header.Get("Allow"))
		}
	}
	if got := f.do("GET", "/token", "").problem(t); got != "invalid_credentials" {
		t.Errorf("without credentials: got %s", got)
	}
	if got := len(f.events()); got != before {
		t.Errorf("got %d audit rows more", got-before)
	}
}

// The first key signs; after Apply the new first one does, and the row says so.
// A04: and the policy is the new one, or, where one part is wrong, all the old.
func TestApply(t *testing.T) {
	var c server.Config
	f := start(t, func(made *server.Config) { c = *made })
	next := server.Signer{AccountSID: accountSID, KeySID: strings.Replace(keySID, "0", "f", 1), Secret: "another" + keySecret}
	set := c.Settings
	set.Signers = []server.Signer{next, c.Signers[0]}
	f.must(f.server.Apply(set))
	a := readToken(t, f.login("anna", right))
	if err := tokens.Verify(tokens.Decode(a.Token), tokens.SecretKey(next.Secret.Reveal())); err != nil {
		t.Error(err)
	}
	for name, edit := range map[string]func(*server.Settings){
		"no policy": func(s *server.Settings) { s.Policy = nil },
		"no key":    func(s *server.Settings) { s.Signers = nil },
		"a bad second": func(s *server.Settings) {
			s.Signers = []server.Signer{c.Signers[0], {AccountSID: accountSID, KeySID: keySID}}
		},
		"an origin": func(s *server.Settings) { s.Origins = []string{"https://app.example.com/"} },
	} {
		broken := set
		broken.GetToken, broken.Signers = true, []server.Signer{c.Signers[0]}
		edit(&broken)
		if err := f.server.Apply(broken); err == nil {
			t.Errorf("%s: applied", name)
		}
	}
	readToken(t, f.login("anna", right))
	if got := f.do("GET", "/token", "", as("anna")).StatusCode; got != 405 {
		t.Errorf("GET /token: got %d: part of what was refused is in force", got)
	}
	var keys []string
	for _, e := range f.events() {
		keys = append(keys, e.KeySID)
	}
	if want := []string{next.KeySID, next.KeySID}; !reflect.DeepEqual(keys, want) {
		t.Errorf("got rows of the keys %v, want %v", keys, want)
	}
}
