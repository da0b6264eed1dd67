package ui

import (
	"strings"
	"time"
	"unicode/utf8"

	"mintmark/tokens"
)

// A comparing is two tokens that are held against each other.
type comparing struct {
	sides [2]side
	own   bool // the left one is not the workbench's any more
	all   bool // what both say is shown too
	shown int  // how many more rows are drawn than at first
}

// A side is one of the two: a text, and the first token in it.
type side struct {
	text  string
	token *tokens.Token
}

func newSide(text string) side { return side{text, tokens.Decode(text)} }

// sideNames are the ids of the fields of the two, and the words for them.
var sideNames = [2]string{"left", "right"}

// sides are the two tokens. The left one is the workbench's until another takes
// its place.
func (m *model) sides() [2]side {
	sides := m.comparing.sides
	if !m.comparing.own {
		sides[0] = side{m.doc.token.Raw, m.doc.token}
		if sides[0].text == "" {
			sides[0].text = m.doc.text
		}
	}
	if sides[1].token == nil {
		sides[1] = newSide("")
	}
	return sides
}

// setSide puts a text on one side. Two tokens in one text fill both, where the
// other has nothing; of a long text the token alone is kept.
func (m *model) setSide(i int, text string) {
	sides := m.sides()
	found := tokens.FindAll(text, false)
	switch {
	case len(found) > 1 && strings.TrimSpace(sides[1-i].text) == "":
		sides = [2]side{newSide(text[found[0].Start:found[0].End]), newSide(text[found[1].Start:found[1].End])}
		i = 0
	case len(found) > 0 && len(text) > mostColoured:
		text = text[found[0].Start:found[0].End]
		fallthrough
	default:
		sides[i] = newSide(text)
	}
	m.comparing.sides = sides
	m.comparing.own = m.comparing.own || i == 0
	m.await()
}

// swap changes the sides.
func (m *model) swap() {
	sides := m.sides()
	sides[0], sides[1] = sides[1], sides[0]
	m.comparing.sides, m.comparing.own = sides, true
}

// A likeness is one sentence on how the two stand to each other, and a reason.
// The comparison is nil where there is none yet.
type likeness struct {
	headline, detail string
	*tokens.Comparison
}

// likeness says how the two stand to each other.
func (m *model) likeness() likeness {
	sides := m.sides()
	empty := [2]bool{strings.TrimSpace(sides[0].text) == "", strings.TrimSpace(sides[1].text) == ""}
	switch {
	case empty[0] && empty[1]:
		return likeness{"In what do two tokens differ?", "Put one on each side, or both at once. Nothing leaves this page.", nil}
	case empty[0] || empty[1]:
		return likeness{"The " + sideOf(empty[0]) + " one is missing", "Paste it, drop it or type it below.", nil}
	}
	for i, s := range sides {
		if t := s.token; t.Kind() == tokens.NoKind && t.Header.Value == nil && t.Payload.Value == nil {
			return likeness{"What is on the " + sideNames[i] + " is no token", capital(m.verdictOn(t).Findings[0].Found) + ".", nil}
		}
	}
	return liken(sides[0].token, sides[1].token)
}

func sideOf(left bool) string {
	if left {
		return "left"
	}
	return "right"
}

// liken compares two tokens.
func liken(a, b *tokens.Token) likeness {
	l := likeness{Comparison: tokens.Compare(a, b)}
	changes, twice := l.Changes(), append(a.Duplicates(), b.Duplicates()...)
	switch {
	case l.Exact:
		l.headline = "They are the same token, byte for byte"
	case len(changes) > 0:
		l.headline = "They differ in " + list(counts(changes))
		if l.SameSignature && a.Signature.Encoded != "" {
			l.detail = "Both carry the same signature, so one of them was changed after it was signed. "
		}
	case len(twice) > 0:
		l.headline = "Readers differ on whether they say the same"
	case !l.SameSigned:
		l.headline, l.detail = "They say the same, but are written differently",
			"White space, escapes or the order of members differ, so their signatures do too."
	case a.Signature.Encoded == "" || b.Signature.Encoded == "":
		l.headline = "They say the same, but only the " + sideOf(b.Signature.Encoded == "") + " one is signed"
	case l.SameSignature:
		l.headline, l.detail = "They say the same, but are written differently", "What they sign and the signature are the same to the byte."
	default:
		l.headline, l.detail = "They say the same, but were signed differently",
			"Header and payload are the same to the byte. Another key made one of the signatures, or it was changed."
	}
	if len(twice) > 0 && !l.Exact {
		l.detail += "In the " + twice[0].Place.Segment + " " + twice[0].Found + "."
	}
	return l
}

// counts is how many claims and header parameters there are among the changes.
func counts(changes []tokens.Pair) (parts []string) {
	claims, params := 0, 0
	for _, p := range changes {
		switch {
		case p.Path == "":
			parts = append(parts, "the "+p.Segment)
		case p.Segment == "header":
			params++
		default:
			claims++
		}
	}
	if params > 0 {
		parts = append([]string{counted(params, "header parameter")}, parts...)
	}
	if claims > 0 {
		parts = append([]string{counted(claims, "claim")}, parts...)
	}
	return parts
}

// A contrast is one line of the table.
type contrast struct {
	section int    // of contrastTitles
	name    string // in words; "" for what has none
	code    string // as it is called in the token
	word    string // "changed", "added", "removed" or "same"
	remark  string
	values  [2]apart
	notes   [2]string // on the values
	plain   bool      // the values are words
}

var contrastTitles = []string{"Header", "Claims", "Grants", "Times", "Signature"}

const (
	headerSection = iota
	claimsSection
	grantsSection
	timesSection
	signatureSection
)

// contrasts are the lines of the table, in the order of contrastTitles.
func (m *model) contrasts(c *tokens.Comparison, a, b *tokens.Token) []contrast {
	var sections [signatureSection + 1][]contrast
	for _, p := range c.Pairs {
		row := contrastOf(p)
		sections[row.section] = append(sections[row.section], row)
	}
	sections[timesSection] = m.timeContrasts(a, b, sections[timesSection])
	sections[signatureSection] = []contrast{signatureContrast(c, a, b)}
	var rows []contrast
	for _, section := range sections {
		rows = append(rows, section...)
	}
	if m.share.masked {
		for i := range rows {
			rows[i].veil()
		}
	}
	return rows
}

// veil keeps texts in one piece, by which the shell knows what to hide.
func (r *contrast) veil() {
	for i, v := range r.values {
		whole := v.before + v.differs + v.after
		if r.section == signatureSection && whole != "" || strings.Contains(whole, "…") {
			whole = "hidden"
		}
		r.values[i] = apart{before: whole}
	}
}

// contrastOf is a pair as it is written.
func contrastOf(p tokens.Pair) contrast {
	row := contrast{section: claimsSection, code: p.Path, word: pairWord(p.Same, p.First != nil, p.Second != nil)}
	switch {
	case p.Segment == "header":
		row.section = headerSection
	case timeName(p.Path) != "":
		row.section = timesSection
	case p.Path == "grants" || strings.HasPrefix(p.Path, "grants."):
		row.section = grantsSection
	}
	if p.Path == "" {
		row.name = "All of it"
	}
	row.values[0], row.values[1] = setApart(written(p.First), written(p.Second))
	return row
}

func written(v *tokens.Value) string {
	if v == nil {
		return ""
	}
	return tokens.Legible(v.Raw, "\t\r\n")
}

func pairWord(same, first, second bool) string {
	switch {
	case same:
		return "same"
	case !first && second:
		return "added"
	case first && !second:
		return "removed"
	}
	return "changed"
}

// wordTone is the shape beside a word.
func wordTone(word string) tone {
	switch word {
	case "changed":
		return warnTone
	case "added":
		return okTone
	case "removed":
		return badTone
	}
	return noneTone
}

var timeClaims = [...]struct{ claim, name string }{{"iat", "Issued"}, {"nbf", "Valid from"}, {"exp", "Expires"}}

func timeName(claim string) string {
	for _, c := range timeClaims {
		if c.claim == claim {
			return c.name
		}
	}
	return ""
}

// timeContrasts are the times in words: those of the claims, when a token
// without iat was issued, and for how long each is good.
func (m *model) timeContrasts(a, b *tokens.Token, rows []contrast) []contrast {
	for i := range rows {
		at, okA := a.Time(rows[i].code)
		bt, okB := b.Time(rows[i].code)
		if okA || okB {
			m.sayTimes(&rows[i], [2]time.Time{at, bt}, [2]bool{okA, okB})
		}
		rows[i].name = timeName(rows[i].code)
	}
	at, okA := issuedAt(a)
	bt, okB := issuedAt(b)
	if (okA || okB) && a.Payload.Value.Get("iat") == nil && b.Payload.Value.Get("iat") == nil {
		row := contrast{section: timesSection, name: "Issued", code: "by jti", word: pairWord(at.Equal(bt), okA, okB)}
		m.sayTimes(&row, [2]time.Time{at, bt}, [2]bool{okA, okB})
		rows = append([]contrast{row}, rows...)
	}
	if row, ok := lifeContrast(a, b); ok {
		rows = append(rows, row)
	}
	return rows
}

// sayTimes puts times in place of numbers, and how far they are apart.
func (m *model) sayTimes(row *contrast, at [2]time.Time, ok [2]bool) {
	for i := range at {
		if ok[i] {
			row.values[i] = apart{before: m.local(at[i])}
			row.notes[i] = inUTC(at[i], m.zone(at[i])) + ", " + ago(m.moment(), at[i])
		}
	}
	row.plain = true
	if ok[0] && ok[1] {
		row.remark = laterBy(at[1].Unix() - at[0].Unix())
	}
}

// ago is relative in its largest unit.
func ago(from, at time.Time) string {
	switch seconds := at.Unix() - from.Unix(); {
	case seconds == 0:
		return "this second"
	case seconds > 0:
		return "in " + tokens.InWords(seconds, 1)
	default:
		return tokens.InWords(seconds, 1) + " ago"
	}
}

func laterBy(seconds int64) string {
	switch {
	case seconds > 0:
		return tokens.InWords(seconds, 2) + " later"
	case seconds < 0:
		return tokens.InWords(seconds, 2) + " earlier"
	}
	return ""
}

// lifeContrast is for how long both are good; false where that is not known of
// both.
func lifeContrast(a, b *tokens.Token) (row contrast, ok bool) {
	var lives [2]int64
	row = contrast{section: timesSection, name: "Good for", plain: true}
	for i, t := range []*tokens.Token{a, b} {
		from, isIssued := t.IssuedAt()
		exp, hasExp := t.Time("exp")
		if !isIssued || !hasExp || exp.Before(from) {
			return row, false
		}
		lives[i] = exp.Unix() - from.Unix()
		row.values[i] = apart{before: tokens.InWords(lives[i], 2)}
	}
	row.word = pairWord(lives[0] == lives[1], true, true)
	switch longer := lives[1] - lives[0]; {
	case longer > 0:
		row.remark = tokens.InWords(longer, 2) + " longer"
	case longer < 0:
		row.remark = tokens.InWords(longer, 2) + " shorter"
	}
	return row, true
}

func signatureContrast(c *tokens.Comparison, a, b *tokens.Token) contrast {
	first, second := a.Signature.Encoded, b.Signature.Encoded
	row := contrast{section: signatureSection, name: "Signature", word: pairWord(c.SameSignature, first != "", second != "")}
	row.values[0], row.values[1] = setApart(first, second)
	switch {
	case c.SameSignature && !c.SameSigned:
		row.remark = "though not of the same text"
	case !c.SameSigned:
		row.remark = "as what is signed differs"
	case !c.SameSignature:
		row.remark = "of the same text"
	}
	return row
}

// An apart is a text in three parts: in the middle is what the other text does
// not have.
type apart struct{ before, differs, after string }

func (a apart) empty() bool { return a == apart{} }

// mostAlike is how many bytes of what two texts have in common are shown on each
// side of the difference.
const mostAlike = 40

// setApart finds in what two texts differ. Of those that have less than half in
// common no part is set apart.
func setApart(a, b string) (apart, apart) {
	from, shorter := 0, min(len(a), len(b))
	for from < shorter && a[from] == b[from] {
		from++
	}
	for from > 0 && from < len(a) && !utf8.RuneStart(a[from]) {
		from--
	}
	to := 0
	for to < shorter-from && a[len(a)-1-to] == b[len(b)-1-to] {
		to++
	}
	for to > 0 && !utf8.RuneStart(a[len(a)-to]) {
		to--
	}
	if a == b || shorter == 0 || 2*(from+to) < shorter {
		return apart{before: clip(a, mostChars)}, apart{before: clip(b, mostChars)}
	}
	return partsOf(a, from, to), partsOf(b, from, to)
}

func partsOf(s string, from, to int) apart {
	parts := apart{s[:from], clip(s[from:len(s)-to], mostChars), s[len(s)-to:]}
	if from > mostAlike {
		cut := from - mostAlike*3/4
		for !utf8.RuneStart(s[cut]) {
			cut++
		}
		parts.before = "…" + s[cut:from]
	}
	if to > mostAlike {
		parts.after = clip(parts.after, mostAlike*3/4)
	}
	return parts
}
