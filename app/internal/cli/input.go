package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"mintmark/tokens"
)

// maxInput bounds how much is held in memory: of a text with one token all of
// it, of a longer one what lies between two places to cut it.
const maxInput = 64 << 20

// inputFlags say where tokens come from, beside arguments and standard input.
type inputFlags struct{ files []string }

func (i *inputFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&i.files, "in", nil, "look for tokens in this `file`: a log, a HAR, any text; may be repeated")
}

// An input is the text in which tokens are looked for: held where there is at
// most one token in it, else to be read on.
type input struct {
	text string
	file string // of the text; "" for standard input and arguments
	many *feed  // nil for one token
	size int64  // in bytes; 0 where nobody knows before it ends
}

// input looks at arguments, files or standard input until it has met a second
// token. Arguments are joined as they were pasted.
func (p *program) input(ctx context.Context, args []string, in *inputFlags) (*input, error) {
	f, size, err := p.feed(args, in)
	if err != nil {
		return nil, err
	}
	return interruptible(ctx, func() (*input, error) {
		text, single, err := f.single()
		switch {
		case err != nil:
			return nil, err
		case single && len(in.files) < 2:
			return &input{text: strings.TrimPrefix(text, "\ufeff"), file: strings.Join(in.files, "")}, nil
		}
		return &input{many: f, size: size}, nil
	})
}

// position is where a token of the held text begins; the file where there is none.
func (in *input) position(t *tokens.Token) position {
	if t.Raw == "" && in.file != "" {
		return position{File: in.file}
	}
	return position{File: in.file, Line: 1, Column: 1}.after(in.text[:t.Offset])
}

// maxFolded is more than one token has that was broken over lines.
const maxFolded = 4 << 20

// single reads until it has met a second token or the end, and puts back what
// it has read. Where there is one token at most, and no more text than can be
// held, it returns the text. Tokens that lost their ends count at the end only:
// what looks like several of them may be one that was broken over lines.
func (f *feed) single() (text string, single bool, err error) {
	var seen []piece
	defer func() { f.back = seen }()
	var all []string
	candidates := 0
	for found, length := 0, 0; found < 2 && length <= maxInput && (candidates < 2 || length <= maxFolded); {
		p, err := f.next()
		if errors.Is(err, io.EOF) {
			text := strings.Join(all, "")
			return text, candidates < 2 || isBrokenOver(text), nil
		}
		if err != nil {
			return "", false, err
		}
		found += len(tokens.Find(p.text))
		candidates += len(tokens.FindAll(p.text, p.Column > 1))
		length += len(p.text)
		all = append(all, p.text)
		seen = append(seen, p)
	}
	return "", false, nil
}

// isBrokenOver reports whether the text is one token with white space inside.
func isBrokenOver(text string) bool {
	return slices.ContainsFunc(tokens.Decode(text).Faults, func(f tokens.Fault) bool { return f.Rule == "white-space" })
}

// feed is all that there is to read, and its length where that is known.
func (p *program) feed(args []string, in *inputFlags) (*feed, int64, error) {
	f := &feed{}
	switch {
	case len(in.files) > 0 && len(args) > 0:
		return nil, 0, usage("leave out one of them", "there are tokens as arguments and --in")
	case len(in.files) > 0:
		size, err := p.addFiles(f, in.files)
		return f, size, err
	case len(args) > 0 && !isDash(args):
		f.add("", func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(strings.Join(args, " "))), nil })
	case len(args) == 0 && isTerminal(p.stdin):
		return nil, 0, usage("give it as an argument or through a pipe; - reads what you type up to Ctrl-D", "no token given")
	default:
		f.add("", func() (io.ReadCloser, error) { return io.NopCloser(p.stdin), nil })
		return f, sizeOf(p.stdin), nil
	}
	return f, 0, nil
}

// addFiles adds files by name, - for standard input. One that is not there is
// an error before anything is printed.
func (p *program) addFiles(f *feed, names []string) (size int64, err error) {
	for _, name := range names {
		if name == "-" {
			f.add(name, func() (io.ReadCloser, error) { return io.NopCloser(p.stdin), nil })
			size += sizeOf(p.stdin)
			continue
		}
		info, err := os.Stat(name)
		switch {
		case name == "":
			return 0, emptyFlag("--in")
		case err != nil:
			return 0, fmt.Errorf("read the input: %w", err)
		case info.IsDir():
			return 0, usage("name the files in it: --in a.log --in b.log", "%s is a folder", name)
		}
		f.add(name, func() (io.ReadCloser, error) { return os.Open(name) })
		size += info.Size()
	}
	return size, nil
}

// sizeOf is the length of a file, 0 for what is none.
func sizeOf(stream any) int64 {
	file, ok := stream.(*os.File)
	if !ok {
		return 0
	}
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return 0
	}
	return info.Size()
}

func isDash(args []string) bool { return len(args) == 1 && args[0] == "-" }

// fileHint is for those who give a file's name in place of a token.
func fileHint(command string, args []string) string {
	if len(args) != 1 || len(args[0]) > 4096 {
		return ""
	}
	if info, err := os.Stat(args[0]); err != nil || info.IsDir() {
		return ""
	}
	return fmt.Sprintf("%s is a file: mintmark %s --in %[1]s", args[0], command)
}
