package tokens

import (
	"reflect"
	"strings"
)

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

// nodesFor is what the tags of a grant say.
func nodesFor(g Grant) []node { return nodesOf(reflect.TypeOf(g).Elem()) }

func findNode(nodes []node, name string) (*node, bool) {
	for i := range nodes {
		if nodes[i].name == name {
			return &nodes[i], true
		}
	}
	return nil, false
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
			SID:  sf.Tag.Get("sid"), Or: sf.Tag.Get("or"), Help: sf.Tag.Get("help"), Without: sf.Tag.Get("without"),
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
