package cli

import (
	"bytes"
	"cmp"
	"errors"
	"slices"
	"time"

	"mintmark/tokens"
)

// A checked token is [tokens.Verdict] as JSON.
type checked struct {
	tokens.Verdict
	Unchecked string   `json:"unchecked,omitempty"`  // why the signature was not checked
	Source    string   `json:"key_source,omitempty"` // where the key was found that signed
	Reason    string   `json:"reason,omitempty"`     // why it is wrong, where that is known
	May       []answer `json:"may,omitempty"`        // what --may asked
	Request   string   `json:"request,omitempty"`    // what --request asked: "matches", or why not
	ExitCode  int      `json:"exit_code"`

	weakness string
	required bool // that the signature be checked, which it was not
}

func (p *program) checked(t *tokens.Token, ring *keyring, o tokens.Options, required bool) *checked {
	key, unchecked := p.keyFor(t, ring)
	o.Key = key.Key
	if other := ring.otherSigner(t); other != nil && !other.signs(t.Kind()) {
		o.Others = []tokens.OtherKey{{Name: other.title(), Key: tokens.SecretKey(other.text)}}
	}
	v := &checked{Verdict: tokens.Diagnose(t, o)}
	if v.Signature == tokens.SignatureMatches && len(ring.given) == 0 && key.source != ring.secretFor(v.Kind).source {
		v.Signature = tokens.SignatureWrong // it is that of the wrong secret
	}
	v.ExitCode = worstOf(v.Findings)
	switch v.Signature {
	case tokens.SignatureMatches:
		v.Source, v.weakness = key.source, weakness(t, key.Key)
	case tokens.SignatureWrong:
		v.ExitCode = worse(v.ExitCode, exitSignature) // of a token that is right, too: the secret is not
		v.Reason = v.whyWrong(t, ring, key.Key)
	case tokens.SignatureUnchecked:
		v.Unchecked = withoutMalformed(cmp.Or(v.Verdict.Unchecked, unchecked))
		if required {
			v.required = true
			v.ExitCode = worse(v.ExitCode, exitSignature)
		}
	}
	return v
}

// whyWrong is what the findings do not say of a wrong signature.
func (v *checked) whyWrong(t *tokens.Token, ring *keyring, key tokens.Key) string {
	if other := ring.otherSigner(t); other != nil {
		return other.words(v.Kind)
	}
	found, _ := ring.unfit(v.Kind)
	if found == "" || hasSlip(t, key) {
		return ""
	}
	return found
}

// hasSlip reports whether the findings explain the signature already.
func hasSlip(t *tokens.Token, key tokens.Key) bool {
	_, ok := tokens.FindMistake(t, key)
	return ok
}

func (v *checked) text(t *tokens.Token, local *time.Location, c paint) []byte {
	var b bytes.Buffer
	headline := c.bad
	if !v.Refused {
		headline = c.good
	}
	line(&b, headline(printable(v.Headline)))
	line(&b, printable(v.Detail))
	if len(v.Findings) > 0 {
		line(&b)
		printFindings(&b, c, t, v.Findings, v.Detail, local)
	}
	line(&b)
	for _, a := range v.May {
		line(&b, a.words(c))
	}
	if v.Request != "" {
		line(&b, v.requestWords(c))
	}
	line(&b, "signature ", v.signature(c))
	return b.Bytes()
}

// signature is what is known of it.
func (v *checked) signature(c paint) string {
	word := v.Signature.String()
	if v.required {
		word = c.bad(word)
	}
	switch {
	case v.Signature == tokens.SignatureUnchecked:
		return word + ": " + printable(v.Unchecked)
	case v.Reason != "":
		return word + ": " + printable(v.Reason)
	case v.Source != "":
		return word + " with " + printable(v.Source)
	}
	return word
}

// word is the verdict in a line among many.
func (v *checked) word(c paint) string {
	if v.required && !v.Refused {
		return "signature " + v.signature(c)
	}
	return c.word(&v.Verdict)
}

// keyFor is the key to check a token with, or why there is none: one out of
// the environment is for the tokens of its own API key or account only, unless it
// made the signature where another should have.
func (p *program) keyFor(t *tokens.Token, ring *keyring) (key heldKey, unchecked string) {
	kind := t.Kind()
	keys := ring.of(kind)
	alg, public := wantsPublicKey(t)
	switch {
	case kind == tokens.NoKind:
		return heldKey{}, "the form is broken"
	case public && !slices.ContainsFunc(keys, func(key heldKey) bool { return !key.IsSecret() }):
		return heldKey{}, alg + " is verified with a public key: " + aPublicKey
	case len(ring.given) > 0:
	case len(keys) == 0 || p.otherOwner(t, ring) != "":
		if other := ring.otherSigner(t); other != nil && !other.signs(kind) {
			return heldKey{tokens.SecretKey(other.text), other.source}, ""
		}
		if len(keys) == 0 {
			return heldKey{}, "set " + signer(kind).envNames[0] + ", or pass --secret-file"
		}
		return heldKey{}, p.otherOwner(t, ring)
	case kind == tokens.OtherKind || kind == tokens.ClientValidationKind:
		return heldKey{}, keys[0].source + " signs access tokens; pass --key"
	}
	key, err := match(t, keys)
	if err == nil || errors.Is(err, tokens.ErrSignature) {
		return key, ""
	}
	return heldKey{}, err.Error()
}
