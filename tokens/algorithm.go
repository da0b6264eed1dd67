package tokens

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"fmt"
	"slices"
	"strings"

	"github.com/golang-jwt/jwt/v5"
)

// algorithms is every algorithm that Mintmark makes and verifies. Names are
// exact: "none" and its variants are not among them.
var algorithms = map[string]jwt.SigningMethod{
	"HS256": jwt.SigningMethodHS256, "HS384": jwt.SigningMethodHS384, "HS512": jwt.SigningMethodHS512,
	"RS256": jwt.SigningMethodRS256, "RS384": jwt.SigningMethodRS384, "RS512": jwt.SigningMethodRS512,
	"PS256": strictPSS(jwt.SigningMethodPS256), "PS384": strictPSS(jwt.SigningMethodPS384), "PS512": strictPSS(jwt.SigningMethodPS512),
	"ES256": jwt.SigningMethodES256, "ES384": jwt.SigningMethodES384, "ES512": jwt.SigningMethodES512,
	"EdDSA": jwt.SigningMethodEdDSA, "Ed25519": jwt.SigningMethodEdDSA,
}

// strictPSS takes the one salt length that RFC 7518, section 3.5, allows;
// golang-jwt verifies any.
func strictPSS(m *jwt.SigningMethodRSAPSS) *jwt.SigningMethodRSAPSS {
	strict := *m
	strict.Options = &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash}
	strict.VerifyOptions = strict.Options
	return &strict
}

// Algorithms is every algorithm that the key makes, by name.
func (k Key) Algorithms() []string {
	var names []string
	for name := range algorithms {
		if k.fits(name) == nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// fits returns [ErrAlgorithm] with the reason if the key does not make the
// algorithm. A public key is never taken for a secret, whatever the header asks
// for, and neither is the text of its file: [ErrKey].
func (k Key) fits(alg string) error {
	method, known := algorithms[alg]
	switch {
	case strings.EqualFold(alg, "none"):
		return fmt.Errorf("%w: alg none means unsigned, so there is no signature to make or to verify", ErrAlgorithm)
	case !known:
		return fmt.Errorf("%w: the header asks for %q, which is none that Mintmark knows", ErrAlgorithm, clip(alg))
	case k.Alg != "" && k.Alg != alg:
		return fmt.Errorf("%w: the header asks for %s, the key is for %s", ErrAlgorithm, alg, clip(k.Alg))
	case !k.isOf(method):
		return fmt.Errorf("%w: the header asks for %s, this is %s", ErrAlgorithm, alg, k.Describe())
	case k.isFile:
		return errKeyFile
	}
	return nil
}

// isOf reports whether the key is of the kind, and on the curve, of an algorithm.
func (k Key) isOf(method jwt.SigningMethod) bool {
	switch m := method.(type) {
	case *jwt.SigningMethodHMAC:
		return k.IsSecret()
	case *jwt.SigningMethodRSA, *jwt.SigningMethodRSAPSS:
		_, ok := k.public.(*rsa.PublicKey)
		return ok
	case *jwt.SigningMethodECDSA:
		pub, ok := k.public.(*ecdsa.PublicKey)
		return ok && pub.Curve.Params().BitSize == m.CurveBits
	case *jwt.SigningMethodEd25519:
		_, ok := k.public.(ed25519.PublicKey)
		return ok
	}
	return false
}

// hmacOf is the algorithm whose signatures have that many bytes, "" for none.
func hmacOf(size int) string {
	for _, alg := range []string{"HS256", "HS384", "HS512"} {
		if algorithms[alg].(*jwt.SigningMethodHMAC).Hash.Size() == size {
			return alg
		}
	}
	return ""
}
