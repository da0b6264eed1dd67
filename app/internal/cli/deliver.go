package cli

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

// deliveryFlags say where a token goes that was made.
type deliveryFlags struct {
	out      string
	copy, qr bool
}

const outHelp = "write to this `file`, which only you can read, in place of what is in it; - for standard output"

func (d *deliveryFlags) add(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&d.out, "out", "", outHelp)
	f.BoolVar(&d.copy, "copy", false, "put the token on the clipboard too")
	f.BoolVar(&d.qr, "qr", false, "draw the token as a QR code too, on standard error")
}

// A delivery is a token that was made.
type delivery struct {
	token string
	json  any    // what --json prints
	word  string // about it, for those who look on: "for alice: expires …"
}

// deliver puts a token where it was asked for, first of all on standard output
// or in a file, and on a terminal says a word about it.
func (p *program) deliver(ctx context.Context, d *deliveryFlags, made delivery) error {
	result := []byte(made.token + "\n")
	if p.json {
		text, err := marshal(made.json)
		if err != nil {
			return err
		}
		result = append(text, '\n')
	}
	if err := p.write(d.out, result); err != nil {
		return err
	}
	if isTerminal(p.stderr) && !p.json && made.word != "" {
		p.tell("minted %s", made.word)
	}
	if d.qr {
		if err := p.draw(made.token); err != nil {
			return err
		}
	}
	if d.copy {
		return p.copy(ctx, made.token)
	}
	return nil
}

// write puts a result on standard output, or in a file that only its owner can
// read.
func (p *program) write(file string, result []byte) error {
	if file == "" || file == "-" {
		return p.print(result)
	}
	if err := writePrivate(file, result); err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	return nil
}

// writePrivate writes a file that only its owner can read, also where it was
// there before.
func writePrivate(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		if err := f.Chmod(0o600); err != nil {
			return err
		}
	}
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.Close()
}
