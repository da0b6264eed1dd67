package cli

import (
	"slices"

	"github.com/spf13/cobra"

	"mintmark/tokens"
)

// expectFlags say what a token must be, beside being signed.
type expectFlags struct {
	algorithms       []string
	issuer, audience string
}

func (e *expectFlags) add(cmd *cobra.Command) {
	f := cmd.Flags()
	f.Var(&algorithms{&e.algorithms}, "alg", "take this `algorithm` only, or one of several with commas between")
	f.StringVar(&e.issuer, "iss", "", "the token must be from this `issuer`")
	f.StringVar(&e.audience, "aud", "", "the token must be for this `audience`")
}

// A claimMismatch is a claim that is not what it must be.
type claimMismatch struct {
	Claim string `json:"claim"` // "iss"
	Want  string `json:"want"`
	Found string `json:"found"` // as it stands, "" for missing
}

func (m claimMismatch) words() string {
	if m.Found == "" {
		return "it is missing; want " + m.Want
	}
	return "it is " + shorten(m.Found) + ", want " + m.Want
}

// judgeClaims holds issuer and audience against what they must be. An audience
// may be a list, of which one must fit.
func (v *verification) judgeClaims(e *expectFlags) {
	for _, want := range []claimMismatch{{Claim: "iss", Want: e.issuer}, {Claim: "aud", Want: e.audience}} {
		claim := v.token.Payload.Value.Get(want.Claim)
		if want.Want == "" || is(claim, want.Want) || want.Claim == "aud" && slices.ContainsFunc(elements(claim), func(one tokens.Value) bool { return is(&one, want.Want) }) {
			continue
		}
		if claim != nil {
			want.Found = claim.Raw
		}
		v.Claims = append(v.Claims, want)
		v.ExitCode = worse(v.ExitCode, exitRefused)
	}
}

func is(v *tokens.Value, want string) bool {
	text, ok := v.Text()
	return ok && text == want
}

func elements(v *tokens.Value) []tokens.Value {
	if v == nil {
		return nil
	}
	return v.Elements
}
