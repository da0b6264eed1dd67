package tokens

import "strings"

// shell is text between single quotes. A NUL, which no shell holds, is not in
// JSON.
func shell(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

func writeCurl(p *program) (string, error) {
	var c code
	c.add("#!/bin/sh\n# This token comes from a server that was started with\n#\n#     mintmark serve --ttl %d", p.ttl)
	if p.region != "" {
		c.add(" --region %s", p.region)
	}
	unknown := false
	for _, g := range p.grants {
		grant := "{" + jsonString.quote(g.key) + ": " + jsonValue.literal(g.value) + "}"
		c.add(" --grant %s", shell(grant))
		if _, err := ParseGrants([]byte(grant)); err != nil {
			unknown = true
		}
	}
	if unknown {
		c.add(" --allow-unknown")
	}
	c.add("\n#\n# and who logs in is who it is for. ")
	if p.nbf != "" {
		c.add("The server leaves nbf out. ")
	}
	c.add(`It needs curl and jq.
set -eu
: "${MINTMARK_URL:=http://127.0.0.1:8080}" "${MINTMARK_PASSWORD:?is not set}"
export MINTMARK_PASSWORD

login=$(jq --null-input %s)
answer=$(printf '%%s' "$login" | curl --fail-with-body --silent --show-error \
  --header 'Content-Type: application/json' --data-binary @- "$MINTMARK_URL/token") ||
  { printf '%%s\n' "$answer" >&2; exit 1; }
printf '%%s' "$answer" | jq --raw-output .token
`, shell("{username: "+jsonString.quote(p.identity)+", password: env.MINTMARK_PASSWORD}"))
	return c.String(), nil
}
