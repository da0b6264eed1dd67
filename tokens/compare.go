package tokens

import (
	"bytes"
	"maps"
	"slices"
	"strings"
)

// A Comparison holds two tokens against each other.
type Comparison struct {
	Exact         bool // they are the same to the byte
	SameSigned    bool // what is signed is: only then can signatures be compared
	SameSignature bool // the signatures are the same to the byte

	// Pairs are the members of headers and payloads, those of the first token
	// in their order before those that only the second has.
	Pairs []Pair
}

// A Pair is one member as it stands in two tokens.
type Pair struct {
	Segment string // "header" or "payload"
	Path    string // of the member, "grants.video.room"; "" for the segment

	First, Second *Value // nil where it is not there, or is no JSON
	Same          bool   // both say the same
}

// Compare holds two tokens against each other, member by member, down to what
// is no object. The order of members, white space and escapes do not count; 1
// and 1.0 are two things to many readers, and here. Neither token is verified.
func Compare(a, b *Token) *Comparison {
	c := &Comparison{
		Exact:         a.Raw == b.Raw,
		SameSigned:    a.Header.Encoded == b.Header.Encoded && a.Payload.Encoded == b.Payload.Encoded,
		SameSignature: a.Signature.Encoded == b.Signature.Encoded,
	}
	c.segments(&a.Header, &b.Header)
	c.segments(&a.Payload, &b.Payload)
	return c
}

// Changes are the pairs that do not say the same.
func (c *Comparison) Changes() []Pair {
	var changes []Pair
	for _, p := range c.Pairs {
		if !p.Same {
			changes = append(changes, p)
		}
	}
	return changes
}

// Duplicates are the members of header and payload whose names are there twice:
// readers differ on which one counts. [Compare] takes the last.
func (t *Token) Duplicates() []Fault {
	var twice []Fault
	for _, s := range []*Segment{&t.Header, &t.Payload} {
		for _, f := range s.Faults {
			if f.Rule == "duplicate" {
				twice = append(twice, f)
			}
		}
	}
	return twice
}

// segments compares headers or payloads; where they are no JSON, their bytes.
func (c *Comparison) segments(a, b *Segment) {
	if a.Value != nil && b.Value != nil {
		c.values(a.Name, "", a.Value, b.Value)
		return
	}
	c.Pairs = append(c.Pairs, Pair{a.Name, "", a.Value, b.Value, bytes.Equal(a.Data, b.Data)})
}

// values compares two values, objects member by member.
func (c *Comparison) values(segment, path string, a, b *Value) {
	if !a.Is(ObjectValue) || !b.Is(ObjectValue) || len(a.Members)+len(b.Members) == 0 {
		c.Pairs = append(c.Pairs, Pair{segment, path, a, b, sayTheSame(a, b)})
		return
	}
	va, vb := lastMembers(a), lastMembers(b)
	for _, name := range memberNames(a, b) {
		at := strings.TrimPrefix(path+"."+name, ".")
		if va[name] == nil || vb[name] == nil {
			c.Pairs = append(c.Pairs, Pair{segment, at, va[name], vb[name], false})
			continue
		}
		c.values(segment, at, va[name], vb[name])
	}
}

// lastMembers is the members of an object by name, of those with the same name
// the last, as nearly every reader has it.
func lastMembers(v *Value) map[string]*Value {
	m := make(map[string]*Value, len(v.Members))
	for i := range v.Members {
		m[v.Members[i].Name] = &v.Members[i].Value
	}
	return m
}

// memberNames is the names of both, each once, those of the first in their
// order before those that only the second has.
func memberNames(objects ...*Value) (names []string) {
	seen := map[string]bool{}
	for _, v := range objects {
		for i := range v.Members {
			if name := v.Members[i].Name; !seen[name] {
				seen[name] = true
				names = append(names, name)
			}
		}
	}
	return names
}

// sayTheSame reports whether two values do. Numbers do where they are written
// alike.
func sayTheSame(a, b *Value) bool {
	switch {
	case a.Type != b.Type:
		return false
	case a.Raw == b.Raw:
		return true
	case a.Type == StringValue:
		ta, _ := a.Text()
		tb, _ := b.Text()
		return ta == tb
	case a.Type == ArrayValue:
		return slices.EqualFunc(a.Elements, b.Elements, func(x, y Value) bool { return sayTheSame(&x, &y) })
	case a.Type == ObjectValue:
		return maps.EqualFunc(lastMembers(a), lastMembers(b), sayTheSame)
	}
	return false
}
