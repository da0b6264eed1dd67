package tokens_test

import (
	"bytes"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"mintmark/tokens"
)

// A runner runs the programs of one language where its helper library is
// installed: twilio for Node is found through NODE_PATH, and twilio-ruby
// through RUBYLIB. The Python is the one that PYTHON names, else the first on
// the way that can import twilio.
type runner struct {
	language string
	commands [][]string // the first that probe passes with is used
	probe    string     // a program that needs the helper and prints nothing
}

var runners = []runner{
	{"node", [][]string{{"node"}}, `require("twilio").jwt`},
	{"python", [][]string{{os.Getenv("PYTHON")}, {"python3"}, {"/usr/bin/python3"}}, "import twilio.jwt.access_token"},
	{"ruby", [][]string{{"ruby"}}, `require "twilio-ruby"`},
}

// The program makes the same token as [tokens.AccessToken.Sign], but for its
// id and the times at which it was made.
func TestCodeRuns(t *testing.T) {
	for _, r := range runners {
		t.Run(r.language, func(t *testing.T) {
			command := r.find(t)
			for name, token := range codeTokens() {
				t.Run(name, func(t *testing.T) {
					checkProgram(t, token, func() *exec.Cmd {
						return exec.Command(command[0], append(command[1:], r.save(t, mustCode(t, r.language, token)))...)
					})
				})
			}
		})
	}
}

// find is the command that has the helper library.
func (r runner) find(t *testing.T) []string {
	t.Helper()
	var why []byte
	for _, c := range r.commands {
		out, err := exec.Command(c[0], append(c[1:], r.save(t, r.probe))...).CombinedOutput()
		if err == nil {
			return c
		}
		why = append(why, err.Error()+": "+string(out)...)
	}
	t.Skipf("no %s with Twilio's helper library: %s", r.language, why[:min(len(why), 400)])
	return nil
}

func (r runner) save(t *testing.T, program string) string {
	t.Helper()
	return saveProgram(t, t.TempDir(), r.language, program)
}

func saveProgram(t *testing.T, dir, language, program string) string {
	t.Helper()
	for _, l := range tokens.Languages() {
		if l.Name == language {
			file := filepath.Join(dir, l.File)
			if err := os.WriteFile(file, []byte(program), 0o600); err != nil {
				t.Fatal(err)
			}
			return file
		}
	}
	t.Fatalf("there is no language %q", language)
	return ""
}

// Go's helper comes through the module proxy, so that it is no dependency of
// ours.
func TestCodeRunsInGo(t *testing.T) {
	dir := t.TempDir()
	const module = "module mint\n\ngo 1.24\n\nrequire github.com/twilio/twilio-go v1.31.0\n"
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(module), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, token := range codeTokens() {
		if err := os.Mkdir(filepath.Join(dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
		saveProgram(t, filepath.Join(dir, name), "go", mustCode(t, "go", token))
	}
	if out, err := inModule(dir, "list", "-mod=mod", "-deps", "./...").CombinedOutput(); err != nil {
		t.Skipf("twilio-go cannot be had: %v: %s", err, out)
	}
	programs := t.TempDir()
	if out, err := inModule(dir, "build", "-mod=mod", "-o", programs, "./...").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for name, token := range codeTokens() {
		t.Run(name, func(t *testing.T) {
			checkProgram(t, token, func() *exec.Cmd { return exec.Command(filepath.Join(programs, name)) })
		})
	}
}

func inModule(dir string, args ...string) *exec.Cmd {
	c := exec.Command("go", args...)
	c.Dir = dir
	c.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	return c
}

// What the program for curl tells a server, the shell reads as it was meant.
func TestCodeForCurlIsQuoted(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("sh is not installed")
	}
	for name, token := range codeTokens() {
		t.Run(name, func(t *testing.T) {
			_, line, _ := strings.Cut(mustCode(t, "curl", token), "mintmark serve")
			line, _, _ = strings.Cut(line, "\n")
			out, err := exec.Command("sh", "-c", "set -- "+line+`; for word in "$@"; do printf '%s\n' "$word"; done`).CombinedOutput()
			if err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			checkServeFlags(t, token, strings.Split(strings.TrimSpace(string(out)), "\n"))
		})
	}
}

// The login is made by jq, in whose texts \( would begin code.
func TestCodeForCurlLogsIn(t *testing.T) {
	if _, err := exec.LookPath("jq"); err != nil {
		t.Skip("jq is not installed")
	}
	for name, token := range codeTokens() {
		t.Run(name, func(t *testing.T) {
			_, line, _ := strings.Cut(mustCode(t, "curl", token), "login=$(")
			line, _, _ = strings.Cut(line, ")\nanswer=")
			c := exec.Command("sh", "-c", line)
			c.Env = append(os.Environ(), "MINTMARK_PASSWORD="+odd[0])
			out, err := c.CombinedOutput()
			if err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			login, err := tokens.ParseJSON(string(out))
			if err != nil {
				t.Fatal(err)
			}
			if got, _ := login.Get("username").Text(); got != token.Identity {
				t.Errorf("username: got %q, want %q", got, token.Identity)
			}
			if got, _ := login.Get("password").Text(); got != odd[0] {
				t.Errorf("password: got %q, want %q", got, odd[0])
			}
		})
	}
}

// checkServeFlags takes flags as the shell has read them, two words each but for
// the last, which the server wants for what it would refuse.
func checkServeFlags(t *testing.T, token *tokens.AccessToken, words []string) {
	t.Helper()
	parse := tokens.ParseGrants
	if words[len(words)-1] == "--allow-unknown" {
		parse = tokens.ParseAnyGrants
	}
	var grants []tokens.Grant
	for i := 0; i+1 < len(words); i += 2 {
		if words[i] != "--grant" {
			continue
		}
		g, err := parse([]byte(words[i+1]))
		if err != nil {
			t.Fatal(err)
		}
		grants = append(grants, g...)
	}
	got, err := tokens.MarshalGrants("", grants)
	if err != nil {
		t.Fatal(err)
	}
	want, err := tokens.MarshalGrants("", token.Grants)
	if err != nil {
		t.Fatal(err)
	}
	gotJSON, _ := tokens.ParseJSON(string(got))
	wantJSON, _ := tokens.ParseJSON(string(want))
	if !equalJSON(gotJSON, wantJSON, nil) {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

// checkProgram runs a program and holds what it prints against the token.
func checkProgram(t *testing.T, want *tokens.AccessToken, program func() *exec.Cmd) {
	t.Helper()
	c := program()
	c.Env = append(os.Environ(), "TWILIO_ACCOUNT_SID="+account, "TWILIO_API_KEY_SID="+apiKey, "TWILIO_API_KEY_SECRET="+secret)
	var stderr bytes.Buffer
	c.Stderr = &stderr
	before := time.Now().Unix()
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, &stderr)
	}
	printed, isLine := strings.CutSuffix(string(out), "\n")
	got := tokens.Decode(printed)
	if !isLine || got.Raw != printed {
		t.Errorf("got %q, want the token alone", out)
	}
	if err := tokens.Verify(got, tokens.SecretKey(secret)); err != nil {
		t.Fatalf("%v: got %s", err, out)
	}
	compareTokens(t, got, tokens.Decode(mustSign(t, want)), before)
}

// compareTokens leaves out what a program sets each time it runs.
func compareTokens(t *testing.T, got, want *tokens.Token, before int64) {
	t.Helper()
	if !equalJSON(got.Header.Value, want.Header.Value, nil) {
		t.Errorf("header: got %s, want %s", got.Header.Data, want.Header.Data)
	}
	if !equalJSON(got.Payload.Value, want.Payload.Value, []string{"jti", "iat", "exp"}) {
		t.Errorf("payload: got %s\nwant %s", got.Payload.Data, want.Payload.Data)
	}
	if id, _ := got.Payload.Value.Get("jti").Text(); !strings.HasPrefix(id, apiKey+"-") {
		t.Errorf("jti: got %q, want it to begin with the key", id)
	}
	exp, _ := got.Payload.Value.Get("exp").Integer()
	wantExp, _ := want.Payload.Value.Get("exp").Integer()
	ttl := wantExp - now.Unix()
	if exp < before+ttl || exp > time.Now().Unix()+ttl {
		t.Errorf("exp: got %d seconds from the start, want %d", exp-before, ttl)
	}
}

// equalJSON compares as far as JSON tells: members in any order, numbers by
// their value.
func equalJSON(got, want *tokens.Value, without []string) bool {
	if got == nil || want == nil || got.Type != want.Type {
		return got == want
	}
	switch got.Type {
	case tokens.ObjectValue:
		return equalMembers(got, want, without) && equalMembers(want, got, without)
	case tokens.ArrayValue:
		return slices.EqualFunc(got.Elements, want.Elements, func(a, b tokens.Value) bool { return equalJSON(&a, &b, nil) })
	case tokens.NumberValue:
		a, isA := new(big.Rat).SetString(got.Raw)
		b, isB := new(big.Rat).SetString(want.Raw)
		return isA && isB && a.Cmp(b) == 0
	}
	a, _ := got.Text()
	b, _ := want.Text()
	return a == b
}

func equalMembers(got, want *tokens.Value, without []string) bool {
	for _, m := range got.Members {
		if !slices.Contains(without, m.Name) && !equalJSON(&m.Value, want.Get(m.Name), nil) {
			return false
		}
	}
	return true
}

// Where there is no helper to run with, the language may still be there.
func TestCodeParses(t *testing.T) {
	for _, test := range []struct {
		language string
		command  []string
	}{
		{"node", []string{"node", "--check"}},
		{"python", []string{"python3", "-m", "py_compile"}},
		{"php", []string{"php", "-l"}},
		{"ruby", []string{"ruby", "-wc"}},
		{"curl", []string{"sh", "-n"}},
	} {
		t.Run(test.language, func(t *testing.T) {
			if _, err := exec.LookPath(test.command[0]); err != nil {
				t.Skipf("%s is not installed", test.command[0])
			}
			for name, token := range codeTokens() {
				file := saveProgram(t, t.TempDir(), test.language, mustCode(t, test.language, token))
				if out, err := exec.Command(test.command[0], append(test.command[1:], file)...).CombinedOutput(); err != nil {
					t.Errorf("%s: %v: %s", name, err, out)
				}
			}
		})
	}
}
