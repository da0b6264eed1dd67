package cli

import (
	"errors"
	"fmt"
	"os"
	"time"

	"go.yaml.in/yaml/v3"

	"mintmark/app/internal/policy"
	"mintmark/app/internal/strictyaml"
	"mintmark/tokens"
)

// A policyCase is somebody who asks for something, and what he should get.
type policyCase struct {
	name string
	line int
	who  asker
	ask  policy.Request
	want expectation
}

// expectation is what a case says of the decision; what it leaves out may be
// anything.
type expectation struct {
	allow, deny bool

	rule, profile, identity, field string

	ttl    time.Duration
	grants []tokens.Grant // nil where nothing is said
}

// casesReader reads a file of cases.
type casesReader struct {
	strictyaml.Doc
	cases []policyCase
}

// readCases reads a file of cases. Its mistakes are a [*strictyaml.Error].
func readCases(path string) ([]policyCase, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	root, err := strictyaml.Parse(text)
	r := &casesReader{}
	switch {
	case err != nil:
		r.Adopt(nil, err)
	case root == nil:
		r.Fail(nil, "it is empty: want cases")
	default:
		r.Map(root, "the file", strictyaml.Key{Name: "cases", Required: true, Read: r.readCases})
	}
	err = r.Err()
	var mistakes *strictyaml.Error
	if errors.As(err, &mistakes) {
		mistakes.File = path
	}
	return r.cases, err
}

func (r *casesReader) readCases(n *yaml.Node) {
	names := map[string]int{}
	for _, item := range r.List(n, "cases") {
		c := policyCase{line: item.Line}
		r.readCase(item, &c)
		if c.name == "" {
			c.name = fmt.Sprintf("line %d", c.line)
		}
		if line, twice := names[c.name]; twice {
			r.Fail(item, "there are two cases %s: the other is in line %d", strictyaml.Quote(c.name), line)
		}
		names[c.name] = item.Line
		r.cases = append(r.cases, c)
	}
}

func (r *casesReader) readCase(n *yaml.Node, c *policyCase) {
	before := r.Count()
	r.Map(n, "a case",
		strictyaml.Key{Name: "name", Read: func(n *yaml.Node) { c.name = r.Text(n, "name") }},
		strictyaml.Key{Name: "who", Required: true, Read: func(n *yaml.Node) { r.readWho(n, &c.who) }},
		strictyaml.Key{Name: "ask", Read: func(n *yaml.Node) { r.readAsk(n, &c.ask) }},
		strictyaml.Key{Name: "allow", Read: func(n *yaml.Node) { r.readAllow(n, &c.want) }},
		strictyaml.Key{Name: "deny", Read: func(n *yaml.Node) { r.readDeny(n, &c.want) }},
	)
	if r.Count() == before && c.want.allow == c.want.deny {
		r.Fail(n, "a case says one of allow and deny, as in allow: true")
	}
}

// readWho takes a principal alone, or all there is to say of somebody.
func (r *casesReader) readWho(n *yaml.Node, a *asker) {
	if n.Kind == yaml.ScalarNode {
		a.name = r.Text(n, "who")
		return
	}
	text := func(name string, to *string) strictyaml.Key {
		return strictyaml.Key{Name: name, Read: func(n *yaml.Node) { *to = r.Text(n, name) }}
	}
	r.Map(n, "who", text("principal", &a.name), text("method", &a.method), text("issuer", &a.issuer), text("service_key", &a.serviceKey),
		strictyaml.Key{Name: "groups", Read: func(n *yaml.Node) { a.groups = r.Texts(n, "groups") }},
		strictyaml.Key{Name: "claims", Read: func(n *yaml.Node) {
			a.claims = map[string]string{}
			for key, value := range r.Members(n, "claims") {
				a.claims[key.Value] = r.Text(value, "a claim")
			}
		}},
	)
}

func (r *casesReader) readAsk(n *yaml.Node, ask *policy.Request) {
	r.Map(n, "ask",
		strictyaml.Key{Name: "profile", Read: func(n *yaml.Node) { ask.Profile = r.Text(n, "profile") }},
		strictyaml.Key{Name: "identity", Read: func(n *yaml.Node) { ask.Identity = r.Text(n, "identity") }},
		strictyaml.Key{Name: "ttl", Read: func(n *yaml.Node) { ask.TTL = r.Duration(n, "ttl") }},
		strictyaml.Key{Name: "grants", Read: func(n *yaml.Node) { ask.Grants = r.readGrants(n) }},
	)
}

// readGrants reads grants as they stand in a token, and in a request.
func (r *casesReader) readGrants(n *yaml.Node) []tokens.Grant {
	before := r.Count()
	text := r.JSON(n, "grants")
	if r.Count() > before {
		return nil
	}
	grants, err := tokens.ParseGrants([]byte(text))
	if err != nil {
		r.Fail(n, "grants are as in a token: %v", err)
	}
	return grants
}

// saysYes reads allow: true and deny: true, which ask for nothing else.
func (r *casesReader) saysYes(n *yaml.Node, what string) bool {
	if n.Kind != yaml.ScalarNode {
		return false
	}
	if n.Tag != "!!bool" || !r.Bool(n, what) {
		r.Fail(n, "%s: want true, or a mapping of what is to come of it", what)
	}
	return true
}

func (r *casesReader) readAllow(n *yaml.Node, want *expectation) {
	want.allow = true
	if r.saysYes(n, "allow") {
		return
	}
	r.Map(n, "allow", r.rule(want), r.profile(want),
		strictyaml.Key{Name: "identity", Read: func(n *yaml.Node) { want.identity = r.Text(n, "identity") }},
		strictyaml.Key{Name: "ttl", Read: func(n *yaml.Node) { want.ttl = r.Duration(n, "ttl") }},
		strictyaml.Key{Name: "grants", Read: func(n *yaml.Node) { want.grants = r.readGrants(n) }},
	)
}

func (r *casesReader) readDeny(n *yaml.Node, want *expectation) {
	want.deny = true
	if r.saysYes(n, "deny") {
		return
	}
	r.Map(n, "deny", r.rule(want), r.profile(want),
		strictyaml.Key{Name: "field", Read: func(n *yaml.Node) { want.field = r.Text(n, "field") }},
	)
}

func (r *casesReader) rule(want *expectation) strictyaml.Key {
	return strictyaml.Key{Name: "rule", Read: func(n *yaml.Node) { want.rule = r.Text(n, "rule") }}
}

func (r *casesReader) profile(want *expectation) strictyaml.Key {
	return strictyaml.Key{Name: "profile", Read: func(n *yaml.Node) { want.profile = r.Text(n, "profile") }}
}
