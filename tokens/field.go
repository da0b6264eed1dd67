package tokens

import (
	"reflect"
	"strconv"
	"strings"
)

// A FieldType is what a [Field] holds.
type FieldType int

// What a field holds.
const (
	TextField FieldType = iota // a string
	FlagField                  // true, or not there
	JSONField                  // any JSON
)

// A Field is one leaf of a grant, bound to the struct it came from. Set and
// String make it a flag value and a form input alike.
type Field struct {
	Path string // within the grant, "outgoing.application_sid"
	Type FieldType
	SID  string // the prefix that the value must have, or ""
	Or   string // the one value that may stand in place of a SID, or ""
	Help string // what it is, in a few words, in lower case

	// Without is what a grant opens without the field where that is more than
	// with it: "every room".
	Without string

	// Obsolete fields are read; current SDKs ignore them.
	Obsolete bool

	object bool
	v      reflect.Value
}

// Fields is every leaf of g, in order; none for a [*RawGrant].
func Fields(g Grant) []Field {
	if isNil(g) {
		return nil
	}
	v := reflect.ValueOf(g).Elem()
	return appendFields(nil, v, nodesOf(v.Type()))
}

// isNil reports whether there is no grant: nil, or a nil pointer to one.
func isNil(g Grant) bool { return g == nil || reflect.ValueOf(g).IsNil() }

func appendFields(fields []Field, v reflect.Value, nodes []node) []Field {
	for _, n := range nodes {
		fv := v.Field(n.index)
		if n.group != nil {
			fields = appendFields(fields, fv, n.group)
			continue
		}
		f := n.Field
		f.v = fv
		fields = append(fields, f)
	}
	return fields
}

// Set stores a value given as text: a flag as true or false, JSON as JSON. An
// empty text takes the field out. The error is a [*FieldError], and leaves the
// field as it was.
func (f Field) Set(text string) error {
	wire, err := f.Wire(text)
	if err != nil {
		return err
	}
	switch f.Type {
	case FlagField:
		f.v.SetBool(wire != nil)
	case JSONField:
		f.v.SetBytes(wire)
	default:
		f.v.SetString(text)
	}
	return nil
}

// Wire is a text as the JSON that [SetClaim] puts in the field's place: nil for
// an empty text or a flag that is off, which [RemoveClaim] takes out. The error
// is a [*FieldError].
func (f Field) Wire(text string) (JSON, error) {
	switch f.Type {
	case FlagField:
		on, err := strconv.ParseBool(text)
		if err != nil && text != "" {
			return nil, &FieldError{Path: f.Path, Want: "true or false", Got: text}
		}
		if on {
			return JSON("true"), nil
		}
	case JSONField:
		text = strings.TrimSpace(text)
		if text != "" && JSON(text).check(f.object) != nil {
			return nil, &FieldError{Path: f.Path, Want: f.wantJSON(), Got: text}
		}
		if text != "" {
			return JSON(text), nil
		}
	default:
		if text != "" {
			return JSON(quote(text)), nil
		}
	}
	return nil, nil
}

// String is the field's value as [Field.Set] takes it; "" where it is not set.
func (f Field) String() string {
	switch {
	case !f.v.IsValid() || f.v.IsZero():
		return ""
	case f.Type == FlagField:
		return "true"
	case f.Type == JSONField:
		return string(f.v.Bytes())
	}
	return f.v.String()
}

// Check holds the value against the field's tags. The error is a
// [*FieldError]; a field that is not set is fine.
func (f Field) Check() error {
	if err := f.check(); err != nil {
		return err
	}
	return nil
}

func (f Field) check() *FieldError {
	text := f.String()
	switch {
	case text == "" || f.Or != "" && text == f.Or:
		return nil
	case f.Type == JSONField && JSON(text).check(f.object) != nil:
		return &FieldError{Path: f.Path, Want: f.wantJSON(), Got: text}
	case f.SID != "" && CheckSID(f.SID, text) != nil:
		return &FieldError{Path: f.Path, Want: f.wantSID(), Got: text}
	}
	return nil
}

func (f Field) wantSID() string {
	if f.Or == "" {
		return wantSID(f.SID)
	}
	return wantSID(f.SID) + ", or " + f.Or
}

func (f Field) wantJSON() string {
	if f.object {
		return "a JSON object"
	}
	return "JSON"
}
