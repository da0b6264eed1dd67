package ui

import "mintmark/tokens"

// An unchecked is a question that stays open: neither a fault nor a check that
// holds.
type unchecked struct {
	title, why string // a title without its full stop, and sentences
}

// unchecked is what the page could not check of the token, and why. Of one that
// cannot be read, or is none of Twilio's, less can be asked.
func (m *model) unchecked() (open []unchecked) {
	if m.verdict.Kind == tokens.NoKind {
		return nil
	}
	if m.verdict.Signature == tokens.SignatureUnchecked {
		open = append(open, unchecked{"The signature", m.whyOpen()})
	}
	if what := beyond[m.verdict.Kind]; what != "" {
		open = append(open, unchecked{"What only Twilio knows", what})
	}
	return open
}

// whyOpen says why nobody has looked at the signature.
func (m *model) whyOpen() string {
	switch {
	case m.hasKey():
		return m.whyUnchecked()
	case m.verdict.Unchecked != "":
		return "It cannot be checked: " + m.verdict.Unchecked + "."
	case m.verdict.Kind == tokens.OtherKind, m.verdict.Kind == tokens.ClientValidationKind:
		return "That takes the key of whoever signed it. Put it under Key."
	}
	return "That takes the " + m.secretName() + ". Type it under Key: it stays in this page."
}

// beyond is what no token tells, by kind.
var beyond = map[tokens.TokenKind]string{
	tokens.AccessKind: "Whether the account is active, whether the API key still exists and is no Restricted one, " +
		"and whether the apps and services that the grants name are there.",
	tokens.ClientCapabilityKind:     "Whether the auth token is still that of the account, and whether the TwiML app is there.",
	tokens.TaskRouterCapabilityKind: "Whether the auth token is still that of the account, and whether workspace and worker are there.",
	tokens.ClientValidationKind:     "Whether the public key that it names has been given to Twilio.",
}
