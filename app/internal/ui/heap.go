package ui

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"mintmark/tokens"
)

// A heap is a text with many tokens, and what came of each.
type heap struct {
	text  string
	spans []tokens.Span
	rows  []entry // of the first spans, so far as they are judged

	// next are the rows of another judgement under way, where rows are shown
	// meanwhile.
	next []entry
	late bool // of the next only those differ that are due
	as   judgedAs
	due  time.Time // when time makes another verdict of the first of them

	query   string // text that rows must have
	word    string // verdict that they must have; "" for any
	sort    column
	falling bool
	shown   int // how many rows are drawn
}

// An entry is one token of a heap.
type entry struct {
	brief
	at           int       // which it is
	line, column int       // where it begins, from 1, in bytes
	due          time.Time // when time makes another verdict of it; zero for never
}

// judgedAs is what a verdict depends on beside token and time.
type judgedAs struct {
	key, file string
	form      keyForm
	asOf      time.Time
	leeway    time.Duration
}

func (m *model) judgedAs() judgedAs {
	own := m.own()
	return judgedAs{own.key, own.file, own.form, own.asOf, own.leeway}
}

// A column of the table, by which it can be sorted.
type column int

const (
	lineColumn column = iota
	verdictColumn
	codeColumn
	holderColumn
	kindColumn
	grantsColumn
	expiresColumn
)

var columnTitles = []string{"Line", "Verdict", "Code", "Identity", "Kind", "Grants", "Expires"}

// setHeap takes another text. Its tokens are judged by judgeSome.
func (m *model) setHeap(text string) {
	if text != m.heap.text {
		m.heap = heap{text: text, spans: tokens.FindAll(text, false), as: m.judgedAs(), shown: mostRows}
	}
}

// heapDone reports whether all of the heap is judged.
func (m *model) heapDone() bool { return len(m.heap.rows) == len(m.heap.spans) && m.heap.next == nil }

// reviseHeap begins another judgement where the last one holds no more: there
// is another key, another moment to judge as of, or time has gone on.
func (m *model) reviseHeap() {
	h := &m.heap
	late := m.own().asOf.IsZero() && !h.due.IsZero() && !m.now().Before(h.due)
	if h.as == m.judgedAs() && !late || len(h.spans) == 0 {
		return
	}
	h.late = h.as == m.judgedAs() && h.next == nil
	h.as, h.due = m.judgedAs(), time.Time{}
	h.next = make([]entry, 0, len(h.spans))
	if len(h.rows) < len(h.spans) {
		h.rows, h.next = nil, nil
	}
}

// judgeSome judges tokens of the heap until it is told to stop, and reports
// whether there are more.
func (m *model) judgeSome(stop func() bool) (more bool) {
	h := &m.heap
	m.at = m.now()
	rows := &h.rows
	if h.next != nil {
		rows = &h.next
	}
	for len(*rows) < len(h.spans) && !stop() {
		*rows = append(*rows, m.entryAfter(*rows))
	}
	if len(*rows) < len(h.spans) {
		return true
	}
	if h.next != nil {
		h.rows, h.next = h.next, nil
	}
	return false
}

// entryAfter is the row that follows those of the rows: the token is judged,
// unless nothing but the time has gone on and it has nothing to say to that.
func (m *model) entryAfter(rows []entry) entry {
	e := m.judgedAfter(rows)
	if h := &m.heap; !e.due.IsZero() && (h.due.IsZero() || e.due.Before(h.due)) {
		h.due = e.due
	}
	return e
}

func (m *model) judgedAfter(rows []entry) entry {
	h := &m.heap
	i, from := len(rows), 0
	if h.next != nil && h.late {
		if was := h.rows[i]; was.due.IsZero() || m.at.Before(was.due) {
			return was
		}
	}
	e := entry{at: i, line: 1, column: 1}
	if i > 0 {
		last := rows[i-1]
		e.line, e.column, from = last.line, last.column, h.spans[i-1].Start
	}
	between := h.text[from:h.spans[i].Start]
	if breaks := strings.Count(between, "\n"); breaks > 0 {
		e.line, e.column = e.line+breaks, 1
	}
	e.column += len(between) - strings.LastIndexByte(between, '\n') - 1
	t := tokenAt(h.text, h.spans[i])
	own := m.own()
	e.brief = own.brief(t)
	e.due = own.sooner(time.Time{}, t)
	return e
}

// sooner is due, or when time makes another verdict of a token, if that is
// sooner; zero is never.
func (m *model) sooner(due time.Time, t *tokens.Token) time.Time {
	for claim, leeway := range map[string]time.Duration{"exp": m.leeway, "nbf": -m.leeway} {
		at, ok := t.Time(claim)
		at = at.Add(leeway)
		if ok && at.After(m.at) && (due.IsZero() || at.Before(due)) {
			due = at
		}
	}
	return due
}

// seen are the rows that the filters let through, in order.
func (h *heap) seen() []entry {
	query := strings.ToLower(strings.TrimSpace(h.query))
	rows := make([]entry, 0, len(h.rows))
	for _, e := range h.rows {
		if (h.word == "" || e.word == h.word) && e.has(query) {
			rows = append(rows, e)
		}
	}
	if h.sort != lineColumn || h.falling {
		slices.SortStableFunc(rows, h.compare)
	}
	return rows
}

// compare orders two rows. What is not there comes last, either way.
func (h *heap) compare(a, b entry) int {
	switch lacksA, lacksB := h.sort.lacks(&a), h.sort.lacks(&b); {
	case lacksA && lacksB:
		return 0
	case lacksA:
		return 1
	case lacksB:
		return -1
	case h.falling:
		return h.sort.compare(&b, &a)
	}
	return h.sort.compare(&a, &b)
}

// has reports whether a text, in lower case, is in what the row says.
func (e *entry) has(query string) bool {
	if query == "" {
		return true
	}
	for _, said := range []string{e.holder, e.kind, e.grants, e.word, e.title, e.codeText()} {
		if strings.Contains(strings.ToLower(said), query) {
			return true
		}
	}
	return false
}

func (e *entry) codeText() string {
	if e.code == 0 {
		return ""
	}
	return strconv.Itoa(e.code)
}

// text is what a row says in a column of texts.
func (c column) text(e *entry) string {
	switch c {
	case codeColumn:
		return e.codeText()
	case holderColumn:
		return strings.ToLower(e.holder)
	case kindColumn:
		return e.kind
	}
	return e.grants
}

// lacks reports whether a row has nothing in the column.
func (c column) lacks(e *entry) bool {
	switch c {
	case lineColumn, verdictColumn:
		return false
	case expiresColumn:
		return e.expires.IsZero()
	}
	return c.text(e) == ""
}

// compare orders two rows that have something in the column.
func (c column) compare(a, b *entry) int {
	switch c {
	case lineColumn:
		return a.at - b.at
	case verdictColumn:
		return slices.Index(verdictWords, a.word) - slices.Index(verdictWords, b.word)
	case expiresColumn:
		return a.expires.Compare(b.expires)
	}
	return strings.Compare(c.text(a), c.text(b))
}

// sortBy orders the table by a column; by the same again, the other way round.
func (m *model) sortBy(c column) {
	h := &m.heap
	h.falling = h.sort == c && !h.falling
	h.sort = c
}

// tally is how many tokens of the heap have each of verdictWords.
func (h *heap) tally() []int {
	counts := make([]int, len(verdictWords))
	for i := range h.rows {
		counts[slices.Index(verdictWords, h.rows[i].word)]++
	}
	return counts
}

// heapState says how far things are.
func (m *model) heapState() string {
	h := &m.heap
	switch n := len(h.spans); {
	case h.text == "":
		return "It is read here, and sent nowhere."
	case n == 0:
		return "There is no token in these " + size(len(h.text)) + "."
	case len(h.rows) < n:
		return "Judging: " + thousands(len(h.rows)) + " of " + thousands(n) + " tokens."
	default:
		return tokensIn(n) + " in " + size(len(h.text)) + m.checkedWith() + "."
	}
}

func (m *model) checkedWith() string {
	if len(m.own().keys) == 0 {
		return "; signatures are not checked without the key"
	}
	return "; signatures are checked with the key of the workbench"
}

func tokensIn(n int) string {
	if n == 1 {
		return "1 token"
	}
	return thousands(n) + " tokens"
}

// thousands is a number with commas.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
