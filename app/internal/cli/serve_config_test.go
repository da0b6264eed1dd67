package cli

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"mintmark/app/internal/secret"
	"mintmark/app/internal/store"
	"mintmark/app/internal/store/pgtest"
	"mintmark/tokens"
)

// lobby is the least that a configuration may be, beside the credentials.
const lobby = `
policy:
  profiles: { lobby: { grants: { video: { room: lobby } } } }
  rules: [ { id: all, match: everyone, allow: { profiles: lobby } } ]
`

// noAdmin keeps tests out of each other's way.
const noAdmin = "admin: { listen: off }\n"

// More connections than the process may have are allowed, and said to be too many.
func TestServeOpenFiles(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is no ulimit")
	}
	dir := t.TempDir()
	put(t, dir, "mintmark.yaml", "limits: { all_connections: 1000 }\n"+noAdmin+lobby)
	cmd := command(dir, testEnv)
	cmd.Path, cmd.Args = "/bin/sh", []string{"sh", "-c", "ulimit -n 400 && exec mintmark serve --listen 127.0.0.1:0"}
	d := startDaemon(t, cmd)
	d.await("warning: limits has 1000 connections for all clients, and there is room for 300\n", 1)
	d.stop()
}

// put writes a file for nobody else's eyes, at once.
func put(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path+".new", []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		t.Fatal(err)
	}
}

// addServiceKey makes a service key in the database at a place.
func addServiceKey(t *testing.T, s store.Store, id string) (key string) {
	t.Helper()
	text, hash, err := store.NewServiceKey(id)
	if err == nil {
		err = s.AddServiceKey(t.Context(), id, hash, store.Event{Time: time.Now(), Kind: store.ServiceKeyCreated, Principal: id})
	}
	if err != nil {
		t.Fatal(err)
	}
	return text.Reveal()
}

func openSQLite(t *testing.T, path string) store.Store {
	t.Helper()
	s, err := store.OpenSQLite(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// ask sends a request with a bearer, if there is one.
func (d *daemon) ask(client *http.Client, method, url, bearer, body string, header ...string) (status int, answer string, h http.Header) {
	d.Helper()
	r, err := http.NewRequestWithContext(d.Context(), method, url, strings.NewReader(body))
	d.must(err)
	if bearer != "" {
		r.Header.Set("Authorization", "Bearer "+bearer)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := d.do(client, r)
	d.must(err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	d.must(err)
	return resp.StatusCode, string(text), resp.Header
}

// roomOf is the video room of the token in an answer.
func (d *daemon) roomOf(answer string) string {
	d.Helper()
	var a struct{ Token string }
	d.must(json.Unmarshal([]byte(answer), &a))
	t, err := tokens.Decode(a.Token).Access()
	d.must(err)
	for _, g := range t.Grants {
		if v, ok := g.(*tokens.Video); ok {
			return v.Room
		}
	}
	return ""
}

// admin is where the log says that metrics are.
func (d *daemon) admin() string {
	d.Helper()
	d.await(" admin=http://", 1)
	return strings.TrimSuffix(regexp.MustCompile(` admin=(\S+)`).FindStringSubmatch(d.stderr.String())[1], "/")
}

// What the configuration says is what the server does.
func TestServeConfig(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "secrets/sk_a", testSecret+"\n")
	put(t, dir, "etc/mintmark.yaml", `
admin: { listen: "127.0.0.1:0" }
trusted_proxies: [127.0.0.0/8]
twilio:
  account_sid: AC0123456789abcdef0123456789abcdef
  region: ie1
  keys: [ { sid: SK0123456789abcdef0123456789abcdef, secret: { file: ../secrets/sk_a } } ]
store: { driver: sqlite, path: my.db }
limits: { account: { tries: 2, first: 1h, most: 1h, forget: 1h } }
cors: { origins: ["https://app.example.com"] }
compat: { get_token: true }
policy:
  defaults: { ttl: 7m }
  profiles:
    room: { grants: { voice: { incoming_allow: true }, data_sync: { service_sid: IS0123456789abcdef0123456789abcdef } } }
  rules: [ { id: kiosks, match: { service_key: kiosk }, identity: { from: request, match: "guest_*" }, allow: { profiles: [room] } } ]
`)
	db := openSQLite(t, filepath.Join(dir, "etc/my.db"))
	kiosk := addServiceKey(t, db, "kiosk")
	db.Close()
	d := startServe(t, dir, nil, "--config", "etc/mintmark.yaml")

	status, answer, h := d.ask(http.DefaultClient, "GET", d.url+"/token?identity=guest_1", kiosk, "", "Origin", "https://app.example.com")
	if status != 200 || h.Get("Access-Control-Allow-Origin") != "https://app.example.com" {
		t.Fatalf("GET /token: got %d %s %v", status, answer, h)
	}
	var a struct {
		Token, Identity string
		ExpiresIn       int `json:"expires_in"`
	}
	d.must(json.Unmarshal([]byte(answer), &a))
	token := tokens.Decode(a.Token)
	if v := tokens.Diagnose(token, tokens.Options{At: time.Now(), Key: tokens.SecretKey(testSecret)}); v.Refused || a.Identity != "guest_1" || a.ExpiresIn != 7*60 {
		t.Errorf("got %s, %+v", answer, v)
	}
	if got, err := token.Access(); err != nil || got.Region != "ie1" || len(got.Grants) != 2 {
		t.Errorf("got %+v, %v", got, err)
	}
	if status, answer, _ := d.ask(http.DefaultClient, "POST", d.url+"/token", kiosk, `{}`, "Origin", "https://other.example.com"); status != 403 {
		t.Errorf("another origin: got %d %s", status, answer)
	}
	if status, answer, _ := d.ask(http.DefaultClient, "GET", d.admin()+"/metrics", "", ""); status != 200 || !strings.Contains(answer, `mintmark_tokens_issued_total{method="service_key"} 1`) {
		t.Errorf("metrics: got %d %s", status, answer)
	}
	if status, answer, _ := d.ask(http.DefaultClient, "GET", d.admin()+"/readyz", "", ""); status != 200 {
		t.Errorf("readyz: got %d %s", status, answer)
	}
	mallory, anna := &http.Client{Transport: from("198.51.100.1")}, &http.Client{Transport: from("198.51.100.2")}
	for i, want := range []int{401, 401, 429} {
		if got, _, _, err := d.token(mallory, "anna", "wrong"); got != want || err != nil {
			t.Errorf("guess %d: got %d, %v, want %d", i+1, got, err, want)
		}
	}
	if got, _, _, err := d.token(anna, "anna", "wrong"); got != 401 || err != nil {
		t.Errorf("from elsewhere: got %d, %v, want 401", got, err)
	}
	d.stop()
	if strings.Contains(d.stderr.String(), testSecret) || strings.Contains(d.stderr.String(), kiosk) {
		t.Errorf("a secret is in the log: %s", &d.stderr)
	}
}

// Without passwords only keys and ID tokens log in, and nothing is said of users.
func TestServeNoPasswords(t *testing.T) {
	dir := t.TempDir()
	run(t, dir, testPassword, "user", "add", "anna")
	put(t, dir, "mintmark.yaml", noAdmin+"auth: { password: { enabled: false } }\n"+lobby)
	d := startServe(t, dir, testEnv)
	d.wantStatus("anna", testPassword, http.StatusUnauthorized)
	put(t, dir, "mintmark.yaml", noAdmin+lobby)
	d.await("configuration taken over", 1)
	d.wantStatus("anna", testPassword, http.StatusOK)
	d.stop()
}

// Over TLS, and with the certificate that is in the files.
func TestServeTLS(t *testing.T) {
	dir := t.TempDir()
	pool := x509.NewCertPool()
	cert, key := pair(t, pool)
	put(t, dir, "tls/cert.pem", cert)
	put(t, dir, "tls/key.pem", key)
	put(t, dir, "mintmark.yaml", noAdmin+"tls: { cert: tls/cert.pem, key: tls/key.pem }\n"+lobby)
	d := startServe(t, dir, testEnv)
	if !strings.HasPrefix(d.url, "https://127.0.0.1:") {
		t.Fatalf("got %s, want https", d.url)
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, DisableKeepAlives: true}}
	status, _, h := d.ask(client, "GET", d.url+"/healthz", "", "")
	if status != 200 || h.Get("Strict-Transport-Security") == "" {
		t.Errorf("got %d %v", status, h)
	}

	put(t, dir, "tls/key.pem", "not a key")
	d.await("the configuration is not taken over", 1)
	d.await("tls: failed to find any PEM data in key input", 1)
	cert, key = pair(t, pool)
	put(t, dir, "tls/key.pem", key)
	put(t, dir, "tls/cert.pem", cert)
	d.await("configuration taken over", 1)
	if status, _, _ := d.ask(client, "GET", d.url+"/healthz", "", ""); status != 200 {
		t.Errorf("the new certificate: got %d", status)
	}
	put(t, dir, "mintmark.yaml", noAdmin+"listen: 127.0.0.1:99\nstore: { driver: sqlite, path: other.db }\n"+lobby)
	d.await(`not before the next start" config=mintmark.yaml what="listen, tls, store"`, 1)
	d.stop()
}

// pair is a certificate and its key, in PEM; the pool trusts it.
func pair(t *testing.T, pool *x509.CertPool) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	shape := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, shape, shape, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	cert = string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	pool.AppendCertsFromPEM([]byte(cert))
	return cert, string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER}))
}

// Two servers on one PostgreSQL are one.
func TestServePostgres(t *testing.T) {
	dir := t.TempDir()
	address := pgtest.DSN(t)
	if _, _, err := store.MigratePostgres(t.Context(), secret.Text(address)); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), secret.Text(address))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	kiosk := addServiceKey(t, db, "kiosk")
	put(t, dir, "mintmark.yaml", noAdmin+"store: { driver: postgres, dsn: { env: DATABASE_URL } }\n"+lobby)
	env := append([]string{"DATABASE_URL=" + address}, testEnv...)
	one, two := startServe(t, dir, env), startServe(t, dir, env)
	for _, d := range []*daemon{one, two} {
		if status, answer, _ := d.ask(http.DefaultClient, "POST", d.url+"/token", kiosk, "{}"); status != 200 || d.roomOf(answer) != "lobby" {
			t.Errorf("got %d %s", status, answer)
		}
	}
	one.stop()
	two.stop()
	issued := 0
	for e, err := range db.Events(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Kind == store.TokenIssued {
			issued++
		}
	}
	if issued != 2 {
		t.Errorf("got %d rows, want 2", issued)
	}
}
