package tokens

import (
	"cmp"
	"fmt"
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
