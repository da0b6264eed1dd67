package config_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"mintmark/app/internal/config"
	"mintmark/app/internal/limit"
	"mintmark/app/internal/oidc"
	"mintmark/app/internal/strictyaml"
)

const (
	ac     = "AC0123456789abcdef0123456789abcdef"
	sk     = "SK0123456789abcdef0123456789abcdef"
	sk2    = "SK0123456789abcdef0123456789abcde0"
	good   = "canarySecretQ1w2E3r4T5y6U7i8O9p0"
	other  = "canaryOtherA9s8D7f6G5h4J3k2L1z0X"
	dsn    = "postgres://canary:canary@db/mintmark"
	policy = `
policy:
  profiles: { p: { grants: { video: { room: lobby } } } }
  rules: [ { id: r, match: everyone, allow: { profiles: p } } ]
`
)

var environment = map[string]string{
	"TWILIO_ACCOUNT_SID": ac, "TWILIO_API_KEY_SID": sk, "TWILIO_API_KEY_SECRET": good,
	"SECRET_B": other, "DATABASE_URL": dsn, "SHORT": "canary", "AUTH_TOKEN": "0123456789abcdef0123456789abcdef",
	"README": "synthetic-api-key-secret-0123456", "SAMPLE": "your_api_key_secret_goes_in_here", "SAMPLE2": "abcdefghijklmnopqrstuvwxyzABCDEF", "SAMPLE3": "aAbBaAbBaAbBaAbBaAbBaAbBaAbBaAbB",
	"KEY_AS_SECRET": sk2,
}

func lookup(name string) string { return environment[name] }

// write makes the files of a folder, for nobody else's eyes.
func write(t *testing.T, files map[string]string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// The file of the manual, with all that it may have.
func TestLoad(t *testing.T) {
	cert, key := pair(t)
	dir := write(t, map[string]string{
		"secrets/sk_a": good + "\n", "tls/key.pem": key, "tls/cert.pem": cert,
		"mintmark.yaml": `
listen: :8443
admin: { listen: "127.0.0.1:0" }
tls: { cert: tls/cert.pem, key: tls/key.pem }
twilio:
  account_sid: ` + ac + `
  region: us1
  keys:                          # the first signs; the others are ready to take over
    - { sid: ` + sk + `, secret: { file: secrets/sk_a } }
    - { sid: ` + sk2 + `, secret: { env: SECRET_B } }
store: { driver: postgres, dsn: { env: DATABASE_URL } }
auth:
  password: { enabled: false }
  oidc: [ { name: corp, issuer: "https://idp.example.com", audience: [mintmark], groups_claim: groups } ]
limits: { account: { tries: 3, first: 2s, most: 1m, forget: 1h }, connections: 64, all_connections: 1000, tokens: 60 }
cors: { origins: ["https://app.example.com"] }
trusted_proxies: [10.0.0.0/8, "::1"]
compat: { get_token: true }
audit: { keep: 90d }
policy:
  profiles: { p: { grants: { video: { room: lobby } } } }
  rules: [ { id: r, match: { issuer: corp }, allow: { profiles: p } } ]
  deny: [ { id: leavers, match: { principals: ["corp:mallory"] } } ]
`})
	got, err := config.Load(filepath.Join(dir, "mintmark.yaml"), lookup)
	if err != nil {
		t.Fatal(err)
	}
	if got.Policy == nil {
		t.Fatal("there is no policy")
	}
	got.Policy = nil
	limits := limit.Default
	limits.Account = limit.Rule{Tries: 3, First: 2 * time.Second, Most: time.Minute, Forget: time.Hour}
	want := &config.Config{
		Listen: ":8443", Admin: "127.0.0.1:0",
		TLS:    config.TLS{Cert: filepath.Join(dir, "tls/cert.pem"), Key: filepath.Join(dir, "tls/key.pem")},
		Twilio: config.Twilio{AccountSID: ac, Keys: []config.Key{{SID: sk, Secret: good}, {SID: sk2, Secret: other}}},
		Store:  config.Store{Driver: "postgres", DSN: dsn},
		OIDC:   []oidc.Issuer{{Name: "corp", URL: "https://idp.example.com", Audience: []string{"mintmark"}, GroupsClaim: "groups"}},
		Limits: limits, Connections: 64, AllConnections: 1000, TokensAMinute: 60, Origins: []string{"https://app.example.com"},
		TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::1/128")},
		GetToken:       true, AuditKeep: 90 * 24 * time.Hour,
	}
	var files []string
	for _, f := range got.Files {
		if !f.Is(config.LookAt(f.Path)) {
			t.Errorf("%s has changed", f.Path)
		}
		files = append(files, strings.TrimPrefix(f.Path, dir+"/"))
	}
	if want := []string{"mintmark.yaml", "tls/cert.pem", "tls/key.pem", "secrets/sk_a"}; !slices.Equal(files, want) {
		t.Errorf("got files %v, want %v", files, want)
	}
	got.Files = nil
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if text := fmt.Sprintf("%v %+v %#v", got, got, got); strings.Contains(text, good) || strings.Contains(text, dsn) {
		t.Errorf("it prints its secrets: %s", text)
	}
}

// What the file leaves out is in the environment under the names of the
// tutorials, or has its default.
func TestDefaults(t *testing.T) {
	got, err := config.Parse([]byte(policy), "/etc/mintmark", lookup)
	if err != nil {
		t.Fatal(err)
	}
	got.Policy = nil
	want := &config.Config{
		Listen: "127.0.0.1:8080", Admin: "127.0.0.1:9090", Password: true,
		Twilio: config.Twilio{AccountSID: ac, Keys: []config.Key{{SID: sk, Secret: good}}},
		Limits: limit.Default, Connections: 512,
		Store: config.Store{Driver: "sqlite", Path: filepath.FromSlash("/etc/mintmark/data/mintmark.db")},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// Who asks about the policy alone needs no secrets, and no files. Mistakes stay
// mistakes.
func TestLoadWithoutSecrets(t *testing.T) {
	const text = `
tls: { cert: nowhere.pem, key: nowhere.pem }
twilio: { account_sid: { env: NOWHERE }, keys: [ { sid: { env: NOWHERE }, secret: { file: nowhere } }, { sid: ` + sk + `, secret: { env: NOWHERE } } ] }
store: { driver: postgres, dsn: { env: NOWHERE } }` + policy
	dir := write(t, map[string]string{"mintmark.yaml": text, "broken.yaml": text + "foo: bar"})
	got, err := config.LoadWithoutSecrets(filepath.Join(dir, "mintmark.yaml"))
	if err != nil || len(got.Policy.Samples()) != 1 {
		t.Errorf("got %v, %v, want a policy with one profile", got, err)
	}
	if _, err := config.LoadWithoutSecrets(filepath.Join(dir, "broken.yaml")); err == nil || !strings.Contains(err.Error(), "broken.yaml:8: ") {
		t.Errorf("got %v, want line 8 of broken.yaml", err)
	}
}

// pair is a certificate and its key, in PEM.
func pair(t *testing.T) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	shape := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, shape, shape, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})), string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER}))
}

func TestExample(t *testing.T) {
	if _, err := config.Parse([]byte(config.Example), ".", lookup); err != nil {
		t.Error(err)
	}
	// So is every line of it that is commented out, with what stands for a SID
	// filled in: each key of the example is one that there is.
	text := strings.NewReplacer("SK…", sk2, "AP…", "AP"+ac[2:], "# store:", "# # store:", "# admin:", "admin:", "{ file: secrets/sk_b }", "{ env: SECRET_B }",
		"# tls:", "# # tls:", "# region:", "# # region:").Replace(config.Example)
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		if i := strings.Index(line, "# "); i >= 0 && strings.Trim(line[:i], " ") == "" && isYAML(line[i+2:]) {
			line = line[:i] + line[i+2:]
		}
		lines = append(lines, line)
	}
	c, err := config.Parse([]byte(strings.Join(lines, "\n")), ".", lookup)
	if err != nil {
		t.Fatalf("%v\n%s", err, strings.Join(lines, "\n"))
	}
	if len(c.Twilio.Keys) != 2 || len(c.OIDC) != 1 || !c.GetToken || c.AuditKeep == 0 || len(c.TrustedProxies) != 1 {
		t.Errorf("got %+v", c)
	}
}

// isYAML tells a line of the configuration in a comment from a sentence.
func isYAML(text string) bool {
	text = strings.TrimSpace(text)
	name, _, ok := strings.Cut(strings.TrimPrefix(text, "- "), ":")
	return ok && !strings.ContainsAny(name, " .{") || strings.HasPrefix(text, "- {")
}

// Every mistake has its line, and says nothing of a secret.
func TestMistakes(t *testing.T) {
	tests := []struct {
		name, text, want string
		line             int
	}{
		{"a key", "\npolcy: {}", "did you mean policy?", 2},
		{"a key of long ago", "foo: {}", "has no key “foo”", 1},
		{"twice", "listen: :1\nlisten: :2" + policy, "there twice: line 1", 2},
		{"no policy", "listen: :1", "lacks policy", 1},
		{"empty", "# nothing", "it is empty", 0},
		{"a text", "canary", "a text: want a mapping", 1},
		{"two documents", "listen: :1" + policy + "---\nlisten: :2", "second document", 5},
		{"an alias", "listen: &a :1\nadmin: { listen: *a }" + policy, "anchor", 1},
		{"a tag", "listen: !!str :1" + policy, "a tag", 1},
		{"no YAML", "listen: [", "not YAML", 1},
		{"a tab", "admin:\n\tlisten: :1", "not YAML", 2},
		{"a port alone", "listen: 8080" + policy, "want an address", 1},
		{"a port that there is not", "listen: ':99999'" + policy, "want an address", 1},
		{"the name of a port", "listen: ':http'" + policy, "want an address", 1},
		{"admin off", "admin: off" + policy, "{ listen: off }", 1},
		{"an address as path", "store: { path: '" + dsn + "' }" + policy, "path is an address", 1},
		{"an audit trail of nothing", "audit: { keep: 1s }" + policy, "want a day or more", 1},
		{"admin", "admin: { lisen: off }" + policy, "did you mean listen?", 1},
		{"a driver", "store: { driver: mysql }" + policy, "want sqlite or postgres", 1},
		{"a path for postgres", "store: { driver: postgres, path: x, dsn: { env: DATABASE_URL } }" + policy, "for the driver sqlite", 1},
		{"no dsn", "store: { driver: postgres }" + policy, "lacks dsn", 1},
		{"a dsn as a path", "store: { driver: postgres, dsn: { file: '" + dsn + "' } }" + policy, "an address stands here", 1},
		{"a dsn that is none", "store: { driver: postgres, dsn: { env: SHORT } }" + policy, "want postgres://", 1},
		{"F02: a dsn in the file", "store: { driver: postgres, dsn: '" + dsn + "' }" + policy, "want where it is", 1},
		{"F02: a secret in the file", "twilio: { keys: [ { sid: " + sk + ", secret: " + good + " } ] }" + policy, "want where it is", 1},
		{"F02: a secret in braces", "twilio: { keys: [ { sid: " + sk + ", secret: { " + good + " } } ] }" + policy, "from one place", 1},
		{"F02: in the place of the SID", "twilio: { keys: [ { sid: " + good + ", secret: { env: SECRET_B } } ] }" + policy, "no SID: want SK", 1},
		{"F02: in the place of the name", "twilio: { keys: [ { sid: " + sk + ", secret: { env: '" + good + "!' } } ] }" + policy, "the name of an environment variable", 1},
		{"no such variable", "twilio: { keys: [ { sid: " + sk + ", secret: { env: NOWHERE } } ] }" + policy, "NOWHERE is not set", 1},
		{"no such file", "twilio: { keys: [ { sid: " + sk + ", secret: { file: nowhere } } ] }" + policy, "no such file", 1},
		{"a folder", "twilio: { keys: [ { sid: " + sk + ", secret: { file: . } } ] }" + policy, "no regular file", 1},
		{"A03: short", "twilio: { keys: [ { sid: " + sk + ", secret: { env: SHORT } } ] }" + policy, "it has 6 characters", 1},
		{"A03: an auth token", "twilio: { keys: [ { sid: " + sk + ", secret: { env: AUTH_TOKEN } } ] }" + policy, "auth token", 1},
		{"A03: a sample", "twilio: { keys: [ { sid: " + sk + ", secret: { env: SAMPLE } } ] }" + policy, "a sample value", 1},
		{"A03: another", "twilio: { keys: [ { sid: " + sk + ", secret: { env: SAMPLE2 } } ] }" + policy, "a sample value", 1},
		{"A03: a third", "twilio: { keys: [ { sid: " + sk + ", secret: { env: SAMPLE3 } } ] }" + policy, "a sample value", 1},
		{"A03: a SID", "twilio: { keys: [ { sid: " + sk + ", secret: { env: KEY_AS_SECRET } } ] }" + policy, "this is an API key SID", 1},
		{"A05: the account", "twilio:\n  account_sid: " + sk + policy, "an API key SID: want AC", 2},
		{"A05: a key", "twilio: { keys: [ { sid: { env: TWILIO_ACCOUNT_SID }, secret: { env: SECRET_B } } ] }" + policy, "an account SID: want SK", 1},
		{"a key twice", "twilio:\n  keys:\n    - { sid: " + sk + ", secret: { env: SECRET_B } }\n    - { sid: " + sk + ", secret: { env: TWILIO_API_KEY_SECRET } }" + policy, "the one in line 3", 4},
		{"no keys", "twilio: { keys: [] }" + policy, "empty list", 1},
		{"a region", "twilio: { region: Ireland }" + policy, "region is", 1},
		{"a region that Video does not have", "listen: :1\ntwilio: { region: ie1 }" + policy, "no token of the profile p can be made: region is \"ie1\": want us1", 2},
		{"an issuer without TLS", "auth: { oidc: [ { name: corp, issuer: 'http://idp.example.com', audience: [x] } ] }" + policy, "https", 1},
		{"B02: no audience", "auth: { oidc: [ { name: corp, issuer: 'https://idp.example.com' } ] }" + policy, "lacks audience", 1},
		{"B01: a shared secret", "auth: { oidc: [ { name: corp, issuer: 'https://idp.example.com', audience: [x], algorithms: [HS256] } ] }" + policy, "HS256", 1},
		{"the name of those who are no users", "auth: { oidc: [ { name: unknown, issuer: 'https://idp.example.com', audience: [x] } ] }" + policy, "cannot be called unknown", 1},
		{"the name of service keys", "auth: { oidc: [ { name: service, issuer: 'https://idp.example.com', audience: [x] } ] }" + policy, "cannot be called service", 1},
		{"an origin", "cors: { origins: ['*'] }" + policy, "no star", 1},
		{"an origin that no browser sends so", "cors: { origins: [ 'https://app.example.com:443' ] }" + policy, "no standard port", 1},
		{"an origin with a path", "cors:\n  origins:\n  - https://a.example\n  - https://a.example/" + policy, "no path", 4},
		{"a proxy", "trusted_proxies: [10.0.0.1/8]" + policy, "want networks", 1},
		{"a limit of nothing", "limits: { account: { tries: 0, first: 1s, most: 1m, forget: 1m } }" + policy, "from 1 to", 1},
		{"a wait too short", "limits: { account: { tries: 1, first: 1ms, most: 1m, forget: 1m } }" + policy, "limits: account: the first wait must be 1s at least", 1},
		{"a certificate that is not there", "tls: { cert: nowhere.pem, key: mintmark.yaml }" + policy, "nowhere.pem: no such file", 1},
		{"a key that is not there", "tls: { cert: mintmark.yaml, key: nowhere.pem }" + policy, "tls.key: ", 1},
		{"a certificate that is none", "tls: { cert: mintmark.yaml, key: mintmark.yaml }" + policy, "tls: failed to find any PEM data", 1},
		{"a client that is a network", "limits: { client: { tries: 100, first: 1s, most: 1m, forget: 1m } }" + policy, "want 400 tries at least", 1},
		{"no connections", "limits: { connections: 0 }" + policy, "from 1 to", 1},
		{"no connections at all", "limits: { all_connections: 0 }" + policy, "from 1 to", 1},
		{"half a limit", "limits: { account: { tries: 1 } }" + policy, "lacks first", 1},
		{"a flag", "compat: { get_token: 'yes' }" + policy, "want true or false", 1},
		{"a rule", "policy:\n  profiles: { p: { grants: { vidio: {} } } }", "did you mean video?", 2},
		{"an issuer that is there, and wrong", "policy:\n  profiles: { p: { grants: { video: { room: lobby } } } }\n  rules: [ { id: r, match: { issuer: corp }, allow: { profiles: p } } ]\nauth: { oidc: [ { name: corp, issuer: 'http://idp.example.com', audience: [x] } ] }", "https", 4},
		{"A03: the one of the README", "twilio: { keys: [ { sid: " + sk + ", secret: { env: README } } ] }" + policy, "a sample value", 1},
		{"an issuer that is not there", "policy:\n  deny:\n    - { id: x, match: { principals: ['corp:mallory'] } }", "no issuer “corp”", 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := write(t, map[string]string{"mintmark.yaml": tt.text})
			_, err := config.Load(filepath.Join(dir, "mintmark.yaml"), lookup)
			var all *strictyaml.Error
			if !errors.As(err, &all) {
				t.Fatalf("got %v, want mistakes", err)
			}
			if m := all.Mistakes[0]; m.Line != tt.line || !strings.Contains(m.Text, tt.want) {
				t.Errorf("got line %d: %s\nwant line %d and %q", m.Line, m.Text, tt.line, tt.want)
			}
			wantNoSecret(t, err)
		})
	}
}

type tester interface {
	Errorf(string, ...any)
	Helper()
}

func wantNoSecret(t tester, err error) {
	t.Helper()
	for _, secret := range []string{good, other, "canary:canary", environment["AUTH_TOKEN"], environment["SAMPLE"]} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("a secret is in %v", err)
		}
	}
}

// All mistakes are told at once, in the order of their lines, as editors know
// how to find them.
func TestMistakesAtOnce(t *testing.T) {
	dir := write(t, map[string]string{"mintmark.yaml": "listen: 1\nfoo: 1\ntwilio: { account_sid: x }\nstore: { driver: y }\npolicy: { defaults: { ttl: 9 } }\n"})
	_, err := config.Load(filepath.Join(dir, "mintmark.yaml"), lookup)
	lines := strings.Split(fmt.Sprint(err), "\n")
	if len(lines) != 5 {
		t.Fatalf("got %v, want 5 mistakes", err)
	}
	for i, line := range lines {
		if want := fmt.Sprintf("mintmark.yaml:%d: ", i+1); !strings.Contains(line, want) {
			t.Errorf("got %s, want %s", line, want)
		}
	}
}

// F02: a secret file that others can read is refused.
func TestSecretFiles(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("it has no modes")
	}
	tests := []struct {
		mode   os.FileMode
		others bool // the file is root's, as where Kubernetes mounts a secret
		ok     bool
	}{
		{0o600, false, true}, {0o400, false, true}, {0o700, false, true},
		{0o644, false, false}, {0o604, false, false}, {0o602, false, false}, {0o601, false, false},
		{0o640, false, false}, {0o440, false, false}, {0o660, false, false}, {0o420, false, false},
		{0o440, true, true}, {0o640, true, true}, {0o400, true, true},
		{0o444, true, false}, {0o660, true, false}, {0o644, true, false},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%#o others %v", tt.mode, tt.others), func(t *testing.T) {
			path := filepath.Join(write(t, map[string]string{"secret": good}), "secret")
			if tt.others {
				if os.Geteuid() != 0 {
					t.Skip("only root can give a file away")
				}
				if err := os.Chown(path, 12345, -1); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.Chmod(path, tt.mode); err != nil {
				t.Fatal(err)
			}
			got, err := config.ReadSecret(path)
			if (err == nil) != tt.ok {
				t.Errorf("got %v, want it taken: %v", err, tt.ok)
			}
			if tt.ok && got.Reveal() != good {
				t.Error("it is not what was written")
			}
		})
	}
}

// A file has changed when it has been written, replaced, given to others or
// taken away.
func TestFileChanges(t *testing.T) {
	tests := []struct {
		name   string
		change func(path string) error
		same   bool
	}{
		{"nothing", func(string) error { return nil }, true},
		{"written", func(path string) error { return os.WriteFile(path, []byte(other+"longer"), 0o600) }, false},
		{"written to the same length, at another time", func(path string) error {
			return errors.Join(os.WriteFile(path, []byte(other), 0o600), os.Chtimes(path, time.Time{}, time.Unix(1, 0)))
		}, false},
		{"replaced by one of the same time and length", func(path string) error {
			info, err := os.Stat(path)
			return errors.Join(err, os.WriteFile(path+"2", []byte(good), 0o600), os.Chtimes(path+"2", time.Time{}, info.ModTime()), os.Rename(path+"2", path))
		}, false},
		{"given to others", func(path string) error { return os.Chmod(path, 0o644) }, runtime.GOOS == "windows"},
		{"removed", os.Remove, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(write(t, map[string]string{"secret": good}), "secret")
			before := config.LookAt(path)
			if err := tt.change(path); err != nil {
				t.Fatal(err)
			}
			if got := before.Is(config.LookAt(path)); got != tt.same {
				t.Errorf("got the same file: %v, want %v", got, tt.same)
			}
		})
	}
	if nowhere := filepath.Join(t.TempDir(), "nowhere"); !config.LookAt(nowhere).Is(config.LookAt(nowhere)) {
		t.Error("a file that is not there has changed")
	}
}

// F02: Kubernetes mounts a secret as a link to a link, and replaces the folder
// behind it. What counts is the file at the end.
func TestMountedSecret(t *testing.T) {
	dir := write(t, map[string]string{"..2026_11_21/sk_a": good + "\r\n", "..2026_11_22/sk_a": other})
	for link, to := range map[string]string{"..data": "..2026_11_21", "sk_a": "..data/sk_a"} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Skip(err)
		}
	}
	path := filepath.Join(dir, "sk_a")
	if got, err := config.ReadSecret(path); err != nil || got.Reveal() != good {
		t.Errorf("got %v", err)
	}
	if err := os.Remove(filepath.Join(dir, "..data")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("..2026_11_22", filepath.Join(dir, "..data")); err != nil {
		t.Fatal(err)
	}
	if got, err := config.ReadSecret(path); err != nil || got.Reveal() != other {
		t.Errorf("after the change: got %v", err)
	}
	if runtime.GOOS == "windows" {
		return
	}
	if err := os.Chmod(filepath.Join(dir, "..2026_11_22", "sk_a"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := config.ReadSecret(path); err == nil {
		t.Error("others can read it, and it was taken")
	}
}

// Whatever the text, there is a configuration that can sign or there are
// mistakes, and no secret is in them.
func FuzzParse(f *testing.F) {
	const most = 256 // bytes: to find the shortest of a kind, all that stands between any two of them is left out
	for section := range strings.SplitSeq(regexp.MustCompile(`(?m) *#.*$`).ReplaceAllString(config.Example, ""), "\n\n") {
		f.Add([]byte(section + policy))
	}
	for _, text := range []string{"", "a: &a [*a]", "policy: {rules: [{id: x, match: {}, allow: }]}", "twilio: {keys: [{secret: {env: SECRET_B}}]}", "? [a]\n: b", "<<: {a: b}", "policy:\n  profiles: {p: {grants: {voice: {outgoing_params: {a: {a: 0x1}}}}}}"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > most {
			return
		}
		c, err := config.Parse(text, "/nowhere", lookup)
		if err != nil {
			var all *strictyaml.Error
			if !errors.As(err, &all) || len(all.Mistakes) == 0 {
				t.Fatalf("got %v, want mistakes", err)
			}
			if strings.Contains(string(text), "canary") {
				return // it has typed one itself
			}
			wantNoSecret(t, err)
			return
		}
		if len(c.Twilio.Keys) == 0 || c.Twilio.Keys[0].Secret == "" || c.Policy == nil {
			t.Fatalf("got %+v", c)
		}
		for _, d := range c.Policy.Samples() {
			if d.TTL <= 0 || d.TTL > 24*time.Hour {
				t.Fatalf("a sample lives for %v", d.TTL)
			}
		}
	})
}
