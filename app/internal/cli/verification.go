package cli

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"time"

	"mintmark/tokens"
)

// A verification is what came of it.
type verification struct {
	Signature string           `json:"signature"` // "matches", "wrong", "not verifiable" or "malformed"
	Algorithm string           `json:"algorithm,omitempty"`
	Key       string           `json:"key,omitempty"`        // what signed: "a secret of 32 bytes"
	Source    string           `json:"key_source,omitempty"` // where that was found: "TWILIO_API_KEY_SECRET in .env"
	KeyID     string           `json:"kid,omitempty"`
	Weakness  string           `json:"weakness,omitempty"` // why the key protects less than it should
	Reason    string           `json:"reason,omitempty"`   // why it does not match
	Fix       string           `json:"fix,omitempty"`      // what to do, where that is known
	Claims    []claimMismatch  `json:"claims,omitempty"`   // that are not as --iss and --aud want them
	Findings  []tokens.Finding `json:"findings"`           // of form and time
	ExitCode  int              `json:"exit_code"`

	token *tokens.Token
	at    time.Time
	local *time.Location
	whole bool // not the signature alone
}

// twilioLimits are rules of time that Twilio adds to what a JWT may be.
var twilioLimits = []string{"exp-missing", "exp-far"}

func verificationOf(t *tokens.Token, ring *keyring, f *verifyFlags, o tokens.Options) *verification {
	v := &verification{token: t, at: o.At, local: f.local.loc, whole: !f.signatureOnly, Findings: []tokens.Finding{}}
	v.Algorithm, _ = t.Header.Value.Get("alg").Text()
	if len(f.algorithms) > 0 && v.Algorithm != "" && !slices.Contains(f.algorithms, v.Algorithm) {
		v.Signature, v.ExitCode = "not verifiable", exitSignature
		v.Reason = "it is signed with " + shorten(v.Algorithm) + "; --alg takes " + strings.Join(f.algorithms, ", ")
	} else {
		v.judge(ring)
	}
	if f.signatureOnly {
		return v
	}
	v.judgeTimes(o)
	v.judgeClaims(&f.expectFlags)
	return v
}

// judge puts what [tokens.VerifyAny] says into a word and an exit code.
func (v *verification) judge(ring *keyring) {
	keys := ring.of(v.token.Kind())
	key, err := match(v.token, keys)
	switch {
	case err == nil:
		v.Signature, v.Key, v.Source, v.KeyID, v.Weakness = "matches", key.Describe(), key.source, key.ID, weakness(v.token, key.Key)
	case isMalformedForm(v.token):
		v.Signature, v.ExitCode, v.Reason = "malformed", exitMalformed, malformedForm(v.token)
	case errors.Is(err, tokens.ErrSignature), len(keys) == 0 && ring.otherSigner(v.token) != nil:
		v.Signature, v.ExitCode = "wrong", exitSignature
		v.Reason, v.Fix = v.wrong(ring, key.Key)
	default:
		v.Signature, v.ExitCode = "not verifiable", exitSignature
		v.Reason, v.Fix = notVerifiable(v.token, keys, err)
	}
}

// judgeTimes lists what is wrong with form and time. A claim that is there twice
// makes a token malformed here: the next to read it may take the other.
func (v *verification) judgeTimes(o tokens.Options) {
	o.AnyKind = true
	verdict := tokens.Diagnose(v.token, o)
	for _, f := range verdict.Findings {
		late := f.Severity == tokens.ErrorSeverity && f.Stage == tokens.TimeStage && !slices.Contains(twilioLimits, f.Rule)
		switch {
		case f.Rule == "duplicate":
			v.ExitCode = worse(v.ExitCode, exitMalformed)
		case late || isForm(&f):
			v.ExitCode = worse(v.ExitCode, codeFor(&f))
		default:
			continue
		}
		v.Findings = append(v.Findings, f)
	}
}

func (v *verification) text(c paint) []byte {
	var b bytes.Buffer
	if v.Signature == "matches" {
		line(&b, "signature  ", c.good("matches"), " (", printable(v.Algorithm), ")", v.by())
	} else {
		line(&b, "signature  ", c.bad(v.Signature), ": ", shorten(v.Reason))
	}
	for _, m := range v.Claims {
		line(&b, map[string]string{"iss": "issuer     ", "aud": "audience   "}[m.Claim], c.bad("wrong"), ": ", m.words())
	}
	for _, f := range v.Findings {
		if f.Found == v.Reason {
			continue // it has been said
		}
		name := "time       "
		if f.Stage == tokens.StructureStage {
			name = "form       "
		}
		line(&b, name, c.bad("wrong"), ": ", printable(foundAt(&f, v.token, v.local)))
	}
	if v.whole && len(v.Findings) == 0 {
		line(&b, "time       ", c.good(v.remaining()))
	}
	return b.Bytes()
}

// by names the key that signed, and what it is where it is no secret.
func (v *verification) by() string {
	text := " with " + printable(v.Source)
	if !strings.HasPrefix(v.Key, "a secret") || v.KeyID != "" {
		text += ", " + v.Key
	}
	if v.KeyID != "" {
		text += ", " + shorten(v.KeyID)
	}
	return text
}

// word is the verification in a line among many.
func (v *verification) word(c paint) string {
	switch {
	case v.Signature != "matches":
		return c.bad(v.Signature) + ": " + shorten(v.Reason)
	case len(v.Claims) > 0:
		return "matches, but " + c.bad(v.Claims[0].Claim) + ": " + v.Claims[0].words()
	case len(v.Findings) > 0:
		return "matches, but " + c.bad(v.Findings[0].Rule) + ": " + printable(v.Findings[0].Found)
	}
	return c.good("matches")
}

func (v *verification) remaining() string {
	end, ok := v.token.Time("exp")
	switch {
	case !ok:
		return "it never expires"
	case end.After(v.at):
		return "it expires " + stamp(end, v.at, v.local)
	}
	return "it expired " + stamp(end, v.at, v.local) + ", within the leeway"
}
