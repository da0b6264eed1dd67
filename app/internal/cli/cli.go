package cli

import (
	"cmp"
	"context"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// A program is one run of the command line: everything that it may touch of
// the world outside.
type program struct {
	args   []string
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	now    func() time.Time
	env    environment
	itself bool // it is all of this process, and can be started once more

	json  bool   // --json
	color string // --color
}

// Run executes one command line, without the program's name, and has said on
// stderr what went wrong by the time that it returns an error; [ExitCode]
// gives that error's exit code.
func Run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) error {
	return (&program{args: args, stdin: stdin, stdout: stdout, stderr: stderr, now: time.Now}).run(ctx)
}

func (p *program) run(ctx context.Context) error {
	root := p.rootCmd()
	root.SetArgs(p.args)
	root.SetIn(p.stdin)
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)
	if len(p.args) > 0 && strings.HasPrefix(p.args[0], cobra.ShellCompRequestCmd) {
		completeChoices(root)
		showDropIns(root, p.args[len(p.args)-1])
	}
	err := helpForNothing(root, p.args)
	if err == nil {
		err = root.ExecuteContext(ctx)
	}
	if err != nil {
		p.report(err)
	}
	return err
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
	p.addCommands(root)
	root.CompletionOptions.DisableDefaultCmd = true
	return root
}
