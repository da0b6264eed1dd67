package ui

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"net/url"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"
)

func TestSettings(t *testing.T) {
	_, draw := mount(t)
	draw(func(d *desk) { d.setText(expiredToken); d.setZone("UTC") })
	if html := draw(func(*desk) {}); !strings.Contains(html, "until 11 Jan 2021, 16:42 in UTC") {
		t.Error("times are not those of the zone")
	}
	html := draw(func(d *desk) { d.setZone("Nowhere"); d.dialog = settingsDialog })
	for _, want := range []string{"As the system", "No zone has that name", "Clocks may differ", "Single letters are shortcuts", "11 Jan 2021, 16:42"} {
		if !strings.Contains(html, want) {
			t.Errorf("%q is not on the screen", want)
		}
	}
}

func TestSeparator(t *testing.T) {
	w, draw := mount(t)
	for _, test := range []struct{ chosen, want string }{{"", ","}, {";", ";"}, {",", ","}} {
		w.desk.separator = test.chosen
		if got := w.desk.cellSeparator(); got != test.want {
			t.Errorf("got %q where %q was chosen, want %q", got, test.chosen, test.want)
		}
	}
	html := draw(func(d *desk) { d.setSeparator(";"); d.dialog = settingsDialog })
	if !strings.Contains(html, "Between the cells of a CSV file") {
		t.Error("the separator cannot be chosen")
	}
	w.desk.dialog = noDialog
	if html := draw(func(*desk) { (&manyPage{Desk: w.desk}).saveCSV() }); !strings.Contains(html, "with semicolons between its cells") {
		t.Error("nobody says what stands between the cells")
	}
}

// jwt.io's addresses name the key beside the token.
func TestPublicKeyInTheAddress(t *testing.T) {
	m := testModel()
	m.openKey("#token=eyJ&publicKey=-----BEGIN%20PUBLIC%20KEY-----%0AMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE%3D%0A-----END%20PUBLIC%20KEY-----")
	if !m.byFile || !m.hasKey() || !strings.HasPrefix(m.file, "-----BEGIN PUBLIC KEY-----\n") {
		t.Errorf("got %q, %q", m.file, m.keyFault)
	}
	m.openKey("#publicKey=%zz")
	m.openKey("#publicKey=junk")
	if !m.hasKey() || m.keyFault == "" {
		t.Errorf("got no key, or no word on junk: %q", m.keyFault)
	}
}

// Whoever writes a link must not choose what the token is signed with: it would
// be found in good order, and the reader's edits would be signed.
func TestSecretInTheAddress(t *testing.T) {
	const secret = `{"kty":"oct","k":"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"}`
	m := testModel()
	m.setKey(testSecret)
	m.openKey("#publicKey=" + url.PathEscape(secret))
	if m.key != testSecret || m.file != "" || m.keyFault == "" {
		t.Errorf("got the keys %q, file %q and fault %q, want the reader's and a fault", m.key, m.file, m.keyFault)
	}
	m.openKey("#publicKey=" + url.PathEscape(`{"keys":[`+secret+`]}`))
	if m.file != "" {
		t.Error("a set with a secret is taken")
	}
}

// Whoever writes a link with token and key can make them fit each other: the
// page says whose key it is, until the reader gives one.
func TestKeyOfTheLinkIsNamed(t *testing.T) {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	half, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	file := string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: half}))
	signed, err := jwt.NewWithClaims(jwt.SigningMethodEdDSA, jwt.MapClaims{"iss": "x"}).SignedString(private)
	if err != nil {
		t.Fatal(err)
	}
	m := testModel()
	m.openKey("#token=x&publicKey=" + url.PathEscape(file))
	m.setText(signed)
	if got := m.signature(); got.tone != warnTone || !strings.Contains(got.chip, "the link’s key") || !strings.Contains(got.sayings, "came in the link") {
		t.Errorf("got %+v", got)
	}
	m.setKeys(file)
	if got := m.signature(); got.tone != okTone || got.chip != "signature matches" {
		t.Errorf("with the reader's own key it says %+v", got)
	}
}
