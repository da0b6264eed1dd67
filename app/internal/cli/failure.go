package cli

import (
	"errors"
	"fmt"
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
