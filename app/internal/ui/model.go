package ui

import (
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mintmark/tokens"
)

// A model is what the page knows and every decision that it takes; components
// only draw it. It has no DOM, so that each decision is tested without one.
type model struct {
	state

	now      func() time.Time
	diagnose func(*tokens.Token, tokens.Options) tokens.Verdict
	zone     func(time.Time) *time.Location // the reader's, at a moment: summer and winter differ

	// revision grows with every change, so that a component that holds it
	// beside the model's pointer is drawn again.
	revision int

	// trouble is what went wrong inside Mintmark itself; "" for nothing.
	trouble string
}

// A state is all of the model that a change may touch. It is copied as a
// whole: what it points to is never changed in place.
type state struct {
	doc    doc
	past   []doc // what undo goes back to, the latest last
	future []doc // what redo brings back, the next last
	keyring
	pretend pretence
	asOf    time.Time // the moment to judge as of; zero for now
	leeway  time.Duration

	asOfText, leewayText string // as they are typed

	heap      heap
	comparing comparing

	screen screen
	asked  inquiry
	view   view
	dialog dialog

	sought string // in the gallery
	hung   string // the rule whose token, of the gallery, has its key in place
	aside  aside  // what was there before

	share sharing

	language int    // of programs, as tokens.Languages has them
	zoneName string // the zone that times are shown in; "" for the reader's
	zoneText string // as it is typed

	noLetters bool   // single letters are no shortcuts
	separator string // of cells in CSV: "," or ";", or "" where none was chosen

	said  string // what has just been done: "Copied"
	offer string // what is to be copied by hand

	at      time.Time // when verdict was given
	due     time.Time // when time makes another one of a token beside; zero for never
	verdict tokens.Verdict
}

// A doc is the text in the token field and what was read in it.
type doc struct {
	text   string
	token  *tokens.Token
	source string // the token as it came, before anything was edited here
	origin origin

	exhibit string // the rule, if it is the gallery's token
	older   bool   // it was minted here as a capability token, and is judged as one

	found  []tokens.Span // where the tokens stand, if there are several
	picked int           // which of them is token

	// place is the field that was typed into last: "grants.identity". One
	// undo takes back what was typed into one field.
	place string

	// drafts are texts, by place, that the token cannot hold as they are.
	drafts map[string]draft
}

// A draft is what a field shows while the token says something else.
type draft struct {
	text string
	err  string // a sentence; "" where the text is fine but for its spaces
}

// An origin says whose signature a token carries.
type origin int

const (
	pasted   origin = iota // it came with the token
	stale                  // it came with the token, which says something else now
	unsigned               // nobody's yet
	signed                 // made here
)

// A view is one tab of what the token says.
type view int

const (
	wordsView view = iota
	formView
	jsonView
	tableView
)

// maxPast is how far undo goes back.
const maxPast = 100

func newModel(now func() time.Time, zone func(time.Time) *time.Location) *model {
	m := &model{now: now, zone: zone, diagnose: tokens.Diagnose}
	m.doc.token = tokens.Decode("")
	m.judge()
	return m
}

// do runs one change. One that panics has not happened, and the page says so.
func (m *model) do(change func()) {
	m.attempt(change)
	m.revision++
}

// attempt is do for what draws only what it has changed.
func (m *model) attempt(change func()) {
	before := m.state
	defer func() {
		if r := recover(); r != nil {
			m.state = before
			m.trouble = fmt.Sprint(r)
			m.revision++
			app.Logf("%v\n%s", r, debug.Stack())
		}
	}()
	change()
}

// empty reports whether there is nothing to look at yet.
func (m *model) empty() bool { return strings.TrimSpace(m.doc.text) == "" && m.doc.exhibit == "" }

// setText takes what the token field holds now.
func (m *model) setText(text string) {
	if text == m.doc.text {
		return
	}
	exhibit, picked, older := "", 0, false
	if !isKeystroke(m.doc.text, text) {
		m.keep()
	} else {
		m.remember("token")
		exhibit, picked, older = m.doc.exhibit, m.doc.picked, m.doc.older
	}
	m.doc = read(text)
	m.doc.exhibit, m.doc.older = exhibit, older
	m.doc.choose(picked)
	m.judge()
}

// isKeystroke reports whether a text differs from another in one character, and
// is no paste.
func isKeystroke(before, after string) bool {
	shorter, longer := len(before), len(after)
	if shorter > longer {
		shorter, longer = longer, shorter
	}
	front, end := 0, 0
	for front < shorter && before[front] == after[front] {
		front++
	}
	for end < shorter-front && before[len(before)-1-end] == after[len(after)-1-end] {
		end++
	}
	return longer-front-end <= utf8.UTFMax
}

// read is a text with the first token in it.
func read(text string) doc {
	d := doc{text: text, token: tokens.Decode(text), place: "token"}
	if slices.ContainsFunc(d.token.Faults, func(f tokens.Fault) bool { return f.Rule == "several" }) {
		d.found = tokens.Find(text)
	}
	d.choose(0)
	return d
}

// choose takes one of several tokens.
func (d *doc) choose(i int) {
	if i < len(d.found) {
		d.token, d.picked = tokenAt(d.text, d.found[i]), i
	}
	d.source = d.token.Raw
}

// resign signs the token as it stands because somebody asked for it.
func (m *model) resign() {
	m.keep()
	m.sign()
	m.judge()
}

// sign signs the token as it stands, if the key at hand can.
func (m *model) sign() {
	if text, err := m.encode(m.doc.token.Header.Data, m.doc.token.Payload.Data); err == nil {
		m.replace(text, signed)
	}
}

// judge gives the verdict on the document as of the moment that counts.
func (m *model) judge() {
	m.hang(m.doc.exhibit)
	m.await()
	m.fit = m.keyFor(m.doc.token)
	m.verdict = m.verdictOn(m.doc.token)
}

// verdictOn is the verdict on any token, with the key at hand.
func (m *model) verdictOn(t *tokens.Token) tokens.Verdict {
	o := m.options()
	o.AnyKind = o.AnyKind || m.doc.older && t == m.doc.token
	o.Key = m.keyFor(t)
	return m.diagnose(t, o)
}

// options say how to judge, the key apart.
func (m *model) options() tokens.Options {
	return tokens.Options{At: m.moment(), Leeway: m.leeway, AnyKind: m.anyKind()}
}

// moment is the time that the token is held against.
func (m *model) moment() time.Time {
	if m.asOf.IsZero() {
		return m.at
	}
	return m.asOf
}

// remember keeps the document for undo, once for all that is typed into one
// place.
func (m *model) remember(place string) {
	if m.doc.place != place {
		m.keep()
	}
}

// keep keeps the document for undo. What comes next is another future.
func (m *model) keep() {
	from := max(0, len(m.past)+1-maxPast)
	past := make([]doc, 0, len(m.past)+1)
	m.past, m.future = append(append(past, m.past[from:]...), m.doc), nil
}

// undo goes back to the document before the last change.
func (m *model) undo() {
	if len(m.past) == 0 {
		return
	}
	last := len(m.past) - 1
	m.future = append(m.future[:len(m.future):len(m.future)], m.doc)
	m.doc, m.past = m.past[last], m.past[:last:last]
	m.doc.place = "" // what is typed next is another change
	m.judge()
}

// redo takes the last undo back.
func (m *model) redo() {
	if len(m.future) == 0 {
		return
	}
	next, rest := m.future[len(m.future)-1], m.future[:len(m.future)-1]
	m.keep()
	m.doc, m.future = next, rest
	m.doc.place = ""
	m.judge()
}

// setView shows another tab. Texts that the token holds are no drafts any
// more when they are shown again.
func (m *model) setView(v view) {
	m.view = v
	m.doc.drafts = m.doc.keepDrafts(func(_ string, d draft) bool { return d.err != "" })
}

// keepDrafts is the drafts that are worth it, in a map of their own.
func (d doc) keepDrafts(worth func(place string, d draft) bool) map[string]draft {
	kept := make(map[string]draft)
	for place, dr := range d.drafts {
		if worth(place, dr) {
			kept[place] = dr
		}
	}
	return kept
}
