package cli

import (
	"slices"

	"github.com/spf13/cobra"

	"mintmark/tokens"
)

// A decodePart is what decode prints alone of a token, for the program behind
// the pipe: no verdict is given, which takes most of the time.
type decodePart struct {
	header, payload bool
}

func (d *decodePart) add(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&d.header, "header", false, "print the header alone, as it stands, on one line")
	cmd.Flags().BoolVar(&d.payload, "payload", false, "print the payload alone, or after the header")
}

func (d *decodePart) alone() bool { return d.header || d.payload }

// row is a line for each part of a token that is asked for.
func (d *decodePart) row(b []byte, t *tokens.Token, _ position) ([]byte, outcome) {
	var o outcome
	if slices.ContainsFunc(t.Faults, malformed) {
		o.code = exitMalformed
	}
	for _, s := range d.of(t) {
		b = append(append(b, s.JSON()...), '\n')
		if slices.ContainsFunc(s.Faults, malformed) {
			o.code = exitMalformed
		}
	}
	return b, o
}

func (d *decodePart) of(t *tokens.Token) []*tokens.Segment {
	switch {
	case d.header && d.payload:
		return []*tokens.Segment{&t.Header, &t.Payload}
	case d.header:
		return []*tokens.Segment{&t.Header}
	}
	return []*tokens.Segment{&t.Payload}
}

// malformed leaves out what can be read all the same: what stands around a token,
// and a name that is there twice.
func malformed(f tokens.Fault) bool {
	return !slices.Contains([]string{"wrapped", "quoted", "duplicate"}, f.Rule)
}
