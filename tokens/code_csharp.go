package tokens

import (
	"fmt"
	"slices"
	"strings"
)

var csharpString = stringSyntax{escape: escapeLong}

// csharpLacks is for parameters that are no texts.
func csharpLacks(g helperGrant) bool {
	params := g.arg("outgoing_application_params")
	return params != nil && slices.ContainsFunc(params.Members, func(m Member) bool { return m.Value.Type != StringValue })
}

func writeCSharp(p *program) (string, error) {
	p = p.without(csharpLacks)
	body := csharpClasses(p)
	var c code
	c.add("// dotnet add package Twilio\n// " + secretsNote + "\nusing System;\nusing System.Collections.Generic;\n")
	if strings.Contains(body, "JsonDocument.Parse(") {
		c.add("using System.Text.Json;\n")
	}
	c.add("using Twilio.Jwt.AccessToken;\n\n%s", body)
	return c.String(), nil
}

// csharpOther is a class for grants that the library has none for.
const csharpOther = `
/// <summary>A grant that no class of the library makes.</summary>
class OtherGrant : IGrant
{
    public string Key { get; set; }
    public object Payload { get; set; }
}
`

func csharpClasses(p *program) string {
	var c code
	c.add(`class Program
{
    static void Main()
    {
        var grants = new HashSet<IGrant>();
`)
	for _, g := range p.grants {
		c.csharpGrant(g)
	}
	c.add(`
        // In whole seconds: the library rounds what is left of one.
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var token = new Token(
            Env("TWILIO_ACCOUNT_SID"),
            Env("TWILIO_API_KEY_SID"),
            Env("TWILIO_API_KEY_SECRET"),
            identity: %s,
            expiration: DateTimeOffset.FromUnixTimeSeconds(now + %d).UtcDateTime,
`, csharpString.quote(p.identity), p.ttl)
	if p.nbf != "" {
		c.add("            nbf: DateTimeOffset.FromUnixTimeSeconds(%s).UtcDateTime,\n", p.nbf)
	}
	if p.region != "" {
		c.add("            region: %s,\n", csharpString.quote(p.region))
	}
	c.add(`            grants: grants);
        Console.WriteLine(token.ToJwt());
    }

    static string Env(string name) =>
        Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException(name + " is not set");
}
`)
	if p.raw() {
		c.add(csharpOther)
	}
	return c.String()
}

func (c *code) csharpGrant(g helperGrant) {
	switch {
	case g.class == "":
		c.add("        grants.Add(new OtherGrant { Key = %s, Payload = %s });\n", csharpString.quote(g.key), csharpJSON(g.value))
		return
	case len(g.args) == 0:
		c.add("        grants.Add(new %s());\n", g.class)
		return
	case len(g.args) == 1:
		c.add("        grants.Add(new %s { %s = %s });\n", g.class, pascal(g.args[0].name), csharpArg(g.args[0]))
		return
	}
	c.add("        grants.Add(new %s\n        {\n", g.class)
	for _, a := range g.args {
		c.add("            %s = %s,\n", pascal(a.name), csharpArg(a))
	}
	c.add("        });\n")
}

func csharpArg(a helperArg) string {
	if a.value.Type != ObjectValue {
		return csharpValue(a.value)
	}
	kind := "object"
	if a.name == "outgoing_application_params" {
		kind = "string"
	}
	members := make([]string, len(a.value.Members))
	for i := range a.value.Members {
		m := &a.value.Members[i]
		members[i] = fmt.Sprintf("[%s] = %s", csharpString.quote(m.Name), csharpValue(&m.Value))
	}
	if len(members) == 0 {
		return "new Dictionary<string, " + kind + ">()"
	}
	return "new Dictionary<string, " + kind + "> { " + strings.Join(members, ", ") + " }"
}

func csharpValue(v *Value) string {
	if text, ok := v.Text(); ok {
		return csharpString.quote(text)
	}
	if v.Type == TrueValue {
		return "true"
	}
	return csharpJSON(v)
}

// csharpJSON is any JSON, which the library writes as it stands.
func csharpJSON(v *Value) string {
	return "JsonDocument.Parse(" + csharpString.quote(jsonValue.literal(v)) + ").RootElement"
}
