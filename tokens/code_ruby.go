package tokens

import "strings"

var (
	rubyString = stringSyntax{special: "#", escape: escapeBraced}
	rubyValue  = valueSyntax{
		quote: rubyString.quote, object: [2]string{"{ ", " }"}, colon: " => ",
		null: "nil", true: "true", false: "false",
	}
)

func writeRuby(p *program) (string, error) {
	if err := p.checkNumbers("Ruby", func(raw string) bool { return isInteger(raw) || isExactFloat(raw) }); err != nil {
		return "", err
	}
	var c code
	c.add("# gem install twilio-ruby\n# " + secretsNote + "\nrequire \"twilio-ruby\"\n\n")
	if p.raw() {
		c.add("# A grant that no class of the library makes.\nGrant = Struct.new(:_key, :_generate_payload)\n\n")
	}
	c.add(`secret = ENV.fetch("TWILIO_API_KEY_SECRET")
token = Twilio::JWT::AccessToken.new(
  ENV.fetch("TWILIO_ACCOUNT_SID"),
  ENV.fetch("TWILIO_API_KEY_SID"),
  secret,
  identity: %s,
  ttl: %d`, rubyString.quote(p.identity), p.ttl)
	if p.nbf != "" {
		c.add(",\n  nbf: %s", p.nbf)
	}
	if p.region != "" {
		c.add(",\n  region: %s", rubyString.quote(p.region))
	}
	c.add("\n)\n")
	for _, g := range p.grants {
		c.rubyGrant(g)
	}
	c.rubyEnd(p)
	return c.String(), nil
}

func (c *code) rubyGrant(g helperGrant) {
	switch {
	case g.class == "":
		c.add("token.add_grant(Grant.new(%s, %s))\n", rubyString.quote(g.key), rubyValue.literal(g.value))
	case len(g.args) == 0:
		c.add("token.add_grant(Twilio::JWT::AccessToken::%s.new)\n", g.class)
	default:
		c.add("\n%s = Twilio::JWT::AccessToken::%s.new\n", g.key, g.class)
		for _, a := range g.args {
			c.add("%s.%s = %s\n", g.key, a.name, rubyValue.literal(a.value))
		}
		c.add("token.add_grant(%s)\n", g.key)
	}
}

// rubyEnd signs what the helper has made but for what it cannot leave out.
func (c *code) rubyEnd(p *program) {
	payload, headers := "token.payload", "token.headers"
	var why []string
	if p.nbf == "" {
		payload += ".except(:nbf)"
		why = append(why, "an nbf of now, too early for a clock that runs behind")
	}
	if p.region == "" {
		headers += ".compact"
		why = append(why, "a region of null")
	}
	if why == nil {
		c.add("\nputs token.to_jwt\n")
		return
	}
	c.add("\n# to_jwt would write %s.\nputs JWT.encode(%s, secret, \"HS256\", %s)\n", strings.Join(why, ", and "), payload, headers)
}
