package strictyaml

import (
	"encoding/json"
	"strings"

	"go.yaml.in/yaml/v3"
)

// JSON is a value as JSON, its members in order. A text is taken for JSON that
// is written out.
func (d *Doc) JSON(n *yaml.Node, what string) string {
	if n.Kind == yaml.ScalarNode && n.Tag == "!!str" {
		return n.Value
	}
	var b strings.Builder
	d.writeJSON(&b, n, what)
	return b.String()
}

func (d *Doc) writeJSON(b *strings.Builder, n *yaml.Node, what string) {
	switch n.Kind {
	case yaml.MappingNode:
		first := true
		b.WriteByte('{')
		for key, value := range d.Members(n, what) {
			if !first {
				b.WriteByte(',')
			}
			first = false
			b.WriteString(quoted(key.Value) + ":")
			d.writeJSON(b, value, what)
		}
		b.WriteByte('}')
	case yaml.SequenceNode:
		b.WriteByte('[')
		for i, item := range n.Content {
			if i > 0 {
				b.WriteByte(',')
			}
			d.writeJSON(b, item, what)
		}
		b.WriteByte(']')
	default:
		b.WriteString(d.scalarJSON(n, what))
	}
}

func (d *Doc) scalarJSON(n *yaml.Node, what string) string {
	switch n.Tag {
	case "!!null":
		return "null"
	case "!!bool":
		return strings.ToLower(n.Value)
	case "!!int", "!!float":
		if json.Valid([]byte(n.Value)) {
			return n.Value
		}
		d.Fail(n, "%s: JSON does not write this number so: write it in digits, or put it in quotes", what)
		return "0"
	}
	return quoted(n.Value)
}

func quoted(s string) string {
	text, _ := json.Marshal(s)
	return string(text)
}
