package tokens

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// maxKeyFile is how long a key file may be, in bytes; maxKeys how many keys it
// may hold; minRSA and maxRSA how many bits an RSA key may have. Sums with more
// and larger ones take minutes.
const (
	maxKeyFile = 1 << 20
	maxKeys    = 100
	minRSA     = 1024
	maxRSA     = 8192
)

var errManyKeys = fmt.Errorf("%w: there are more than %d keys in the file", ErrKey, maxKeys)

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
	return parsePEM([]byte(text))
}

func parsePEM(rest []byte) (keys []Key, _ error) {
	for {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if block.Type == "EC PARAMETERS" {
			continue // openssl writes them before the key
		}
		if len(keys) == maxKeys {
			return nil, errManyKeys
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
	if block.Type == "ENCRYPTED PRIVATE KEY" {
		return Key{}, fmt.Errorf("%w: the private key is encrypted; take the password off first", ErrKey)
	}
	parse, known := blocks[block.Type]
	if !known {
		return Key{}, fmt.Errorf("%w: PEM of the type %q", ErrKey, clip(block.Type))
	}
	found, err := parse(block.Bytes)
	if err != nil {
		return Key{}, fmt.Errorf("%w: the %s cannot be read", ErrKey, strings.ToLower(block.Type))
	}
	return newKey(found)
}

// blocks is how PEM of each type is read.
var blocks = map[string]func(der []byte) (any, error){
	"PUBLIC KEY":      x509.ParsePKIXPublicKey,
	"RSA PUBLIC KEY":  func(der []byte) (any, error) { return x509.ParsePKCS1PublicKey(der) },
	"PRIVATE KEY":     x509.ParsePKCS8PrivateKey,
	"RSA PRIVATE KEY": func(der []byte) (any, error) { return x509.ParsePKCS1PrivateKey(der) },
	"EC PRIVATE KEY":  func(der []byte) (any, error) { return x509.ParseECPrivateKey(der) },
	"CERTIFICATE":     parseCertificate,
}

// parseCertificate is the key in a certificate. Package x509 would read all of
// it, names, constraints and policies: half of the page's program, for what
// nobody looks at.
func parseCertificate(der []byte) (any, error) {
	var cert struct {
		Signed struct {
			Version                            int `asn1:"optional,explicit,tag:0"`
			Serial                             *big.Int
			Signing, Issuer, Validity, Subject asn1.RawValue
			PublicKey                          asn1.RawValue
		}
		Signing   asn1.RawValue
		Signature asn1.BitString
	}
	rest, err := asn1.Unmarshal(der, &cert)
	if err != nil {
		return nil, err
	}
	if len(rest) > 0 {
		return nil, ErrKey
	}
	return x509.ParsePKIXPublicKey(cert.Signed.PublicKey.FullBytes)
}

// newKey wraps a key of the standard library.
func newKey(found any) (Key, error) {
	if private, ok := found.(crypto.Signer); ok {
		k, err := newKey(private.Public())
		if err != nil {
			return Key{}, err
		}
		k.private = private
		return k, nil
	}
	switch pub := found.(type) {
	case *rsa.PublicKey:
		if err := checkRSA(pub.N); err != nil {
			return Key{}, err
		}
		return Key{public: found}, nil
	case ed25519.PublicKey:
		if isSmallOrder(pub) {
			return Key{}, fmt.Errorf("%w: an Ed25519 point of small order, under which anybody can sign", ErrKey)
		}
		return Key{public: found}, nil
	case *ecdsa.PublicKey:
		return Key{public: found}, nil
	}
	return Key{}, fmt.Errorf("%w: of a kind that signs no tokens, %T", ErrKey, found)
}

// checkRSA refuses a modulus that protects nothing, or takes minutes.
func checkRSA(n *big.Int) error {
	switch bits := n.BitLen(); {
	case bits > maxRSA:
		return fmt.Errorf("%w: an RSA key of %d bits; %d are the most", ErrKey, bits, maxRSA)
	case bits < minRSA:
		return fmt.Errorf("%w: an RSA key of %d bits, too short to protect anything", ErrKey, bits)
	case n.Bit(0) == 0:
		return fmt.Errorf("%w: the modulus of an RSA key is odd, this one is even", ErrKey)
	}
	return nil
}

// smallOrder is the points of Ed25519 whose order divides 8, but for the sign in
// the last bit, with the two that have a second spelling.
var smallOrder = []string{
	"0000000000000000000000000000000000000000000000000000000000000000",
	"0100000000000000000000000000000000000000000000000000000000000000",
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
}

func isSmallOrder(point ed25519.PublicKey) bool {
	unsigned := slices.Clone(point)
	unsigned[len(unsigned)-1] &= 0x7f
	return slices.Contains(smallOrder, hex.EncodeToString(unsigned))
}
