package tokens_test

import (
	"strings"
	"testing"

	"mintmark/tokens"
)

func TestSetClaim(t *testing.T) {
	for _, test := range []struct{ name, doc, path, value, want string }{
		{"replace", `{"a":1, "b" : 2 ,"c":3}`, "b", `"x"`, `{"a":1, "b" : "x" ,"c":3}`},
		{"replace the last of two", `{"a":1,"a":2}`, "a", `3`, `{"a":1,"a":3}`},
		{"replace in depth", `{"g":{"v":{"r":"x"}}}`, "g.v.r", `"y"`, `{"g":{"v":{"r":"y"}}}`},
		{"add", `{"a":1}`, "b", `2`, `{"a":1,"b":2}`},
		{"add to nothing", `{ }`, "b", `2`, `{"b":2 }`},
		{"add with parents", `{"g":{}}`, "g.v.o.s", `"x"`, `{"g":{"v":{"o":{"s":"x"}}}}`},
		{"keep big numbers", `{"n":12345678901234567890,"a":1}`, "a", `2`, `{"n":12345678901234567890,"a":2}`},
		{"odd names", `{"a\"b":1}`, `a"b`, `2`, `{"a\"b":2}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := tokens.SetClaim([]byte(test.doc), tokens.JSON(test.value), strings.Split(test.path, ".")...)
			if err != nil || string(got) != test.want {
				t.Errorf("got %s, %v, want %s", got, err, test.want)
			}
		})
	}
	for _, test := range []struct{ name, doc, path, value string }{
		{"no JSON", `{"a":`, "a", `1`},
		{"no object", `[1]`, "a", `1`},
		{"no value", `{}`, "a", `{`},
		{"parent that is no object", `{"a":[1]}`, "a.b", `1`},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, err := tokens.SetClaim([]byte(test.doc), tokens.JSON(test.value), strings.Split(test.path, ".")...); err == nil {
				t.Errorf("got %s, want an error", got)
			}
		})
	}
}

func TestRemoveClaim(t *testing.T) {
	for _, test := range []struct{ name, doc, path, want string }{
		{"first", `{"a":1, "b":2}`, "a", `{"b":2}`},
		{"last", `{"a":1, "b":2 }`, "b", `{"a":1 }`},
		{"middle", `{"a":1,"b":2,"c":3}`, "b", `{"a":1,"c":3}`},
		{"only", `{ "a":1 }`, "a", `{  }`},
		{"missing", `{"a":1}`, "b.c", `{"a":1}`},
		{"given twice", `{"a":1,"b":2,"a":3}`, "a", `{"b":2}`},
		{"given three times", `{"a":1,"a":2, "a":3}`, "a", `{}`},
		{"given twice in front", `{"a":1,"a":2, "b":3}`, "a", `{"b":3}`},
		{"given twice behind", `{"b":3, "a":1,"a":2 }`, "a", `{"b":3 }`},
		{"given here and there", `{"a":1,"b":2,"a":3,"a":4,"c":5,"a":6}`, "a", `{"b":2,"c":5}`},
		{"groups left empty", `{"grants":{"x":{"a":{"b":{"c":1,"c":2}}}}}`, "grants.x.a.b.c", `{"grants":{"x":{}}}`},
		{"group of something else", `{"grants":{"x":{"a":[1]}}}`, "grants.x.a.b", `{"grants":{"x":{"a":[1]}}}`},
		{"group left empty", `{"grants":{"voice":{"outgoing":{"application_sid":"x"},"endpoint_id":"e"}}}`, "grants.voice.outgoing.application_sid", `{"grants":{"voice":{"endpoint_id":"e"}}}`},
		{"grant left empty", `{"grants":{"voice":{"outgoing":{"application_sid":"x"}}}}`, "grants.voice.outgoing.application_sid", `{"grants":{"voice":{}}}`},
		{"grant itself", `{"grants":{"voice":{}}}`, "grants.voice", `{"grants":{}}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := tokens.RemoveClaim([]byte(test.doc), strings.Split(test.path, ".")...)
			if err != nil || string(got) != test.want {
				t.Errorf("got %s, %v, want %s", got, err, test.want)
			}
		})
	}
}
