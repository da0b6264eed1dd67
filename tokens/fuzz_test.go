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
