package cli

import (
	"crypto/x509"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"mintmark/app/internal/oidc/oidctest"
)

// outside is an issuer with so many keys, whose clock is off.
func outside(t *testing.T, keys string, off time.Duration) string {
	t.Helper()
	p := oidctest.New(t, func() time.Time { return time.Now().Add(off) })
	var set []any
	if err := json.Unmarshal([]byte("["+keys+"]"), &set); err != nil {
		t.Fatal(err)
	}
	p.SetKeys(set...)
	return p.URL
}

// examined is what doctor says of a configuration, and whether it is content.
func examined(t *testing.T, dir string, args ...string) (said string, content bool) {
	t.Helper()
	out, err := command(dir, testEnv, append([]string{"doctor"}, args...)...).Output()
	return string(out), err == nil
}

// What an issuer answers is what the server would have of it.
func TestDoctorIssuers(t *testing.T) {
	const (
		ed    = `{"kty":"OKP","crv":"Ed25519","kid":"a","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`
		other = `{"kty":"OKP","crv":"Ed25519","kid":"b","alg":"EdDSA","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`
		oct   = `{"kty":"oct","kid":"c","k":"Y2FuYXJ5U2VjcmV0UTF3MkUzcjRUNXk2VTdpOE85cDA"}`
	)
	tests := []struct{ name, keys, algorithms, want string }{
		{"two keys", ed + "," + other, "", "ok    issuer        corp has 2 keys\n"},
		{"a secret is none", ed + "," + oct, "", "ok    issuer        corp has 1 key\n"},
		{"none", "", "", "fail  issuer        corp, http"},
		{"none that it may use", other, "RS256", "fail  issuer        corp, http"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir, algorithms := t.TempDir(), ""
			if tt.algorithms != "" {
				algorithms = ", algorithms: [" + tt.algorithms + "]"
			}
			put(t, dir, "mintmark.yaml", "auth: { oidc: [ { name: corp, issuer: \""+outside(t, tt.keys, 0)+"\", audience: [mintmark]"+algorithms+" } ] }\n"+lobby)
			said, content := examined(t, dir)
			if !strings.Contains(said, tt.want) || content != strings.HasPrefix(tt.want, "ok") {
				t.Errorf("got %v %s\nwant %q", content, said, tt.want)
			}
		})
	}
}

// A clock that is wrong is seen, and the time that the answer takes is not held
// against it.
func TestDoctorDate(t *testing.T) {
	tests := []struct {
		name string
		off  time.Duration
		want string
	}{
		{"right", 0, "ok    clock         it agrees with"},
		{"ahead", -20 * time.Second, "warn  clock         it is 2"},
		{"far behind", time.Hour, "fail  clock         it is "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			put(t, dir, "mintmark.yaml", lobby)
			said, content := examined(t, dir, "--date-from", outside(t, "", tt.off))
			if !strings.Contains(said, tt.want) || content == strings.HasPrefix(tt.want, "fail") {
				t.Errorf("got %v %s\nwant %q", content, said, tt.want)
			}
		})
	}
}

func TestDoctorCertificate(t *testing.T) {
	dir := t.TempDir()
	cert, key := pair(t, x509.NewCertPool()) // for an hour
	put(t, dir, "cert.pem", cert)
	put(t, dir, "key.pem", key)
	put(t, dir, "mintmark.yaml", "listen: :8443\ntls: { cert: cert.pem, key: key.pem }\n"+lobby)
	said, content := examined(t, dir)
	if !content || !strings.Contains(said, "warn  certificate   cert.pem expires ") || !strings.Contains(said, "ok    network       it is to listen on :8443") {
		t.Errorf("got %v %s", content, said)
	}
}
