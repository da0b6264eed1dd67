package policy

import (
	"encoding/json"
	"errors"
	"strings"

	"go.yaml.in/yaml/v3"

	"mintmark/app/internal/strictyaml"
	"mintmark/tokens"
)

func (p *parser) readGrants(n *yaml.Node, prof *profile) {
	for name, value := range p.Members(n, "grants") {
		k, known := kindOf(name.Value)
		if !known {
			p.Fail(name, "%v", unknownName(name.Value, ""))
			continue
		}
		if prof.grant(k.New().Key()) != nil {
			p.Fail(name, "the %s grant is there twice", k.New().Key())
			continue
		}
		prof.grants = append(prof.grants, p.readGrant(value, k))
	}
	if n.Kind == yaml.MappingNode && len(n.Content) == 0 {
		p.Fail(n, "grants is empty: want one grant or more")
	}
}

// kindOf is the kind with a name, or with a key inside the token: sync or
// data_sync.
func kindOf(name string) (tokens.Kind, bool) {
	for _, k := range tokens.Kinds() {
		if k.Name == name || k.New().Key() == name {
			return k, true
		}
	}
	return tokens.Kind{}, false
}

// unknownName is what package tokens says of a grant, or of a field of one, that
// there is not, with the field that was meant as the guide writes it.
func unknownName(name, field string) error {
	doc := map[string]any{name: map[string]any{}}
	if field != "" {
		doc[name] = map[string]any{field: "?"}
	}
	text, _ := json.Marshal(doc)
	_, err := tokens.ParseGrants(text)
	var unknown *tokens.UnknownNameError
	if errors.As(err, &unknown) {
		unknown.Like = strings.ReplaceAll(unknown.Like, ".", "_")
		return unknown
	}
	return &tokens.UnknownNameError{Grant: name, Name: field}
}

// A grantReader fills in what a profile says of one grant.
type grantReader struct {
	*parser
	key    string
	spec   *grantSpec
	fields []tokens.Field
	places map[string]int    // of the fields, by path and with _ in place of dots
	lines  []*yaml.Node      // where each field was said
	groups map[string]string // "outgoing" is "outgoing."
}

func (p *parser) readGrant(n *yaml.Node, k tokens.Kind) grantSpec {
	spec := newGrantSpec(k.New())
	r := &grantReader{p, spec.key, &spec, tokens.Fields(spec.base), map[string]int{}, make([]*yaml.Node, len(spec.fields)), map[string]string{}}
	for i, f := range r.fields {
		r.places[f.Path], r.places[strings.ReplaceAll(f.Path, ".", "_")] = i, i
		for j, c := range f.Path {
			if c == '.' {
				r.groups[f.Path[:j]] = f.Path[:j+1]
			}
		}
	}
	if n.Kind != yaml.MappingNode {
		p.Fail(n, "the %s grant wants its fields in braces; {} for none", r.key)
		return spec
	}
	r.readFields(n, "")
	return spec
}

func (r *grantReader) readFields(n *yaml.Node, group string) {
	for name, value := range r.Members(n, "the "+r.key+" grant") {
		i, known := r.places[group+name.Value]
		inner, isGroup := r.groups[group+name.Value]
		switch {
		case isGroup && value.Kind == yaml.MappingNode:
			r.readFields(value, inner)
		case isGroup:
			r.Fail(value, "%s.%s wants its fields in braces", r.key, group+name.Value)
		case !known:
			r.Fail(name, "%v", unknownName(r.key, group+name.Value))
		case r.lines[i] != nil:
			r.Fail(name, "%s.%s is there twice: line %d has it too", r.key, r.fields[i].Path, r.lines[i].Line)
		default:
			r.lines[i] = name
			r.readField(value, i)
		}
	}
}

// readField reads a value, which is fixed, or what a request may fill in.
func (r *grantReader) readField(n *yaml.Node, i int) {
	spec := &r.spec.fields[i]
	if isConstraint(n, r.fields[i].Type) {
		r.readConstraint(n, i)
		return
	}
	if n.Kind == yaml.SequenceNode && r.fields[i].Type == tokens.TextField {
		r.Fail(n, "%s is a list: want one value, or {any_of: […]}", r.path(i))
		return
	}
	if text := r.readValue(n, i); text != "" {
		spec.fixed = text
		_ = r.fields[i].Set(text) // readValue has tried
	}
}

func (r *grantReader) path(i int) string { return r.key + "." + r.fields[i].Path }

// readValue reads a value that the field can have, as [tokens.Field.Set] takes
// it; "" for a flag that is off, and after a mistake.
func (r *grantReader) readValue(n *yaml.Node, i int) (text string) {
	f := r.fields[i]
	switch f.Type {
	case tokens.FlagField:
		if !r.Bool(n, r.path(i)) {
			return ""
		}
		return "true"
	case tokens.JSONField:
		text = r.JSON(n, r.path(i))
	default:
		text = r.Text(n, r.path(i))
	}
	if text == "" {
		return ""
	}
	if err := tryField(r.key, i, text); err != nil {
		r.Fail(n, "%s.%v", r.key, err)
		return ""
	}
	return text
}

// tryField reports what is wrong with a value, in a grant of its own.
func tryField(key string, i int, text string) error {
	k, _ := tokens.KindOf(key)
	f := tokens.Fields(k.New())[i]
	if err := f.Set(text); err != nil {
		return err
	}
	return f.Check()
}

var constraintKeys = setOf([]string{"required", "optional", "match", "any_of", "value"})

// isConstraint tells what a request may fill in from a value, which for JSON may
// be a mapping too.
func isConstraint(n *yaml.Node, t tokens.FieldType) bool {
	if n.Kind != yaml.MappingNode {
		return false
	}
	for i := 0; t == tokens.JSONField && i < len(n.Content); i += 2 {
		if !constraintKeys[n.Content[i].Value] {
			return false
		}
	}
	return t != tokens.JSONField || len(n.Content) > 0
}

// readConstraint reads {required: true, match: "team-*"} and the like. What says
// neither required nor optional is required.
func (r *grantReader) readConstraint(n *yaml.Node, i int) {
	spec := &r.spec.fields[i]
	var required, optional, match, anyOf, value *yaml.Node
	keep := func(to **yaml.Node) func(*yaml.Node) { return func(n *yaml.Node) { *to = n } }
	r.Map(n, r.path(i),
		strictyaml.Key{Name: "required", Read: keep(&required)}, strictyaml.Key{Name: "optional", Read: keep(&optional)},
		strictyaml.Key{Name: "match", Read: keep(&match)}, strictyaml.Key{Name: "any_of", Read: keep(&anyOf)},
		strictyaml.Key{Name: "value", Read: keep(&value)})
	if value != nil {
		if len(n.Content) > 2 {
			r.Fail(n, "%s has a value and more: a value is fixed", r.path(i))
		}
		if spec.fixed = r.readValue(value, i); spec.fixed != "" {
			_ = r.fields[i].Set(spec.fixed)
		}
		return
	}
	spec.free, spec.required = true, true
	if required != nil {
		spec.required = r.Bool(required, "required")
	}
	if optional != nil {
		spec.required = !r.Bool(optional, "optional")
	}
	if required != nil && optional != nil {
		r.Fail(n, "%s has both required and optional: want one of them", r.path(i))
	}
	r.readBounds(n, i, match, anyOf)
}

func (r *grantReader) readBounds(n *yaml.Node, i int, match, anyOf *yaml.Node) {
	spec := &r.spec.fields[i]
	switch {
	case match != nil && anyOf != nil:
		r.Fail(n, "%s has both match and any_of: want one of them", r.path(i))
	case match != nil && r.fields[i].Type != tokens.TextField:
		r.Fail(match, "%s is no text: match does not apply", r.path(i))
	case match != nil:
		spec.match = newGlob(r.Text(match, "match"))
	case anyOf != nil && r.fields[i].Type == tokens.FlagField:
		r.Fail(anyOf, "%s is true or not there: any_of does not apply", r.path(i))
	case anyOf != nil:
		for _, item := range r.List(anyOf, "any_of") {
			spec.anyOf = append(spec.anyOf, r.readValue(item, i))
		}
	}
	if (match != nil || anyOf != nil) && !spec.required && spec.without != "" {
		r.Fail(n, "%s may be left out, and without it the grant opens %s: want required: true", r.path(i), spec.without)
	}
}
