package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// The exit codes, the same for every command.
const (
	exitOK        = 0
	exitUsage     = 1 // wrong flags, no key, or a file that cannot be read or written
	exitMalformed = 2 // not a token that can be read
	exitSignature = 3 // the signature is wrong, or of a kind that the key cannot verify
	exitTime      = 4 // expired, or not yet valid
	exitRefused   = 5 // Twilio would refuse it for another reason
)

// A failure is an error with an exit code of its own and, where there is one,
// a hint: what to do about it. Without an error it is the exit code of a
// command that has said all there is to say.
type failure struct {
	code int
	err  error
	hint string
}

func (f *failure) Error() string {
	if f.err == nil {
		return fmt.Sprintf("exit code %d", f.code)
	}
	return f.err.Error()
}

func (f *failure) Unwrap() error { return f.err }

// usage is a failure of the command line itself.
func usage(hint, format string, args ...any) error {
	return &failure{code: exitUsage, err: fmt.Errorf(format, args...), hint: hint}
}

// exit ends a command that has printed its result with a code.
func exit(code int) error {
	if code == exitOK {
		return nil
	}
	return &failure{code: code}
}

// A program is one run of the command line: everything that it may touch of
// the world outside.
type program struct {
	args   []string
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	now    func() time.Time
	env    environment

	json  bool   // --json
	color string // --color
}

// Run executes one command line, without the program's name, and has said on
// stderr what went wrong by the time that it returns an error; [ExitCode]
// gives that error's exit code.
func Run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) error {
	p := &program{args: args, stdin: stdin, stdout: stdout, stderr: stderr, now: time.Now}
	root := p.rootCmd()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	if len(args) > 0 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) {
		completeChoices(root)
		showDropIns(root, args[len(args)-1])
	}
	err := helpForNothing(root, args)
	if err == nil {
		err = root.ExecuteContext(ctx)
	}
	if err != nil {
		p.report(err)
	}
	return err
}

// ExitCode is the exit code for what Run returned: 0 for nil, 1 for an error
// that names no other.
func ExitCode(err error) int {
	var f *failure
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &f):
		return f.code
	default:
		return exitUsage
	}
}

func (p *program) rootCmd() *cobra.Command {
	root := &cobra.Command{
		Use:   "mintmark",
		Short: "Read, judge and mint Twilio tokens",
		Example: `  mintmark check eyJ…                        will Twilio take this token, and if not, why?
  mintmark decode eyJ…                       what is in it?
  mintmark mint video --identity alice       make one`,
		Long: `A token is given as an argument, as - or through a pipe; --in FILE finds those in
a file. Mintmark reads the credentials from the environment and from .env in the
working folder: TWILIO_ACCOUNT_SID, TWILIO_API_KEY_SID and TWILIO_API_KEY_SECRET,
for capability tokens TWILIO_AUTH_TOKEN.

Scripts that call the Twilio CLI's token plugin may call mintmark token:voice and
the like in its place; "mintmark help token" lists them.

Exit codes: 0 fine, 1 usage or input and output, 2 malformed, 3 signature wrong
or not verifiable, 4 expired or not yet valid, 5 refused for another reason.`,
		Args:          p.commandsOnly,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		return cmp.Or(refuseEmpty(cmd), refuseZoneless(cmd))
	}
	version := root.Flags().BoolP("version", "v", false, "same as mintmark version")
	root.RunE = func(cmd *cobra.Command, _ []string) error {
		if *version {
			return p.printVersion()
		}
		return cmd.Help()
	}
	root.PersistentFlags().BoolVar(&p.json, "json", false, "print the result as JSON, and errors as JSON on standard error")
	root.PersistentFlags().Var(&choice{value: &p.color, of: []string{"auto", "always", "never"}}, "color", "color the output: auto, always or never")
	root.SetFlagErrorFunc(p.flagError)
	root.SetHelpFunc(p.help)
	root.SetHelpCommand(p.helpCmd())
	root.AddGroup(
		&cobra.Group{ID: "read", Title: "Read and judge"},
		&cobra.Group{ID: "mint", Title: "Mint"},
		&cobra.Group{ID: "serve", Title: "Serve"},
	)
	for _, c := range p.commands() {
		if one := p.one(); one != "" && one != c.name {
			continue
		}
		cmd := suggestedFor(c.make(), otherWords[c.name]...)
		cmd.GroupID = c.group
		root.AddCommand(cmd)
	}
	root.CompletionOptions.DisableDefaultCmd = true
	return root
}

// An entry is a command that is not made yet.
type entry struct {
	group, name string
	make        func() *cobra.Command
}

// commands are all, in no order that anybody sees.
func (p *program) commands() []entry {
	all := []entry{
		{"read", "decode", p.decodeCmd}, {"read", "check", p.checkCmd}, {"read", "verify", p.verifyCmd}, {"read", "diff", p.diffCmd},
		{"mint", "mint", p.mintCmd}, {"mint", "encode", p.encodeCmd}, {"mint", "keygen", p.keygenCmd},
		{"serve", "serve", p.serveCmd}, {"serve", "user", p.userCmd}, {"serve", "site", p.siteCmd},
		{"", "completion", p.completionCmd}, {"", "man", p.manCmd}, {"", "version", p.versionCmd}, {"", "token", p.tokenCmd},
	}
	for _, d := range dropIns {
		all = append(all, entry{"", d.name, func() *cobra.Command { return p.dropInCmd(d) }})
	}
	return all
}

// otherWords are what other programs call what a command does.
var otherWords = map[string][]string{
	"decode": {"inspect", "parse", "read", "show", "print"},
	"check":  {"validate", "judge", "lint", "test", "diagnose"},
	"mint":   {"create", "generate", "new", "issue", "make"},
	"encode": {"sign"},
	"diff":   {"compare"},
	"keygen": {"genkey", "generate-key"},
	"serve":  {"server", "start", "run"},
	"user":   {"users", "useradd", "adduser"},
	"site":   {"page", "html"},
}

// one is the command that this run is for, "" where it may need them all.
// Making the flags of every command takes as long as minting a token.
func (p *program) one() string {
	if len(p.args) == 0 || p.args[0] == "completion" || p.args[0] == "man" {
		return ""
	}
	for _, c := range p.commands() {
		if c.name == p.args[0] {
			return c.name
		}
	}
	return ""
}
