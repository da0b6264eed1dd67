package strictyaml

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

// maxDepth is how deep lists and mappings lie within each other.
const maxDepth = 32

// Parse reads a text that holds one document and returns its root; nil for a
// text that says nothing. The error is an [*Error].
func Parse(text []byte) (*yaml.Node, error) {
	dec := yaml.NewDecoder(bytes.NewReader(text))
	var doc, next yaml.Node
	switch err := dec.Decode(&doc); {
	case errors.Is(err, io.EOF):
		return nil, nil
	case err != nil:
		return nil, syntax(err)
	}
	var d Doc
	if err := dec.Decode(&next); err == nil {
		d.Fail(&next, "a second document begins here: want one")
	} else if !errors.Is(err, io.EOF) {
		return nil, syntax(err)
	}
	root := doc.Content[0]
	d.plain(root, 0)
	if root.Tag == "!!null" {
		root = nil
	}
	return root, d.Err()
}

// plain refuses what a reader of the nodes would have to follow or to guess.
func (d *Doc) plain(n *yaml.Node, depth int) {
	switch {
	case depth > maxDepth:
		d.Fail(n, "this is nested deeper than %d", maxDepth)
		return
	case n.Kind == yaml.AliasNode:
		d.Fail(n, "this is an alias: write out what it stands for")
		return
	case n.Anchor != "":
		d.Fail(n, "this has an anchor: write it out where it is needed")
	case n.Style&yaml.TaggedStyle != 0:
		d.Fail(n, "this has a tag: write the value alone")
	}
	for _, child := range n.Content {
		d.plain(child, depth+1)
	}
}

var atLine = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)$`) })

// syntax gives an error of the parser its line. What may quote the text, it
// says in other words.
func syntax(err error) error {
	m := atLine().FindStringSubmatch(strings.SplitN(err.Error(), "\n", 2)[0])
	if m == nil {
		return &Error{Mistakes: []Mistake{{0, "this is not YAML"}}}
	}
	line := 1 // which the parser leaves out
	if n, err := strconv.Atoi(m[1]); err == nil {
		line = n
	}
	text := "this is not YAML: " + m[2]
	if strings.Contains(m[2], "anchor") {
		text = "this is an alias, or a text that begins with * or &: put such a text in quotes"
	}
	return &Error{Mistakes: []Mistake{{line, text}}}
}
