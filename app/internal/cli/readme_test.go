package cli

import (
	"bytes"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

const readme = "../../../README.md"

// The transcript at the top of the README, pasted into a shell, says what the
// README says.
func TestReadmeTranscript(t *testing.T) {
	transcript := block(t, readme, "console")
	var script, want strings.Builder
	for line := range strings.Lines(transcript) {
		if command, ok := strings.CutPrefix(line, "$ "); ok {
			script.WriteString(command)
		} else {
			want.WriteString(line)
		}
	}
	sh := exec.Command("sh", "-c", script.String())
	sh.Dir = t.TempDir()
	got, _ := sh.CombinedOutput() // one of them fails, on purpose
	if got, want := withoutClock(string(got)), withoutClock(want.String()); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// withoutClock takes out when the test runs, and what a second that ends between
// two commands changes.
func withoutClock(s string) string {
	s = regexp.MustCompile(`\d{4}-\d\d-\d\d [\d:]+ UTC( \([^)]*\))?`).ReplaceAllString(s, "some day")
	return regexp.MustCompile(`good for another [^.]*`).ReplaceAllString(s, "good for a while")
}

// The README's library snippet is the first example of package tokens.
func TestReadmeLibrary(t *testing.T) {
	snippet := strings.Fields(block(t, readme, "go"))
	example, err := os.ReadFile("../../../tokens/example_test.go")
	if err != nil {
		t.Fatal(err)
	}
	body := regexp.MustCompile(`(?s)func Example\(\) \{\n(.*?)\t// Output:`).FindSubmatch(example)
	if body == nil {
		t.Fatal("there is no Example in package tokens")
	}
	if got := bytes.Fields(body[1]); string(bytes.Join(got, []byte(" "))) != strings.Join(snippet, " ") {
		t.Errorf("got %s, want %s", got, snippet)
	}
}

// block is the first fenced block of that language.
func block(t *testing.T, file, language string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(data), "```"+language+"\n")
	text, _, closed := strings.Cut(rest, "```")
	if !found || !closed {
		t.Fatalf("there is no %s block in %s", language, file)
	}
	return text
}
