package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
)

// maxInput bounds what is read from a pipe.
const maxInput = 64 << 20

// readToken is the text in which a token is looked for: the arguments, joined
// as they were pasted, or standard input for "-" or where nothing else is given.
func (p *program) readToken(ctx context.Context, args []string) (string, error) {
	if len(args) > 0 && !isDash(args) {
		return strings.Join(args, " "), nil
	}
	if len(args) == 0 && isTerminal(p.stdin) {
		return "", usage("give it as an argument or through a pipe; - reads what you type up to Ctrl-D", "no token given")
	}
	data, err := interruptible(ctx, func() ([]byte, error) { return readAll(p.stdin) })
	if err != nil {
		return "", err
	}
	return strings.TrimPrefix(string(data), "\ufeff"), nil
}

func isDash(args []string) bool { return len(args) == 1 && args[0] == "-" }

func readAll(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxInput+1))
	if err != nil {
		return nil, fmt.Errorf("read the input: %w", err)
	}
	if len(data) > maxInput {
		return nil, fmt.Errorf("the input is longer than %d MiB", maxInput>>20)
	}
	return data, nil
}

// fileHint is for those who give a file's name in place of a token.
func fileHint(command string, args []string) string {
	if len(args) != 1 || len(args[0]) > 4096 {
		return ""
	}
	if info, err := os.Stat(args[0]); err != nil || info.IsDir() {
		return ""
	}
	return fmt.Sprintf("%s is a file: mintmark %s < %[1]s", args[0], command)
}

// interruptible waits for a read that knows no context: the first Ctrl-C ends
// the wait, and with it the program.
func interruptible[T any](ctx context.Context, read func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		v, err := read()
		done <- result{v, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, usage("", "interrupted")
	}
}
