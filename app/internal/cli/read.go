package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
)

// How much is read of a file that is held whole, in bytes. No real one comes
// near, and a device never ends.
const (
	maxSecret = 64 << 10
	maxKeys   = 1 << 20
	maxEnv    = 1 << 20
)

// readFile reads a file whole, - for standard input, unless it is longer than
// most bytes or the context ends before it does.
func (p *program) readFile(ctx context.Context, name string, most int) ([]byte, error) {
	return interruptible(ctx, func() ([]byte, error) {
		if name == "-" {
			return readAtMost(p.stdin, most)
		}
		f, err := os.Open(name) // a pipe waits here for its other end
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return readAtMost(f, most)
	})
}

func readAtMost(r io.Reader, most int) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, int64(most)+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("read the input: %w", err)
	case len(data) > most:
		return nil, fmt.Errorf("it is longer than %d KiB", most>>10)
	}
	return data, nil
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

// textOrFile is a text, or what is in the file that it names after an @.
func (p *program) textOrFile(ctx context.Context, text string) ([]byte, error) {
	name, ok := strings.CutPrefix(text, "@")
	if !ok {
		return []byte(text), nil
	}
	return p.readFile(ctx, name, maxInput)
}
