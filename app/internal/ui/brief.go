package ui

import (
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mintmark/tokens"
)

// A brief is what one line says of a token among many.
type brief struct {
	kind    string // "access token"
	holder  string
	grants  string // "Video, Chat"
	expires time.Time
	word    string // the verdict in one
	tone    tone
	title   string // what decides it, a sentence without its full stop; "" where the word says it
	code    int    // Twilio's; 0 for none
}

// mostBrief is how many characters of what a token says stand in a line.
const mostBrief = 60

func (m *model) brief(t *tokens.Token) brief {
	v := m.verdictOn(t)
	b := brief{
		kind: kindName(v.Kind), grants: grantNames(t),
		holder: clip(tokens.Legible(t.Holder(), ""), mostBrief),
	}
	b.expires, _ = t.Time("exp")
	b.word, b.tone = verdictWord(v)
	if len(v.Findings) > 0 && v.Findings[0].Severity != tokens.NoteSeverity && b.word != "expired" {
		b.title = v.Findings[0].Title
	}
	if lead := v.Lead(); lead != nil && len(lead.Codes) > 0 {
		b.code = lead.Codes[0]
	}
	return b
}

// kindName is a kind without its article.
func kindName(k tokens.TokenKind) string {
	_, name, _ := strings.Cut(k.String(), " ")
	if k == tokens.NoKind {
		return "broken token"
	}
	return name
}

// verdictWords are all that verdictWord says, the best first.
var verdictWords = []string{"good", "warning", "expired", "not yet", "refused", "broken"}

// verdictWord is a verdict in a word. A good token that was signed with another
// key than the one at hand is refused.
func verdictWord(v tokens.Verdict) (string, tone) {
	lead := v.Lead()
	switch {
	case v.Kind == tokens.NoKind:
		return "broken", noneTone
	case lead == nil && v.Count(tokens.WarningSeverity) > 0:
		return "warning", warnTone
	case lead == nil:
		return "good", okTone
	case lead.Rule == "exp-past":
		return "expired", badTone
	case lead.Rule == "nbf-future":
		return "not yet", badTone
	}
	return "refused", badTone
}

// grantNames are the names of what a token grants.
func grantNames(t *tokens.Token) string {
	grants := t.Payload.Value.Get("grants")
	if grants == nil {
		return ""
	}
	var names []string
	for _, g := range grants.Members {
		if k, ok := tokens.KindOf(g.Name); ok {
			names = append(names, k.Title)
		} else if g.Name != "identity" {
			names = append(names, g.Name)
		}
	}
	return clip(tokens.Legible(strings.Join(names, ", "), ""), mostBrief)
}

// line is the brief in one line.
func (b brief) line() string {
	parts := []string{b.kind}
	if b.holder != "" {
		parts = append(parts, b.holder)
	}
	return strings.Join(append(parts, b.word), " · ")
}

// verdictMark is a verdict as a shape and a word.
func (b brief) verdictMark() app.UI {
	return el("span", "mark", el("span", "dot "+string(b.tone)), text("span", "word "+string(b.tone), b.word))
}
