package ui

import (
	"errors"
	"strings"

	"mintmark/tokens"
)

// A caller is whom the server takes somebody for, and what he may ask for.
type caller struct {
	name, method string
	issuer       string
	groups       []string
	rules        []string // that are about him
	offers       []offer
}

// An offer is a profile that somebody may ask for, by one rule.
type offer struct {
	profile, rule string
	preset        bool   // what the rule gives if no profile is asked for
	identity      string // the one that the token gets, or a pattern for the one to be named
	named         bool   // it has to be named
	ttl, maxTTL   int64  // seconds
	fields        []offered
}

// An offered is what a profile says of one field, or of a grant that has none.
type offered struct {
	path     string // "video.room"
	value    string // it is this; "" where the request may say
	match    string
	anyOf    []string
	required bool
}

// free reports whether the request may fill the field in.
func (o offered) free() bool { return o.value == "" && strings.Contains(o.path, ".") }

// readCaller reads the answer of GET /v1/whoami; nil for something else.
func readCaller(said *tokens.Value) *caller {
	c := &caller{
		name: textOf(said, "principal"), method: textOf(said, "method"), issuer: textOf(said, "issuer"),
		groups: textsOf(said, "groups"), rules: textsOf(said, "rules"),
	}
	for i := range elements(said, "profiles") {
		p := &elements(said, "profiles")[i]
		o := offer{
			profile: textOf(p, "profile"), rule: textOf(p, "rule"), preset: p.Get("default").Is(tokens.TrueValue),
			identity: textOf(p, "identity"), named: p.Get("named").Is(tokens.TrueValue),
		}
		o.ttl, _ = p.Get("ttl").Integer()
		o.maxTTL, _ = p.Get("max_ttl").Integer()
		for j := range elements(p, "fields") {
			f := &elements(p, "fields")[j]
			o.fields = append(o.fields, offered{
				path: textOf(f, "path"), value: textOf(f, "value"), match: textOf(f, "match"),
				anyOf: textsOf(f, "any_of"), required: f.Get("required").Is(tokens.TrueValue),
			})
		}
		c.offers = append(c.offers, o)
	}
	if c.name == "" {
		return nil
	}
	return c
}

func elements(of *tokens.Value, name string) []tokens.Value {
	if v := of.Get(name); v != nil {
		return v.Elements
	}
	return nil
}

func textOf(of *tokens.Value, name string) string {
	text, _ := of.Get(name).Text()
	return text
}

func textsOf(of *tokens.Value, name string) (texts []string) {
	for i := range elements(of, name) {
		text, _ := elements(of, name)[i].Text()
		texts = append(texts, text)
	}
	return texts
}

// preset is the offer that is given where none is chosen, or else the first.
func (c *caller) preset() int {
	for i, o := range c.offers {
		if o.preset {
			return i
		}
	}
	return 0
}

// titles are the offers in a line each. A profile that several rules give has the
// rule beside it.
func (c *caller) titles() []string {
	titles := make([]string, len(c.offers))
	for i, o := range c.offers {
		titles[i] = o.profile
		for j, other := range c.offers {
			if i != j && other.profile == o.profile {
				titles[i] = o.profile + ", by rule " + o.rule
			}
		}
	}
	return titles
}

// by says how somebody has proved who he is.
func (c *caller) by() string {
	switch c.method {
	case "basic", "password":
		return "by password"
	case "service_key":
		return "with a service key"
	case "oidc":
		return "with an ID token"
	}
	return c.method
}

// offer is what is chosen; nil where there is nothing.
func (q *inquiry) offer() *offer {
	if q.who == nil || q.chosen >= len(q.who.offers) {
		return nil
	}
	return &q.who.offers[q.chosen]
}

// choose takes another offer. What is typed stays, where the other has a place for
// it.
func (q *inquiry) choose(i int) {
	q.chosen = i
	q.clearAnswer()
}

// fill takes what is typed into a field; "" takes it out.
func (q *inquiry) fill(path, text string) {
	filled := make(map[string]string, len(q.filled)+1)
	for p, t := range q.filled {
		filled[p] = t
	}
	filled[path] = text
	q.filled = filled
	if q.wrong == "grants."+path {
		q.wrong = ""
	}
}

// body is the request as JSON: what is chosen and typed, and nothing else. The
// error is a *tokens.FieldError whose path is that of the field.
func (q *inquiry) body() ([]byte, error) {
	body := []byte("{}")
	o := q.offer()
	if o == nil {
		return body, nil
	}
	set := func(value tokens.JSON, path ...string) (err error) {
		if len(value) > 0 {
			body, err = tokens.SetClaim(body, value, path...)
		}
		return err
	}
	texts := []struct{ name, text string }{{"profile", o.profile}, {"ttl", strings.TrimSpace(q.ttl)}}
	if o.named {
		texts = append(texts, struct{ name, text string }{"identity", q.named})
	}
	for _, t := range texts {
		if t.text != "" {
			if err := set(jsonText(t.text), t.name); err != nil {
				return nil, err
			}
		}
	}
	for _, f := range o.fields {
		if !f.free() {
			continue
		}
		value, err := f.wire(q.filled[f.path])
		if err == nil {
			err = set(value, append([]string{"grants"}, strings.Split(f.path, ".")...)...)
		}
		if err != nil {
			return nil, err
		}
	}
	return body, nil
}

// wire is what is typed as JSON of the type that the field has.
func (o offered) wire(text string) (tokens.JSON, error) {
	f, known := fieldAt(o.path)
	if text == "" || !known {
		return nil, nil
	}
	value, err := f.Wire(text)
	if err != nil {
		return nil, &tokens.FieldError{Path: o.path, Want: wanted(err), Got: text}
	}
	return value, nil
}

func wanted(err error) string {
	var field *tokens.FieldError
	if errors.As(err, &field) {
		return field.Want
	}
	return "something else"
}

// wants is what the policy takes for a field, in a few words.
func (o offered) wants() string {
	var parts []string
	if o.required {
		parts = append(parts, "needed")
	}
	if o.match != "" {
		parts = append(parts, "has to match "+o.match)
	}
	return strings.Join(parts, ", ")
}
