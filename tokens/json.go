package tokens

import (
	"bytes"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// JSON is one JSON value as text, kept byte for byte.
type JSON []byte

// check returns an error for what is no JSON value, repeats a member's name,
// or is no object where one is wanted.
func (j JSON) check(object bool) error {
	if nests(j) > maxDepth {
		return errors.New("nested more than " + strconv.Itoa(maxDepth) + " deep")
	}
	d := jsontext.NewDecoder(bytes.NewBuffer(j))
	v, err := d.ReadValue()
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		return errors.New("JSON with a name in it twice")
	case err != nil:
		return errors.New("not JSON")
	}
	if object && v.Kind() != '{' {
		return errors.New("not a JSON object")
	}
	if _, err = d.ReadToken(); !errors.Is(err, io.EOF) {
		return errors.New("not one JSON value")
	}
	return nil
}

// maxDepth is how deep objects and arrays may stand in each other. Twilio's own
// go four deep; a browser's stack holds a few thousand.
const maxDepth = 100

// nests is how deep a document goes, as far as brackets tell.
func nests(doc []byte) (deepest int) {
	depth, quoted := 0, false
	for i := 0; i < len(doc); i++ {
		switch c := doc[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
			deepest = max(deepest, depth)
		case c == '}' || c == ']':
			depth--
		}
	}
	return deepest
}

// A ValueType is what a JSON value is.
type ValueType byte

// The types of JSON values, by the byte they begin with.
const (
	NullValue   ValueType = 'n'
	FalseValue  ValueType = 'f'
	TrueValue   ValueType = 't'
	StringValue ValueType = '"'
	NumberValue ValueType = '0'
	ObjectValue ValueType = '{'
	ArrayValue  ValueType = '['
)

// String is the type's name in JSON: "object", "number".
func (t ValueType) String() string {
	switch t {
	case NullValue:
		return "null"
	case FalseValue, TrueValue:
		return "boolean"
	case StringValue:
		return "string"
	case NumberValue:
		return "number"
	case ObjectValue:
		return "object"
	case ArrayValue:
		return "array"
	}
	return "nothing"
}

// A Value is one JSON value where it stands in its document: exact text,
// members in order, duplicates kept, numbers not rounded. All methods take a
// nil Value, which stands for one that is not there.
type Value struct {
	Type       ValueType
	Raw        string   // the exact text
	Start, End int      // bytes into the document
	Members    []Member // of an object
	Elements   []Value  // of an array
}

// A Member is one name and value of an object.
type Member struct {
	Name  string
	Start int // where the name's opening quote stands in the document
	Value Value
}

// Get follows member names from v; nil where one is missing. Of members with
// the same name it takes the last, as nearly every reader does.
func (v *Value) Get(path ...string) *Value {
	for _, name := range path {
		v = v.member(name)
	}
	return v
}

func (v *Value) member(name string) *Value {
	if v == nil {
		return nil
	}
	for i := len(v.Members) - 1; i >= 0; i-- {
		if v.Members[i].Name == name {
			return &v.Members[i].Value
		}
	}
	return nil
}

// Is reports whether v is there and has that type.
func (v *Value) Is(t ValueType) bool { return v != nil && v.Type == t }

// Text is the value of a JSON string, and whether v is one.
func (v *Value) Text() (string, bool) {
	if !v.Is(StringValue) {
		return "", false
	}
	return plainText(v.Raw), true
}

// Integer is the value of a JSON number that is written as an integer and fits
// 64 bits, and whether v is one.
func (v *Value) Integer() (int64, bool) {
	if !v.Is(NumberValue) {
		return 0, false
	}
	n, err := strconv.ParseInt(v.Raw, 10, 64)
	return n, err == nil
}

// float is the value of any JSON number; one beyond float64 is infinite.
func (v *Value) float() (float64, bool) {
	if !v.Is(NumberValue) {
		return 0, false
	}
	f, err := strconv.ParseFloat(v.Raw, 64)
	return f, err == nil || math.IsInf(f, 0)
}

// Display is the value as a person wants to see it: a string without its
// quotes, everything else as it is written.
func (v *Value) Display() string {
	if v == nil {
		return ""
	}
	if s, ok := v.Text(); ok {
		return s
	}
	return v.Raw
}

// describe is the value in a sentence: its type, and the text where it is short.
func (v *Value) describe() string {
	switch {
	case v == nil:
		return "nothing"
	case v.Type == NullValue:
		return "null"
	case v.Type == ObjectValue || v.Type == ArrayValue:
		return "an " + v.Type.String()
	}
	return "the " + v.Type.String() + " " + clip(v.Raw)
}

func unquote(raw string) string {
	b, err := jsontext.AppendUnquote(nil, raw)
	if err != nil && len(b) == 0 {
		return ""
	}
	return string(b)
}

// quote is s as a JSON string. Bytes that are no UTF-8 become U+FFFD.
func quote(s string) string {
	b, _ := jsontext.AppendQuote(nil, s)
	return string(b)
}

// A SyntaxError says where a text stops being JSON.
type SyntaxError struct {
	Offset int // bytes from the start
	Reason string
}

func (e *SyntaxError) Error() string {
	return e.Reason + " at byte " + strconv.Itoa(e.Offset)
}

// ParseJSON reads one JSON document. On a [*SyntaxError] the value holds what
// could be read before it; nil if that is nothing.
func ParseJSON(doc string) (*Value, error) {
	v := new(Value)
	err := v.parse(doc, []byte(doc))
	return v.orNil(), err
}

// parse is ParseJSON of a document that is there in both forms.
func (v *Value) parse(doc string, data []byte) error {
	p := parsers.Get().(*parser)
	defer p.release()
	p.doc, p.in = doc, *bytes.NewBuffer(data)
	if err := p.read(v); err != nil {
		return err
	}
	return p.end()
}

// orNil is nil for a value of which nothing could be read.
func (v *Value) orNil() *Value {
	if v.Type == 0 {
		return nil
	}
	return v
}

// lenient takes what [Decode] wants to report rather than stop at.
var lenient = []jsontext.Options{jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)}

type parser struct {
	doc string
	in  bytes.Buffer
	d   *jsontext.Decoder

	// members is a stack: those of the objects that are not closed yet.
	members []Member
	depth   int // of objects and arrays that are not closed yet
}

var parsers = sync.Pool{New: func() any {
	p := new(parser)
	p.d = jsontext.NewDecoder(&p.in, lenient...)
	return p
}}

// release keeps the parser for the next document, and nothing of this one.
func (p *parser) release() {
	const most = 1 << 10 // of a usual token
	if cap(p.members) > most {
		p.members = nil
	}
	p.doc, p.in, p.depth = "", bytes.Buffer{}, 0
	p.d.Reset(&p.in, lenient...)
	parsers.Put(p)
}

func (p *parser) read(v *Value) error {
	switch p.d.PeekKind() {
	case '{':
		return p.object(v)
	case '[':
		return p.array(v)
	}
	raw, start, err := p.scalar()
	if err != nil {
		return err
	}
	*v = Value{Type: typeOf(raw), Raw: raw, Start: start, End: start + len(raw)}
	return nil
}

// object reads members up to the closing brace; what was read before an error
// stays in v.
func (p *parser) object(v *Value) error {
	if err := p.open(v, ObjectValue); err != nil {
		return err
	}
	var err error
	base := len(p.members)
	for err == nil && p.d.PeekKind() != '}' {
		err = p.member()
	}
	v.Members = append(v.Members, p.members[base:]...) // as many as there are
	clear(p.members[base:])
	p.members = p.members[:base]
	if err != nil {
		return p.cut(v, err)
	}
	return p.close(v)
}

// member reads one name and value.
func (p *parser) member() error {
	if k := p.d.PeekKind(); k == '{' || k == '[' { // the tokenizer would read it all, however deep
		return &SyntaxError{Offset: int(p.d.InputOffset()), Reason: "a name is missing"}
	}
	name, start, err := p.scalar()
	if err != nil {
		return err
	}
	m := Member{Name: plainText(name), Start: start}
	err = p.read(&m.Value)
	if m.Value.Type != 0 {
		p.members = append(p.members, m)
	}
	return err
}

func (p *parser) array(v *Value) error {
	if err := p.open(v, ArrayValue); err != nil {
		return err
	}
	for p.d.PeekKind() != ']' {
		v.Elements = append(v.Elements, Value{})
		last := len(v.Elements) - 1
		if err := p.read(&v.Elements[last]); err != nil {
			if v.Elements[last].Type == 0 {
				v.Elements = v.Elements[:last]
			}
			return p.cut(v, err)
		}
	}
	return p.close(v)
}

func (p *parser) open(v *Value, t ValueType) error {
	if _, err := p.d.ReadToken(); err != nil {
		return p.syntax(err)
	}
	v.Type, v.Start = t, int(p.d.InputOffset())-1
	if p.depth++; p.depth > maxDepth {
		return p.cut(v, &SyntaxError{Offset: v.Start, Reason: tooDeep})
	}
	return nil
}

// tooDeep is the reason not to read on in a document that may well be JSON.
var tooDeep = "objects and arrays stand in each other more than " + strconv.Itoa(maxDepth) + " deep"

func (p *parser) close(v *Value) error {
	if _, err := p.d.ReadToken(); err != nil {
		return p.cut(v, p.syntax(err))
	}
	p.depth--
	v.End = int(p.d.InputOffset())
	v.Raw = p.doc[v.Start:v.End]
	return nil
}

// cut ends a value where the document stops being JSON.
func (p *parser) cut(v *Value, err error) error {
	v.End = len(p.doc)
	v.Raw = p.doc[v.Start:]
	return err
}

func (p *parser) scalar() (raw string, start int, err error) {
	b, err := p.d.ReadValue()
	if err != nil {
		return "", 0, p.syntax(err)
	}
	end := int(p.d.InputOffset())
	return p.doc[end-len(b) : end], end - len(b), nil
}

func (p *parser) end() error {
	rest := strings.TrimLeft(p.doc[p.d.InputOffset():], " \t\r\n")
	if rest != "" {
		return &SyntaxError{Offset: len(p.doc) - len(rest), Reason: "text after the JSON value"}
	}
	return nil
}

func (p *parser) syntax(err error) error {
	var se *jsontext.SyntacticError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF):
		return &SyntaxError{Offset: len(p.doc), Reason: "the text ends too early"}
	case errors.As(err, &se):
		return &SyntaxError{Offset: int(se.ByteOffset), Reason: p.unexpected(int(se.ByteOffset))}
	}
	return &SyntaxError{Offset: int(p.d.InputOffset()), Reason: p.unexpected(int(p.d.InputOffset()))}
}

// unexpected names the character at which the text stops being JSON.
func (p *parser) unexpected(at int) string {
	if at >= len(p.doc) {
		return "the text ends too early"
	}
	return "unexpected " + quote(string(firstRune(p.doc[at:])))
}

func typeOf(raw string) ValueType {
	switch c := raw[0]; c {
	case 'n', 't', 'f', '"':
		return ValueType(c)
	}
	return NumberValue
}

// plainText unquotes without a copy where nothing is escaped.
func plainText(raw string) string {
	for i := 1; i < len(raw)-1; i++ {
		if c := raw[i]; c == '\\' || c >= 0x80 {
			return unquote(raw)
		}
	}
	return raw[1 : len(raw)-1]
}
