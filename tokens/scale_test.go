package tokens_test

import (
	"cmp"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"mintmark/tokens"
)

const accessHeader = `{"typ":"JWT","alg":"HS256","cty":"twilio-fpa;v=1"}`

func many(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format+",", i)
	}
	return strings.TrimSuffix(b.String(), ",")
}

// What a hostile token says a hundred thousand times is said a hundred times,
// with the number of the rest, and in few words.
func TestFindingsAreBounded(t *testing.T) {
	name := strings.Repeat("n", 1500)
	headers := map[string]string{"scopes": `{"alg":"HS256"}`, "policies": `{"alg":"HS256"}`}
	for label, payload := range map[string]string{
		"duplicates":         `{` + strings.Repeat(`"a":1,`, 50000) + `"b":1}`,
		"many duplicates":    `{` + many(20000, `"a%d":1`) + `,` + many(20000, `"a%d":1`) + `}`,
		"long duplicates":    `{` + many(200, `"`+name+`%d":1`) + `,` + many(200, `"`+name+`%d":1`) + `}`,
		"nested duplicates":  strings.Repeat(`{"a":1,"a":`, 3000) + "1" + strings.Repeat("}", 3000),
		"under a long name":  `{"` + strings.Repeat("p", 150000) + `":{` + many(200, `"a%d":1`) + `,` + many(200, `"a%d":1`) + `}}`,
		"unknown grants":     `{"grants":{` + many(40000, `"g%d":{}`) + `}}`,
		"long grants":        `{"grants":{` + many(400, `"`+name+`%d":{}`) + `}}`,
		"unknown fields":     `{"grants":{"video":{` + many(40000, `"f%d":1`) + `}}}`,
		"misspelt fields":    `{"grants":{"video":{` + many(40000, `"room%d":1`) + `}}}`,
		"scopes":             `{"iss":"AC","scope":"` + strings.Repeat("scope:x ", 50000) + `"}`,
		"policies":           `{"workspace_sid":"WS","policies":[` + strings.TrimSuffix(strings.Repeat("1,", 50000), ",") + `]}`,
		"a claim of 300 kB":  `{"iss":"` + strings.Repeat("i", 300000) + `","sub":"\u202e` + strings.Repeat("s", 300000) + `"}`,
		"a number of 300 kB": `{"exp":` + strings.Repeat("9", 300000) + `,"grants":{}}`,
	} {
		t.Run(label, func(t *testing.T) {
			tok := tokens.Decode(b64(cmp.Or(headers[label], accessHeader)) + "." + b64(payload) + ".AA")
			v := tokens.Diagnose(tok, tokens.Options{At: now, AnyKind: true})
			if len(v.Findings) == 0 || len(v.Findings) > 400 {
				t.Errorf("got %d findings, want at most a hundred of each rule", len(v.Findings))
			}
			length := len(v.Headline) + len(v.Detail)
			for _, f := range v.Findings {
				length += len(f.Found) + len(f.Place.Path)
			}
			for _, f := range tok.Payload.Faults {
				length += len(f.Found) + len(f.Place.Path)
			}
			if length > 200<<10 {
				t.Errorf("got %d kB of findings", length>>10)
			}
		})
	}
}

// What is said of a token is legible, whatever the token is made to look like.
func TestFindingsAreLegible(t *testing.T) {
	hostile := "\u009b31m\u202eRTL\u3164\u2800\x00\x1b]0;pwn\a\u00ad\U000e0041\u061c\n"
	doc, err := tokens.SetClaim([]byte(`{}`), tokens.JSON(`0`), hostile)
	if err != nil {
		t.Fatal(err)
	}
	q := strings.TrimSuffix(strings.TrimPrefix(string(doc), "{"), ":0}")
	payload := `{` + q + `:1,` + q + `:2,"iss":` + q + `,"sub":` + q + `,"jti":` + q + `,"exp":` + q + `,"nbf":` + q +
		`,"grants":{` + q + `:{},"identity":` + q + `,"video":{` + q + `:1,"room":7},"voice":{"outgoing":{"application_sid":` + q + `}}}}`
	header := `{"typ":` + q + `,"alg":` + q + `,"cty":` + q + `,"twr":` + q + `}`
	tok := tokens.Decode(tokens.Assemble([]byte(header), []byte(payload), nil))
	v := tokens.Diagnose(tok, tokens.Options{At: now})
	if len(v.Findings) < 12 {
		t.Errorf("got %d findings, want more", len(v.Findings))
	}
	said := []string{v.Headline, v.Detail}
	for _, f := range v.Findings {
		said = append(said, f.Found, f.Place.Path)
	}
	for _, f := range tok.Payload.Faults {
		said = append(said, f.Found, f.Place.Path)
	}
	_, err = tokens.ParseGrants([]byte(`{"video":{` + q + `:1}}`))
	said = append(said, err.Error(), (&tokens.FieldError{Path: hostile, Want: "x", Got: hostile}).Error())
	for _, text := range said {
		if i := strings.IndexAny(text, hostile[:strings.Index(hostile, "31m")]+"\u202e\u3164\u2800\x00\x1b\a\u00ad\U000e0041\u061c\n"); i >= 0 {
			t.Errorf("got %q", text)
		}
	}
}

// Work grows with the size of what is read, not with its square: twice of
// anything takes about twice the memory.
func TestCostIsLinear(t *testing.T) {
	access := func(payload string) string { return b64(accessHeader) + "." + b64(payload) + ".AA" }
	capability := func(payload string) string { return b64(`{"typ":"JWT","alg":"HS256"}`) + "." + b64(payload) + ".AA" }
	judge := func(token string) func() {
		return func() {
			tok := tokens.Decode(token)
			tokens.Diagnose(tok, tokens.Options{At: now, Key: tokens.SecretKey(secret), AnyKind: true})
			for _, g := range tok.Grants() {
				_ = g.Explain()
			}
			_, _ = tok.Access()
		}
	}
	policy := `{"url":"https://taskrouter.twilio.com/` + strings.Repeat("**/", 30) + `","method":"GET","allow":true}`
	for _, test := range []struct {
		name string
		work func(n int) func()
	}{
		{"duplicates", func(n int) func() { return judge(access(`{` + strings.Repeat(`"a":1,`, n) + `"b":1}`)) }},
		{"pairs of duplicates", func(n int) func() { return judge(access(`{` + many(n, `"a%d":1`) + `,` + many(n, `"a%d":1`) + `}`)) }},
		{"depth", func(n int) func() {
			return judge(access(strings.Repeat(`{"a":`, n) + "1" + strings.Repeat("}", n)))
		}},
		{"grants", func(n int) func() { return judge(access(`{"grants":{` + many(n, `"g%d":{}`) + `}}`)) }},
		{"fields", func(n int) func() { return judge(access(`{"grants":{"video":{` + many(n, `"f%d":1`) + `}}}`)) }},
		{"policies", func(n int) func() {
			return judge(capability(`{"iss":"` + account + `","account_sid":"` + account + `","workspace_sid":"` + workspace + `","channel":"` + worker +
				`","worker_sid":"` + worker + `","policies":[` + strings.TrimSuffix(strings.Repeat(policy+",", n/8), ",") + `]}`))
		}},
		{"policies of a long issuer", func(n int) func() {
			return judge(capability(`{"iss":"` + strings.Repeat("/", 20*n) + `","workspace_sid":"` + workspace + `","channel":"` + worker +
				`","policies":[` + strings.TrimSuffix(strings.Repeat(policy+",", n/8), ",") + `]}`))
		}},
		{"scopes", func(n int) func() {
			return judge(capability(`{"iss":"AC","scope":"` + strings.Repeat("scope:client:incoming?clientName=x ", n) + `"}`))
		}},
		{"filters", func(n int) func() {
			claim := "scope:stream:subscribe?path=%2F&params=" + strings.Repeat("a%3Db%26", n)
			return func() {
				for _, s := range tokens.ParseScopes(claim) {
					_ = s.Explain() + s.URI()
				}
			}
		}},
		{"dots", func(n int) func() { return judge(strings.Repeat(".", 100*n)) }},
		{"dots behind a header", func(n int) func() { return judge("eyJ" + strings.Repeat(".eyJ", 20*n)) }},
		{"headers", func(n int) func() { return judge("eyJh." + strings.Repeat("eyJ", 20*n) + ".A.A.A") }},
		{"lines", func(n int) func() { return judge("eyJ." + strings.Repeat("a\n", 20*n) + ".a") }},
		{"blanks", func(n int) func() { return judge("eyJ." + strings.Repeat("a ", 20*n) + ".a") }},
		{"words", func(n int) func() { return judge(strings.Repeat("ey. ", 20*n)) }},
		{"tokens", func(n int) func() { text := strings.Repeat(docsVideo+"\n", n); return func() { tokens.Find(text) } }},
		{"padding", func(n int) func() { text := strings.Repeat("ey=", 20*n); return func() { tokens.Find(text) } }},
		{"removing", func(n int) func() {
			doc := []byte(`{` + strings.Repeat(`"a":1,`, n) + `"b":1}`)
			return func() { _, _ = tokens.RemoveClaim(doc, "a") }
		}},
		{"removing in depth", func(n int) func() {
			doc := []byte(`{"grants":` + strings.Repeat(`{"a":`, n) + "1" + strings.Repeat("}", n) + `}`)
			path := append([]string{"grants"}, strings.Split(strings.Repeat("a ", n-1)+"a", " ")...)
			return func() { _, _ = tokens.RemoveClaim(doc, path...) }
		}},
		{"keys", func(n int) func() {
			set := `{"keys":[` + strings.TrimSuffix(strings.Repeat(`{"kty":"oct","k":"AAAA"},`, n), ",") + `]}`
			return func() { _, _ = tokens.ParseKeys(set) }
		}},
		{"PEM", func(n int) func() {
			file := strings.Repeat("-----BEGIN EC PARAMETERS-----\nAAAA\n-----END EC PARAMETERS-----\n", n)
			return func() { _, _ = tokens.ParseKeys(file) }
		}},
		{"signed headers", func(n int) func() {
			r, names := message(), make([]string, n)
			for i := range names {
				names[i] = fmt.Sprintf("X-%d", i)
				r.Header[names[i]] = []string{"x"}
			}
			return func() { r.Canonical(names...) }
		}},
		{"one signed header many times", func(n int) func() {
			v := &tokens.ClientValidation{RequestHash: strings.Repeat("0", 64), SignedHeaders: slices.Repeat([]string{"Host"}, n)}
			r := message()
			r.Header["Host"] = []string{strings.Repeat("h", n)}
			return func() { _ = v.CheckRequest(r) }
		}},
		{"PEM that never ends", func(n int) func() {
			file := strings.Repeat("-----BEGIN X-----\n", 20*n)
			return func() { _, _ = tokens.ParseKeys(file) }
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			const n = 2000
			one, two := allocated(test.work(n)), allocated(test.work(2*n))
			const noise = 64 << 10 // pools that are filled anew
			if two > 3*one+noise {
				t.Errorf("got %d kB for %d and %d kB for twice that", one>>10, n, two>>10)
			}
		})
	}
}

// allocated is how many bytes a piece of work takes, collected or not.
func allocated(work func()) uint64 {
	var before, after runtime.MemStats
	work() // fills pools and caches
	runtime.ReadMemStats(&before)
	work()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}
