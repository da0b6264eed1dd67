package tokens_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"mintmark/tokens"
)

var jsonSeeds = []string{
	`{"a":1,"b":[true,false,null,-1.5e+3],"c":{"d":"x\u00e9\ud83d\ude00\n"}, "a" : 2}`,
	` {"grants":{"identity":"bob","video":{"room":"x"}}} `,
	`{"":"\/\b\f\"\\\t","x":0.0e0,"\u0061":"\ufffd"}`,
	"[1,2,[3,{}],\"\"]", "-0", "12345678901234567890", `{"a":{"b":{"c":[[[]]]}}}`,
	"\"\xff\xc3\x28é\\ud800\\udc00\\udc00\\ud800\"",
}

// FuzzParseJSON holds the parser against jsontext.
func FuzzParseJSON(f *testing.F) {
	for _, seed := range jsonSeeds {
		f.Add(seed)
	}
	f.Fuzz(compareJSON)
}

func TestParseJSON(t *testing.T) {
	pieces := []string{"{", "}", "[", "]", ",", ":", `"`, `\`, "u", "0", "1", "-", "+", ".", "e", "t", "true", "null", " ", "\n", "\x00", "\xff", "é", "\x1f", "\x7f", `"a":1`, `\ud800`, `\u00`, "\u00a0"}
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		text := jsonSeeds[random.IntN(len(jsonSeeds))]
		for range 1 + random.IntN(4) {
			at := random.IntN(len(text) + 1)
			drop := min(random.IntN(2), len(text)-at)
			text = text[:at] + pieces[random.IntN(len(pieces))] + text[at+drop:]
		}
		compareJSON(t, text)
	}
}

// compareJSON asks both what a text is, leniently and strictly.
func compareJSON(t *testing.T, text string) {
	if strings.Count(text, "{")+strings.Count(text, "[") > 100 {
		return // which jsontext reads
	}
	want, wantErr := readText(text, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	v, err := tokens.ParseJSON(text)
	if (err == nil) != (wantErr == nil) {
		t.Fatalf("%q: got %v, want %v", text, err, wantErr)
	}
	if got := showValue(v); err == nil && got != want {
		t.Errorf("%q: got %s, want %s", text, got, want)
	}
	_, wantErr = readText(text)
	access := good()
	access.Grants = []tokens.Grant{&tokens.RawGrant{Name: "x", Value: tokens.JSON(text)}}
	if err := access.Validate(); (err == nil) != (wantErr == nil) {
		t.Errorf("%q in a grant: got %v, want %v", text, err, wantErr)
	}
	wantQuoted, err := jsontext.AppendQuote(nil, text)
	if err != nil {
		return // which no edit takes for a name
	}
	edited, err := tokens.SetClaim([]byte("{}"), tokens.JSON("0"), text)
	if got := string(edited); err != nil || got != "{"+string(wantQuoted)+":0}" {
		t.Errorf("as a name: got %s, %v, want %s", got, err, wantQuoted)
	}
}

// readText reads a document with jsontext, and shows it as showValue does.
func readText(text string, options ...jsontext.Options) (string, error) {
	d := jsontext.NewDecoder(bytes.NewBufferString(text), options...)
	var b strings.Builder
	for b.Len() == 0 || d.StackDepth() > 0 {
		tok, err := d.ReadToken()
		switch {
		case err != nil:
			return "", err
		case tok.Kind() == jsontext.KindString:
			fmt.Fprintf(&b, "%q ", tok.String())
		default:
			fmt.Fprintf(&b, "%s ", tok)
		}
	}
	if _, err := d.ReadToken(); !errors.Is(err, io.EOF) {
		return "", errors.New("there is more behind it")
	}
	return b.String(), nil
}

func showValue(v *tokens.Value) string {
	var b strings.Builder
	showInto(&b, v)
	return b.String()
}

func showInto(b *strings.Builder, v *tokens.Value) {
	switch text, isText := v.Text(); {
	case isText:
		fmt.Fprintf(b, "%q ", text)
	case v.Is(tokens.ObjectValue):
		b.WriteString("{ ")
		for i := range v.Members {
			fmt.Fprintf(b, "%q ", v.Members[i].Name)
			showInto(b, &v.Members[i].Value)
		}
		b.WriteString("} ")
	case v.Is(tokens.ArrayValue):
		b.WriteString("[ ")
		for i := range v.Elements {
			showInto(b, &v.Elements[i])
		}
		b.WriteString("] ")
	case v != nil:
		b.WriteString(v.Raw + " ")
	}
}
