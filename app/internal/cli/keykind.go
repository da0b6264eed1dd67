package cli

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"strings"
)

// A keyKind is a kind of key that keygen makes.
type keyKind struct {
	name, alg string
	make      func(bits int) (crypto.Signer, error) // nil for a secret
	bytes     int                                   // of a secret
}

var keyKinds = []keyKind{
	{name: "hs256", alg: "HS256", bytes: 32},
	{name: "hs384", alg: "HS384", bytes: 48},
	{name: "hs512", alg: "HS512", bytes: 64},
	{name: "rsa", alg: "RS256", make: func(bits int) (crypto.Signer, error) { return rsa.GenerateKey(rand.Reader, bits) }},
	{name: "es256", alg: "ES256", make: ecKey(elliptic.P256)},
	{name: "es384", alg: "ES384", make: ecKey(elliptic.P384)},
	{name: "es512", alg: "ES512", make: ecKey(elliptic.P521)},
	{name: "ed25519", alg: "EdDSA", make: func(int) (crypto.Signer, error) {
		_, private, err := ed25519.GenerateKey(rand.Reader)
		return private, err
	}},
}

func ecKey(curve func() elliptic.Curve) func(int) (crypto.Signer, error) {
	return func(int) (crypto.Signer, error) { return ecdsa.GenerateKey(curve(), rand.Reader) }
}

func keyKindNames() (names []string) {
	for _, k := range keyKinds {
		names = append(names, k.name)
	}
	return names
}

// A newKey is a key that was made, as text.
type newKey struct {
	KID       string
	Algorithm string
	Private   string // PEM, a JWK or a secret; "" where it is in a file
	Public    string
}

// json is the key for --json: a JWK as the object that it is, a secret without
// the end of its line.
func (k *newKey) json() any {
	half := func(text string) any {
		switch {
		case text == "":
			return nil
		case strings.HasPrefix(text, "{"):
			return json.RawMessage(text)
		case strings.Count(text, "\n") == 1:
			return strings.TrimSuffix(text, "\n")
		}
		return text
	}
	return struct {
		KID       string `json:"kid"`
		Algorithm string `json:"algorithm"`
		Private   any    `json:"private,omitempty"`
		Public    any    `json:"public,omitempty"`
	}{k.KID, k.Algorithm, half(k.Private), half(k.Public)}
}

func (k *keyKind) generate(f *keygenFlags) (newKey, error) {
	if k.make == nil {
		return k.secret(f)
	}
	private, err := k.make(f.bits)
	if err != nil {
		return newKey{}, fmt.Errorf("make the key: %w", err)
	}
	public := jwkOf(private.Public(), k.alg)
	made := newKey{KID: public.thumbprint(), Algorithm: k.alg}
	if f.format == "jwk" {
		public.KID = made.KID
		made.Public = public.text()
		made.Private = privateJWK(public, private).text()
		return made, nil
	}
	if made.Private, err = toPEM("PRIVATE KEY", private, x509.MarshalPKCS8PrivateKey); err != nil {
		return newKey{}, err
	}
	made.Public, err = toPEM("PUBLIC KEY", private.Public(), x509.MarshalPKIXPublicKey)
	return made, err
}

// secret is random text of at least the strength that the algorithm wants.
func (k *keyKind) secret(f *keygenFlags) (newKey, error) {
	data := make([]byte, k.bytes)
	_, _ = rand.Read(data) // never fails
	text := base64.RawURLEncoding.EncodeToString(data)
	key := secretJWK([]byte(text), k.alg)
	made := newKey{KID: key.thumbprint(), Algorithm: k.alg, Private: text + "\n"}
	if f.format == "jwk" {
		key.KID = made.KID
		made.Private = key.text()
	}
	return made, nil
}

func toPEM(kind string, key any, marshal func(any) ([]byte, error)) (string, error) {
	der, err := marshal(key)
	if err != nil {
		return "", fmt.Errorf("write the key: %w", err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})), nil
}
