package cli

import (
	"bytes"
	"cmp"

	"mintmark/tokens"
)

// A checked token is [tokens.Verdict] as JSON.
type checked struct {
	tokens.Verdict
	Unchecked string   `json:"unchecked,omitempty"` // why the signature was not checked
	Reason    string   `json:"reason,omitempty"`    // why it is wrong, where that is known
	May       []answer `json:"may,omitempty"`       // what --may asked
	Request   string   `json:"request,omitempty"`   // what --request asked: "matches", or why not
	ExitCode  int      `json:"exit_code"`

	weakness string
}

func (p *program) checked(t *tokens.Token, ring *keyring, o tokens.Options) *checked {
	key, unchecked := p.keyFor(t, ring)
	o.Key = key
	v := &checked{Verdict: tokens.Diagnose(t, o)}
	v.ExitCode = worstOf(v.Findings)
	switch v.Signature {
	case tokens.SignatureMatches:
		v.weakness = weakness(t, key)
	case tokens.SignatureWrong:
		v.ExitCode = worse(v.ExitCode, exitSignature) // of a token that is right, too: the secret is not
		if v.Reason, _ = ring.otherSecret(t); v.Reason == "" && !hasSlip(t, key) {
			v.Reason, _ = ring.unfit(t.Kind())
		}
	case tokens.SignatureUnchecked:
		v.Unchecked = cmp.Or(v.Verdict.Unchecked, unchecked)
	}
	return v
}

// hasSlip reports whether the findings explain the signature already.
func hasSlip(t *tokens.Token, key tokens.Key) bool {
	_, ok := tokens.FindMistake(t, key)
	return ok
}

func (v *checked) text(c paint) []byte {
	var b bytes.Buffer
	headline := c.bad
	if !v.Refused {
		headline = c.good
	}
	line(&b, headline(printable(v.Headline)))
	line(&b, printable(v.Detail))
	if len(v.Findings) > 0 {
		line(&b)
		printFindings(&b, c, v.Findings)
	}
	line(&b)
	for _, a := range v.May {
		line(&b, a.words(c))
	}
	if v.Request != "" {
		line(&b, v.requestWords(c))
	}
	switch {
	case v.Signature == tokens.SignatureUnchecked:
		line(&b, "signature not checked: ", printable(v.Unchecked))
	case v.Reason != "":
		line(&b, "signature wrong: ", printable(v.Reason))
	default:
		line(&b, "signature ", v.Signature.String())
	}
	return b.Bytes()
}
