package tokens_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"mintmark/tokens"
)

// What can be said without running a program: whatever the text, it stays in
// its strings, and nothing in the program is invisible.
func FuzzCode(f *testing.F) {
	for _, s := range odd {
		f.Add(s, "room", "value")
		f.Add("alice", s, s)
	}
	f.Fuzz(func(t *testing.T, identity, room, value string) {
		token, plain := sampleFor(identity, room, value), sampleFor("a", "b", "c")
		if token.Validate() != nil {
			t.Skip()
		}
		for _, l := range tokens.Languages() {
			got, err := tokens.Code(l.Name, token)
			if err != nil {
				var wrong *tokens.FieldError
				if room == "__proto__" && errors.As(err, &wrong) || strings.Contains(err.Error(), "UTF-8") {
					continue
				}
				t.Fatalf("%s: %v", l.Name, err)
			}
			if tokens.Legible(got, "\n\t") != got {
				t.Errorf("%s: got something invisible in %q", l.Name, got)
			}
			if got, want := bones(l.Name, got), bones(l.Name, mustCode(t, l.Name, plain)); got != want && !special(identity, room, value) {
				t.Errorf("%s: got\n%s\nwant\n%s", l.Name, got, want)
			}
		}
	})
}

func sampleFor(identity, room, value string) *tokens.AccessToken {
	a := good()
	a.Identity = identity
	a.Grants = []tokens.Grant{
		&tokens.Video{Room: "x" + room},
		&tokens.Playback{RequestCredentials: tokens.JSON(`{` + quoted("x"+value) + `:` + quoted(value) + `}`)},
		&tokens.RawGrant{Name: "x" + room, Value: tokens.JSON(`[` + quoted(value) + `]`)},
	}
	return a
}

// special is text for which a program is another on purpose.
func special(texts ...string) bool {
	for _, s := range texts {
		if s == "0" {
			return true
		}
	}
	return false
}

var (
	doubleQuoted = regexp.MustCompile(`(?s)"(?:[^"\\]|\\.)*"`)
	backQuoted   = regexp.MustCompile("(?s)`[^`]*`|" + doubleQuoted.String())
	singleQuoted = regexp.MustCompile(`(?s)'[^']*'(?:\\''[^']*')*`)
)

// bones is a program without what is in its strings.
func bones(language, program string) string {
	quotes := doubleQuoted
	switch language {
	case "go":
		quotes = backQuoted
	case "curl":
		quotes = singleQuoted
	}
	return quotes.ReplaceAllString(program, "S")
}

// Inside a string of these languages, this would begin code.
func TestCodeInterpolatesNothing(t *testing.T) {
	for _, test := range []struct{ language, live string }{
		{"ruby", `[^\\](\\\\)*#[{$@]`}, {"php", `[^\\](\\\\)*\$(x|\{x)`},
	} {
		text, _ := oddTokens()
		program := mustCode(t, test.language, text)
		for _, s := range doubleQuoted.FindAllString(program, -1) {
			if regexp.MustCompile(test.live).MatchString(s) {
				t.Errorf("%s: got %s, want it escaped", test.language, s)
			}
		}
	}
}
