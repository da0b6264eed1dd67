package tokens

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"strings"
)

// LooksLikeKeys reports whether a text is meant to be a key file, PEM or JSON,
// rather than a secret.
func LooksLikeKeys(text string) bool {
	text = strings.TrimSpace(text)
	return strings.HasPrefix(text, "-----BEGIN ") || strings.HasPrefix(text, "{")
}

var errKeyFile = fmt.Errorf("%w: this is a key file, PEM or JSON, and no secret", ErrKey)

// isKeyFile is [LooksLikeKeys] for a secret that may be any bytes.
func isKeyFile(secret []byte) bool {
	secret = bytes.TrimSpace(secret)
	return bytes.HasPrefix(secret, []byte("-----BEGIN ")) ||
		bytes.HasPrefix(secret, []byte("{")) && bytes.Contains(secret, []byte(`"kty"`))
}

// maxKeyFile is how long a key file may be, in bytes; maxRSA how many bits an
// RSA key may have. Sums with larger ones take minutes.
const (
	maxKeyFile = 1 << 20
	maxRSA     = 16384
)

// ParseKeys reads keys in the forms in which people keep them: PEM with one or
// more public keys (SPKI, PKCS #1), private keys (PKCS #8, PKCS #1, SEC 1) or
// certificates, a JWK, or a JWK Set. A certificate is taken for its key alone:
// neither its issuer nor its dates are looked at. It fails with [ErrKey].
func ParseKeys(text string) ([]Key, error) {
	text = strings.TrimSpace(text)
	if len(text) > maxKeyFile {
		return nil, fmt.Errorf("%w: the key file is %d MB long, want 1 at most", ErrKey, len(text)>>20)
	}
	if strings.HasPrefix(text, "{") {
		return parseJWKs(text)
	}
	var keys []Key
	for rest := []byte(text); ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if block.Type == "EC PARAMETERS" {
			continue // openssl writes them before the key
		}
		k, err := parseBlock(block)
		if err != nil {
			return nil, err
		}
		keys = append(keys, k)
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("%w: neither PEM nor a JWK", ErrKey)
	}
	return keys, nil
}

func parseBlock(block *pem.Block) (Key, error) {
	if len(block.Bytes) > maxRSA && block.Type != "CERTIFICATE" {
		return Key{}, fmt.Errorf("%w: the %s is longer than one of %d bits", ErrKey, clip(strings.ToLower(block.Type)), maxRSA)
	}
	var found any
	var err error
	switch block.Type {
	case "PUBLIC KEY":
		found, err = x509.ParsePKIXPublicKey(block.Bytes)
	case "RSA PUBLIC KEY":
		found, err = x509.ParsePKCS1PublicKey(block.Bytes)
	case "PRIVATE KEY":
		found, err = x509.ParsePKCS8PrivateKey(block.Bytes)
	case "RSA PRIVATE KEY":
		found, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	case "EC PRIVATE KEY":
		found, err = x509.ParseECPrivateKey(block.Bytes)
	case "CERTIFICATE":
		var cert *x509.Certificate
		if cert, err = x509.ParseCertificate(block.Bytes); err == nil {
			found = cert.PublicKey
		}
	case "ENCRYPTED PRIVATE KEY":
		return Key{}, fmt.Errorf("%w: the private key is encrypted; take the password off first", ErrKey)
	default:
		return Key{}, fmt.Errorf("%w: PEM of the type %q", ErrKey, clip(block.Type))
	}
	if err != nil {
		return Key{}, fmt.Errorf("%w: the %s cannot be read", ErrKey, strings.ToLower(block.Type))
	}
	return newKey(found)
}

// newKey wraps a key of the standard library.
func newKey(found any) (Key, error) {
	if private, ok := found.(crypto.Signer); ok {
		k, err := newKey(private.Public())
		k.private = private
		return k, err
	}
	switch pub := found.(type) {
	case *rsa.PublicKey:
		if pub.N.BitLen() > maxRSA {
			return Key{}, fmt.Errorf("%w: an RSA key of %d bits; %d are the most", ErrKey, pub.N.BitLen(), maxRSA)
		}
		return Key{public: found}, nil
	case *ecdsa.PublicKey, ed25519.PublicKey:
		return Key{public: found}, nil
	}
	return Key{}, fmt.Errorf("%w: of a kind that signs no tokens, %T", ErrKey, found)
}
