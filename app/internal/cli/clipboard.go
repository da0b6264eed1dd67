package cli

import (
	"context"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// clipboards are the programs that put what they read on the clipboard, and the
// name that is set in the environment where they can.
var clipboards = []struct {
	command []string
	where   string // "" for anywhere
}{
	{[]string{"wl-copy"}, "WAYLAND_DISPLAY"},
	{[]string{"xclip", "-selection", "clipboard"}, "DISPLAY"},
	{[]string{"xsel", "--clipboard", "--input"}, "DISPLAY"},
	{[]string{"pbcopy"}, ""},
	{[]string{"clip.exe"}, ""},
}

// copy puts a text on the clipboard with one of these programs, or where there
// is none, asks the terminal to do it (OSC 52), which works over SSH too.
func (p *program) copy(ctx context.Context, text string) error {
	for _, c := range clipboards {
		if c.where != "" && os.Getenv(c.where) == "" {
			continue
		}
		path, err := exec.LookPath(c.command[0])
		if err != nil {
			continue
		}
		// Some stay to serve the text: with no pipe of ours, nobody waits for them.
		cmd := exec.CommandContext(ctx, path, c.command[1:]...)
		cmd.Stdin = strings.NewReader(text)
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("copy with %s: %w", c.command[0], err)
		}
		p.tell("copied to the clipboard with %s", c.command[0])
		return nil
	}
	return p.askToCopy(text)
}

// askToCopy asks the terminal.
func (p *program) askToCopy(text string) error {
	tty, closeTTY, err := p.terminal()
	if err != nil || os.Getenv("TERM") == "dumb" {
		return usage("install wl-clipboard or xclip, or run it in a terminal", "there is no clipboard to copy to")
	}
	defer closeTTY()
	fmt.Fprintf(tty, "\x1b]52;c;%s\a", base64.StdEncoding.EncodeToString([]byte(text)))
	p.tell("the terminal was asked to copy it, which not every terminal does")
	return nil
}
