package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"mintmark/tokens"
)

// languageNames are what --code takes.
func languageNames() []string {
	var names []string
	for _, l := range tokens.Languages() {
		names = append(names, l.Name)
	}
	return names
}

// mintCode prints a program that makes the token, instead of the token. It
// needs no credentials: the program reads its own.
func (p *program) mintCode(cmd *cobra.Command, f *mintFlags) error {
	for _, name := range []string{"at", "jti", "account-sid", "key-sid", "secret", "secret-file", "copy", "qr"} {
		if cmd.Flags().Changed(name) {
			return usage("the program mints anew each time it runs, with the credentials that it finds in the environment", "--code goes without --%s", name)
		}
	}
	t, err := p.described(cmd, f)
	if err != nil {
		return err
	}
	program, err := tokens.Code(f.code, t)
	if err != nil {
		return p.explainCode(f, err)
	}
	if p.json {
		text, err := marshal(map[string]string{"language": f.code, "program": program})
		if err != nil {
			return err
		}
		program = string(text) + "\n"
	}
	return p.write(f.out, []byte(program))
}

func (p *program) explainCode(f *mintFlags, err error) error {
	var field *tokens.FieldError
	if errors.As(err, &field) && field.Path == "language" {
		return usage("", "%w", underFlag("--code", err))
	}
	return p.explain(f, err, "")
}

// codeHelp is the help of --code.
func codeHelp() string {
	return "print a program in this `language` that makes the token: " + strings.Join(languageNames(), ", ")
}
