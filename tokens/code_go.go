package tokens

import (
	"fmt"
	"strconv"
	"strings"
)

var goString = stringSyntax{escape: escapeLong}

func writeGo(p *program) (string, error) {
	p = p.without(lacksEmptyParams)
	body := goMain(p)
	var c code
	c.add("// go get github.com/twilio/twilio-go\n// " + secretsNote + "\npackage main\n\nimport (\n")
	if strings.Contains(body, "json.RawMessage(") {
		c.add("\t\"encoding/json\"\n")
	}
	c.add("\t\"fmt\"\n\t\"log\"\n\t\"os\"\n")
	if p.ttl < goLeastTTL {
		c.add("\t\"time\"\n")
	}
	c.add("\n\t\"github.com/twilio/twilio-go/client/jwt\"\n)\n\n%s", body)
	return c.String(), nil
}

// goLeastTTL is what the helper raises shorter lifetimes to, in seconds.
const goLeastTTL = 3600

// goEnv reads the environment.
const goEnv = `
func env(name string) string {
	value := os.Getenv(name)
	if value == "" {
		log.Fatalf("%s is not set", name)
	}
	return value
}
`

func goMain(p *program) string {
	var c code
	c.add(`func main() {
	secret := env("TWILIO_API_KEY_SECRET")
	token := jwt.CreateAccessToken(jwt.AccessTokenParams{
		AccountSid:    env("TWILIO_ACCOUNT_SID"),
		SigningKeySid: env("TWILIO_API_KEY_SID"),
		Secret:        secret,
		Identity:      %s,
`, goString.quote(p.identity))
	if p.region != "" {
		c.add("\t\tRegion:        %s,\n", goString.quote(p.region))
	}
	if p.ttl < goLeastTTL {
		c.add("\t\t// A Ttl under one hour would be raised to it; this is taken as it is.\n")
		c.add("\t\tValidUntil: float64(time.Now().Unix() + %d),\n", p.ttl)
	} else {
		c.add("\t\tTtl:           %d,\n", p.ttl)
	}
	c.add("\t})\n")
	for _, g := range p.grants {
		if g.class != "" {
			c.goGrant(g)
		}
	}
	c.goPayload(p)
	return c.String() + goEnv
}

// goPayload signs what the helper has made, with what it cannot.
func (c *code) goPayload(p *program) {
	c.add("\n\tpayload := token.GeneratePayload()\n")
	if p.nbf != "" {
		c.add("\tpayload[\"nbf\"] = %s\n", p.nbf)
	} else {
		c.add("\tdelete(payload, \"nbf\") // ToJwt would write now: too early for a clock that runs behind\n")
	}
	if p.raw() {
		c.add("\tgrants := payload[\"grants\"].(map[string]any)\n")
	}
	for _, g := range p.grants {
		if g.class == "" {
			c.add("\tgrants[%s] = %s\n", goString.quote(g.key), goRaw(g.value))
		}
	}
	c.add(`	signed, err := jwt.SignTokenWithHMAC(token.Headers(), payload, secret)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(signed)
}
`)
}

func (c *code) goGrant(g helperGrant) {
	if g.class == "PlaybackGrant" {
		c.add("\ttoken.AddGrant(&jwt.PlaybackGrant%s)\n", goMembers(g.value))
		return
	}
	c.add("\ttoken.AddGrant(&jwt.%s{", g.class)
	fields := goFields(g)
	switch len(fields) {
	case 0:
	case 1:
		c.add("%s: %s", fields[0].name, fields[0].value)
	default:
		c.goAligned(fields)
	}
	c.add("})\n")
}

// A goField is a name and an expression of a composite literal.
type goField struct{ name, value string }

// goFields is the grant's fields in the helper's struct, which has groups for
// calls in and out.
func goFields(g helperGrant) []goField {
	var fields []goField
	for _, a := range g.args {
		switch a.name {
		case "incoming_allow":
			fields = append(fields, goField{"Incoming", "jwt.Incoming{Allow: true}"})
		case "outgoing_application_sid":
			outgoing := "ApplicationSid: " + goValue(a.value)
			if params := g.arg("outgoing_application_params"); params != nil {
				outgoing += ", ApplicationParams: map[string]any" + goMembers(params)
			}
			fields = append(fields, goField{"Outgoing", "jwt.Outgoing{" + outgoing + "}"})
		case "outgoing_application_params": // with the application
		case "endpoint_id":
			fields = append(fields, goField{"EndpointID", goValue(a.value)})
		default:
			fields = append(fields, goField{pascal(a.name), goValue(a.value)})
		}
	}
	return fields
}

// goAligned writes fields one a line, as gofmt does.
func (c *code) goAligned(fields []goField) {
	width := 0
	for _, f := range fields {
		width = max(width, len(f.name))
	}
	c.add("\n")
	for _, f := range fields {
		c.add("\t\t%-*s %s,\n", width+1, f.name+":", f.value)
	}
	c.add("\t")
}

func goMembers(v *Value) string {
	members := make([]string, len(v.Members))
	for i := range v.Members {
		m := &v.Members[i]
		members[i] = fmt.Sprintf("%s: %s", goString.quote(m.Name), goValue(&m.Value))
	}
	return "{" + strings.Join(members, ", ") + "}"
}

func goValue(v *Value) string {
	if text, ok := v.Text(); ok {
		return goString.quote(text)
	}
	return goRaw(v)
}

// goRaw is any JSON, which encoding/json writes as it stands.
func goRaw(v *Value) string {
	text := jsonValue.literal(v) // printable throughout
	if strconv.CanBackquote(text) {
		return "json.RawMessage(`" + text + "`)"
	}
	return "json.RawMessage(" + goString.quote(text) + ")"
}
