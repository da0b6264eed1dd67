package tokens

import (
	"bytes"
	"fmt"
	"reflect"
	"unicode/utf8"
)

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
