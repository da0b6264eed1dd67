package tokens_test

import (
	"fmt"
	"strings"
	"testing"

	"mintmark/tokens"
)

// What a hostile token says a hundred thousand times is said a hundred times,
// with the number of the rest.
func TestFindingsAreBounded(t *testing.T) {
	many := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format+",", i)
		}
		return strings.TrimSuffix(b.String(), ",")
	}
	header := b64(`{"typ":"JWT","alg":"HS256","cty":"twilio-fpa;v=1"}`)
	for name, payload := range map[string]string{
		"duplicates":        `{` + strings.Repeat(`"a":1,`, 50000) + `"b":1}`,
		"nested duplicates": strings.Repeat(`{"a":1,"a":`, 3000) + "1" + strings.Repeat("}", 3000),
		"unknown grants":    `{"grants":{` + many(70000, `"g%d":{}`) + `}}`,
		"unknown fields":    `{"grants":{"video":{` + many(70000, `"f%d":1`) + `}}}`,
		"scopes":            `{"iss":"AC","scope":"` + strings.Repeat("scope:x ", 50000) + `"}`,
		"policies":          `{"workspace_sid":"WS","policies":[` + strings.TrimSuffix(strings.Repeat("1,", 50000), ",") + `]}`,
	} {
		t.Run(name, func(t *testing.T) {
			v := tokens.Diagnose(tokens.Decode(header+"."+b64(payload)+".AA"), tokens.Options{At: now, AnyKind: true})
			if got := len(v.Findings); got > 400 {
				t.Errorf("got %d findings, want at most a hundred of each rule", got)
			}
			length := 0
			for _, f := range v.Findings {
				length += len(f.Found) + len(f.Place.Path)
			}
			if length > 4<<20 {
				t.Errorf("got %d bytes of findings", length)
			}
		})
	}
}
