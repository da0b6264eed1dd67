package ui

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"mintmark/tokens"
)

// An answer is the verdict in the page's words: what tokens says, and what
// only the page knows, that the token was edited or made up here.
type answer struct {
	tone             tone
	coin             coin
	headline, detail string
}

// A tone is a colour with a meaning, by the name of its class.
type tone string

const (
	badTone  tone = "bad"  // Twilio will refuse it
	okTone   tone = "ok"   // nothing speaks against it
	warnTone tone = "warn" // something is still to be done
	noneTone tone = "none" // there is nothing to judge
)

// A coin is the symbol struck into the mint mark.
type coin string

const (
	tickCoin     coin = "tick"
	crossCoin    coin = "cross"
	clockCoin    coin = "clock"
	questionCoin coin = "question"
)

// answer says the verdict. What Twilio would find is said before what the
// page knows, except where that is the reason.
func (m *model) answer() answer {
	lead := m.verdict.Lead()
	made := m.pretended()
	switch {
	case lead != nil && lead.Rule == "signature-missing" && m.doc.origin == unsigned && m.verdict.Count(tokens.ErrorSeverity) == 1:
		return answer{warnTone, questionCoin, "Not signed yet: the secret is missing",
			"Type the " + m.secretName() + " under Key, and it is signed at once."}
	case lead != nil:
		return m.refused(lead)
	case m.doc.origin == stale:
		return answer{badTone, crossCoin, "Twilio will refuse this token: it was edited, and not signed again",
			"It still carries the signature of what it said before. Type the " + m.secretName() + " under Key, and it is signed."}
	case len(made) > 0:
		return answer{warnTone, questionCoin, "A token to try things with: Twilio will refuse what is made up in it",
			"Its " + list(made) + isAre(made) + " made up. Put in what is yours: SIDs in the form, the secret under Key."}
	case m.verdict.Count(tokens.WarningSeverity) > 0:
		return answer{warnTone, questionCoin, m.verdict.Headline, m.verdict.Detail}
	case m.verdict.Signature != tokens.SignatureMatches:
		return answer{okTone, questionCoin, m.verdict.Headline, m.verdict.Detail}
	case m.doc.origin == signed && m.secretDoubt() != "":
		return answer{warnTone, questionCoin, "Signed, but not with an API key secret", m.secretDoubt()}
	case m.doc.origin == signed:
		return answer{okTone, tickCoin, "Fresh from the mint: nothing speaks against this token", m.verdict.Detail}
	}
	return answer{okTone, tickCoin, m.verdict.Headline, m.verdict.Detail}
}

// secretName is what the token is to be signed with.
func (m *model) secretName() string {
	if isOlder(m.verdict.Kind) {
		return "auth token of the account"
	}
	return "secret of the API key"
}

func (m *model) refused(lead *tokens.Finding) answer {
	a := answer{badTone, crossCoin, m.verdict.Headline, m.verdict.Detail}
	switch {
	case m.verdict.Kind == tokens.NoKind:
		a.tone, a.coin = noneTone, questionCoin
	case lead.Stage == tokens.TimeStage:
		a.coin = clockCoin
	}
	if lead.Rule == "exp-past" {
		a.detail = m.wasGood() + strings.TrimPrefix(m.verdict.Detail, lead.Fix+" ")
	}
	return a
}

// wasGood says when an expired token was good, in the reader's own time.
func (m *model) wasGood() string {
	t := m.doc.token
	exp, _ := t.Time("exp")
	until := "until " + m.local(exp) + " " + m.zonePhrase() + ". "
	if from, ok := t.IssuedAt(); ok && from.Before(exp) {
		return "It was good for " + tokens.InWords(exp.Unix()-from.Unix(), 2) + ", " + until
	}
	return "It was good " + until
}

// remaining is how long the token is still good, "14:32", "3 days"; "" for one
// that is not, or not yet.
func (m *model) remaining() string {
	exp, ok := m.doc.token.Time("exp")
	seconds := exp.Unix() - m.moment().Unix()
	switch {
	case !ok || seconds <= 0:
		return ""
	case seconds > 2*86400:
		return tokens.InWords(seconds, 1)
	}
	return countdown(seconds)
}

// A status is what is known of the signature: a dot's class, a few words for
// a chip and a sentence for the card of the key.
type status struct {
	tone          tone
	chip, sayings string
}

// signature says how the token and the key at hand stand to each other.
func (m *model) signature() status {
	if !m.hasKey() {
		return m.keyless()
	}
	if !m.canSign() && (m.doc.origin == stale || m.doc.origin == unsigned) {
		return status{warnTone, "edited, not signed", "Edited, not signed: a public key checks signatures and makes none."}
	}
	switch m.verdict.Signature {
	case tokens.SignatureMatches:
		if m.doc.origin == signed {
			return status{okTone, "signed here", m.signedWith()}
		}
		if m.slipped() {
			return status{warnTone, "signature matches, nearly", "The signature matches, but not with the secret as it stands here. The next edit signs the token again, with this secret."}
		}
		if m.lent {
			return status{warnTone, "signature matches the link’s key", "The signature matches the key that came in the link. Whoever wrote the link chose both: hold the key against one that you trust."}
		}
		return status{okTone, "signature matches", "The signature matches" + m.whose() + ". " + m.whatNext("Every edit is signed again")}
	case tokens.SignatureWrong:
		return status{badTone, "signature wrong", m.didNot() + m.whatNext("The next edit signs the token again")}
	}
	if m.empty() {
		return status{noneTone, "", m.whatNext("Every edit is signed")}
	}
	return status{warnTone, "signature not checked", m.whyUnchecked()}
}

// whose names the key that fits, where there are others.
func (m *model) whose() string {
	if len(m.keys) < 2 {
		return ""
	}
	return " the " + m.nameKey(m.fit)
}

// slipped reports whether the token was signed with the secret at hand but for
// white space, quotes or the like around it.
func (m *model) slipped() bool {
	return slices.ContainsFunc(m.verdict.Findings, func(f tokens.Finding) bool { return f.Rule == "secret-form" })
}

// whatNext says what happens to edits.
func (m *model) whatNext(text string) string {
	switch {
	case !m.canSign():
		return "A public key makes no signatures: edits are not signed."
	case m.keyNoun() == "keys":
		return text + " with the one that fits."
	}
	return text + " with this " + m.keyNoun() + "."
}

func (m *model) didNot() string {
	if m.keyNoun() == "keys" {
		return "None of these keys made this signature. "
	}
	return "This " + m.keyNoun() + " did not make this signature. "
}

func (m *model) signedWith() string {
	if m.madeUp() {
		return "Signed here, with a secret that was made up here. Put the real one in its place."
	}
	return "Signed here. " + m.whatNext("Every edit is signed again")
}

func (m *model) keyless() status {
	switch m.doc.origin {
	case stale:
		return status{warnTone, "edited, not signed", "Edited, not signed: the signature is that of what the token said before. Type the secret, and it is signed."}
	case unsigned:
		return status{warnTone, "not signed yet", "Not signed yet. Type the secret, and it is signed."}
	case signed:
		return status{noneTone, "signed here", "Signed here. The secret is forgotten, so edits are not signed any more."}
	}
	return status{noneTone, "signature not checked", "Type the secret to check the signature and to sign your edits."}
}

// whyUnchecked says why a key that is there cannot judge.
func (m *model) whyUnchecked() string {
	err := tokens.Verify(m.doc.token, m.fit)
	if errors.Is(err, tokens.ErrAlgorithm) && !m.fit.IsSecret() {
		return "The signature cannot be checked: " + strings.TrimPrefix(err.Error(), tokens.ErrAlgorithm.Error()+": ") + "."
	}
	if errors.Is(err, tokens.ErrAlgorithm) {
		alg := m.doc.token.Header.Value.Get("alg").Display()
		return "A secret cannot sign or check this token: its header asks for “" + clip(alg, 20) + "”. Twilio takes HS256 only."
	}
	if errors.Is(err, tokens.ErrExtension) {
		return "The signature cannot be checked: its " + err.Error() + "."
	}
	if m.verdict.Unchecked != "" && m.verdict.Kind != tokens.NoKind {
		return "The signature cannot be checked: " + m.verdict.Unchecked + "."
	}
	return "The signature cannot be checked: the token is broken."
}

// secretDoubt says why the secret can hardly be one; "" where there is no such
// reason, or where it has proved right.
func (m *model) secretDoubt() string {
	proved := m.doc.origin == pasted && m.verdict.Signature == tokens.SignatureMatches && !m.slipped()
	check := tokens.CheckSecret
	if k := m.verdict.Kind; k == tokens.ClientCapabilityKind || k == tokens.TaskRouterCapabilityKind {
		check = tokens.CheckAuthToken
	}
	err := check(m.key)
	if m.key == "" || m.form != textForm || err == nil || proved {
		return ""
	}
	return "This is hardly the secret: " + strings.TrimPrefix(err.Error(), tokens.ErrSecret.Error()+": ") + "."
}

// counts says how many findings there are, "1 problem · 2 notes · 14 fine".
func (m *model) counts() string {
	var parts []string
	for _, s := range []tokens.Severity{tokens.ErrorSeverity, tokens.WarningSeverity, tokens.NoteSeverity} {
		if n := m.verdict.Count(s); n > 0 {
			parts = append(parts, counted(n, severityWord(s)))
		}
	}
	parts = append(parts, strconv.Itoa(m.verdict.Fine)+" fine")
	if n := len(m.unchecked()); n > 0 {
		parts = append(parts, strconv.Itoa(n)+" not checked")
	}
	return strings.Join(parts, " · ")
}

func severityWord(s tokens.Severity) string {
	if s == tokens.ErrorSeverity {
		return "problem"
	}
	return s.String()
}

func counted(n int, name string) string {
	if n != 1 {
		name += "s"
	}
	return strconv.Itoa(n) + " " + name
}

// list joins words as a sentence does: "a, b and c".
func list(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

func isAre(words []string) string {
	if len(words) == 1 {
		return " is"
	}
	return " are"
}

// clip shortens what a token says to what a sentence holds.
func clip(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most]) + "…"
}

// shortSID is a SID as it fits a sentence: SK21c1…d2c1.
func shortSID(s string) string {
	if len(s) != 34 {
		return clip(s, 34)
	}
	return s[:6] + "…" + s[30:]
}
