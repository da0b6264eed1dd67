package tokens

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"encoding/pem"
	"fmt"
	"math/big"
	"strings"
)

// PublicPEM is the public half of a key in PEM, as a SubjectPublicKeyInfo. A
// secret has none: [ErrKey].
//
// Source: RFC 5280, section 4.1; RFC 8017, appendix A.1.1; RFC 5480; RFC 8410.
func (k Key) PublicPEM() (string, error) {
	var algorithm, key []byte
	switch pub := k.public.(type) {
	case *rsa.PublicKey:
		algorithm = der(0x30, []byte(oidRSA), der(0x05))
		key = der(0x30, derInt(pub.N), derInt(big.NewInt(int64(pub.E))))
	case *ecdsa.PublicKey:
		curve := oidCurves[pub.Curve.Params().Name]
		point, err := pub.Bytes() // 4, x and y
		if err != nil || curve == "" {
			return "", fmt.Errorf("%w: want a point on a curve that signs", ErrKey)
		}
		algorithm, key = der(0x30, []byte(oidEC), []byte(curve)), point
	case ed25519.PublicKey:
		algorithm, key = der(0x30, []byte(oidEd25519)), pub
	default:
		return "", fmt.Errorf("%w: want a public or private key", ErrKey)
	}
	info := der(0x30, algorithm, der(0x03, []byte{0}, key))
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: info})), nil
}

// Object identifiers as DER has them. Package encoding/asn1 writes them too, and
// adds 20 kB to the page.
const (
	oidRSA     = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01"
	oidEC      = "\x06\x07\x2a\x86\x48\xce\x3d\x02\x01"
	oidEd25519 = "\x06\x03\x2b\x65\x70"
)

var oidCurves = map[string]string{
	"P-256": "\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07",
	"P-384": "\x06\x05\x2b\x81\x04\x00\x22",
	"P-521": "\x06\x05\x2b\x81\x04\x00\x23",
}

// der is one value of DER: its tag, its length and what is in it.
func der(tag byte, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	head := []byte{tag, byte(len(body))}
	if n := len(body); n > 0x7f {
		length := big.NewInt(int64(n)).Bytes()
		head = append([]byte{tag, 0x80 | byte(len(length))}, length...)
	}
	return append(head, body...)
}

// derInt is a positive number, which a bit at its front must not make a negative
// one.
func derInt(n *big.Int) []byte {
	if n.BitLen()%8 == 0 {
		return der(0x02, []byte{0}, n.Bytes())
	}
	return der(0x02, n.Bytes())
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
