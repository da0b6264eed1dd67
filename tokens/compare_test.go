package tokens

import (
	"slices"
	"testing"
)

// jws is a token with that header and payload, and some signature.
func jws(header, payload, signature string) *Token {
	return Decode(b64.EncodeToString([]byte(header)) + "." + b64.EncodeToString([]byte(payload)) + "." + signature)
}

// sayPairs is each pair in a text: "~grants.video.room", with + for what only
// the second token has, - for the first, = for what both say.
func sayPairs(pairs []Pair) (texts []string) {
	for _, p := range pairs {
		mark := "~"
		switch {
		case p.Same:
			mark = "="
		case p.First == nil:
			mark = "+"
		case p.Second == nil:
			mark = "-"
		}
		texts = append(texts, mark+p.Segment+" "+p.Path)
	}
	return texts
}

func TestCompare(t *testing.T) {
	const head = `{"alg":"HS256"}`
	tests := []struct {
		name          string
		first, second *Token
		want          []string
	}{
		{"claims", jws(head, `{"iss":"SK","exp":1}`, "AAAA"), jws(head, `{"exp":2,"sub":"AC"}`, "AAAA"),
			[]string{"=header alg", "-payload iss", "~payload exp", "+payload sub"}},
		{"header", jws(head, `{"a":1}`, "AAAA"), jws(`{"typ":"JWT","alg":"HS256"}`, `{"a":1}`, "AAAA"),
			[]string{"=header alg", "+header typ", "=payload a"}},
		{"grants", jws(head, `{"grants":{"identity":"a","video":{"room":"x"}}}`, "AAAA"), jws(head, `{"grants":{"video":{"room":"y"},"chat":{"service_sid":"IS"}}}`, "AAAA"),
			[]string{"=header alg", "-payload grants.identity", "~payload grants.video.room", "+payload grants.chat"}},
		{"order, blanks and escapes", jws(head, `{"a":1,"b":{"c":"x"}}`, "AAAA"), jws(head, ` { "b" : {"c":"\u0078"}, "a":1}`, "BBBB"),
			[]string{"=header alg", "=payload a", "=payload b.c"}},
		{"lists", jws(head, `{"a":[1,{"b":2,"c":3}],"d":[1]}`, "AAAA"), jws(head, `{"a":[1,{"c":3,"b":2}],"d":[1,2]}`, "AAAA"),
			[]string{"=header alg", "=payload a", "~payload d"}},
		{"numbers as they are written", jws(head, `{"a":1}`, "AAAA"), jws(head, `{"a":1.0}`, "AAAA"),
			[]string{"=header alg", "~payload a"}},
		{"objects with nothing in them", jws(head, `{"a":{},"b":{}}`, "AAAA"), jws(head, `{"a":{},"b":{"c":1}}`, "AAAA"),
			[]string{"=header alg", "=payload a", "+payload b.c"}},
		{"null is there", jws(head, `{"a":null}`, "AAAA"), jws(head, `{}`, "AAAA"),
			[]string{"=header alg", "-payload a"}},
		{"no JSON", jws(head, `nonsense`, "AAAA"), jws(head, `{"a":1}`, "AAAA"),
			[]string{"=header alg", "+payload "}},
		{"the last of two counts", jws(head, `{"a":1,"a":2}`, "AAAA"), jws(head, `{"a":2}`, "AAAA"),
			[]string{"=header alg", "=payload a"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := Compare(test.first, test.second)
			if got := sayPairs(c.Pairs); !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
			changes := slices.DeleteFunc(slices.Clone(test.want), func(s string) bool { return s[0] == '=' })
			if got := sayPairs(c.Changes()); !slices.Equal(got, changes) {
				t.Errorf("got changes %q, want %q", got, changes)
			}
		})
	}
}

func TestCompareBytes(t *testing.T) {
	const head, claims = `{"alg":"HS256"}`, `{"a":1}`
	tests := []struct {
		name                         string
		second                       *Token
		exact, sameSigned, signature bool
	}{
		{"to the byte", jws(head, claims, "AAAA"), true, true, true},
		{"another signature", jws(head, claims, "BBBB"), false, true, false},
		{"written otherwise", jws(head, `{ "a":1}`, "AAAA"), false, false, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := Compare(jws(head, claims, "AAAA"), test.second)
			if c.Exact != test.exact || c.SameSigned != test.sameSigned || c.SameSignature != test.signature {
				t.Errorf("got exact %t, the same signed %t, the same signature %t", c.Exact, c.SameSigned, c.SameSignature)
			}
		})
	}
}

func TestDuplicates(t *testing.T) {
	twice := jws(`{"alg":"HS256","alg":"none"}`, `{"a":1,"b":{"c":1,"c":2}}`, "AAAA").Duplicates()
	var got []string
	for _, f := range twice {
		got = append(got, f.Place.Segment+" "+f.Place.Path)
	}
	if want := []string{"header alg", "payload b.c"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
