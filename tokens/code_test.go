package tokens_test

import (
	"errors"
	"go/format"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
	"time"

	"mintmark/tokens"
)

// odd is text that breaks out of a string where it is not escaped.
var odd = []string{
	`it's "quoted" \ back\slash`, "line\nfeed\r\ttab", "${x} #{x} #$x #@x $x {$x} %s %d {{x}} `id` $(id) \\(id)",
	"</script><!-- ?> */ // ''' \"\"\" EOF", "\x00\x01\x7f\u0085", "\u2028\u2029\ufeff\u00a0", "\u202eevil\u2066", "👩‍🚀 Комната é",
	`\u0022 \"); exit(); //`, `\`, `"`, `'`, `#`, "\U0010ffff\ufffd\ue000", "__proto__", "0", "",
}

// codeTokens is what programs are written for.
func codeTokens() map[string]*tokens.AccessToken {
	voice := good()
	voice.TTL = 2 * time.Hour
	voice.Grants = []tokens.Grant{&tokens.Voice{
		Incoming:          tokens.Incoming{Allow: true},
		Outgoing:          tokens.Outgoing{ApplicationSID: app, Params: tokens.JSON(`{"department": "sales", "tier": "gold"}`)},
		PushCredentialSID: "CR33333333333333333333333333333333",
	}}

	every := good()
	every.TTL = tokens.MaxTTL
	every.Grants = everyGrant()
	every.Grants[0].(*tokens.Voice).Outgoing.Params = tokens.JSON(`{"n":9007199254740991,"yes":true,"list":[1,{},[],null,-1.5e-7,"x"]}`)

	times := good()
	times.Grants = []tokens.Grant{&tokens.Sync{ServiceSID: service}}
	times.Region, times.TTL, times.NotBefore = "ie1", 15*time.Minute, now.Add(-time.Minute)

	bare := good()
	bare.Grants = nil

	oddText, oddVoice := oddTokens()

	return map[string]*tokens.AccessToken{
		"video": good(), "bare": bare, "voice": voice, "every-grant": every, "region-and-times": times,
		"odd": oddText, "odd-voice": oddVoice, "gaps": gapsToken(), "zero": zeroToken(),
	}
}

// oddTokens have odd text wherever a token takes text, one of them for Voice.
func oddTokens() (text, voice *tokens.AccessToken) {
	var params []string
	for _, s := range odd {
		params = append(params, quoted(s)+": "+quoted(s))
	}
	object := "{\n" + strings.Join(params, ",\n") + "\n}"
	voice = good()
	voice.Grants = []tokens.Grant{&tokens.Voice{
		Outgoing:   tokens.Outgoing{ApplicationSID: app, Params: tokens.JSON(object)},
		EndpointID: strings.Join(odd, " "),
	}}
	text = good()
	text.Identity = strings.Join(odd[:6], " ")
	text.Grants = []tokens.Grant{
		&tokens.Sync{ServiceSID: "default", EndpointID: strings.Join(odd, " ")},
		&tokens.TaskRouter{Role: odd[0]},
		&tokens.Playback{RequestCredentials: tokens.JSON(object), PlaybackURL: odd[3]},
		&tokens.RawGrant{Name: odd[2], Value: tokens.JSON(object)},
		&tokens.RawGrant{Name: odd[4], Value: tokens.JSON(quoted(odd[5]))},
	}
	return text, voice
}

// gapsToken is made of what the helpers leave out or have no class for.
func gapsToken() *tokens.AccessToken {
	t := good()
	t.TTL = time.Second
	t.Grants = []tokens.Grant{
		&tokens.Voice{Outgoing: tokens.Outgoing{ApplicationSID: app, Params: tokens.JSON(`{}`)}},
		&tokens.Video{Room: "0"},
		&tokens.Chat{ServiceSID: service},
		&tokens.TaskRouter{},
		&tokens.Playback{},
		&tokens.RawGrant{Name: "data_sync", Value: tokens.JSON(`{"service_sid":"default","endpoint_id":"","more":[{"0":1},{"0":1,"1":2},{"1":1}]}`)},
		&tokens.RawGrant{Name: "7", Value: tokens.JSON(`{}`)},
		&tokens.RawGrant{Name: "list", Value: tokens.JSON(`[[], {}, 1e2]`)},
	}
	return t
}

// zeroToken is what PHP's helper cannot make at all.
func zeroToken() *tokens.AccessToken {
	t := good()
	t.Identity, t.Region, t.NotBefore = "0", "au1", time.Unix(0, 0)
	t.Grants = []tokens.Grant{
		&tokens.Voice{Outgoing: tokens.Outgoing{ApplicationSID: app, Params: tokens.JSON(`{"0":"a","1":"b"}`)}},
		&tokens.RawGrant{Name: "list", Value: tokens.JSON(`[]`)},
		&tokens.RawGrant{Name: "null", Value: tokens.JSON(`null`)},
		&tokens.RawGrant{Name: "text", Value: tokens.JSON(`"0"`)},
		&tokens.RawGrant{Name: "number", Value: tokens.JSON(`0.10`)},
		&tokens.RawGrant{Name: "list-like", Value: tokens.JSON(`{"0":[{"0":{}}]}`)},
	}
	return t
}

// quoted is text as JSON.
func quoted(s string) string {
	wire, _ := tokens.MarshalGrants(" "+s, nil)
	return `"` + strings.TrimSuffix(strings.TrimPrefix(string(wire), `{"identity":" `), "}")
}

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
