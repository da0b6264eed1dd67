package cli

import (
	"errors"
	"fmt"
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
	run := howToRun[f.code]
	if p.json {
		text, err := marshal(map[string]string{"language": f.code, "program": program, "run": run})
		if err != nil {
			return err
		}
		program = string(text) + "\n"
	}
	if err := p.write(f.out, []byte(program)); err != nil {
		return err
	}
	if isTerminal(p.stderr) && !p.json {
		p.tell("run it on a server: %s", run)
	}
	return nil
}

// howToRun is what to install and what to call.
var howToRun = map[string]string{
	"node":   "npm install twilio; node mint.js",
	"python": "pip install twilio; python mint.py",
	"java":   "add com.twilio.sdk:twilio to the build; java Mint.java",
	"csharp": "dotnet add package Twilio; dotnet run, with it as Program.cs",
	"php":    "composer require twilio/sdk; php mint.php",
	"ruby":   "gem install twilio-ruby; ruby mint.rb",
	"go":     "go get github.com/twilio/twilio-go; go run ., with it as main.go",
	"curl":   "sh mint.sh, which asks a running mintmark serve",
}

// codeGuide is the part of the help about what runs where.
func codeGuide() string {
	var b strings.Builder
	b.WriteString(`--code prints a program that makes the token with the helper library of Twilio. It
reads TWILIO_ACCOUNT_SID, TWILIO_API_KEY_SID and TWILIO_API_KEY_SECRET from its
environment, never from .env, and belongs on a server:

`)
	for _, l := range tokens.Languages() {
		fmt.Fprintf(&b, "  %-7s %s\n", l.Name, howToRun[l.Name])
	}
	return b.String()
}

func (p *program) explainCode(f *mintFlags, err error) error {
	var field *tokens.FieldError
	if errors.As(err, &field) && field.Path == "language" {
		return usage("", "%w", underFlag("--code", err))
	}
	if field != nil {
		for _, s := range f.slots {
			if field.Path == s.grant.Key() {
				return usage("the program's language rounds such a number, and the token would say another; give it as a text, \""+field.Got+"\", or mint without --code",
					"%s holds %s: --code %s wants %s", s.jsonFlag(), field.Got, f.code, field.Want)
			}
		}
	}
	return p.explain(f, err, "")
}

// codeHelp is the help of --code.
func codeHelp() string {
	return "print a program in this `language` that makes the token: " + strings.Join(languageNames(), ", ")
}
