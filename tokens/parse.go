package tokens

import (
	"strconv"
	"strings"
	"sync"
)

// maxDepth is how deep objects and arrays may stand in each other. Twilio's own
// go four deep; a browser's stack holds a few thousand.
const maxDepth = 100

// The reasons of a [SyntaxError] that are told apart. A document that is too
// deep may well be JSON.
var (
	tooDeep  = "objects and arrays stand in each other more than " + strconv.Itoa(maxDepth) + " deep"
	tooEarly = "the text ends too early"
)

// A parser reads one document, strictly but for names that are there twice and
// for text that is not Unicode.
type parser struct {
	doc   string
	at    int // the next byte
	depth int // of objects and arrays that are not closed yet

	open   []Member // of the objects that are not closed yet
	closed []Member // of the others, which refer to them: as few pieces of memory as can be
}

var parsers = sync.Pool{New: func() any { return new(parser) }}

// parse is [ParseJSON] into v.
func (v *Value) parse(doc string) error {
	p := parsers.Get().(*parser)
	defer p.release()
	p.doc = doc
	if err := p.value(v); err != nil {
		return err
	}
	if p.space(); p.at < len(doc) {
		return &SyntaxError{Offset: p.at, Reason: "text after the JSON value"}
	}
	return nil
}

// release keeps the parser for the next document, and nothing of this one.
func (p *parser) release() {
	const most = 1 << 10 // of a usual token
	open := p.open[:0]
	if cap(open) > most {
		open = nil
	}
	*p = parser{open: open}
	parsers.Put(p)
}

// orNil is nil for a value of which nothing could be read.
func (v *Value) orNil() *Value {
	if v.Type == 0 {
		return nil
	}
	return v
}

// next is the first byte that is no white space, 0 at the end.
func (p *parser) next() byte {
	p.space()
	if p.at == len(p.doc) {
		return 0
	}
	return p.doc[p.at]
}

func (p *parser) space() {
	for p.at < len(p.doc) && isSpace(p.doc[p.at]) {
		p.at++
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// value reads any value. On an error an object or an array holds what was read
// of it, and of anything else there is nothing.
func (p *parser) value(v *Value) (err error) {
	c := p.next()
	v.Start = p.at
	t := ValueType(c)
	switch t {
	case ObjectValue, ArrayValue:
		v.Type = t
		return p.group(v)
	case StringValue:
		v.plain, err = p.text()
	case NullValue:
		err = p.word("null")
	case TrueValue:
		err = p.word("true")
	case FalseValue:
		err = p.word("false")
	default:
		t, err = NumberValue, p.number()
	}
	if err != nil {
		return err
	}
	v.Type = t
	p.end(v)
	return nil
}

func (p *parser) end(v *Value) { v.End, v.Raw = p.at, p.doc[v.Start:p.at] }

// group reads an object or an array. Where the document stops being JSON all the
// rest of it is the group's.
func (p *parser) group(v *Value) error {
	err := p.inside(v)
	if err != nil {
		p.at = len(p.doc)
	}
	p.end(v)
	return err
}

func (p *parser) inside(v *Value) error {
	if p.depth++; p.depth > maxDepth {
		return &SyntaxError{Offset: v.Start, Reason: tooDeep}
	}
	p.at++
	var err error
	if v.Type == ObjectValue {
		err = p.members(v)
	} else {
		err = p.elements(v)
	}
	if err != nil {
		return err
	}
	p.at++
	p.depth--
	return nil
}

// members reads up to the closing brace.
func (p *parser) members(v *Value) (err error) {
	base := len(p.open)
	for p.next() != '}' && err == nil {
		if len(p.open) > base {
			err = p.comma()
		}
		if err == nil {
			err = p.member()
		}
	}
	v.Members = p.close(p.open[base:])
	clear(p.open[base:])
	p.open = p.open[:base]
	return err
}

// close is a copy of the members of an object, cut from memory for all.
func (p *parser) close(members []Member) []Member {
	const most = 32 // to begin with, of what colons promise
	if room := cap(p.closed) - len(p.closed); room < len(members) {
		p.closed = make([]Member, 0, max(len(members), min(most, strings.Count(p.doc, ":"))))
	}
	start := len(p.closed)
	p.closed = append(p.closed, members...)
	return p.closed[start:len(p.closed):len(p.closed)]
}

// member reads one name and value.
func (p *parser) member() error {
	if p.next() != '"' {
		return p.unexpected()
	}
	start := p.at
	plain, err := p.text()
	if err != nil {
		return err
	}
	name := Value{Type: StringValue, plain: plain, Raw: p.doc[start:p.at]}
	if p.next() != ':' {
		return p.unexpected()
	}
	p.at++
	m := Member{Start: start}
	m.Name, _ = name.Text()
	err = p.value(&m.Value)
	if m.Value.Type != 0 {
		p.open = append(p.open, m)
	}
	return err
}

// elements reads up to the closing bracket.
func (p *parser) elements(v *Value) (err error) {
	for p.next() != ']' && err == nil {
		if len(v.Elements) > 0 {
			err = p.comma()
		}
		if err == nil {
			err = p.element(v)
		}
	}
	return err
}

func (p *parser) element(v *Value) error {
	last := len(v.Elements)
	v.Elements = append(v.Elements, Value{})
	err := p.value(&v.Elements[last])
	if v.Elements[last].Type == 0 {
		v.Elements = v.Elements[:last]
	}
	return err
}

// comma reads what stands between two members or elements. One with nothing
// behind it is the mistake, not the bracket.
func (p *parser) comma() error {
	if p.next() != ',' {
		return p.unexpected()
	}
	at := p.at
	p.at++
	if c := p.next(); c == '}' || c == ']' {
		p.at = at
		return p.unexpected()
	}
	return nil
}

// unexpected names the character at which the text stops being JSON.
func (p *parser) unexpected() error {
	if p.at >= len(p.doc) {
		return &SyntaxError{Offset: len(p.doc), Reason: tooEarly}
	}
	return &SyntaxError{Offset: p.at, Reason: "unexpected " + quote(string(firstRune(p.doc[p.at:])))}
}
