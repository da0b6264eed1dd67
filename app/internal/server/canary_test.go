package server_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
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
	"mintmark/app/internal/store/storetest"
)

// secrets that one would recognise, each in the place that it has its name from.
const (
	dsnCanary    = "canaryDsnZ9y8X7w6V5"
	cookieCanary = "canary-cookie-A1b2C3"
	queryCanary  = "canary-query-D4e5F6"
	originCanary = "https://canary-origin.example"
	hashCanary   = "canaryHashT1u2V3w4"
	nameCanary   = "canary-name-Pa55word"
)

// F01: every route and every failure, with secrets everywhere; then a search of
// all that is left behind, and of every answer, in every form.
func TestCanary(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) {
		path, open := storetest.SQLite(t)
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

func searchForCanaries(t *testing.T, open storetest.Opener, database func(*fixture) string) {
	c := newCanaries(t, open)
	for _, path := range []string{"/token", "/v1/token", "/v1/token:preview", "/v1/whoami", "/healthz", "/readyz", "/openapi.yaml", "/metrics", "/", "/panic", "//x"} {
		c.askAsEverybody(path)
		c.askWithAnything(path)
	}
	c.askOthers()
	c.closeStore()
	c.must(c.stop())
	c.wantAnswers()
	c.found["database"], c.found["audit"] = database(c.fixture), fmt.Sprintf("%+v", c.events())
	c.search()
}

// canaries are the secrets to be searched for, and where.
type canaries struct {
	*fixture

	idp     *idp
	at      *clock
	secrets map[string]string
	callers map[string]func(*http.Request)
	clutter func(*http.Request) // more secrets, in headers that nobody asks for
	tokens  []string
	answers strings.Builder
	logged  safeBuffer
	found   map[string]string // what there is to search in, by where
}

const (
	guestsRoom = `{"identity":"guest-1","grants":{"video":{"room":"team-1"}}}`
	ownRoom    = `{"grants":{"video":{"room":"team-1"}}}`
)

func newCanaries(t *testing.T, open storetest.Opener) *canaries {
	c := &canaries{idp: newIDP(t, "one"), at: &clock{}, found: map[string]string{}}
	c.fixture = startOn(t, open, c.configure)
	c.must(c.other().SetHash(t.Context(), "anna@example.com", hashCanary, store.Event{Time: now}))
	key, _ := c.addKey("kiosk")
	badKey := key[:len(key)-6] + "Canary"
	member := c.idp.Token("one", nil, doc{"groups": []string{"staff"}, "nonce": "canary-nonce-G7h8"})
	forged, unknown := c.idp.Token("stranger", doc{"kid": "one"}, nil), c.idp.Token("next", nil, nil)
	c.secrets = map[string]string{
		"signing secret": keySecret, "password": right, "wrong password": wrong, "dsn": dsnCanary, "cookie": cookieCanary,
		"query": queryCanary, "origin": originCanary, "hash": hashCanary, "service key": key[len("mm_kiosk_"):], "wrong service key": badKey[len("mm_kiosk_"):],
		"password as a name": nameCanary, "password as a name, folded": strings.ToLower(nameCanary),
		"ID token": member, "its nonce": "canary-nonce-G7h8", "its signature": signatureOf(member), "forged ID token": signatureOf(forged), "unknown ID token": signatureOf(unknown),
	}
	c.callers = map[string]func(*http.Request){
		"nobody": func(*http.Request) {}, "password": as("anna"), "wrong": basic("anna", wrong), "disabled": basic("carl", right), "unknown": basic("nobody", wrong), "password as a name": basic(nameCanary, wrong),
		"broken hash": basic("anna@example.com", right), "password as scheme": func(r *http.Request) { r.Header.Set("Authorization", right) },
		"key": bearer(key), "bad key": bearer(badKey), "ID token": bearer(member), "forged": bearer(forged), "unknown ID token": bearer(unknown),
		"twice": func(r *http.Request) { r.Header["Authorization"] = []string{"Bearer " + key, "Bearer " + member} },
	}
	c.clutter = func(r *http.Request) {
		r.Header.Set("Cookie", "session="+cookieCanary)
		r.Header.Set("X-Api-Key", key)
		r.Header.Set("Traceparent", "00-"+wrong)
		r.Header.Set("User-Agent", right)
		r.Header.Set("Referer", "https://x.example/?token="+member)
	}
	return c
}

// configure has the server log all that it can, and fail where it is asked to.
func (c *canaries) configure(config *server.Config) {
	config.Policy, config.Now, config.GetToken, config.Origins = parsePolicy(c.idp, house), c.at.now, true, []string{friend}
	config.Page = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/panic" {
			panic("page")
		}
		io.WriteString(w, "page")
	})
	config.Log = slog.New(slog.NewMultiHandler(
		slog.NewTextHandler(&c.logged, &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: true}),
		slog.NewJSONHandler(&c.logged, &slog.HandlerOptions{Level: slog.LevelDebug})))
	c.idp.trust(config)
}

func (c *canaries) askAsEverybody(path string) {
	c.Helper()
	for _, who := range c.callers {
		c.ask("GET", path, "", who, c.clutter)
		c.ask("GET", path+"?password="+queryCanary, "", who, c.clutter)
		c.ask("GET", path+"?room=team-1&identity=guest-1", "", who, c.clutter)
		c.ask("POST", path, guestsRoom, who, c.clutter)
		c.ask("POST", path, ownRoom, who, c.clutter)
	}
}

// askWithAnything has secrets wherever something else belongs.
func (c *canaries) askWithAnything(path string) {
	c.Helper()
	for _, method := range []string{"HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"} {
		c.ask(method, path, "", as("anna"), c.clutter)
	}
	for _, body := range []string{
		right, `"` + right + `"`, `["` + right + `"]`, `{"` + right + `":1,"` + right + `":2}`, `{"username":"anna","password":"` + right + `"`,
		`{"username":"anna","password":"` + right + `","password":"` + wrong + `"}`, `{"username":"anna","password":["` + right + `"]}`,
		`{"username":"anna","password":"` + right + `","` + queryCanary + `":1}`, `{"username":"anna","password":"` + wrong + `"}`, `{"username":"anna","password":"` + right + `"}`,
		`{"username":"` + nameCanary + `","password":"` + wrong + `"}`, `{"profile":["` + right + `"]}`, `{"ttl":"` + right + `"}`, `{"ttl":86401,"grants":{"video":{"room":"team-1"}}}`, `{"grants":"` + right + `"}`, `{"grants":{"video":{"room":["` + right + `"]}}}`,
		`{"profile":"chat","grants":{"chat":{"service_sid":"` + right + `"}}}`,
		strings.Repeat(right, 1000), "{\"password\":\"" + right + "\xff\"}",
	} {
		c.ask("POST", path, body, func(*http.Request) {}, c.clutter)
		c.ask("POST", path, body, as("anna"), c.clutter)
		c.ask("POST", path, body, as("anna"), func(r *http.Request) { r.Header.Set("Content-Type", "text/"+right) })
	}
	c.ask("POST", path, ownRoom, as("anna"), func(r *http.Request) { r.Header.Set("Origin", originCanary) })
	c.ask("POST", path, ownRoom, as("anna"), func(r *http.Request) { r.Header.Set("Origin", friend) })
}

// askOthers is what needs another server to go wrong.
func (c *canaries) askOthers() {
	c.Helper()
	c.idp.down()
	c.at.add(time.Hour)
	c.ask("POST", "/v1/token", ownRoom, bearer(c.idp.Token("next", nil, doc{"iat": c.at.now().Unix(), "exp": c.at.now().Add(time.Hour).Unix()})))
	busy := c.beside(func(c *server.Config) { c.Hasher = password.NewHasher(cheap, 0) })
	c.add(busy.login("anna", right))
	unsure := c.beside(func(c *server.Config) { c.Store = lost{c.Store} })
	c.add(unsure.login("anna", right))
	impatient := c.beside(func(c *server.Config) { c.Limits = strict })
	for range 4 {
		c.add(impatient.login("anna", wrong))
		c.add(impatient.login(nameCanary, wrong))
	}
	local := c.beside(func(c *server.Config) { c.Local = true })
	c.add(local.do("POST", "/token", "", as("anna"), func(r *http.Request) { r.Host = queryCanary }))
	c.askWithoutHandler()
	admin := httptest.NewRecorder()
	c.admin().ServeHTTP(admin, httptest.NewRequest("GET", "/metrics?password="+queryCanary, nil))
	c.found["metrics"], c.found["log of others"] = admin.Body.String(), busy.log.String()+impatient.log.String()+unsure.log.String()+local.log.String()
}

// askWithoutHandler is what no handler gets to see.
func (c *canaries) askWithoutHandler() {
	c.Helper()
	login := base64.StdEncoding.EncodeToString([]byte("anna:" + right))
	for _, send := range []string{
		"POST /token?password=" + queryCanary + " HTTP/1.1\nHost: x\nAuthorization: Basic " + login + "\n\n",
		"POST /token HTTP/1.1\r\nHost: x\r\nAuthorization: Basic " + login + "\r\n folded: " + wrong + "\r\n\r\n",
		"POST /token HTTP/1.1\r\nHost: x\r\nCookie: " + strings.Repeat(cookieCanary, 1000) + "\r\n\r\n",
		right + "\r\n\r\n",
		"POST /token HTTP/1.1\r\nHost: x\r\nExpect: " + right + "\r\n\r\n",
		"POST /token HTTP/1.1\r\nHost: " + right + " " + wrong + "\r\n\r\n",
	} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(c.url, "http://"))
		c.must(err)
		c.add(c.refusal(conn, send))
		c.must(conn.Close())
	}
}

// closeStore has the server go on without its database.
func (c *canaries) closeStore() {
	c.Helper()
	c.must(c.store.Close())
	c.ask("POST", "/v1/token", ownRoom, as("anna"))
	c.ask("POST", "/v1/token", guestsRoom, c.callers["key"])
	c.at.add(time.Hour)
	c.ask("GET", "/readyz", "", as("anna"), c.clutter)
}

// wantAnswers wants that all that can go wrong has, and some has not.
func (c *canaries) wantAnswers() {
	c.Helper()
	for _, want := range problemCodes(c) {
		if want != "draining" && !strings.Contains(c.answers.String(), `"code":"`+want+`"`) { // that is asked for by nobody
			c.Errorf("nothing was answered with %s", want)
		}
	}
	if len(c.tokens) < 5 {
		c.Errorf("only %d tokens were given", len(c.tokens))
	}
}

func (c *canaries) search() {
	c.Helper()
	for i, token := range c.tokens {
		c.secrets[fmt.Sprintf("token %d", i)] = signatureOf(token)
	}
	c.found["answers"], c.found["log"] = c.answers.String(), c.logged.String()+c.log.String()
	c.found["metrics"] += c.metrics()
	for where, text := range c.found {
		if len(text) < 100 {
			c.Errorf("little to search in: %s", where)
		}
		for what, canary := range c.secrets {
			for form, coded := range encodings(canary) {
				if strings.Contains(text, coded) && (where != "database" || what != "hash") {
					c.Errorf("%s: found the %s as %s", where, what, form)
				}
			}
		}
	}
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
