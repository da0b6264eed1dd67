package strictyaml

import (
	"iter"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A Key is a member that a mapping may have.
type Key struct {
	Name     string
	Required bool
	Read     func(*yaml.Node)
}

// Map reads a mapping with these keys and no others. What the mapping is called
// in a mistake: "twilio".
func (d *Doc) Map(n *yaml.Node, what string, keys ...Key) {
	seen := map[string]bool{}
	for key, value := range d.Members(n, what) {
		seen[key.Value] = true
		if k := find(keys, key.Value); k != nil {
			k.Read(value)
		} else {
			d.unknown(key, what, keys)
		}
	}
	if n.Kind != yaml.MappingNode {
		return
	}
	for _, k := range keys {
		if k.Required && !seen[k.Name] {
			d.Fail(n, "%s lacks %s", what, k.Name)
		}
	}
}

func find(keys []Key, name string) *Key {
	for i := range keys {
		if keys[i].Name == name {
			return &keys[i]
		}
	}
	return nil
}

func (d *Doc) unknown(key *yaml.Node, what string, keys []Key) {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.Name
	}
	d.Unknown(key, what+" has no key "+Quote(key.Value), names)
}

// Unknown notes that a name is none of those there are, and which was most
// likely meant.
func (d *Doc) Unknown(n *yaml.Node, complaint string, names []string) {
	if like := Like(n.Value, names); like != "" {
		d.Fail(n, "%s: did you mean %s?", complaint, like)
	} else if len(names) <= 12 && len(names) > 0 {
		d.Fail(n, "%s: want %s", complaint, strings.Join(names, ", "))
	} else {
		d.Fail(n, "%s", complaint)
	}
}

// Members is every member of a mapping with keys of any name, in order. Keys
// that are there twice or are no text are mistakes and left out.
func (d *Doc) Members(n *yaml.Node, what string) iter.Seq2[*yaml.Node, *yaml.Node] {
	return func(yield func(key, value *yaml.Node) bool) {
		if n.Kind != yaml.MappingNode {
			d.Fail(n, "%s is %s: want a mapping of keys to values", what, kindOf(n))
			return
		}
		lines := map[string]int{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, value := n.Content[i], n.Content[i+1]
			switch line, twice := lines[key.Value]; {
			case key.Kind != yaml.ScalarNode || key.Tag == "!!null" || key.Tag == "!!merge" || key.Value == "":
				d.Fail(key, "%s has a key that is no name", what)
				continue
			case twice:
				d.Fail(key, "%s is there twice: line %d has it too", Quote(key.Value), line)
				continue
			}
			lines[key.Value] = key.Line
			if !yield(key, value) {
				return
			}
		}
	}
}

// List is every element of a list that is not empty.
func (d *Doc) List(n *yaml.Node, what string) []*yaml.Node {
	switch {
	case n.Kind != yaml.SequenceNode:
		d.Fail(n, "%s is %s: want a list", what, kindOf(n))
		return nil
	case len(n.Content) == 0:
		d.Fail(n, "%s is an empty list: leave it out", what)
	}
	return n.Content
}

// Quote is a name from the document in a mistake: short, and on one line.
func Quote(name string) string {
	const most = 40
	if r := []rune(name); len(r) > most {
		name = string(r[:most]) + "…"
	}
	var b strings.Builder
	for _, r := range name {
		if r < ' ' || r == 0x7f {
			r = '�'
		}
		b.WriteRune(r)
	}
	return "“" + b.String() + "”"
}
