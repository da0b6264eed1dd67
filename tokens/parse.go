package tokens

import (
	"strconv"
	"strings"
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

	room []Member // for those of all objects, in as few pieces of memory as can be
}

// parse is [ParseJSON] into v.
func (v *Value) parse(doc string) error {
	p := parser{doc: doc}
	if err := p.value(v); err != nil {
		return err
	}
	if p.space(); p.at < len(doc) {
		return &SyntaxError{Offset: p.at, Reason: "text after the JSON value"}
	}
	return nil
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
	var few [8]Member // on the stack: few objects have more
	all := few[:0]
	for p.next() != '}' && err == nil {
		var m Member
		if len(all) > 0 {
			err = p.comma()
		}
		if err == nil {
			m, err = p.member()
		}
		if m.Value.Type != 0 {
			all = append(all, m)
		}
	}
	v.Members = p.keep(all)
	return err
}

// keep is a copy of the members of an object.
func (p *parser) keep(members []Member) []Member {
	if cap(p.room)-len(p.room) < len(members) {
		some := 32
		if p.room == nil { // the first are often all: as many as there are colons
			some = min(some, strings.Count(p.doc, ":"))
		}
		p.room = make([]Member, 0, max(len(members), some))
	}
	start := len(p.room)
	p.room = append(p.room, members...)
	return p.room[start:len(p.room):len(p.room)]
}

// member reads one name and value.
func (p *parser) member() (m Member, err error) {
	if p.next() != '"' {
		return m, p.unexpected()
	}
	m.Start = p.at
	plain, err := p.text()
	if err != nil {
		return m, err
	}
	name := Value{Type: StringValue, plain: plain, Raw: p.doc[m.Start:p.at]}
	if p.next() != ':' {
		return m, p.unexpected()
	}
	p.at++
	m.Name, _ = name.Text()
	err = p.value(&m.Value)
	return m, err
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
