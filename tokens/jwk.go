package tokens

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"fmt"
	"math/big"
)

// parseJWKs reads a JWK, or all keys of a JWK Set that are of a kind that
// signs: a set may hold others, and a reader passes them over (RFC 7517,
// section 5).
func parseJWKs(text string) ([]Key, error) {
	if JSON(text).check(true) != nil {
		return nil, fmt.Errorf("%w: not one JSON object without duplicates", ErrKey)
	}
	doc, err := ParseJSON(text)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	if set := doc.Get("keys"); set != nil {
		return parseSet(set)
	}
	k, err := parseJWK(doc)
	if err != nil {
		return nil, err
	}
	return []Key{k}, nil
}

// parseSet reads the keys of a set that can be read. Where none can, the error
// is that of the last.
func parseSet(set *Value) (keys []Key, err error) {
	if len(set.Elements) > maxKeys {
		return nil, errManyKeys
	}
	for i := range set.Elements {
		k, keyErr := parseJWK(&set.Elements[i])
		if keyErr != nil {
			err = keyErr
			continue
		}
		keys = append(keys, k)
	}
	switch {
	case len(keys) > 0:
		return keys, nil
	case err != nil:
		return nil, err
	}
	return nil, fmt.Errorf("%w: the set is empty", ErrKey)
}

func parseJWK(v *Value) (Key, error) {
	k, err := parseMaterial(v)
	if err != nil {
		return Key{}, err
	}
	for name, to := range map[string]*string{"kid": &k.ID, "alg": &k.Alg, "use": &k.use} {
		if *to, err = jwkText(v.Get(name), name); err != nil {
			return Key{}, err
		}
	}
	if k.ops, err = jwkTexts(v.Get("key_ops"), "key_ops"); err != nil {
		return Key{}, err
	}
	return k, nil
}

// jwkTexts is a member of a JWK that is a list of strings; nil where it is
// missing.
func jwkTexts(v *Value, name string) ([]string, error) {
	if v == nil {
		return nil, nil
	}
	if !v.Is(ArrayValue) {
		return nil, fmt.Errorf("%w: %s of the JWK is no list", ErrKey, name)
	}
	var texts []string
	for i := range v.Elements {
		text, err := jwkText(&v.Elements[i], name)
		if err != nil {
			return nil, err
		}
		texts = append(texts, text)
	}
	return texts, nil
}

// jwkText is a member of a JWK that is a string; "" where it is missing.
func jwkText(v *Value, name string) (string, error) {
	text, ok := v.Text()
	if v != nil && !ok {
		return "", fmt.Errorf("%w: %s of the JWK is not made of strings", ErrKey, name)
	}
	return text, nil
}

func parseMaterial(v *Value) (Key, error) {
	switch kty, _ := v.Get("kty").Text(); kty {
	case "oct":
		secret, err := jwkBytes(v, "k")
		return SecretKey(string(secret)), err
	case "RSA":
		return parseRSA(v)
	case "EC":
		return parseEC(v)
	case "OKP":
		return parseOKP(v)
	case "":
		return Key{}, fmt.Errorf("%w: no kty, so no JWK", ErrKey)
	default:
		return Key{}, fmt.Errorf("%w: a JWK of the type %q", ErrKey, clip(kty))
	}
}

// jwkBytes is a member of a JWK that holds bytes.
func jwkBytes(v *Value, name string) ([]byte, error) {
	text, _ := v.Get(name).Text()
	data, err := b64.DecodeString(text)
	if err != nil || len(data) == 0 || !isBase64(text) { // line breaks pass the decoder
		return nil, fmt.Errorf("%w: %s of the JWK is missing or is not base64url", ErrKey, name)
	}
	return data, nil
}

func jwkInts(v *Value, names ...string) ([]*big.Int, error) {
	ints := make([]*big.Int, len(names))
	for i, name := range names {
		data, err := jwkBytes(v, name)
		if err != nil {
			return nil, err
		}
		if len(data) > maxRSA/8 {
			return nil, fmt.Errorf("%w: %s of the JWK is longer than %d bits", ErrKey, name, maxRSA)
		}
		ints[i] = new(big.Int).SetBytes(data)
	}
	return ints, nil
}

func parseRSA(v *Value) (Key, error) {
	n, err := jwkInts(v, "n", "e")
	if err != nil {
		return Key{}, err
	}
	if !n[1].IsInt64() || n[1].Int64() < 3 || n[1].Int64() > 1<<31-1 || n[1].Bit(0) == 0 {
		return Key{}, fmt.Errorf("%w: n or e of the JWK is out of range", ErrKey)
	}
	pub := rsa.PublicKey{N: n[0], E: int(n[1].Int64())}
	if v.Get("d") == nil {
		return newKey(&pub)
	}
	if err := checkRSA(pub.N); err != nil {
		return Key{}, err
	}
	d, err := jwkInts(v, "d", "p", "q")
	if err != nil {
		return Key{}, err
	}
	private := &rsa.PrivateKey{PublicKey: pub, D: d[0], Primes: d[1:]}
	if err := precompute(private); err != nil {
		return Key{}, err
	}
	return newKey(private)
}

// precompute checks the parts of a private key against each other. The values
// that speed signing up come from math/big: crypto/rsa would take a fifth of a
// second for those of 8192 bits, to hide a timing that no reading of a file shows.
func precompute(k *rsa.PrivateKey) error {
	errParts := fmt.Errorf("%w: the parts of the JWK do not fit each other", ErrKey)
	one, p, q := big.NewInt(1), k.Primes[0], k.Primes[1]
	if p.Cmp(one) <= 0 || q.Cmp(one) <= 0 || new(big.Int).Mul(p, q).Cmp(k.N) != 0 {
		return errParts
	}
	k.Precomputed.Dp = new(big.Int).Mod(k.D, new(big.Int).Sub(p, one))
	k.Precomputed.Dq = new(big.Int).Mod(k.D, new(big.Int).Sub(q, one))
	if k.Precomputed.Qinv = new(big.Int).ModInverse(q, p); k.Precomputed.Qinv == nil {
		return errParts
	}
	k.Precompute()
	if k.Validate() != nil {
		return errParts
	}
	return nil
}

func curveOf(crv string) elliptic.Curve {
	switch crv {
	case "P-256":
		return elliptic.P256()
	case "P-384":
		return elliptic.P384()
	case "P-521":
		return elliptic.P521()
	}
	return nil
}

func parseEC(v *Value) (Key, error) {
	crv, _ := v.Get("crv").Text()
	curve := curveOf(crv)
	if curve == nil {
		return Key{}, fmt.Errorf("%w: a JWK on the curve %q", ErrKey, clip(crv))
	}
	pub, err := parsePoint(v, curve)
	if err != nil {
		return Key{}, err
	}
	if v.Get("d") == nil {
		return newKey(pub)
	}
	d, err := jwkBytes(v, "d")
	if err != nil {
		return Key{}, err
	}
	private, err := ecdsa.ParseRawPrivateKey(curve, d)
	if err != nil || !private.PublicKey.Equal(pub) {
		return Key{}, fmt.Errorf("%w: the parts of the JWK do not fit each other", ErrKey)
	}
	return newKey(private)
}

func parsePoint(v *Value, curve elliptic.Curve) (*ecdsa.PublicKey, error) {
	size := (curve.Params().BitSize + 7) / 8
	point := []byte{4} // uncompressed
	for _, name := range []string{"x", "y"} {
		c, err := jwkBytes(v, name)
		if err != nil || len(c) != size {
			return nil, fmt.Errorf("%w: %s of the JWK must have %d bytes", ErrKey, name, size)
		}
		point = append(point, c...)
	}
	pub, err := ecdsa.ParseUncompressedPublicKey(curve, point)
	if err != nil {
		return nil, fmt.Errorf("%w: the point of the JWK is not on its curve", ErrKey)
	}
	return pub, nil
}

func parseOKP(v *Value) (Key, error) {
	if crv, _ := v.Get("crv").Text(); crv != "Ed25519" {
		return Key{}, fmt.Errorf("%w: a JWK on the curve %q", ErrKey, clip(crv))
	}
	x, err := jwkBytes(v, "x")
	if err != nil || len(x) != ed25519.PublicKeySize {
		return Key{}, fmt.Errorf("%w: x of the JWK must have %d bytes", ErrKey, ed25519.PublicKeySize)
	}
	if v.Get("d") == nil {
		return newKey(ed25519.PublicKey(x))
	}
	d, err := jwkBytes(v, "d")
	if err != nil || len(d) != ed25519.SeedSize {
		return Key{}, fmt.Errorf("%w: d of the JWK must have %d bytes", ErrKey, ed25519.SeedSize)
	}
	private := ed25519.NewKeyFromSeed(d)
	if !private.Public().(ed25519.PublicKey).Equal(ed25519.PublicKey(x)) {
		return Key{}, fmt.Errorf("%w: the parts of the JWK do not fit each other", ErrKey)
	}
	return newKey(private)
}
