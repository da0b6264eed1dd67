package tokens

import (
	"bytes"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
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

// nodesFor is what the tags of a grant say.
func nodesFor(g Grant) []node { return nodesOf(reflect.TypeOf(g).Elem()) }

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

// checkTags is [Field.Check] for every leaf of g that is set.
func checkTags(g Grant) *FieldError {
	v := reflect.ValueOf(g).Elem()
	return checkFields(v, nodesOf(v.Type()))
}

func checkFields(v reflect.Value, nodes []node) *FieldError {
	for i := range nodes {
		n, fv := &nodes[i], v.Field(nodes[i].index)
		var err *FieldError
		switch {
		case n.group != nil:
			err = checkFields(fv, n.group)
		case n.SID == "" && n.Type != JSONField: // no other tag can be broken
		case n.Type == TextField && n.fits(fv.String()): // no need of a Field
		default:
			f := n.Field
			f.v = fv
			err = f.check()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// fits reports whether a text is what the field takes, as far as its SID goes.
func (f *Field) fits(text string) bool {
	return text == "" || f.Or != "" && text == f.Or || f.SID == "" || CheckSID(f.SID, text) == nil
}

// checkMembers holds the wire form of a grant against the tags of its kind.
// Members that the kind does not know pass.
func checkMembers(v *Value, nodes []node) *FieldError {
	if v.Type != ObjectValue {
		return &FieldError{Path: "grant", Want: "an object", Got: v.Raw}
	}
	for i := range v.Members {
		m := &v.Members[i]
		n, known := findNode(nodes, m.Name)
		var err *FieldError
		switch text, _ := m.Value.Text(); {
		case !known:
		case !n.takes(&m.Value):
			return &FieldError{Path: n.Path, Want: n.wants(), Got: m.Value.Raw}
		case n.group != nil:
			err = checkMembers(&m.Value, n.group)
		case n.SID != "" && text != "" && text != n.Or && CheckSID(n.SID, text) != nil:
			return &FieldError{Path: n.Path, Want: n.wantSID(), Got: text}
		}
		if err != nil {
			return err
		}
	}
	return nil
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

// A node is what the tags of one struct field say.
type node struct {
	Field
	name  string
	index int
	group []node // of a nested struct
}

// tags is what those of each kind's struct say. To look through a few is faster
// than a map.
var tags = func() (all []taggedType) {
	for _, k := range kinds {
		t := reflect.TypeOf(k.New()).Elem()
		all = append(all, taggedType{t, readTags(t, "")})
	}
	return all
}()

type taggedType struct {
	grant reflect.Type
	nodes []node
}

// nodesOf is what the tags of a grant's struct say; nil for [RawGrant], which
// has none.
func nodesOf(t reflect.Type) []node {
	for i := range tags {
		if tags[i].grant == t {
			return tags[i].nodes
		}
	}
	return nil
}

// readTags reads the tags of a struct. It is the only place that does; no other
// package reflects.
func readTags(t reflect.Type, parent string) []node {
	var nodes []node
	for i := range t.NumField() {
		sf := t.Field(i)
		name, _, _ := strings.Cut(sf.Tag.Get("json"), ",")
		n := node{name: name, index: i, Field: Field{
			Path: parent + name,
			SID:  sf.Tag.Get("sid"), Or: sf.Tag.Get("or"), Help: sf.Tag.Get("help"),
			Obsolete: sf.Tag.Get("obsolete") != "", object: sf.Tag.Get("json-type") == "object",
		}}
		switch sf.Type.Kind() {
		case reflect.Struct:
			n.group = readTags(sf.Type, n.Path+".")
		case reflect.Bool:
			n.Type = FlagField
		case reflect.Slice:
			n.Type = JSONField
		}
		nodes = append(nodes, n)
	}
	return nodes
}

// appendGrant appends the grant's wire form, its set fields in order. The only
// error is text that is not UTF-8.
func appendGrant(b []byte, g Grant) ([]byte, error) {
	if raw, ok := g.(*RawGrant); ok {
		return append(b, bytes.TrimSpace(raw.Value)...), nil
	}
	v := reflect.ValueOf(g).Elem()
	return appendGroup(b, v, nodesOf(v.Type()))
}

func appendGroup(b []byte, v reflect.Value, nodes []node) (_ []byte, err error) {
	b = append(b, '{')
	for i := range nodes {
		n, fv := &nodes[i], v.Field(nodes[i].index)
		if fv.IsZero() || n.Type == JSONField && fv.Len() == 0 {
			continue
		}
		if b[len(b)-1] != '{' {
			b = append(b, ',')
		}
		b = append(append(append(b, '"'), n.name...), `":`...)
		if b, err = appendNode(b, fv, n); err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

func appendNode(b []byte, fv reflect.Value, n *node) ([]byte, error) {
	switch {
	case n.group != nil:
		return appendGroup(b, fv, n.group)
	case n.Type == FlagField:
		return append(b, "true"...), nil
	case n.Type == JSONField:
		return append(b, bytes.TrimSpace(fv.Bytes())...), nil
	}
	b, err := appendText(b, fv.String())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", n.Path, err)
	}
	return b, nil
}

// readGrant fills g from its wire form, as far as it fits. It reports whether
// g then says exactly what doc says: nothing unknown, of another type, empty
// or given twice.
func readGrant(g Grant, doc *Value) (exact bool) {
	v := reflect.ValueOf(g).Elem()
	return readGroup(v, nodesOf(v.Type()), doc)
}

func readGroup(v reflect.Value, nodes []node, doc *Value) bool {
	if !doc.Is(ObjectValue) {
		return false
	}
	exact := true
	times := count(doc.Members)
	for i := range doc.Members {
		m := &doc.Members[i]
		n, known := findNode(nodes, m.Name)
		exact = exact && known && times(i) <= 1
		if known {
			exact = readNode(v.Field(n.index), n, &m.Value) && exact
		}
	}
	return exact
}

// readNode stores one member. A value that a mint would leave out, false or an
// empty text, is not exact either.
func readNode(fv reflect.Value, n *node, doc *Value) bool {
	switch {
	case n.group != nil:
		return readGroup(fv, n.group, doc) && !fv.IsZero()
	case n.Type == FlagField:
		fv.SetBool(doc.Type == TrueValue)
		return doc.Type == TrueValue
	case n.Type == JSONField:
		fv.SetBytes([]byte(doc.Raw))
		return JSON(doc.Raw).check(n.object) == nil
	}
	s, ok := doc.Text()
	fv.SetString(s)
	return ok && s != "" && utf8.ValidString(doc.Raw)
}

func findNode(nodes []node, name string) (*node, bool) {
	for i := range nodes {
		if nodes[i].name == name {
			return &nodes[i], true
		}
	}
	return nil, false
}
