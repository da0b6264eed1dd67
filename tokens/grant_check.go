package tokens

import "reflect"

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
