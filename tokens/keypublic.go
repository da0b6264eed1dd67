package tokens

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"strings"
)

// PublicPEM is the public half of a key in PEM, as a SubjectPublicKeyInfo. A
// secret has none: [ErrKey].
func (k Key) PublicPEM() (string, error) {
	if k.public == nil {
		return "", fmt.Errorf("%w: want a public or private key", ErrKey)
	}
	der, err := x509.MarshalPKIXPublicKey(k.public)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrKey, err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})), nil
}

// PublicJWK is the public half of a key as a JWK on one line, with its kid and
// alg where they are known. A secret has none: [ErrKey].
//
// Source: RFC 7517; RFC 7518, section 6; RFC 8037, section 2.
func (k Key) PublicJWK() (string, error) {
	var members [][2]string
	switch pub := k.public.(type) {
	case *rsa.PublicKey:
		e := big.NewInt(int64(pub.E))
		members = [][2]string{{"kty", "RSA"}, {"n", b64.EncodeToString(pub.N.Bytes())}, {"e", b64.EncodeToString(e.Bytes())}}
	case *ecdsa.PublicKey:
		point, err := pub.Bytes() // 4, x and y
		if err != nil {
			return "", fmt.Errorf("%w: %w", ErrKey, err)
		}
		half := len(point) / 2
		members = [][2]string{{"kty", "EC"}, {"crv", pub.Curve.Params().Name}, {"x", b64.EncodeToString(point[1 : 1+half])}, {"y", b64.EncodeToString(point[1+half:])}}
	case ed25519.PublicKey:
		members = [][2]string{{"kty", "OKP"}, {"crv", "Ed25519"}, {"x", b64.EncodeToString(pub)}}
	default:
		return "", fmt.Errorf("%w: want a public or private key", ErrKey)
	}
	var parts []string
	for _, m := range append(members, [2]string{"kid", k.ID}, [2]string{"alg", k.Alg}) {
		if m[1] != "" {
			parts = append(parts, `"`+m[0]+`":`+quote(m[1]))
		}
	}
	return "{" + strings.Join(parts, ",") + "}", nil
}
