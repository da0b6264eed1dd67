package tokens

import (
	"cmp"
	"crypto/rsa"
	"fmt"
	"slices"
	"strings"
	"time"
)

// MaxValidationTTL is how long a client validation token lives at most, and
// where nothing else is asked. Source: Twilio docs, "Public Key Client
// Validation Quickstart", Payload.
const MaxValidationTTL = 300 * time.Second

// A ClientValidation is what a public key client validation token is to say. It
// signs one request to Twilio's REST API and travels with it in the header
// Twilio-Client-Validation.
type ClientValidation struct {
	AccountSID    string // required: AC…
	KeySID        string // required: SK…, the API key that the request is made with
	CredentialSID string // required: CR…, the public key as Twilio knows it
	Alg           string // RS256 or PS256; empty means RS256

	// SignedHeaders are the headers that the token covers, in any case and
	// order; nil means authorization and host, which Twilio wants at the least.
	// Of a token that was read they are as it writes them.
	SignedHeaders []string

	// Request is what the token is made for; nil in one that was read, which
	// tells no more of it than RequestHash.
	Request *Request

	// RequestHash is the claim rqh, 64 hex digits. Leave it empty where there
	// is a Request; if both are there, they must agree.
	RequestHash string

	// TTL counts whole seconds; zero means as long as Twilio takes:
	// [MaxValidationTTL] from IssuedAt, or from NotBefore where that is earlier.
	TTL       time.Duration
	Now       time.Time // the moment of minting; zero means that of the clock
	IssuedAt  time.Time // zero means Now; more than 300 s after it NotBefore must be no earlier
	NotBefore time.Time // zero leaves nbf out
}

// Sign returns the token as a compact JWS under the private key whose public
// half Twilio has as CredentialSID.
//
// It refuses what Twilio would refuse: a [*FieldError] for each part that is
// missing or wrong, [ErrAlgorithm], [ErrTTL], [ErrNoHeader], [ErrRequestHash],
// and for the key [ErrNoKey] or [ErrKey].
//
// Source: Twilio docs, "Public Key Client Validation Quickstart", Generate the
// JWT.
func (v *ClientValidation) Sign(key Key) (string, error) {
	life := v.lifetime()
	if err := v.validate(key, life); err != nil {
		return "", err
	}
	names := signedNames(v.SignedHeaders)
	hash := v.RequestHash
	if v.Request != nil {
		hash = v.Request.Hash(names...)
	}
	header := fmt.Appendf(nil, `{"typ":"JWT","alg":%q,"cty":%q,"kid":%q}`, v.alg(), validationContentType, v.CredentialSID)
	payload := fmt.Appendf(nil, `{"iss":%q,"sub":%q,"hrh":%s,"rqh":%q`, v.KeySID, v.AccountSID, quote(strings.Join(names, ";")), hash)
	return sign(algorithms[v.alg()], header, append(life.append(payload), '}'), key)
}

func (v *ClientValidation) alg() string { return cmp.Or(v.Alg, "RS256") }

func (v *ClientValidation) lifetime() lifetime {
	life := newLifetime(cmp.Or(v.TTL, MaxValidationTTL), v.Now, v.IssuedAt, v.NotBefore)
	if v.TTL == 0 {
		life.ttl -= life.early()
	}
	return life
}

// early is how long the token is valid before it is issued, of one whose nbf is
// back-dated; a day stands for all that is longer.
func (l lifetime) early() time.Duration {
	if l.notBefore.IsZero() {
		return 0
	}
	return time.Duration(min(max(0, l.iat()-l.notBefore.Unix()), day)) * time.Second
}

func (v *ClientValidation) validate(key Key, life lifetime) error {
	return firstError(
		func() error { return checkPath("account_sid", "AC", v.AccountSID) },
		func() error { return checkPath("credential_sid", "CR", v.CredentialSID) },
		func() error { return checkPath("key_sid", "SK", v.KeySID) },
		v.checkAlg,
		func() error { return v.checkKey(key) },
		life.checkValidation,
		v.checkNames,
		v.checkRequest,
	)
}

func (v *ClientValidation) checkAlg() error {
	if alg := v.alg(); alg != "RS256" && alg != "PS256" {
		return fmt.Errorf("%w: a client validation token takes RS256 or PS256, not %q", ErrAlgorithm, clip(alg))
	}
	return nil
}

func (v *ClientValidation) checkKey(key Key) error {
	if key.IsZero() {
		return fmt.Errorf("%w: a client validation token is signed with an RSA private key", ErrNoKey)
	}
	return firstError(
		func() error { return CheckValidationKey(key) },
		func() error { return key.fits(v.alg()) },
		func() error { return key.may("sign") },
	)
}

// CheckValidationKey returns [ErrKey] with the reason for a key that Twilio
// takes for no client validation: it wants RSA, 2048 bits and the exponent 65537.
// The public half is enough. Source: error 70154.
func CheckValidationKey(key Key) error {
	pub, isRSA := key.public.(*rsa.PublicKey)
	switch {
	case !isRSA:
		return fmt.Errorf("%w: client validation takes an RSA key, this is %s", ErrKey, key.Describe())
	case pub.N.BitLen() != 2048:
		return fmt.Errorf("%w: client validation takes 2048 bits, this is %s", ErrKey, key.Describe())
	case pub.E != 65537:
		return fmt.Errorf("%w: client validation takes the exponent 65537, this key has %d", ErrKey, pub.E)
	}
	return nil
}

// checkValidation holds the lifetime against the limit of client validation.
func (l lifetime) checkValidation() error {
	if err := l.check(); err != nil {
		return err
	}
	if lives := l.ttl + l.early(); lives > MaxValidationTTL {
		return fmt.Errorf("%w; a client validation token lives for 300 seconds at most, got %v", ErrTTL, lives)
	}
	return nil
}

// checkNames refuses names that would be misread, or too few of them.
func (v *ClientValidation) checkNames() error {
	names := signedNames(v.SignedHeaders)
	if slices.Contains(names, "authorization") && slices.Contains(names, "host") && !slices.ContainsFunc(v.SignedHeaders, isNoName) {
		return nil
	}
	return &FieldError{Path: "signed_headers", Want: "names of headers, authorization and host among them", Got: strings.Join(names, ";")}
}

// isNoName reports whether a text is no header's name, blanks around it apart.
func isNoName(s string) bool { return !isToken(strings.Trim(s, " \t")) }

// checkRequest holds the request, or what was read of it, against what can be
// signed.
func (v *ClientValidation) checkRequest() error {
	names := signedNames(v.SignedHeaders)
	switch {
	case v.Request == nil && v.RequestHash == "":
		return &FieldError{Path: "request", Want: "the request that the token is made for"}
	case v.Request == nil && v.SignedHeaders != nil && !slices.Equal(names, v.SignedHeaders):
		return &FieldError{Path: "signed_headers", Want: strings.Join(names, ";") + ", as they are hashed", Got: strings.Join(v.SignedHeaders, ";")}
	case v.Request == nil:
		return checkHash(v.RequestHash)
	}
	if err := v.Request.validate(names); err != nil || v.RequestHash == "" {
		return err
	}
	return v.CheckRequest(v.Request)
}

func checkHash(hash string) error {
	if len(hash) == 64 && isLowerHex(hash) {
		return nil
	}
	return &FieldError{Path: "rqh", Want: "64 hex digits in lower case", Got: hash}
}

// Explain says in words what the token is for: "signs one GET to
// api.twilio.com/2010-04-01/Accounts.json, with the headers authorization and
// host". Without a Request it names the headers alone.
func (v *ClientValidation) Explain() string {
	what := "request to Twilio's API"
	if v.Request != nil {
		_, path, _ := v.Request.split()
		host := strings.Join(v.Request.headers().values("host"), ",")
		what = clip(strings.ToUpper(v.Request.Method)) + " to " + clip(host+canonicalPath(path))
	}
	return "signs one " + what + ", with " + explainNames(signedNames(v.SignedHeaders))
}

func explainNames(names []string) string {
	last := len(names) - 1
	switch {
	case last > 0:
		return "the headers " + clip(strings.Join(names[:last], ", ")) + " and " + clip(names[last])
	case names[0] == "":
		return "no header"
	}
	return "the header " + clip(names[0])
}

// ClientValidation is what a client validation token says, ready to be minted
// again for the same request. It fails with [ErrMalformed] for another kind of
// token.
func (t *Token) ClientValidation() (*ClientValidation, error) {
	if t.Kind() != ClientValidationKind {
		return nil, fmt.Errorf("%w: want a public key client validation token", ErrMalformed)
	}
	h, p := t.Header.Value, t.Payload.Value
	v := &ClientValidation{}
	v.AccountSID, _ = p.Get("sub").Text()
	v.KeySID, _ = p.Get("iss").Text()
	v.CredentialSID, _ = h.Get("kid").Text()
	v.Alg, _ = h.Get("alg").Text()
	v.RequestHash, _ = p.Get("rqh").Text()
	hrh, _ := p.Get("hrh").Text()
	v.SignedHeaders = strings.Split(hrh, ";")
	v.IssuedAt, v.TTL, v.NotBefore = t.lifetime()
	if exp, ok := t.Time("exp"); ok && t.untimed() {
		v.IssuedAt, v.TTL = exp.Add(-MaxValidationTTL), MaxValidationTTL
	}
	return v, nil
}

// untimed reports whether the token does not tell when it was issued.
func (t *Token) untimed() bool {
	_, told := t.IssuedAt()
	return !told
}
