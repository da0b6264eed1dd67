package tokens

import "strings"

var (
	pythonString = stringSyntax{escape: escapeLong}
	pythonValue  = valueSyntax{
		quote: pythonString.quote, object: [2]string{"{", "}"}, colon: ": ",
		null: "None", true: "True", false: "False",
	}
)

func writePython(p *program) (string, error) {
	if err := p.checkNumbers("Python", func(raw string) bool { return isInteger(raw) || isExactFloat(raw) }); err != nil {
		return "", err
	}
	p = p.without(lacksEmptyParams)
	var c code
	c.pythonImports(p)
	c.add(`token = AccessToken(
    os.environ["TWILIO_ACCOUNT_SID"],
    os.environ["TWILIO_API_KEY_SID"],
    os.environ["TWILIO_API_KEY_SECRET"],
    identity=%s,
    ttl=%d,
`, pythonString.quote(p.identity), p.ttl)
	if p.nbf != "" {
		c.add("    nbf=%s,\n", p.nbf)
	} else {
		c.add("    nbf=None,  # the default is now: too early for a clock that runs behind\n")
	}
	if p.region != "" {
		c.add("    region=%s,\n", pythonString.quote(p.region))
	}
	c.add(")\n")
	for _, g := range p.grants {
		c.pythonGrant(g)
	}
	c.add("\nprint(token.to_jwt())\n")
	return c.String(), nil
}

// pythonOther is a class for grants that the library has none for.
const pythonOther = `
class Grant(AccessTokenGrant):
    """A grant that no class of the library makes."""

    key = None

    def __init__(self, key, payload):
        self.key = key
        self.payload = payload

    def to_payload(self):
        return self.payload


`

func (c *code) pythonImports(p *program) {
	c.add("# pip install twilio\n# " + secretsNote + "\nimport os\n\nfrom twilio.jwt.access_token import AccessToken")
	if p.raw() {
		c.add(", AccessTokenGrant")
	}
	c.add("\n")
	if classes := p.classes(); len(classes) > 0 {
		c.add("from twilio.jwt.access_token.grants import %s\n", strings.Join(classes, ", "))
	}
	c.add("\n")
	if p.raw() {
		c.add(pythonOther)
	}
}

func (c *code) pythonGrant(g helperGrant) {
	if g.class == "" {
		c.add("token.add_grant(Grant(%s, %s))\n", pythonString.quote(g.key), pythonValue.literal(g.value))
		return
	}
	c.add("token.add_grant(%s(", g.class)
	switch len(g.args) {
	case 0:
	case 1:
		c.add("%s=%s", g.args[0].name, pythonValue.literal(g.args[0].value))
	default:
		for _, a := range g.args {
			c.add("\n    %s=%s,", a.name, pythonValue.literal(a.value))
		}
		c.add("\n")
	}
	c.add("))\n")
}
