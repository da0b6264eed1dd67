package tokens

import (
	"errors"
	"math"
	"strconv"
)

// JSON is one JSON value as text, kept byte for byte.
type JSON []byte

// check returns an error for what is no JSON value, repeats a member's name,
// or is no object where one is wanted. What [ParseJSON] lets pass, text that is
// not Unicode, it does not.
func (j JSON) check(object bool) error {
	v, err := ParseJSON(string(j))
	var syntax *SyntaxError
	switch {
	case errors.As(err, &syntax) && syntax.Reason == tooDeep:
		return errors.New("nested more than " + strconv.Itoa(maxDepth) + " deep")
	case err != nil, !isUnicode(v.Raw):
		return errors.New("not JSON")
	case repeats(v):
		return errors.New("JSON with a name in it twice")
	case object && v.Type != ObjectValue:
		return errors.New("not a JSON object")
	}
	return nil
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
	plain      bool     // a string with nothing in it to unquote
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
	if v.plain {
		return v.Raw[1 : len(v.Raw)-1], true
	}
	return unquote(v.Raw), true
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
	err := v.parse(doc)
	return v.orNil(), err
}
