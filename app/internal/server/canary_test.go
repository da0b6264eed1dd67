package server_test

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"mintmark/app/internal/password"
	"mintmark/app/internal/secret"
	"mintmark/app/internal/server"
	"mintmark/app/internal/store"
	"mintmark/app/internal/store/pgtest"
)

// secrets that one would recognise, each in the place that it has its name from.
const (
	dsnCanary    = "canaryDsnZ9y8X7w6V5"
	cookieCanary = "canary-cookie-A1b2C3"
	queryCanary  = "canary-query-D4e5F6"
	originCanary = "https://canary-origin.example"
	hashCanary   = "canaryHashT1u2V3w4"
)

// F01: every route and every failure, with secrets everywhere; then a search of
// all that is left behind, and of every answer, in every form.
func TestCanary(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) {
		path, open := sqlite(t)
		searchForCanaries(t, open, func(f *fixture) string {
			f.db = path
			return f.databaseBytes()
		})
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		address := strings.Replace(pgtest.DSN(t), "postgres@", "postgres:"+dsnCanary+"@", 1)
		_, _, err := store.MigratePostgres(t.Context(), secret.Text(address))
		if err != nil {
			t.Fatal(err)
		}
		open := func() (store.Store, error) { return store.OpenPostgres(context.Background(), secret.Text(address)) }
		searchForCanaries(t, open, func(f *fixture) string { return f.dump(address) })
	})
	t.Run("PostgreSQL that does not answer", func(t *testing.T) {
		_, err := store.OpenPostgres(t.Context(), "postgres://mintmark:"+dsnCanary+"@127.0.0.1:1/mintmark")
		if err == nil || strings.Contains(err.Error(), dsnCanary) {
			t.Errorf("got %v", err)
		}
	})
}

func searchForCanaries(t *testing.T, open opener, database func(*fixture) string) {
	p, at := newIDP(t, "one"), &clock{}
	var logged safeBuffer
	f := startOn(t, open, func(c *server.Config) {
		c.Policy, c.Now, c.GetToken, c.Origins = parsePolicy(t, house), at.now, true, []string{friend}
		c.Page = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/panic" {
				panic("page")
			}
			io.WriteString(w, "page")
		})
		c.Log = slog.New(slog.NewMultiHandler(
			slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: true}),
			slog.NewJSONHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug})))
		p.trust(c)
	})
	key, _ := f.addKey("kiosk")
	badKey := key[:len(key)-6] + "Canary"
	member := p.token("one", nil, doc{"groups": []string{"staff"}, "nonce": "canary-nonce-G7h8"})
	forged := p.token("stranger", doc{"kid": "one"}, nil)
	unknown := p.token("next", nil, nil)
	f.must(f.other().SetHash(t.Context(), "anna@example.com", hashCanary, store.Event{Time: now}))

	c := canaries{fixture: f, secrets: map[string]string{
		"signing secret": keySecret, "password": right, "wrong password": wrong, "dsn": dsnCanary, "cookie": cookieCanary,
		"query": queryCanary, "origin": originCanary, "hash": hashCanary, "service key": key[len("mm_kiosk_"):], "wrong service key": badKey[len("mm_kiosk_"):],
		"ID token": member, "its nonce": "canary-nonce-G7h8", "its signature": signatureOf(member), "forged ID token": signatureOf(forged), "unknown ID token": signatureOf(unknown),
	}}
	const room = `{"identity":"guest-1","grants":{"video":{"room":"team-1"}}}`
	const own = `{"grants":{"video":{"room":"team-1"}}}`
	everybody := map[string]func(*http.Request){
		"nobody": func(*http.Request) {}, "password": as("anna"), "wrong": basic("anna", wrong), "disabled": basic("carl", right), "unknown": basic("nobody", wrong),
		"broken hash": basic("anna@example.com", right), "password as scheme": func(r *http.Request) { r.Header.Set("Authorization", right) },
		"key": bearer(key), "bad key": bearer(badKey), "ID token": bearer(member), "forged": bearer(forged), "unknown ID token": bearer(unknown),
		"twice": func(r *http.Request) { r.Header["Authorization"] = []string{"Bearer " + key, "Bearer " + member} },
	}
	secretive := func(r *http.Request) {
		r.Header.Set("Cookie", "session="+cookieCanary)
		r.Header.Set("X-Api-Key", key)
		r.Header.Set("Traceparent", "00-"+wrong)
		r.Header.Set("User-Agent", right)
		r.Header.Set("Referer", "https://x.example/?token="+member)
	}
	for _, path := range []string{"/token", "/v1/token", "/v1/token:preview", "/v1/whoami", "/healthz", "/readyz", "/openapi.yaml", "/metrics", "/", "/panic", "//x"} {
		for _, who := range everybody {
			c.ask("GET", path, "", who, secretive)
			c.ask("GET", path+"?password="+queryCanary, "", who, secretive)
			c.ask("GET", path+"?room=team-1&identity=guest-1", "", who, secretive)
			c.ask("POST", path, room, who, secretive)
			c.ask("POST", path, own, who, secretive)
		}
		for _, method := range []string{"HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"} {
			c.ask(method, path, "", as("anna"), secretive)
		}
		for _, body := range []string{
			right, `"` + right + `"`, `["` + right + `"]`, `{"` + right + `":1,"` + right + `":2}`, `{"username":"anna","password":"` + right + `"`,
			`{"username":"anna","password":"` + right + `","password":"` + wrong + `"}`, `{"username":"anna","password":["` + right + `"]}`,
			`{"username":"anna","password":"` + right + `","` + queryCanary + `":1}`, `{"username":"anna","password":"` + wrong + `"}`, `{"username":"anna","password":"` + right + `"}`,
			`{"profile":["` + right + `"]}`, `{"ttl":"` + right + `"}`, `{"grants":"` + right + `"}`, `{"grants":{"video":{"room":["` + right + `"]}}}`,
			strings.Repeat(right, 1000), "{\"password\":\"" + right + "\xff\"}",
		} {
			c.ask("POST", path, body, func(*http.Request) {}, secretive)
			c.ask("POST", path, body, as("anna"), secretive)
			c.ask("POST", path, body, as("anna"), func(r *http.Request) { r.Header.Set("Content-Type", "text/"+right) })
		}
		c.ask("POST", path, own, as("anna"), func(r *http.Request) { r.Header.Set("Origin", originCanary) })
		c.ask("POST", path, own, as("anna"), func(r *http.Request) { r.Header.Set("Origin", friend) })
	}
	// What needs another server to go wrong.
	p.set(func() { p.down = true })
	at.add(time.Hour)
	c.ask("POST", "/v1/token", own, bearer(p.token("next", nil, doc{"iat": at.now().Unix(), "exp": at.now().Add(time.Hour).Unix()})))
	busy := f.beside(func(c *server.Config) { c.Hasher = password.NewHasher(cheap, 0) })
	impatient := f.beside(func(c *server.Config) { c.Limits = strict })
	c.add(busy.login("anna", right))
	for range 4 {
		c.add(impatient.login("anna", wrong))
	}
	admin := httptest.NewRecorder()
	f.admin().ServeHTTP(admin, httptest.NewRequest("GET", "/metrics?password="+queryCanary, nil))
	f.must(f.store.Close())
	c.ask("POST", "/v1/token", own, as("anna"))
	c.ask("POST", "/v1/token", room, bearer(key))
	at.add(time.Hour)
	c.ask("GET", "/readyz", "", as("anna"), secretive)
	f.must(f.stop())

	for _, want := range []string{"malformed_request", "invalid_credentials", "policy_denied", "origin_not_allowed", "not_found", "method_not_allowed", "body_too_large",
		"unsupported_media_type", "rate_limited", "internal", "overloaded", "store_unavailable", "issuer_unavailable"} {
		if !strings.Contains(c.answers.String(), `"code":"`+want+`"`) {
			t.Errorf("nothing was answered with %s", want)
		}
	}
	if len(c.tokens) < 5 {
		t.Errorf("only %d tokens were given", len(c.tokens))
	}
	for i, token := range c.tokens {
		c.secrets[fmt.Sprintf("token %d", i)] = signatureOf(token)
	}
	for where, text := range map[string]string{
		"answers": c.answers.String(), "log": logged.String() + f.log.String() + busy.log.String() + impatient.log.String(),
		"metrics": f.metrics() + admin.Body.String(), "database": database(f), "audit": fmt.Sprintf("%+v", f.events()),
	} {
		if len(text) < 100 {
			t.Errorf("little to search in: %s", where)
		}
		for what, canary := range c.secrets {
			for form, coded := range encodings(canary) {
				if strings.Contains(text, coded) && (where != "database" || what != "hash") {
					t.Errorf("%s: found the %s as %s", where, what, form)
				}
			}
		}
	}
}

// canaries are the secrets to be searched for, and where.
type canaries struct {
	*fixture

	secrets map[string]string
	tokens  []string
	answers strings.Builder
}

func (c *canaries) ask(method, path, body string, edit ...func(*http.Request)) {
	c.Helper()
	c.add(c.do(method, path, body, edit...))
}

// add keeps an answer to search in, and apart from it the token, which belongs there.
func (c *canaries) add(r reply) {
	var a tokenAnswer
	if json.Unmarshal([]byte(r.body), &a) == nil && a.Token != "" {
		c.tokens = append(c.tokens, a.Token)
		r.body = strings.ReplaceAll(r.body, a.Token, "")
	}
	c.answers.WriteString(r.body)
	_ = r.Header.Write(&c.answers)
}

func signatureOf(token string) string { return token[strings.LastIndexByte(token, '.')+1:] }

// dump is everything in the tables of a PostgreSQL database.
func (f *fixture) dump(address string) string {
	f.Helper()
	conn, err := pgx.Connect(f.Context(), address)
	f.must(err)
	defer conn.Close(context.Background())
	var all strings.Builder
	for _, table := range []string{"users", "service_keys", "budgets", "audit"} {
		rows, err := conn.Query(f.Context(), `SELECT t::text FROM `+table+` t`)
		f.must(err)
		texts, err := pgx.CollectRows(rows, pgx.RowTo[string])
		f.must(err)
		all.WriteString(strings.Join(texts, "\n"))
	}
	return all.String()
}

// databaseBytes is the file and what SQLite keeps beside it.
func (f *fixture) databaseBytes() string {
	f.Helper()
	var all strings.Builder
	for _, suffix := range []string{"", "-wal"} {
		data, err := os.ReadFile(f.db + suffix)
		f.must(err)
		all.Write(data)
	}
	return all.String()
}

// encodings are the forms in which a text could slip through. Base64 is cut to
// where it does not depend on what is around the text.
func encodings(s string) map[string]string {
	whole := len(s) / 3 * 3
	forms := map[string]string{
		"text":         s,
		"hex":          hex.EncodeToString([]byte(s)),
		"HEX":          strings.ToUpper(hex.EncodeToString([]byte(s))),
		"URL":          url.QueryEscape(s),
		"URL, all":     "%" + strings.Join(strings.Split(strings.TrimSuffix(pairs(hex.EncodeToString([]byte(s))), " "), " "), "%"),
		"reversed":     reverse(s),
		"bytes listed": strings.Trim(strings.ReplaceAll(hexList(s), " ", ", "), "[]"),
	}
	for name, code := range map[string]*base64.Encoding{"base64": base64.RawStdEncoding, "base64url": base64.RawURLEncoding} {
		forms[name] = code.EncodeToString([]byte(s[:whole]))
		forms[name+", +1"] = code.EncodeToString([]byte(" " + s))[2 : len(s)/3*4]
		forms[name+", +2"] = code.EncodeToString([]byte("  " + s))[3 : len(s)/3*4]
	}
	return forms
}

// pairs has a blank after every second letter.
func pairs(s string) string {
	var out strings.Builder
	for i := 0; i+1 < len(s); i += 2 {
		out.WriteString(s[i:i+2] + " ")
	}
	return out.String()
}

func reverse(s string) string {
	b := []byte(s)
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return string(b)
}

func hexList(s string) string {
	parts := make([]string, len(s))
	for i := range len(s) {
		parts[i] = "0x" + hex.EncodeToString([]byte{s[i]})
	}
	return "[" + strings.Join(parts, " ") + "]"
}
