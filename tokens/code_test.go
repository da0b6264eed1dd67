package tokens_test

import (
	"go/format"
	"os"
	"path"
	"strings"
	"testing"
	"time"

	"mintmark/tokens"
)

func mustCode(t testing.TB, language string, a *tokens.AccessToken) string {
	t.Helper()
	program, err := tokens.Code(language, a)
	if err != nil {
		t.Fatalf("%s: %v", language, err)
	}
	return program
}

func TestCode(t *testing.T) {
	for name, token := range codeTokens() {
		for _, l := range tokens.Languages() {
			t.Run(name+"/"+l.Name, func(t *testing.T) {
				got := mustCode(t, l.Name, token)
				file := "testdata/code/" + name + path.Ext(l.File)
				if *update {
					if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
					return
				}
				want, err := testdata.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if got != string(want) {
					t.Errorf("got %s\nwant %s", got, want)
				}
			})
		}
	}
}

// A program never shows the SIDs and the secret of the account, and needs none.
func TestCodeKeepsCredentials(t *testing.T) {
	bare := good()
	bare.AccountSID, bare.KeySID, bare.ID = "", "", ""
	for _, l := range tokens.Languages() {
		got := mustCode(t, l.Name, good())
		if strings.Contains(got, account) || strings.Contains(got, apiKey) {
			t.Errorf("%s: got a SID in\n%s", l.Name, got)
		}
		if again := mustCode(t, l.Name, bare); again != got {
			t.Errorf("%s: got another program without SIDs:\n%s", l.Name, again)
		}
	}
}

func TestCodeIsFormatted(t *testing.T) {
	for name, token := range codeTokens() {
		got := mustCode(t, "go", token)
		want, err := format.Source([]byte(got))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got != string(want) {
			t.Errorf("%s: got\n%s\nwant it as gofmt has it:\n%s", name, got, want)
		}
	}
}

func TestCodeRefuses(t *testing.T) {
	with := func(name, value string) *tokens.AccessToken {
		a := good()
		a.Grants = []tokens.Grant{&tokens.RawGrant{Name: name, Value: tokens.JSON(value)}}
		return a
	}
	long := good()
	long.TTL = 25 * time.Hour
	stray := good()
	stray.Grants = []tokens.Grant{&tokens.Video{Room: "\xff"}}

	for _, test := range []struct {
		name, language string
		token          *tokens.AccessToken
		want           string // "" for a program
	}{
		{"language that is not there", "cobol", good(), "language is \"cobol\": want node, python"},
		{"no language", "", good(), "language is missing"},
		{"two days", "node", long, tokens.ErrTTL.Error()},
		{"stray bytes", "go", stray, "invalid UTF-8"},
		{"integer beyond a float", "node", with("x", `{"n":[9007199254740993]}`), "x is \"9007199254740993\": want numbers that JavaScript keeps"},
		{"the same in Python", "python", with("x", `9007199254740993`), ""},
		{"the same in PHP", "php", with("x", `9007199254740993`), ""},
		{"integer beyond 64 bits", "php", with("x", `9223372036854775808`), "numbers that PHP keeps"},
		{"least integer", "php", with("x", `-9223372036854775808`), "numbers that PHP keeps"},
		{"the same in Ruby", "ruby", with("x", `9223372036854775808`), ""},
		{"round number", "node", with("x", `[1e21, 100e-2, 0.10, -0, 9007199254740994]`), ""},
		{"digits beyond a float", "python", with("x", `0.12345678901234567890`), "numbers that Python keeps"},
		{"beyond the largest float", "ruby", with("x", `1e400`), "numbers that Ruby keeps"},
		{"below the least float", "ruby", with("x", `1e-400`), "numbers that Ruby keeps"},
		{"absurd exponent", "ruby", with("x", `1e-99999999999999999999`), "numbers that Ruby keeps"},
		{"all digits in Java", "java", with("x", `[1e400, 0.12345678901234567890]`), ""},
		{"all digits in C#", "csharp", with("x", `[1e400, 0.12345678901234567890]`), ""},
		{"all digits in Go", "go", with("x", `[1e400, 0.12345678901234567890]`), ""},
		{"prototype", "node", with("__proto__", `{}`), "grants is \"__proto__\""},
		{"prototype in Python", "python", with("__proto__", `{}`), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			program, err := tokens.Code(test.language, test.token)
			if test.want == "" {
				if err != nil {
					t.Errorf("got %v, want a program", err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got error %v, want %q", err, test.want)
			}
			if program != "" {
				t.Errorf("got a program beside the error: %s", program)
			}
		})
	}
}
