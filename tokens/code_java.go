package tokens

import (
	"fmt"
	"strings"
)

// javac may take a file for ASCII, and reads \u before anything else: \u000a
// would be a line break.
var javaString = stringSyntax{ascii: true, escape: func(b []byte, r rune) []byte {
	if r < 0x80 {
		return fmt.Appendf(b, `\%03o`, r)
	}
	return escapeUTF16(b, r)
}}

func writeJava(p *program) (string, error) {
	body := javaClass(p)
	var c code
	c.add("// Maven: com.twilio.sdk:twilio\n// " + secretsNote + "\n")
	if strings.Contains(body, "new RawValue(") {
		c.add("import com.fasterxml.jackson.databind.util.RawValue;\n")
	}
	c.add("import com.twilio.jwt.accesstoken.*;\n")
	if p.nbf != "" {
		c.add("import java.time.Instant;\n")
	}
	c.add("import java.util.*;\n\n%s", body)
	return c.String(), nil
}

func javaClass(p *program) string {
	var c code
	c.add(`public class Mint {
    public static void main(String[] args) {
        AccessToken token = new AccessToken.Builder(
                env("TWILIO_ACCOUNT_SID"), env("TWILIO_API_KEY_SID"), env("TWILIO_API_KEY_SECRET"))
            .identity(%s)
            .ttl(%d)
`, javaString.quote(p.identity), p.ttl)
	if p.nbf != "" {
		c.add("            .nbf(Date.from(Instant.ofEpochSecond(%sL)))\n", p.nbf)
	}
	if p.region != "" {
		c.add("            .region(%s)\n", javaString.quote(p.region))
	}
	for _, g := range p.grants {
		c.javaGrant(g)
	}
	c.add(`            .build();
        System.out.println(token.toJwt());
    }

    private static String env(String name) {
        return Objects.requireNonNull(System.getenv(name), name + " is not set");
    }
`)
	if p.raw() {
		c.add(`
    /** A grant that no class of the library makes. */
    private record OtherGrant(String getGrantKey, Object getPayload) implements Grant {}
`)
	}
	c.add("}\n")
	return c.String()
}

func (c *code) javaGrant(g helperGrant) {
	if g.class == "" {
		c.add("            .grant(new OtherGrant(%s, %s))\n", javaString.quote(g.key), javaRaw(g.value))
		return
	}
	c.add("            .grant(new %s()", g.class)
	setters := g.setters(javaValue)
	for _, s := range setters {
		if len(setters) > 1 {
			c.add("\n                ")
		}
		c.add(".%s", s)
	}
	c.add(")\n")
}

func javaMap(v *Value) string {
	const most = 10 // that Map.of takes
	of, pair := "Map.of(", "%s, %s"
	if len(v.Members) > most {
		of, pair = "Map.ofEntries(", "Map.entry(%s, %s)"
	}
	pairs := make([]string, len(v.Members))
	for i := range v.Members {
		m := &v.Members[i]
		value := javaRaw(&m.Value)
		if m.Value.Type == StringValue {
			value = javaValue(&m.Value)
		}
		pairs[i] = fmt.Sprintf(pair, javaString.quote(m.Name), value)
	}
	return of + strings.Join(pairs, ", ") + ")"
}

// javaValue is what a setter takes: a text, a flag or an object.
func javaValue(v *Value) string {
	switch text, isText := v.Text(); {
	case isText:
		return javaString.quote(text)
	case v.Type == ObjectValue:
		return javaMap(v)
	}
	return v.Raw
}

// javaRaw is any JSON, which Jackson writes as it stands.
func javaRaw(v *Value) string { return "new RawValue(" + javaString.quote(jsonValue.literal(v)) + ")" }
