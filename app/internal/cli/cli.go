package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"
)

// The exit codes, the same for every command.
const (
	exitOK        = 0
	exitUsage     = 1 // wrong flags, or a file that cannot be read or written
	exitMalformed = 2 // not a token that can be read
	exitSignature = 3 // the signature is wrong, or nothing could verify it
	exitTime      = 4 // expired, or not yet valid
	exitRefused   = 5 // Twilio would refuse it for another reason
)

// A failure is an error with an exit code of its own and, where there is one,
// a hint: what to do about it.
type failure struct {
	code int
	err  error
	hint string
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

// A program is one run of the command line: everything that it may touch of
// the world outside.
type program struct {
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	now    func() time.Time
	env    environment
}

// Run executes one command line, without the program's name, and has said on
// stderr what went wrong by the time that it returns an error; [ExitCode]
// gives that error's exit code.
func Run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) error {
	p := &program{stdin: stdin, stdout: stdout, stderr: stderr, now: time.Now}
	root := p.rootCmd()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
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
		Use:           "mintmark",
		Short:         "Read, judge and mint Twilio tokens",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.AddCommand(p.siteCmd())
	return root
}

// report prints an error, and its hint where it has one.
func (p *program) report(err error) {
	var f *failure
	errors.As(err, &f)
	if f != nil && f.err == nil {
		return // the command has said all there is to say
	}
	fmt.Fprintf(p.stderr, "mintmark: error: %v\n", err)
	if f != nil && f.hint != "" {
		fmt.Fprintf(p.stderr, "mintmark: hint: %s\n", f.hint)
	}
}
