package server_test

import (
	"bytes"
	"encoding/hex"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"mintmark/app/internal/policy"
	"mintmark/app/internal/server"
	"mintmark/app/internal/store"
	"mintmark/app/internal/store/storetest"
	"mintmark/tokens"
)

// addKey makes a service key, behind the server's back.
func (f *fixture) addKey(id string) (text string, hash store.KeyHash) {
	f.Helper()
	key, hash, err := store.NewServiceKey(id)
	f.must(err)
	f.must(f.other().AddServiceKey(f.Context(), id, hash, store.Event{Time: now, Kind: store.ServiceKeyCreated}))
	return key.Reveal(), hash
}

// C07: a service key opens what the policy gives it, whoever has made it; what
// is not exactly one opens nothing, and looks like any other that does not.
func TestServiceKeys(t *testing.T) {
	f := start(t, nil)
	key, _ := f.addKey("kiosk")
	other, _ := f.addKey("other")
	digits := key[len("mm_kiosk_"):]
	last := map[bool]string{true: "B", false: "A"}[strings.HasSuffix(key, "A")]
	swapped := digits[1:] + digits[:1]
	if swapped == digits {
		t.Fatal("all digits of a key are the same")
	}
	header := func(value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set("Authorization", value) }
	}
	tests := []struct {
		name   string
		edit   func(*http.Request)
		reason string // in the audit row; "" wants a token, "-" no row
	}{
		{"C07: right", bearer(key), ""},
		{"C07: another", bearer(other), ""},
		{"C07: scheme in another case", header("bEARER " + key), ""},
		{"C07: wrong at the end", bearer(key[:len(key)-1] + last), "wrong service key"},
		{"C07: digits in another order", bearer("mm_kiosk_" + swapped), "wrong service key"},
		{"C07: another's digits", bearer("mm_other_" + digits), "wrong service key"},
		{"C07: nobody's id", bearer("mm_nobody_" + digits), "no such service key"},
		{"C07: a digit too few", bearer(key[:len(key)-1]), "not a service key"},
		{"C07: a digit too many", bearer(key + "A"), "not a service key"},
		{"C07: a sign that is no digit", bearer(key[:len(key)-1] + "-"), "not a service key"},
		{"C07: its id alone", bearer("mm_kiosk_"), "not a service key"},
		{"C07: id in capitals", bearer("mm_KIOSK_" + digits), "not a service key"},
		{"C07: two blanks", header("Bearer  " + key), "ID token refused"},
		{"C07: its hash", bearer("mm_kiosk_" + strings.Repeat("0", 43)), "wrong service key"},
		{"C07: as a password", basic("kiosk", key), "no such user"},
		{"C07: as a name", basic(key, key), "not a user name"},
		{"C07: twice", func(r *http.Request) { r.Header["Authorization"] = []string{"Bearer " + key, "Bearer " + key} }, "-"},
		{"C07: beside another header", func(r *http.Request) { r.Header["Authorization"] = []string{"Basic eDp5", "Bearer " + key} }, "-"},
		{"C07: in another header", func(r *http.Request) { r.Header.Set("Proxy-Authorization", "Bearer "+key) }, "-"},
		{"C07: in a cookie", func(r *http.Request) { r.Header.Set("Cookie", "Authorization=Bearer "+key) }, "-"},
		{"C07: another scheme", header("Token " + key), "-"},
		{"C07: no scheme", header(key), "-"},
	}
	var want outcome
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := len(f.events())
			r := f.do("POST", "/v1/token", "{}", tt.edit)
			events := f.events()[before:]
			if tt.reason == "" {
				a := readToken(t, r)
				if e := events[0]; e.Kind != store.TokenIssued || e.Method != "service_key" || e.TokenID != a.ID || !strings.HasPrefix(e.Principal, "service:") {
					t.Errorf("got audit row %+v", e)
				}
				return
			}
			if got := r.problem(t); got != "invalid_credentials" || r.StatusCode != 401 {
				t.Errorf("got %s %s", r.Status, r.body)
			}
			if tt.reason == "-" {
				if len(events) != 0 {
					t.Errorf("got audit rows %+v, want none", events)
				}
				return
			}
			if len(events) != 1 || events[0].Kind != store.LoginFailed || !strings.Contains(events[0].Reason, tt.reason) && tt.reason != "ID token refused" {
				t.Errorf("got audit rows %+v, want one for %q", events, tt.reason)
			}
			if strings.HasPrefix(r.Header.Get("WWW-Authenticate"), "Basic") {
				return
			}
			if want.status == 0 {
				want = anonymous(r)
			}
			if got := anonymous(r); !reflect.DeepEqual(got, want) {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
		})
	}
}

// C07: of a key there is its SHA-256 alone.
func TestServiceKeyIsNotKept(t *testing.T) {
	f := start(t, nil)
	key, hash := f.addKey("kiosk")
	readToken(t, f.do("POST", "/token", "", bearer(key)))
	f.do("POST", "/token", "", bearer(key+"x"))
	f.must(f.stop())
	kept := f.databaseBytes()
	if !bytes.Contains([]byte(kept), hash[:]) {
		t.Error("the database does not have the hash")
	}
	for form, text := range encodings(key) {
		if strings.Contains(kept+f.log.String(), text) {
			t.Errorf("the key is kept, as %s", form)
		}
	}
	if strings.Contains(f.log.String(), hex.EncodeToString(hash[:])) {
		t.Error("the log has the hash")
	}
}

// C09: a key that is revoked opens nothing from the next request on, at every
// replica, and never again.
func TestRevoking(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, open storetest.Opener) {
		f := startOn(t, open, nil)
		replica, third := f.beside(nil), f.beside(nil)
		key, hash := f.addKey("kiosk")
		for _, f := range []*fixture{f, replica, third} { // all have seen it, and remember
			readToken(t, f.do("POST", "/token", "", bearer(key)))
		}
		f.must(f.store.RevokeServiceKey(t.Context(), "kiosk", store.Event{Time: now, Kind: store.ServiceKeyRevoked}))
		for name, f := range map[string]*fixture{"here": f, "replica": replica} {
			if r := f.do("POST", "/token", "", bearer(key)); r.problem(t) != "invalid_credentials" {
				t.Errorf("%s: got %s %s", name, r.Status, r.body)
			}
		}
		third.wantUnknown(key, time.Now().Add(5*time.Second))
		events := f.events()
		if e := events[len(events)-1]; e.Kind != store.LoginFailed || e.Principal != "service:kiosk" || e.Reason != "service key is revoked" {
			t.Errorf("got audit row %+v", e)
		}
		if err := f.store.AddServiceKey(t.Context(), "kiosk", hash, store.Event{Time: now, Kind: store.ServiceKeyCreated}); err == nil {
			t.Error("the id of a revoked key is taken again")
		}
	})
}

// wantUnknown wants a server to say nothing about a key from some moment on, where
// no row would be written.
func (f *fixture) wantUnknown(key string, by time.Time) {
	f.Helper()
	for path, method := range map[string]string{"/v1/whoami": "GET", "/v1/token:preview": "POST"} {
		for r := f.do(method, path, "", bearer(key)); r.StatusCode != http.StatusUnauthorized; r = f.do(method, path, "", bearer(key)) {
			if time.Now().After(by) {
				f.Errorf("%s: got %s %s", path, r.Status, r.body)
				break
			}
		}
	}
}

// C08: with passwords off, the right one opens nothing, and costs no hash and no
// row; keys do as before.
func TestNoPasswords(t *testing.T) {
	f := start(t, func(c *server.Config) { c.NoPasswords = true })
	key, _ := f.addKey("kiosk")
	before := len(f.events())
	for name, r := range map[string]reply{
		"body":    f.login("anna", right),
		"basic":   f.do("POST", "/token", "", as("anna")),
		"nothing": f.do("POST", "/token", "{}"),
	} {
		if r.StatusCode != 401 || r.problem(t) != "invalid_credentials" {
			t.Errorf("%s: got %s %s", name, r.Status, r.body)
		}
		if got := r.Header.Get("WWW-Authenticate"); !strings.HasPrefix(got, "Bearer ") {
			t.Errorf("%s: got challenge %q, where only a Bearer is taken", name, got)
		}
	}
	if got := len(f.events()) - before; got != 0 {
		t.Errorf("got %d audit rows", got)
	}
	readToken(t, f.do("POST", "/token", "", bearer(key)))
}

// Without rules a program gets what everyone gets, with Voice too, and in
// nobody's name but its own.
func TestServiceKeyWithoutRules(t *testing.T) {
	voice := &tokens.Voice{Incoming: tokens.Incoming{Allow: true}}
	f := start(t, func(c *server.Config) { c.Policy = policy.ForEveryone(time.Minute, []tokens.Grant{voice}) })
	key, _ := f.addKey("front-desk")
	if a := readToken(t, f.do("POST", "/token", "", bearer(key))); a.Identity != "service_front_desk" {
		t.Errorf("got a token for %s", a.Identity)
	}
	if r := f.do("POST", "/v1/token", `{"identity":"anna"}`, bearer(key)); r.problem(t) != "policy_denied" {
		t.Errorf("in the name of anna: got %s", r.body)
	}
}
