package policy_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"mintmark/app/internal/policy"
	"mintmark/app/internal/strictyaml"
)

// manyRules is a policy of n rules, each about what match says of its number.
func manyRules(n int, match string) string {
	var b strings.Builder
	b.WriteString("profiles:\n")
	for i := range 100 {
		fmt.Fprintf(&b, "  p%d: { grants: { video: { room: { required: true, match: \"team-%d-*\" } } } }\n", i, i)
	}
	b.WriteString("rules:\n")
	for i := range n {
		fmt.Fprintf(&b, "  - { id: r%d, match: %s, identity: { from: request, match: \"g-%d-*\" }, allow: { profiles: [p%d, p%d], max_ttl: 15m } }\n",
			i, strings.ReplaceAll(match, "N", fmt.Sprint(i)), i, i%99, 99)
	}
	return b.String()
}

var shapes = []struct{ name, match string }{
	{"principals", "{ principals: [uN, vN] }"},
	{"groups", "{ groups_any: [gN, hN] }"},
	{"one group", "{ groups_any: [staff] }"}, // all 10,000 are about him
	{"everyone", "everyone"},
	{"keys", "{ service_key: kN }"},
}

func worst(match string) policy.Principal {
	switch {
	case strings.Contains(match, "principals"):
		return user("u9999")
	case strings.Contains(match, "key"):
		return key("k9999")
	}
	who := corp("a", "staff", "g9999")
	for i := range 200 {
		who.Groups = append(who.Groups, fmt.Sprint("other", i))
	}
	return who
}

// 10,000 rules, and the last of them decides: 1 ms at most.
func BenchmarkDecide(b *testing.B) {
	for _, s := range shapes {
		p := parse(b, manyRules(10_000, s.match))
		who := worst(s.match)
		ask := policy.Request{Profile: "p99", Identity: "g-9999-x", TTL: 15 * time.Minute, Grants: room("team-99-x")}
		b.Run(s.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if d := p.Decide(who, ask); !d.Allow || d.Rule != "r9999" {
					b.Fatalf("got %+v", d)
				}
			}
		})
		b.Run(s.name+" refused", func(b *testing.B) {
			ask.Identity = "x"
			for b.Loop() {
				if d := p.Decide(who, ask); d.Allow {
					b.Fatalf("got %+v", d)
				}
			}
		})
	}
}

// 10,000 rules are about somebody, and each comes further with the request than
// to look whom it is about.
func BenchmarkDecideLate(b *testing.B) {
	const n = 10_000
	who := corp("a", "staff")
	var same, own strings.Builder
	same.WriteString("profiles:\n  p: { grants: { video: { room: { required: true } } } }\nrules:\n")
	own.WriteString("profiles:\n")
	for i := range n {
		fmt.Fprintf(&same, "  - { id: r%d, match: { groups_any: [staff] }, identity: { from: request, match: \"*\" }, allow: { profiles: p, max_ttl: 15m } }\n", i)
		fmt.Fprintf(&own, "  p%d: { grants: { video: { room: room-%d } } }\n", i, i)
	}
	own.WriteString("rules:\n")
	for i := range n {
		fmt.Fprintf(&own, "  - { id: r%d, match: { groups_any: [staff] }, allow: { profiles: p%d } }\n", i, i)
	}
	for _, bench := range []struct {
		name, policy string
		ask          policy.Request
	}{
		{"too long", same.String(), policy.Request{Identity: "x", TTL: time.Hour, Grants: room("x")}},
		{"no lifetime", same.String(), policy.Request{Identity: "x", TTL: -1, Grants: room("x")}},
		{"not to be said", same.String(), policy.Request{Identity: strings.Repeat("x", 1000), Grants: room("x")}},
		{"own profiles", own.String(), policy.Request{Grants: room("x")}},
	} {
		p := parse(b, bench.policy)
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if d := p.Decide(who, bench.ask); d.Allow || d.Rule != "r0" {
					b.Fatalf("got %+v", d)
				}
			}
		})
	}
}

func BenchmarkDecideForEveryone(b *testing.B) {
	p := policy.ForEveryone(time.Minute, room("x"))
	b.ReportAllocs()
	for b.Loop() {
		if !p.Decide(user("anna"), policy.Request{}).Allow {
			b.Fatal("refused")
		}
	}
}

func BenchmarkParse(b *testing.B) {
	text := []byte(manyRules(10_000, "{ principals: [uN, vN] }"))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		n, err := strictyaml.Parse(text)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := policy.Parse(n); err != nil {
			b.Fatal(err)
		}
	}
}
