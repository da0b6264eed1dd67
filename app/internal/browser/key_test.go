package browser

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"strconv"
	"strings"
	"testing"

	"mintmark/tokens"
)

const keyCard = `document.querySelector(".card.key").innerText`

// A secret with a slip in it is said to have one, and one button takes it out.
func TestKeySlip(t *testing.T) {
	t.Parallel()
	p := Start(t).open(t, Hosted(t))
	p.Paste("#token", mint(t))
	p.Wait(`document.getElementById("key") !== null`)
	p.Paste("#key", secret+" ")
	p.Wait(contains(keyCard, "There is a blank at its end."))
	p.Wait(contains(chips, "signature matches, nearly"))
	if got := Eval[string](p, `document.getElementById("key-fix").innerText`); got != "Use the secret without the blank at its end" {
		t.Errorf("the button says %q", got)
	}
	press(p, "#key-fix")
	p.Wait(`document.getElementById("key").value === "` + secret + `"`)
	p.Wait(contains(keyCard, "The signature matches. Every edit is signed again with this secret."))
	p.Wait(`document.getElementById("key-fix").hidden`)
	press(p, "#key-forget")
	p.Wait(`document.getElementById("key").value === ""`)
	p.Wait(contains(chips, "signature not checked"))
	noComplaints(t, p)
}

// A key pair checks and signs in the place of the secret, and is never asked
// for again when the token changes.
func TestKeyPair(t *testing.T) {
	t.Parallel()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	public, private := pemPair(t, key)
	keys, err := tokens.ParseKeys(private)
	if err != nil {
		t.Fatal(err)
	}
	text, err := tokens.Encode([]byte(`{"alg":"ES256"}`), []byte(`{"sub":"susan","iat":1}`), keys[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{Hosted(t), SingleFile(t, Site(t))} {
		p := Start(t).open(t, address)
		p.Paste("#token", text)
		p.Wait(`document.getElementById("keys-1") !== null`)
		press(p, "#keys-1")
		p.Wait(`document.getElementById("key-text") !== null`)
		p.Paste("#key-text", public)
		p.Wait(contains(keyCard, "EC public key on P-256"))
		p.Wait(contains(chips, "signature matches"))
		p.Paste("#key-text", "!")
		press(p, "#says-2")
		p.Wait(`document.getElementById("json-payload") !== null`)
		Eval[bool](p, `(document.getElementById("json-payload").select(), true)`)
		p.Paste("#json-payload", `{"sub":"bob"}`)
		p.Wait(contains(chips, "edited, not signed"))
		Eval[bool](p, `(document.getElementById("key-text").select(), true)`)
		p.Paste("#key-text", private)
		p.Wait(contains(chips, "signed here"))
		if err := tokens.Verify(tokens.Decode(Eval[string](p, tokenText)), keys[0]); err != nil {
			t.Errorf("the token that was signed on the page: %v", err)
		}
		noComplaints(t, p)
	}
}

func pemPair(t *testing.T, key *ecdsa.PrivateKey) (public, private string) {
	t.Helper()
	spki, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return pemText("PUBLIC KEY", spki), pemText("PRIVATE KEY", pkcs8)
}

func pemText(kind string, der []byte) string {
	return strings.TrimSpace(string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})))
}

// A file goes where what is in it belongs.
func TestKeyFromAFile(t *testing.T) {
	t.Parallel()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	public, _ := pemPair(t, key)
	p := Start(t).open(t, Hosted(t))
	p.Paste("#token", mint(t))
	choose := func(content string) {
		Eval[bool](p, `(HTMLInputElement.prototype.click = function () {
			const chosen = new DataTransfer();
			chosen.items.add(new File([`+strconv.Quote(content)+`], "key"));
			this.files = chosen.files;
			this.dispatchEvent(new Event("change"));
		}, true)`)
		press(p, "#key-file")
	}
	choose(secret + "\n")
	p.Wait(contains(keyCard, "There is a line break at its end."))
	choose(public)
	p.Wait(contains(keyCard, "EC public key on P-256"))
	if got := Eval[string](p, `document.getElementById("key-text").value`); got != public {
		t.Errorf("the field holds %q, want what is in the file", got)
	}
	noComplaints(t, p)
}
