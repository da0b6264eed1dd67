package cli

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"math/big"
)

// A jwk is a key as RFC 7517 writes it. Each member is base64url.
type jwk struct {
	KTY string `json:"kty"`
	KID string `json:"kid,omitempty"`
	Use string `json:"use,omitempty"`
	Alg string `json:"alg,omitempty"`

	Curve string `json:"crv,omitempty"`
	X     string `json:"x,omitempty"`
	Y     string `json:"y,omitempty"`
	N     string `json:"n,omitempty"`
	E     string `json:"e,omitempty"`
	K     string `json:"k,omitempty"`

	D  string `json:"d,omitempty"` // from here on the private half
	P  string `json:"p,omitempty"`
	Q  string `json:"q,omitempty"`
	DP string `json:"dp,omitempty"`
	DQ string `json:"dq,omitempty"`
	QI string `json:"qi,omitempty"`
}

func encoded(data []byte) string   { return base64.RawURLEncoding.EncodeToString(data) }
func encodedInt(n *big.Int) string { return encoded(n.Bytes()) }

// jwkOf is a public key as a JWK, but for its kid.
func jwkOf(public crypto.PublicKey, alg string) jwk {
	j := jwk{Use: "sig", Alg: alg}
	switch key := public.(type) {
	case *rsa.PublicKey:
		j.KTY, j.N, j.E = "RSA", encodedInt(key.N), encodedInt(big.NewInt(int64(key.E)))
	case *ecdsa.PublicKey:
		point, _ := key.Bytes() // 4, x and y, of a key on its curve
		half := len(point) / 2
		j.KTY, j.Curve, j.X, j.Y = "EC", key.Curve.Params().Name, encoded(point[1:1+half]), encoded(point[1+half:])
	case ed25519.PublicKey:
		j.KTY, j.Curve, j.X = "OKP", "Ed25519", encoded(key)
	}
	return j
}

// privateJWK adds the private half.
func privateJWK(j jwk, private crypto.Signer) jwk {
	switch key := private.(type) {
	case *rsa.PrivateKey:
		pre := key.Precomputed
		j.D, j.P, j.Q = encodedInt(key.D), encodedInt(key.Primes[0]), encodedInt(key.Primes[1])
		j.DP, j.DQ, j.QI = encodedInt(pre.Dp), encodedInt(pre.Dq), encodedInt(pre.Qinv)
	case *ecdsa.PrivateKey:
		d, _ := key.Bytes()
		j.D = encoded(d)
	case ed25519.PrivateKey:
		j.D = encoded(key.Seed())
	}
	return j
}

func secretJWK(secret []byte, alg string) jwk {
	return jwk{KTY: "oct", Use: "sig", Alg: alg, K: encoded(secret)}
}

// thumbprint hashes the members that make the key, in the order of their names
// (RFC 7638).
func (j jwk) thumbprint() string {
	text := ""
	switch j.KTY {
	case "RSA":
		text = `{"e":"` + j.E + `","kty":"RSA","n":"` + j.N + `"}`
	case "EC":
		text = `{"crv":"` + j.Curve + `","kty":"EC","x":"` + j.X + `","y":"` + j.Y + `"}`
	case "OKP":
		text = `{"crv":"` + j.Curve + `","kty":"OKP","x":"` + j.X + `"}`
	case "oct":
		text = `{"k":"` + j.K + `","kty":"oct"}`
	}
	sum := sha256.Sum256([]byte(text))
	return encoded(sum[:])
}

// text is the key on a line.
func (j jwk) text() string {
	text, _ := marshal(j)
	return string(text) + "\n"
}
