package cli

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"mintmark/tokens"
)

// BenchmarkDecodeJSON is what mintmark decode --json does with each token of a
// file.
func BenchmarkDecodeJSON(b *testing.B) {
	const key = "SK00000000000000000000000000000002"
	at := time.Unix(1_700_000_000, 0)
	token := tokens.AccessToken{
		AccountSID: "AC00000000000000000000000000000001", KeySID: key, Identity: "alice", IssuedAt: at, NotBefore: at, ID: key + "-1700000000",
		Grants: []tokens.Grant{&tokens.Video{Room: "daily"}, &tokens.Voice{Incoming: tokens.Incoming{Allow: true}}},
	}
	signed, err := token.Sign("Zm9vYmFyQmF6UXV4MDEyMzQ1Njc4OWFi")
	if err != nil {
		b.Fatal(err)
	}
	p := &program{json: true, stdout: new(bytes.Buffer)}
	say := p.decodeRow(tokens.Options{At: at.Add(time.Minute)}, time.UTC)
	const count = 400
	lines := piece{text: strings.Repeat(signed+"\n", count), position: position{Line: 1, Column: 1}}
	b.ReportAllocs()
	for b.Loop() {
		got := work(lines, say)
		if got.tokens != count {
			b.Fatalf("got %d tokens, want %d", got.tokens, count)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/count, "ns/token")
}
