package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"mintmark/app/internal/strictyaml"
)

// report prints an error, and its hint where it has one, on standard error.
func (p *program) report(err error) {
	var f *failure
	errors.As(err, &f)
	if f != nil && f.err == nil {
		return // the command has said all there is to say
	}
	hint := ""
	if f != nil {
		hint = f.hint
	}
	if p.wantsJSON() {
		p.reportJSON(err, hint)
		return
	}
	for _, line := range errorLines(err) {
		fmt.Fprintf(p.stderr, "mintmark: error: %s\n", printable(line))
	}
	p.hint(hint)
}

// errorLines are several for a document with several mistakes. Nothing else that
// is wrong has lines: they could be somebody else's.
func errorLines(err error) []string {
	if mistakes := (*strictyaml.Error)(nil); errors.As(err, &mistakes) {
		return strings.Split(mistakes.Error(), "\n")
	}
	return []string{err.Error()}
}

// wantsJSON looks at the bare arguments too: the error may be that the flags
// could not be read.
func (p *program) wantsJSON() bool { return p.json || slices.Contains(p.args, "--json") }

func (p *program) reportJSON(err error, hint string) {
	type problem struct {
		Message  string `json:"message"`
		Hint     string `json:"hint,omitempty"`
		ExitCode int    `json:"exit_code"`
	}
	b, _ := marshal(map[string]problem{"error": {err.Error(), hint, ExitCode(err)}})
	fmt.Fprintf(p.stderr, "%s\n", b)
}

// warn says what a person should know although it is no error.
func (p *program) warn(format string, args ...any) { p.prose("warning", fmt.Sprintf(format, args...)) }

// tell says to those who look on what was done.
func (p *program) tell(format string, args ...any) { p.prose("note", fmt.Sprintf(format, args...)) }

// hint says what to do; nothing where there is nothing to say.
func (p *program) hint(text string) {
	if text != "" {
		p.prose("hint", text)
	}
}

// prose is a line on standard error: {"warning":"…"} with --json.
func (p *program) prose(kind, text string) {
	if p.wantsJSON() {
		b, _ := marshal(map[string]string{kind: text})
		fmt.Fprintf(p.stderr, "%s\n", b)
		return
	}
	if kind != "note" {
		text = kind + ": " + text
	}
	fmt.Fprintf(p.stderr, "mintmark: %s\n", printable(text))
}

// print writes a result to standard output, all of it or an error.
func (p *program) print(result []byte) error {
	if _, err := p.stdout.Write(result); err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	return nil
}

// printJSON writes a result as one line of JSON.
func (p *program) printJSON(v any) error {
	b, err := marshal(v)
	if err != nil {
		return err
	}
	return p.print(append(b, '\n'))
}
