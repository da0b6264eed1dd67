package cli

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"mintmark/app/internal/config"
	"mintmark/app/internal/oidc"
	"mintmark/app/internal/policy"
	"mintmark/app/internal/store"
	"mintmark/tokens"
)

// How far two clocks may be apart. Twilio documents no leeway, and replicas
// allow each other a minute.
const (
	clockWarn = 5 * time.Second
	clockFail = time.Minute
)

// clock compares this machine's with that of PostgreSQL, and with one outside.
func (d *doctor) clock(ctx context.Context, c *config.Config) {
	if c.Store.Driver == config.Postgres {
		began := d.now()
		theirs, err := store.Clock(ctx, c.Store.DSN)
		if err == nil { // else the store has said why
			d.compare("PostgreSQL's", d.now(), theirs, d.now().Sub(began))
		}
	}
	if d.dateFrom == "" {
		if c.Store.Driver == config.SQLite {
			d.ok("clock", "it is %s UTC here; --date-from URL compares that", d.now().UTC().Format(time.DateTime))
		}
		return
	}
	date, took, err := dateOf(ctx, d.dateFrom)
	if err != nil {
		d.fail("clock", "name another with --date-from", "%v", err)
		return
	}
	d.compare("that of "+d.dateFrom, d.now(), date, took+time.Second) // it has no fractions
}

// compare knows their time but for how long it took to come.
func (d *doctor) compare(whose string, ours, theirs time.Time, doubt time.Duration) {
	const advice = "let NTP set it: tokens of a wrong clock are refused by Twilio, or live too long"
	off := ours.Sub(theirs)
	words := "behind"
	if off > 0 {
		words = "ahead of"
	}
	switch apart := max(0, off.Abs()-doubt); {
	case apart >= clockFail:
		d.fail("clock", advice, "it is %v %s %s", off.Abs().Round(time.Second), words, whose)
	case apart >= clockWarn:
		d.warning("clock", advice, "it is %v %s %s", off.Abs().Round(time.Second), words, whose)
	default:
		d.ok("clock", "it agrees with %s", whose)
	}
}

// issuers fetches the keys of each, as the server will.
func (d *doctor) issuers(ctx context.Context, c *config.Config) {
	for _, i := range c.OIDC {
		n, err := oidc.Probe(ctx, i, http.DefaultTransport)
		if err != nil {
			d.fail("issuer", "nobody with an ID token of this issuer logs in before its keys can be had", "%s, %s: %v", i.Name, i.URL, err)
			continue
		}
		d.ok("issuer", "%s has %s", i.Name, counted(n, "key"))
	}
}

// tokens judges one of each profile as mintmark check would.
func (d *doctor) tokens(c *config.Config) {
	if len(c.Twilio.Keys) == 0 {
		return
	}
	samples, good := c.Policy.Samples(), 0
	for i := range samples {
		if d.token(c, &samples[i]) {
			good++
		}
	}
	if good > 0 {
		d.ok("tokens", "nothing speaks against a token of %s; whether Twilio knows %s, only Twilio can say", counted(good, "profile"), c.Twilio.Keys[0].SID)
	}
}

func (d *doctor) token(c *config.Config, sample *policy.Decision) bool {
	v, err := judge(c, sample, d.now())
	if err != nil {
		d.fail("tokens", d.cameFrom(err), "profile %s: %v", sample.Profile, err)
		return false
	}
	for i := range v.Findings {
		switch f := &v.Findings[i]; f.Severity {
		case tokens.ErrorSeverity:
			d.fail("tokens", f.Fix, "profile %s: Twilio will refuse it: %s", sample.Profile, f.Found)
		case tokens.WarningSeverity:
			d.warning("tokens", f.Fix, "profile %s: %s", sample.Profile, f.Found)
		}
	}
	return !v.Refused
}

// judge is what mintmark check says of a token of a profile.
func judge(c *config.Config, sample *policy.Decision, now time.Time) (v tokens.Verdict, err error) {
	key := c.Twilio.Keys[0]
	t := tokens.AccessToken{
		AccountSID: c.Twilio.AccountSID, KeySID: key.SID, Region: c.Twilio.Region, Identity: sample.Identity,
		TTL: sample.TTL, Now: now, IssuedAt: now.UTC().Truncate(time.Second), Grants: sample.Grants,
	}
	text, err := t.Sign(key.Secret.Reveal())
	if err != nil {
		return v, err
	}
	return tokens.Diagnose(tokens.Decode(text), tokens.Options{At: t.IssuedAt, Key: tokens.SecretKey(key.Secret.Reveal())}), nil
}

// cameFrom is where a field of a grant has its value from, of a server without a
// configuration; "" where that is not known.
func (d *doctor) cameFrom(err error) string {
	var field *tokens.FieldError
	if !errors.As(err, &field) {
		return ""
	}
	_, name := d.env.first(grantNames[field.Path]...)
	if name == "" {
		return ""
	}
	return "it comes from " + d.env.source(name)
}

// counted is "1 key" or "2 keys".
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}
