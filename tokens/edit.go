package tokens

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// SetClaim returns the document with the member at path set to value.
// Everything else stays byte for byte as it was: order, spaces, numbers,
// members that Mintmark does not know. Parents that are missing are made; one
// that is no object is an error, for it would have to be thrown away.
func SetClaim(doc []byte, value JSON, path ...string) ([]byte, error) {
	if err := value.check(false); err != nil {
		return nil, fmt.Errorf("set %s: %w", strings.Join(path, "."), err)
	}
	if err := checkPathNames(path); err != nil {
		return nil, err
	}
	root, err := parseObject(doc)
	if err != nil {
		return nil, err
	}
	parent, depth := root, 0
	for depth < len(path)-1 {
		next := parent.Get(path[depth])
		if next == nil {
			break
		}
		if parent, depth = next, depth+1; parent.Type != ObjectValue {
			return nil, &FieldError{Path: strings.Join(path[:depth], "."), Want: "an object", Got: parent.Raw}
		}
	}
	if old := parent.Get(path[depth]); old != nil {
		return splice(doc, old.Start, old.End, string(value)), nil
	}
	return addMember(doc, parent, path[depth], nest(value, path[depth+1:])), nil
}

func checkPathNames(path []string) error {
	bad := slices.IndexFunc(path, func(name string) bool { return !utf8.ValidString(name) })
	if len(path) == 0 || bad >= 0 {
		return &FieldError{Path: "path", Want: "the names of members, in UTF-8", Got: strings.Join(path, ".")}
	}
	return nil
}

// nest wraps a value in the objects that are still missing around it.
func nest(value JSON, names []string) string {
	text := string(value)
	for i := len(names) - 1; i >= 0; i-- {
		text = "{" + quote(names[i]) + ":" + text + "}"
	}
	return text
}

// addMember puts a member behind the last one of an object.
func addMember(doc []byte, object *Value, name, value string) []byte {
	member := quote(name) + ":" + value
	if n := len(object.Members); n > 0 {
		end := object.Members[n-1].Value.End
		return splice(doc, end, end, ","+member)
	}
	return splice(doc, object.Start+1, object.Start+1, member)
}

// RemoveClaim returns the document without the member at path, and without the
// groups between a grant and it that this leaves empty; an empty grant stays,
// for it opens a product. A member that is given twice is removed twice. One
// that is not there is no error.
func RemoveClaim(doc []byte, path ...string) ([]byte, error) {
	if err := checkPathNames(path); err != nil {
		return nil, err
	}
	root, err := parseObject(doc)
	if err != nil {
		return nil, err
	}
	parents := []*Value{root} // of the members named in path
	for _, name := range path[:len(path)-1] {
		parents = append(parents, parents[len(parents)-1].Get(name))
	}
	const grantDepth = 2 // grants.voice
	last := len(path) - 1
	for last > grantDepth && holdsOnly(parents[last], path[last]) {
		last--
	}
	if parents[last] == nil {
		return doc, nil
	}
	return removeMembers(doc, parents[last], path[last]), nil
}

// holdsOnly reports whether an object has no members but those with that name.
func holdsOnly(object *Value, name string) bool {
	return object.Is(ObjectValue) && !slices.ContainsFunc(object.Members, func(m Member) bool { return m.Name != name })
}

// removeMembers takes every member with that name out, each with one comma.
func removeMembers(doc []byte, object *Value, name string) []byte {
	out := make([]byte, 0, len(doc))
	done, kept := 0, false
	cut := func(start, end int) { out, done = append(out, doc[done:start]...), end }
	members := object.Members
	for i := range members {
		switch {
		case members[i].Name != name:
			kept = true
		case kept:
			cut(members[i-1].Value.End, members[i].Value.End)
		case i+1 < len(members):
			cut(members[i].Start, members[i+1].Start)
		default:
			cut(members[i].Start, members[i].Value.End)
		}
	}
	return append(out, doc[done:]...)
}

func splice(doc []byte, start, end int, text string) []byte {
	out := make([]byte, 0, len(doc)-(end-start)+len(text))
	out = append(out, doc[:start]...)
	out = append(out, text...)
	return append(out, doc[end:]...)
}

func parseObject(doc []byte) (*Value, error) {
	v, err := ParseJSON(string(doc))
	if err != nil {
		return nil, err
	}
	if v.Type != ObjectValue {
		return nil, fmt.Errorf("%w: want a JSON object, got %s", ErrMalformed, v.describe())
	}
	return v, nil
}
