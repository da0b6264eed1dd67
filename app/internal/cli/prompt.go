package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// interactive reports whether somebody is there to ask. Standard input may be
// a pipe that brings a token, standard output one that takes it.
func (p *program) interactive() bool { return isTerminal(p.stdin) || isTerminal(p.stderr) }

// askSecret reads a line from the terminal without showing it.
func (p *program) askSecret(ctx context.Context, prompt string) (string, error) {
	tty, closeTTY, err := p.terminal()
	if err != nil {
		return "", err
	}
	defer closeTTY()
	fd := int(tty.Fd())
	shown, err := term.GetState(fd)
	if err != nil {
		return "", fmt.Errorf("ask on the terminal: %w", err)
	}
	fmt.Fprint(tty, prompt)
	secret, err := interruptible(ctx, func() ([]byte, error) { return term.ReadPassword(fd) })
	_ = term.Restore(fd, shown) // after Ctrl-C nobody else does
	fmt.Fprintln(tty)
	return string(secret), err
}

// terminal is the one that the program was started from.
func (p *program) terminal() (tty *os.File, closeTTY func(), err error) {
	if tty, err := os.OpenFile("/dev/tty", os.O_RDWR, 0); err == nil {
		return tty, func() { _ = tty.Close() }, nil
	}
	if in, ok := p.stdin.(*os.File); ok && isTerminal(in) {
		return in, func() {}, nil
	}
	return nil, nil, errors.New("there is no terminal to ask on")
}

// askYes asks a question on the terminal. Only yes is yes.
func (p *program) askYes(ctx context.Context, question string) (bool, error) {
	tty, closeTTY, err := p.terminal()
	if err != nil {
		return false, err
	}
	defer closeTTY()
	fmt.Fprint(tty, question)
	line, err := interruptible(ctx, func() (string, error) {
		line, err := bufio.NewReader(tty).ReadString('\n')
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return line, err
	})
	return strings.TrimSpace(line) == "yes", err
}
