package oidctest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"encoding/json"
	"strconv"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// Claims are those of an ID token that is fine: of anna-1, for mintmark, for an
// hour.
func (p *Provider) Claims() Doc {
	now := p.now()
	return Doc{"iss": p.URL, "sub": "anna-1", "aud": "mintmark", "iat": now.Unix(), "exp": now.Add(time.Hour).Unix()}
}

// Token is such a token, signed by a key; more may change header and claims, where
// nil takes a member out.
func (p *Provider) Token(kid string, header, claims Doc) string {
	h := Doc{"alg": ownMethod(keyOf(kid)).Alg(), "kid": kid, "typ": "JWT"}.With(header)
	return Sign(kid, JSON(h), JSON(p.Claims().With(claims)))
}

// JSON is a value as JSON.
func JSON(v any) string { return string(must(json.Marshal(v))) }

// Sign signs texts as they are, also such as are no JSON object: by the algorithm
// that the header names if the key can, else by the key's own.
func Sign(kid, header, payload string) string {
	key, text := keyOf(kid), b64([]byte(header))+"."+b64([]byte(payload))
	var h struct{ Alg string }
	_ = json.Unmarshal([]byte(header), &h)
	if method := jwt.GetSigningMethod(h.Alg); method != nil {
		if signature, err := method.Sign(text, key); err == nil {
			return text + "." + b64(signature)
		}
	}
	return text + "." + b64(must(ownMethod(key).Sign(text, key)))
}

// ownMethod is the algorithm of a key, the first for one of RSA.
func ownMethod(key crypto.Signer) jwt.SigningMethod {
	switch public := key.Public().(type) {
	case *rsa.PublicKey:
		return jwt.SigningMethodRS256
	case *ecdsa.PublicKey:
		bits := min(public.Params().BitSize, 512) // ES512 is of P-521
		return jwt.GetSigningMethod("ES" + strconv.Itoa(bits))
	}
	return jwt.SigningMethodEdDSA
}
