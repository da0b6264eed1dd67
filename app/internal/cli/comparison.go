package cli

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"time"

	"mintmark/tokens"
)

// A comparison is what came of it.
type comparison struct {
	Same        bool         `json:"same"`      // what they say
	Exact       bool         `json:"exact"`     // to the byte
	Signature   string       `json:"signature"` // "same", "differs", or "not comparable" where they sign different bytes
	Differences []difference `json:"differences"`
	Duplicates  []duplicate  `json:"duplicates,omitempty"`
	ExitCode    int          `json:"exit_code"`
}

func compare(a, b *tokens.Token, f *diffFlags) *comparison {
	d := &comparison{Exact: a.Raw == b.Raw, Signature: compareSignatures(a, b), Differences: []difference{}}
	d.segment("header", &a.Header, &b.Header)
	d.segment("payload", &a.Payload, &b.Payload)
	d.Differences = slices.DeleteFunc(d.Differences, func(one difference) bool { return slices.ContainsFunc(f.ignore, one.isIn) })
	d.Duplicates = append(duplicates("first", a), duplicates("second", b)...)
	alike := len(d.Differences) == 0 && len(d.Duplicates) == 0 && d.Signature != "differs"
	d.Same = d.Exact || alike && !f.exact
	switch {
	case len(d.Duplicates) > 0 || a.Kind() == tokens.NoKind || b.Kind() == tokens.NoKind:
		d.ExitCode = exitMalformed
	case !d.Same:
		d.ExitCode = exitRefused
	}
	return d
}

// compareSignatures says nothing of those that sign different bytes.
func compareSignatures(a, b *tokens.Token) string {
	switch {
	case a.Header.Encoded != b.Header.Encoded || a.Payload.Encoded != b.Payload.Encoded:
		return "not comparable"
	case a.Signature.Encoded != b.Signature.Encoded:
		return "differs"
	}
	return "same"
}

// segment compares headers or payloads; where they are no JSON, their bytes.
func (d *comparison) segment(name string, a, b *tokens.Segment) {
	if a.Value != nil && b.Value != nil {
		d.value(name, "", a.Value, b.Value)
		return
	}
	if !bytes.Equal(a.Data, b.Data) {
		d.add(name, "", a.Value, b.Value)
	}
}

func (d *comparison) add(segment, path string, a, b *tokens.Value) {
	d.Differences = append(d.Differences, difference{segment, path, rawValue(a), rawValue(b), a, b})
}

// value compares two values, objects member by member.
func (d *comparison) value(segment, path string, a, b *tokens.Value) {
	if !a.Is(tokens.ObjectValue) || !b.Is(tokens.ObjectValue) {
		if !equal(a, b) {
			d.add(segment, path, a, b)
		}
		return
	}
	va, vb := members(a), members(b)
	for _, name := range memberNames(a, b) {
		at := strings.TrimPrefix(path+"."+name, ".")
		if va[name] == nil || vb[name] == nil {
			d.add(segment, at, va[name], vb[name])
			continue
		}
		d.value(segment, at, va[name], vb[name])
	}
}

// members is the members of an object by name, of those with the same name the
// last, as nearly every reader has it.
func members(v *tokens.Value) map[string]*tokens.Value {
	m := make(map[string]*tokens.Value, len(v.Members))
	for i := range v.Members {
		m[v.Members[i].Name] = &v.Members[i].Value
	}
	return m
}

// memberNames is the names of both, those of the first in their order before
// those that only the second has.
func memberNames(objects ...*tokens.Value) (names []string) {
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

// equal reports whether two values say the same. Numbers do that when they are
// written alike: 1 and 1.0 are two things to many readers.
func equal(a, b *tokens.Value) bool {
	switch {
	case a.Type != b.Type:
		return false
	case a.Raw == b.Raw:
		return true
	case a.Type == tokens.StringValue:
		ta, _ := a.Text()
		tb, _ := b.Text()
		return ta == tb
	case a.Type == tokens.ArrayValue:
		return slices.EqualFunc(a.Elements, b.Elements, func(x, y tokens.Value) bool { return equal(&x, &y) })
	case a.Type == tokens.ObjectValue:
		return maps.EqualFunc(members(a), members(b), equal)
	}
	return false
}

func (d *comparison) text(now time.Time, z *time.Location, c paint) []byte {
	var b bytes.Buffer
	switch {
	case d.Exact:
		line(&b, c.good("the same to the byte"))
	case d.Same:
		line(&b, c.good("they say the same"), ", written differently")
	case len(d.Differences) == 0 && len(d.Duplicates) > 0:
		line(&b, c.bad("readers differ"), " on whether they say the same")
	case len(d.Differences) == 0 && d.Signature == "differs":
		line(&b, c.bad("signed differently"), ": the same header and payload, with another key")
	case len(d.Differences) == 0:
		line(&b, c.bad("written differently"), ", though they say the same")
	default:
		line(&b, c.bad("they differ"))
	}
	for _, one := range d.Differences {
		line(&b, one.text(now, z, c))
	}
	for _, twice := range d.Duplicates {
		line(&b, c.bad("!"), " ", c.name(twice.Token+" "+twice.Segment+" "+printable(twice.Path)), ": ", printable(twice.Found))
	}
	return b.Bytes()
}
