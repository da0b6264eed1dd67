package tokens_test

import (
	"strings"
	"testing"
	"time"

	"mintmark/tokens"
)

// FuzzDecode holds that reading never panics, that places lie within what they
// point into, and that what is read strictly is written back to the letter.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		"", ".", "..", docsVideo, docsChat, "Bearer " + docsVideo, `{"token":"` + docsVideo + `"}`, account,
		docsVideo[:100] + "\n" + docsVideo[100:], "eyJhbGciOiJub25lIn0..", b64(`{"a":1,"a":[{}]}`) + ".bnVsbA.A=",
		b64(`{"alg":"HS256"}`) + "." + b64(`{"exp":1e308,"nbf":"x","grants":{"voice":{"incoming":{"allow":"true"}}}}`) + ".AB",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tok := tokens.Decode(text)
		v := tokens.Diagnose(tok, tokens.Options{At: now, Key: tokens.SecretKey(secret)})
		for _, finding := range v.Findings {
			checkPlace(t, tok, finding.Place)
		}
		for _, g := range tok.Grants() {
			_ = g.Explain()
		}
		if clean := len(rulesOf(tok)) == 0; clean {
			if got := tokens.Assemble(tok.Header.Data, tok.Payload.Data, tok.Signature.Data); got != tok.Raw {
				t.Errorf("got %q, want %q", got, tok.Raw)
			}
		}
		if v.Signature == tokens.SignatureMatches && !strings.Contains(text, ".") {
			t.Errorf("%q verifies", text)
		}
	})
}

func checkPlace(t *testing.T, tok *tokens.Token, p tokens.Place) {
	t.Helper()
	length := map[string]int{
		"token": len(tok.Raw), "header": len(tok.Header.Data), "payload": len(tok.Payload.Data), "signature": len(tok.Signature.Data),
	}
	most, ok := length[p.Segment]
	if !ok || p.Start < 0 || p.Start > p.End || p.End > most {
		t.Errorf("got place %+v in %d bytes", p, most)
	}
}

// FuzzMint holds that whatever is minted reads back as what was asked for, and
// that the diagnosis has nothing against it.
func FuzzMint(f *testing.F) {
	f.Add("alice", "cool room", "ie1", int64(3600), int64(0), `{"a":1}`)
	f.Add("a\tb\"\\\u2028", "", "", int64(86400), int64(-60), ``)
	f.Add("_", "\x00<&>", "us1", int64(1), int64(0), `{"k":"\ud83d\ude00"}`)
	f.Fuzz(func(t *testing.T, identity, room, region string, ttl, nbf int64, params string) {
		asked := good()
		asked.Identity, asked.Region, asked.TTL = identity, region, time.Duration(ttl)*time.Second
		if nbf != 0 {
			asked.NotBefore = now.Add(time.Duration(nbf%86400) * time.Second)
		}
		asked.Grants = []tokens.Grant{
			&tokens.Video{Room: room},
			&tokens.Voice{Incoming: tokens.Incoming{Allow: true}, Outgoing: tokens.Outgoing{ApplicationSID: app, Params: tokens.JSON(params)}},
		}
		signed, err := asked.Sign(secret)
		if err != nil {
			return
		}
		tok := tokens.Decode(signed)
		v := tokens.Diagnose(tok, tokens.Options{At: now.Add(max(0, asked.NotBefore.Sub(now))), Key: tokens.SecretKey(secret)})
		if v.Refused {
			t.Fatalf("%s: %s", v.Headline, tok.Payload.Data)
		}
		got, err := tok.Access()
		if err != nil {
			t.Fatal(err)
		}
		again, err := got.Sign(secret)
		if err != nil || again != signed {
			t.Errorf("minted again: got %s, %v, want %s", tokens.Decode(again).Payload.Data, err, tok.Payload.Data)
		}
	})
}

// FuzzEdit holds that an edit does what it says and nothing else.
func FuzzEdit(f *testing.F) {
	f.Add(`{"a":1, "b":{"c":[2]}}`, "b.c", `"x"`)
	f.Add(`{"a":1,"a":2}`, "a", `{}`)
	f.Fuzz(func(t *testing.T, text, path, value string) {
		names := strings.Split(path, ".")
		edited, err := tokens.SetClaim([]byte(text), tokens.JSON(value), names...)
		if err != nil {
			return
		}
		doc, err := tokens.ParseJSON(string(edited))
		if err != nil {
			t.Fatalf("%s: %v", edited, err)
		}
		if got := doc.Get(names...); got == nil || got.Raw != strings.Trim(value, " \t\r\n") {
			t.Errorf("got %v in %s, want %s", got, edited, value)
		}
		removed, err := tokens.RemoveClaim(edited, names...)
		if err != nil {
			t.Fatal(err)
		}
		if doc, err = tokens.ParseJSON(string(removed)); err != nil || doc.Get(names...) != nil {
			t.Errorf("got %s, %v, want %s removed", removed, err, path)
		}
	})
}

// FuzzFind holds that what is found lies in the text, in order, and that each is
// what Decode takes it for.
func FuzzFind(f *testing.F) {
	f.Add("Bearer " + docsVideo + ", " + docsChat)
	f.Add("eyJ.e.=ew..eyA.=.==")
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, s := range tokens.Find(text) {
			if s.Start < last || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("got %v behind %d in %d bytes", s, last, len(text))
			}
			last = s.End
			token := text[s.Start:s.End]
			if got := tokens.Decode(token); got.Raw != token {
				t.Errorf("found %q, decoded %q", token, got.Raw)
			}
		}
	})
}

// FuzzParseKeys holds that no key file makes the reader panic, and that what it
// reads can be used.
func FuzzParseKeys(f *testing.F) {
	f.Add(`{"kty":"oct","k":"AAAA"}`)
	f.Add(`{"keys":[{"kty":"EC","crv":"P-256","x":"","y":""},{"kty":"RSA","n":"AQAB","e":"AQAB","d":"AA","p":"Aw","q":"BQ"}]}`)
	f.Add(`{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`)
	f.Add("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n")
	f.Add("-----BEGIN EC PARAMETERS-----\nAAAA\n-----END EC PARAMETERS-----\n")
	token := tokens.Decode(docsVideo)
	f.Fuzz(func(t *testing.T, text string) {
		keys, err := tokens.ParseKeys(text)
		if (err == nil) != (len(keys) > 0) {
			t.Fatalf("got %d keys and %v", len(keys), err)
		}
		if _, err := tokens.VerifyAny(token, keys); err == nil {
			t.Error("a token verifies that nobody has the key of")
		}
		for _, k := range keys {
			_ = k.Describe() + k.Weakness("HS256") + strings.Join(k.Algorithms(), "")
		}
	})
}

// FuzzScopes holds that a scope written and read again is the same scope, and
// that none can pass for two.
func FuzzScopes(f *testing.F) {
	f.Add("scope:client:incoming?clientName=x scope:client:outgoing?appSid=AP&appParams=a%3Db")
	f.Add("scope:stream:subscribe?path=%2F&params=a%3D%2525")
	f.Fuzz(func(t *testing.T, claim string) {
		for _, s := range tokens.ParseScopes(claim) {
			again := tokens.ParseScopes(s.URI())
			if len(again) != 1 || again[0].URI() != s.URI() {
				t.Errorf("got %v from %s", again, s.URI())
			}
			_ = s.Explain()
		}
	})
}

// FuzzDecideTaskRouter holds that matching policies never panics and that a
// pattern without wildcards matches itself alone.
func FuzzDecideTaskRouter(f *testing.F) {
	f.Add("https://x/**/a/*", "https://x/b/a/c")
	f.Add("**/**/**/**/**/a", "/////////////////////////////////")
	f.Fuzz(func(t *testing.T, pattern, address string) {
		p := tokens.TaskRouterPolicy{URL: pattern, Method: "GET"}
		got, _ := tokens.DecideTaskRouter([]tokens.TaskRouterPolicy{p}, "GET", address)
		bare, _, _ := strings.Cut(address, "?")
		if !strings.Contains(pattern, "*") && got != (pattern == bare) {
			t.Errorf("%q on %q: got %v", pattern, address, got)
		}
		denied, _ := tokens.DecideTaskRouter([]tokens.TaskRouterPolicy{p, {URL: pattern, Method: "GET", Deny: true}}, "GET", address)
		if denied {
			t.Errorf("%q on %q: allowed, though forbidden", pattern, address)
		}
	})
}
