package ui

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"strings"
	"testing"

	"mintmark/tokens"
)

func pemOf(t *testing.T, kind string, der []byte, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

// pair is a key as people keep both halves.
func pair(t *testing.T, key crypto.Signer) (private, public string) {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	private = pemOf(t, "PRIVATE KEY", der, err)
	der, err = x509.MarshalPKIXPublicKey(key.Public())
	return private, pemOf(t, "PUBLIC KEY", der, err)
}

func ecKey(t *testing.T) crypto.Signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// jwk is the public half of a P-256 key.
func jwk(key crypto.Signer, kid string) string {
	point, _ := key.Public().(*ecdsa.PublicKey).Bytes()
	b := base64.RawURLEncoding
	return `{"kty":"EC","crv":"P-256","kid":"` + kid + `","x":"` + b.EncodeToString(point[1:33]) + `","y":"` + b.EncodeToString(point[33:]) + `"}`
}

// signedWith is a token that a private key signed.
func signedWith(t *testing.T, header, private string) string {
	t.Helper()
	keys, err := tokens.ParseKeys(private)
	if err != nil {
		t.Fatal(err)
	}
	text, err := tokens.Encode([]byte(header), []byte(`{"sub":"susan"}`), keys[0])
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestKeyForms(t *testing.T) {
	for _, test := range []struct {
		name  string
		form  keyForm
		typed string
		fault string
	}{
		{"text", textForm, testSecret, ""},
		{"base64", 1, base64.StdEncoding.EncodeToString([]byte(testSecret)), ""},
		{"base64 with a line break", 1, base64.StdEncoding.EncodeToString([]byte(testSecret)) + "\n", ""},
		{"base64url", 2, base64.RawURLEncoding.EncodeToString([]byte(testSecret)), ""},
		{"hex", 3, hex.EncodeToString([]byte(testSecret)), ""},
		{"not base64", 1, "?", "This is no secret in base64."},
		{"half a byte", 3, "abc", "This is no secret in hex."},
	} {
		m := testModel()
		m.setText(good(t))
		m.setForm(test.form)
		m.setKey(test.typed)
		if m.keyFault != test.fault {
			t.Errorf("%s: %q, want %q", test.name, m.keyFault, test.fault)
		}
		if got := m.verdict.Signature == tokens.SignatureMatches; got != (test.fault == "") {
			t.Errorf("%s: the signature matches: %v", test.name, got)
		}
	}
}

// Each kind of key is named, checks what was signed, and signs where it can.
func TestKeyFiles(t *testing.T) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	_, edKey, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		alg, name string
		key       crypto.Signer
	}{
		{"RS256", "RSA public key of 2048 bits", rsaKey},
		{"PS384", "RSA public key of 2048 bits", rsaKey},
		{"ES256", "EC public key on P-256", ecKey(t)},
		{"EdDSA", "Ed25519 public key", edKey},
	} {
		private, public := pair(t, test.key)
		m := testModel()
		text := signedWith(t, `{"alg":"`+test.alg+`"}`, private)
		m.setText(text)
		m.setKeys(public)
		if got := m.nameKey(m.fit); got != test.name {
			t.Errorf("%s: %q, want %q", test.alg, got, test.name)
		}
		if s := m.signature(); s.chip != "signature matches" || !strings.Contains(s.sayings, "edits are not signed") {
			t.Errorf("%s: %+v", test.alg, s)
		}
		m.setClaim("sub", "bob")
		if s := m.signature(); m.doc.origin != stale || s.chip != "edited, not signed" || !strings.Contains(s.sayings, "public key") {
			t.Errorf("%s edited: %+v", test.alg, s)
		}
		m.setKeys(private)
		if m.doc.origin != signed || m.verdict.Signature != tokens.SignatureMatches {
			t.Errorf("%s: the private key did not sign: %v", test.alg, m.verdict.Signature)
		}
	}
}

func TestKeySet(t *testing.T) {
	one, two := ecKey(t), ecKey(t)
	private, _ := pair(t, two)
	set := `{"keys":[` + jwk(one, "one") + `,` + jwk(two, "two") + `]}`
	for _, test := range []struct {
		name, header string
		want         tokens.SignatureState
		fit          string
	}{
		{"by its kid", `{"alg":"ES256","kid":"two"}`, tokens.SignatureMatches, "two"},
		{"without a kid all are tried", `{"alg":"ES256"}`, tokens.SignatureMatches, "two"},
		{"an unknown kid", `{"alg":"ES256","kid":"three"}`, tokens.SignatureMatches, "two"},
		{"the kid of another", `{"alg":"ES256","kid":"one"}`, tokens.SignatureWrong, "one"},
	} {
		m := testModel()
		m.setText(signedWith(t, test.header, private))
		m.setKeys(set)
		if m.verdict.Signature != test.want || m.fit.ID != test.fit {
			t.Errorf("%s: %v with %q, want %v with %q", test.name, m.verdict.Signature, m.fit.ID, test.want, test.fit)
		}
	}
}

// What cannot be read leaves the key from before in use.
func TestUnreadableKey(t *testing.T) {
	m := testModel()
	m.setText(good(t))
	m.setKey(testSecret)
	m.byFile = true
	m.setKeys("-----BEGIN PUBLIC KEY-----\n")
	if m.verdict.Signature != tokens.SignatureMatches || m.keyFault != "This cannot be used: neither PEM nor a JWK. Until it can be read, the key from before is used." {
		t.Errorf("%v, %q", m.verdict.Signature, m.keyFault)
	}
	_, public := pair(t, ecKey(t))
	m.setKeys(public)
	if m.keyFault != "" || m.key != "" || m.verdict.Signature != tokens.SignatureUnchecked || !strings.Contains(m.signature().sayings, "the header asks for HS256, this is an EC public key on P-256") {
		t.Errorf("%q %q %+v", m.keyFault, m.key, m.signature())
	}
	m.forget()
	if m.hasKey() || m.file != "" {
		t.Error("not all is forgotten")
	}
}

// A key file is never a secret, wherever it is put.
func TestKeyFileAsSecret(t *testing.T) {
	private, public := pair(t, ecKey(t))
	m := testModel()
	m.setText(signedWith(t, `{"alg":"ES256"}`, private))
	m.setKey(public)
	if !m.byFile || m.key != "" || m.file != public || m.verdict.Signature != tokens.SignatureMatches {
		t.Errorf("a key file in the place of the secret: %v %v", m.byFile, m.verdict.Signature)
	}
	m.forget()
	m.byFile = false
	m.setKey(strings.ReplaceAll(public, "\n", "")) // as a field of one line has it
	if m.hasKey() || !strings.HasPrefix(m.keyFault, "This is a key file, and no secret.") {
		t.Errorf("%q", m.keyFault)
	}
	m.takeKey("\ufeff" + public)
	if !m.byFile || !m.hasKey() {
		t.Error("a key file that was dropped is not taken")
	}
	m.takeKey(testSecret + "\n")
	if m.byFile || m.key != testSecret+"\n" || m.file != "" {
		t.Errorf("a secret that was dropped is %q", m.key)
	}
}

// What is no text is a secret all the same.
func TestBinarySecret(t *testing.T) {
	m := testModel()
	m.takeKey("\xff\x00\xfe")
	if m.form != hexForm || m.key != "ff00fe" || !m.hasKey() {
		t.Errorf("form %d, key %q", m.form, m.key)
	}
}

// What is far too long for a key is not read, and takes the place of nothing.
func TestLongKey(t *testing.T) {
	long := strings.Repeat("x", mostKey+1)
	for name, take := range map[string]func(*model){
		"typed":     func(m *model) { m.setKey(long) },
		"as a file": func(m *model) { m.setKeys(long) },
		"opened":    func(m *model) { m.takeKey(long) },
	} {
		m := testModel()
		m.setKey(testSecret)
		take(m)
		if m.key != testSecret || !m.hasKey() || !strings.Contains(m.keyFault, "2.1 MB are no key") {
			t.Errorf("%s: it says %q, and has a key of %d bytes", name, m.keyFault, len(m.key))
		}
	}
}

func TestSlips(t *testing.T) {
	for _, test := range []struct{ name, key, spaces, fix string }{
		{"none", testSecret, "", ""},
		{"another", wrongSecret, "", ""},
		{"a blank at its end", testSecret + " ", "There is a blank at its end. ", "Use the secret without the blank at its end"},
		{"a line break", testSecret + "\n", "There is a line break at its end. ", "Use the secret without the line break at its end"},
		{"in front", "\t" + testSecret, "There is a blank in front of it. ", "Use the secret without the blank in front of it"},
		{"both", " " + testSecret + " ", "There is a blank in front of it and a blank at its end. ", "Use the secret without the white space around it"},
		{"quotes", `"` + testSecret + `"`, "There is a pair of quotes around it. ", "Use the secret without the quotes"},
		{"base64", base64.StdEncoding.EncodeToString([]byte(testSecret)), "", "Read the secret as base64"},
		{"hex", hex.EncodeToString([]byte(testSecret)), "", "Read the secret as hex"},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := testModel()
			m.setText(good(t))
			m.setKey(test.key)
			if got := m.spaces(); !strings.HasPrefix(got, test.spaces) || test.spaces == "" && got != "" {
				t.Errorf("it says %q, want %q", got, test.spaces)
			}
			fix, ok := m.keyFix()
			if fix.title != test.fix || ok != (test.fix != "") {
				t.Fatalf("the fix is %q, want %q", fix.title, test.fix)
			}
			if !ok {
				return
			}
			m.applyFix(fix)
			if _, more := m.keyFix(); more || m.slipped() || m.verdict.Signature != tokens.SignatureMatches || m.doc.text != good(t) && m.doc.origin != pasted {
				t.Errorf("after it: %v", m.verdict.Signature)
			}
		})
	}
}

func TestOutline(t *testing.T) {
	if got, want := outline("\"a b\t\n"), `"•·•→↵`; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestKeyIsMadeUp(t *testing.T) {
	m := testModel()
	m.setText(compact(t, `{"alg":"HS512"}`, `{}`))
	m.makeUpKey()
	m.setClaim("sub", "bob")
	if len(m.key) != 32 || !m.madeUp() || m.verdict.Signature != tokens.SignatureMatches {
		t.Errorf("%d letters, %v", len(m.key), m.verdict.Signature)
	}
}
