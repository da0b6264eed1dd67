package cli

import (
	"bytes"
	"strings"

	"mintmark/tokens"
)

// maxDepth is how deep JSON is laid out; what lies deeper stays as it is
// written. A token may nest thousands of levels, each a line and two columns
// further in.
const maxDepth = 32

// A tree lays JSON out for reading. Order, numbers and members that are given
// twice stay as they are.
type tree struct {
	bytes.Buffer
	paint
}

// value writes v behind what stands on the line.
func (t *tree) value(v *tokens.Value, depth int) {
	switch {
	case len(v.Members)+len(v.Elements) == 0 || depth > maxDepth:
		t.WriteString(printable(strings.TrimSpace(v.Raw)))
	case v.Type == tokens.ObjectValue:
		t.WriteString("{")
		for i := range v.Members {
			m := &v.Members[i]
			t.item(i, depth)
			name, _ := marshal(m.Name)
			t.WriteString(t.name(printable(string(name))) + ": ")
			t.value(&m.Value, depth+1)
		}
		t.close("}", v, depth)
	default:
		t.WriteString("[")
		for i := range v.Elements {
			t.item(i, depth)
			t.value(&v.Elements[i], depth+1)
		}
		t.close("]", v, depth)
	}
}

func (t *tree) item(i, depth int) {
	if i > 0 {
		t.WriteString(",")
	}
	t.indent(depth + 1)
}

// close ends an object or an array, unless the text broke off inside it.
func (t *tree) close(bracket string, v *tokens.Value, depth int) {
	t.indent(depth)
	if !strings.HasSuffix(v.Raw, bracket) {
		bracket = "…"
	}
	t.WriteString(bracket)
}

func (t *tree) indent(depth int) {
	t.WriteString("\n" + strings.Repeat("  ", depth))
}
