package server_test

import (
	"encoding/json"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"

	"mintmark/app/internal/server"
	"mintmark/app/internal/server/contracttest"
	"mintmark/tokens"
)

// Whatever body somebody sends who may have one token and no other: he gets that
// one, or is told what was wrong; nothing he sends reaches it, and nobody stumbles.
// A04: and it lives for ten minutes at the most.
func FuzzBody(f *testing.F) {
	for _, s := range []string{
		``, `{}`, `null`, `[]`, `{"ttl":300}`, `{"ttl":"5m"}`, `{"ttl":1e400}`, `{"ttl":-1}`, `{"ttl":0.5}`, `{"profile":"everyone"}`, `{"identity":"bob"}`,
		`{"grants":{"video":{"room":"daily"}}}`, `{"grants":{"video":{"room":"x"},"chat":{}}}`, `{"grants":{"video":null}}`, `{"grants":{"x":1}}`,
		`{"username":"anna","password":"x"}`, `{"username":"anna","username":"bob"}`, `{"a":[[[[[[[[[]]]]]]]]]}`, "{\"identity\":\"\\ud800\"}", "\xff", `{"identity":"a\u0000"}`,
		`{"alg":"none","kid":"x","typ":"y"}`, `{} {}`, strings.Repeat("[", 9000),
	} {
		f.Add("/token", s)
		f.Add("/v1/token", s)
		f.Add("/v1/token:preview", s)
	}
	s := start(f, func(c *server.Config) { c.Log = slog.New(slog.DiscardHandler) })
	f.Fuzz(func(t *testing.T, path, body string) {
		switch path {
		case "/token", "/v1/token", "/v1/token:preview":
		default:
			t.Skip()
		}
		r := httptest.NewRequest("POST", path, strings.NewReader(body))
		r.RemoteAddr = "192.0.2.1:5"
		r.Header.Set("Content-Type", "application/json")
		r.SetBasicAuth("anna", right)
		w := httptest.NewRecorder()
		contracttest.Handler(t, s.server).ServeHTTP(w, r)
		answer := reply{w.Result(), w.Body.String()}
		switch {
		case w.Code >= 500:
			t.Fatalf("got %d %s", w.Code, w.Body)
		case w.Code != 200:
			answer.problem(t)
			return
		case body != "" && !json.Valid([]byte(body)):
			t.Errorf("taken, though it is no JSON: %q", body)
		case path == "/v1/token:preview":
			return
		}
		token := tokens.Decode(readToken(t, answer).Token)
		if got := string(token.Header.Data); got != `{"typ":"JWT","alg":"HS256","cty":"twilio-fpa;v=1"}` {
			t.Errorf("%q: got header %s", body, got)
		}
		var claims struct {
			Iat, Exp int64
			Grants   json.RawMessage
		}
		if err := json.Unmarshal(token.Payload.Data, &claims); err != nil {
			t.Fatal(err)
		}
		if ttl := claims.Exp - claims.Iat; ttl <= 0 || ttl > 600 || string(claims.Grants) != `{"identity":"anna","video":{"room":"daily"}}` {
			t.Errorf("%q: got %s", body, token.Payload.Data)
		}
	})
}
