package tokens

import (
	"slices"
	"strings"
)

var (
	nodeString = stringSyntax{escape: escapeBraced}
	nodeValue  = valueSyntax{
		quote: nodeQuote, key: nodeKey, object: [2]string{"{ ", " }"}, colon: ": ",
		null: "null", true: "true", false: "false",
	}
)

// nodeQuote lets a program stand in a page's script too.
func nodeQuote(text string) string { return strings.ReplaceAll(nodeString.quote(text), "</", `<\/`) }

// nodeKey keeps a name that otherwise sets the prototype.
func nodeKey(name string) string {
	if name == "__proto__" {
		return `["__proto__"]`
	}
	return nodeQuote(name)
}

func writeNode(p *program) (string, error) {
	if err := p.checkNumbers("JavaScript", isExactFloat); err != nil {
		return "", err
	}
	if slices.ContainsFunc(p.grants, func(g helperGrant) bool { return g.key == "__proto__" }) {
		return "", &FieldError{Path: "grants", Want: "names that JavaScript's objects can have", Got: "__proto__"}
	}
	var c code
	c.add("// npm install twilio\n// " + secretsNote + "\n")
	c.add(`const { AccessToken } = require("twilio").jwt;

const token = new AccessToken(
  process.env.TWILIO_ACCOUNT_SID,
  process.env.TWILIO_API_KEY_SID,
  process.env.TWILIO_API_KEY_SECRET,
  {
    identity: %s,
    ttl: %d,
`, nodeQuote(p.identity), p.ttl)
	if p.nbf != "" {
		c.add("    nbf: %s,\n", p.nbf)
	}
	if p.region != "" {
		c.add("    region: %s,\n", nodeQuote(p.region))
	}
	c.add("  },\n);\n")
	for _, g := range p.grants {
		c.nodeGrant(g)
	}
	c.add("\nconsole.log(token.toJwt());\n")
	return c.String(), nil
}

func (c *code) nodeGrant(g helperGrant) {
	if g.class == "" {
		c.add("token.addGrant({ key: %s, toPayload: () => (%s) });\n", nodeQuote(g.key), nodeValue.literal(g.value))
		return
	}
	c.add("token.addGrant(new AccessToken.%s(", g.class)
	switch len(g.args) {
	case 0:
	case 1:
		c.add("{ %s: %s }", camel(g.args[0].name), nodeValue.literal(g.args[0].value))
	default:
		c.add("{")
		for _, a := range g.args {
			c.add("\n  %s: %s,", camel(a.name), nodeValue.literal(a.value))
		}
		c.add("\n}")
	}
	c.add("));\n")
}
