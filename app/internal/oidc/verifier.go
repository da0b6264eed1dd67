package oidc

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"time"

	gooidc "github.com/coreos/go-oidc/v3/oidc"

	"mintmark/tokens"
)

// A Config is what a [Verifier] needs.
type Config struct {
	Issuers   []Issuer
	Now       func() time.Time  // nil: time.Now
	Transport http.RoundTripper // to the issuers; nil: http.DefaultTransport
	Log       *slog.Logger      // hears of issuers that cannot be reached; nil: nobody does
	Fetched   func(error)       // is told how each fetch of keys went; nil: nobody is
}

// A Verifier judges ID tokens. It is safe for concurrent use.
type Verifier struct {
	config  Config
	issuers map[string]*issuer // by URL
	fetches *fetches           // shared with those made by With
}

// issuer is one whose tokens are judged.
type issuer struct {
	Issuer
	keys *keyRing
}

// New returns a Verifier for the issuers, or why one of them cannot be. It
// reaches none of them: that waits for a token.
func New(c Config) (*Verifier, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Transport == nil {
		c.Transport = http.DefaultTransport
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Fetched == nil {
		c.Fetched = func(error) {}
	}
	empty := &Verifier{config: c, fetches: newFetches()}
	return empty.With(c.Issuers)
}

// With returns a Verifier for other issuers. Those of the same name and URL keep
// the keys that are known. One Close ends both.
func (v *Verifier) With(issuers []Issuer) (*Verifier, error) {
	if err := checkAll(issuers); err != nil {
		return nil, err
	}
	next := &Verifier{config: v.config, issuers: map[string]*issuer{}, fetches: v.fetches}
	for _, i := range issuers {
		if len(i.Algorithms) == 0 {
			i.Algorithms = algorithms
		}
		keys := v.newKeyRing(i)
		if old := v.issuers[i.URL]; old != nil && old.Name == i.Name {
			keys = old.keys
		}
		next.issuers[i.URL] = &issuer{i, keys}
	}
	return next, nil
}

func checkAll(issuers []Issuer) error {
	taken := map[string]bool{}
	for _, i := range issuers {
		if err := i.check(); err != nil {
			return err
		}
		if taken[i.Name] || taken[i.URL] {
			return fmt.Errorf("oidc issuer %s: there is another with this name or URL", i.Name)
		}
		taken[i.Name], taken[i.URL] = true, true
	}
	return nil
}

func (v *Verifier) newKeyRing(i Issuer) *keyRing {
	client := newClient(i.URL, v.config.Transport)
	return &keyRing{
		issuer:  i.Name,
		fetch:   func(ctx context.Context) ([]tokens.Key, error) { return fetchKeys(ctx, client, i.URL) },
		now:     v.config.Now,
		fetches: v.fetches,
		tell: func(err error) {
			tell(v.config.Log, i.Name, err)
			v.config.Fetched(err)
		},
	}
}

// tell says how a fetch went.
func tell(log *slog.Logger, issuer string, err error) {
	if err == nil {
		log.Debug("keys fetched", "issuer", issuer)
		return
	}
	log.Warn("keys not fetched", "issuer", issuer, "error", short(err))
}

// Close ends what is being fetched. Verify must not be called any more.
func (v *Verifier) Close() { v.fetches.end() }

// Verify returns whose token it is. It fails with [ErrToken], an
// [*UnavailableError], or the context's error. With ErrToken the subject is there
// too if it is he who holds the token, which is refused for another reason.
func (v *Verifier) Verify(ctx context.Context, text string) (Subject, error) {
	t, err := read(text)
	if err != nil {
		return Subject{}, err
	}
	iss, _ := t.Payload.Value.Get("iss").Text()
	i := v.issuers[iss]
	if i == nil {
		return Subject{}, refuse("its issuer is none of ours")
	}
	if err := i.checkSignature(ctx, t); err != nil {
		return Subject{}, err
	}
	return i.judge(ctx, t, v.config.Now())
}

// checkSignature returns nil if a key of the issuer signed the token.
func (i *issuer) checkSignature(ctx context.Context, t *tokens.Token) error {
	alg, _ := t.Header.Value.Get("alg").Text()
	if !slices.Contains(i.Algorithms, alg) {
		return refuse("its alg is not one that the issuer may use")
	}
	kid, err := keyID(t.Header.Value)
	if err != nil {
		return err
	}
	iat, err := timeOf(t, "iat")
	if err != nil {
		return err
	}
	latest := iat.Add(time.Second + i.Leeway) // iat is rounded down
	keys, err := i.keys.get(ctx, kid, latest)
	if err != nil {
		return err
	}
	if len(keys) == 0 {
		return refuse("the issuer has no such key")
	}
	if _, err := tokens.VerifyAny(t, keys); err != nil {
		return refuse("no key of the issuer signed it")
	}
	return nil
}

// judge holds the claims of a token that the issuer signed against the rules.
func (i *issuer) judge(ctx context.Context, t *tokens.Token, now time.Time) (who Subject, err error) {
	payload := t.Payload.Value
	sub, err := subjectOf(payload)
	if err != nil {
		return who, err
	}
	who.Issuer, who.ID = i.Name, sub
	for _, check := range []func() error{
		func() error { return i.checkTimes(t, now) },
		func() error { return i.checkAudience(payload) },
		func() error { return i.readAgain(ctx, t, sub) },
	} {
		if err := check(); err != nil {
			return who, err
		}
	}
	who.Claims = textClaims(payload)
	who.Groups, err = i.groups(payload)
	return who, err
}

// readAgain has another reader look at the token, which must find the same
// subject in it. Nothing comes here that the issuer has not signed.
func (i *issuer) readAgain(ctx context.Context, t *tokens.Token, sub string) error {
	if t.Payload.Value.Get("events") != nil {
		return refuse("it is for logging out")
	}
	found, err := gooidc.NewVerifier(i.URL, signed{t}, &gooidc.Config{
		SupportedSigningAlgs: i.Algorithms,
		SkipClientIDCheck:    true, // it knows of one audience
		SkipExpiryCheck:      true, // it knows of no leeway, and of one that is too long for nbf
	}).Verify(ctx, t.Raw)
	if err != nil || found.Issuer != i.URL || found.Subject != sub {
		return refuse("its claims are not those of an ID token")
	}
	return nil
}

// signed is a token whose signature has been found right.
type signed struct{ *tokens.Token }

var _ gooidc.KeySet = signed{}

// VerifySignature returns the payload of that token, and of no other.
func (s signed) VerifySignature(_ context.Context, text string) ([]byte, error) {
	if text != s.Raw {
		return nil, tokens.ErrSignature
	}
	return s.Payload.Data, nil
}
