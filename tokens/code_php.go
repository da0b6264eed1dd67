package tokens

import (
	"slices"
	"strconv"
	"strings"
)

var (
	phpString = stringSyntax{special: "$", escape: escapeBraced}
	phpValue  = valueSyntax{
		quote: phpString.quote, prefix: phpPrefix, object: [2]string{"[", "]"}, colon: " => ",
		null: "null", true: "true", false: "false",
	}
)

// phpPrefix tells an object from a list, where an array would be taken for one.
func phpPrefix(v *Value) string {
	if isPHPList(v) {
		return "(object) "
	}
	return ""
}

// isPHPList reports whether an array with these keys is written as a list.
func isPHPList(v *Value) bool {
	for i := range v.Members {
		if v.Members[i].Name != strconv.Itoa(i) {
			return false
		}
	}
	return true
}

// phpArray is a value for a parameter that takes no object; the helper mends
// an empty one.
func phpArray(v *Value) string { return strings.TrimPrefix(phpValue.literal(v), "(object) ") }

func phpExact(raw string) bool {
	n, err := strconv.ParseInt(raw, 10, 64)
	return err == nil && n > -1<<63 || isExactFloat(raw)
}

// phpLacks is for what the helper's setters and getters drop.
func phpLacks(g helperGrant) bool {
	return slices.ContainsFunc(g.args, func(a helperArg) bool {
		text, isText := a.value.Text()
		return isText && text == "0" || a.value.Type == ObjectValue && isPHPList(a.value) && g.class != "PlaybackGrant"
	})
}

// phpHolds reports whether a grant fits the arrays that the helper asks for.
func phpHolds(g helperGrant) bool {
	switch v := g.value; v.Type {
	case ObjectValue:
		return len(v.Members) == 0 || !isPHPList(v)
	case ArrayValue:
		return len(v.Elements) > 0
	}
	return false
}

func writePHP(p *program) (string, error) {
	if err := p.checkNumbers("PHP", phpExact); err != nil {
		return "", err
	}
	p = p.without(phpLacks)
	var c code
	c.add("<?php\n// composer require twilio/sdk\n// " + secretsNote + "\nrequire __DIR__ . \"/vendor/autoload.php\";\n\n")
	if p.identity == "0" || slices.ContainsFunc(p.grants, func(g helperGrant) bool { return !phpHolds(g) }) {
		c.phpByHand(p)
	} else {
		c.phpWithHelper(p)
	}
	c.add(`
function env(string $name): string
{
    return getenv($name) ?: throw new RuntimeException("$name is not set");
}
`)
	return c.String(), nil
}

// phpOther is a class for grants that the library has none for.
const phpOther = `
// A grant that no class of the library makes.
class OtherGrant implements Grant
{
    public function __construct(private string $key, private array $payload)
    {
    }

    public function getGrantKey(): string
    {
        return $this->key;
    }

    public function getPayload(): array
    {
        return $this->payload;
    }
}
`

func (c *code) phpImports(p *program) {
	c.add("use Twilio\\Jwt\\AccessToken;\n")
	classes := p.classes()
	if p.raw() {
		classes = append(classes, "Grant")
	}
	slices.Sort(classes)
	for _, class := range classes {
		c.add("use Twilio\\Jwt\\Grants\\%s;\n", class)
	}
	if p.raw() {
		c.add(phpOther)
	}
}

func (c *code) phpWithHelper(p *program) {
	c.phpImports(p)
	c.add(`
$token = new AccessToken(
    env("TWILIO_ACCOUNT_SID"),
    env("TWILIO_API_KEY_SID"),
    env("TWILIO_API_KEY_SECRET"),
    %d,
    %s
);
`, p.ttl, phpString.quote(p.identity))
	if p.nbf != "" {
		c.add("$token->setNbf(%s);\n", p.nbf)
	}
	if p.region != "" {
		c.add("$token->setRegion(%s);\n", phpString.quote(p.region))
	}
	for _, g := range p.grants {
		c.phpGrant(g)
	}
	c.add("\necho $token->toJWT(), \"\\n\";\n")
}

func (c *code) phpGrant(g helperGrant) {
	setters := g.setters(phpArray)
	switch {
	case g.class == "":
		c.add("$token->addGrant(new OtherGrant(%s, %s));\n", phpString.quote(g.key), phpArray(g.value))
	case len(setters) == 0:
		c.add("$token->addGrant(new %s());\n", g.class)
	case len(setters) == 1:
		c.add("$token->addGrant((new %s())->%s);\n", g.class, setters[0])
	default:
		c.add("$token->addGrant((new %s())\n    ->%s);\n", g.class, strings.Join(setters, "\n    ->"))
	}
}

// phpByHand signs with what the helper signs with.
func (c *code) phpByHand(p *program) {
	c.add(`use Twilio\Jwt\JWT;

// AccessToken drops an identity of "0", and takes grants that are arrays only.
$key = env("TWILIO_API_KEY_SID");
$now = time();
$claims = [
    "jti" => "$key-$now",
    "iss" => $key,
    "sub" => env("TWILIO_ACCOUNT_SID"),
    "exp" => $now + %d,
`, p.ttl)
	if p.nbf != "" {
		c.add("    \"nbf\" => %s,\n", p.nbf)
	}
	c.add("    \"grants\" => %s,\n];\n$header = [\"cty\" => \"%s\"", phpValue.literal(p.all), ContentType)
	if p.region != "" {
		c.add(", \"twr\" => %s", phpString.quote(p.region))
	}
	c.add("];\n\necho JWT::encode($claims, env(\"TWILIO_API_KEY_SECRET\"), \"HS256\", $header), \"\\n\";\n")
}
