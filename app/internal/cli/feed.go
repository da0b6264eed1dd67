package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// A piece is some of the input, cut where no token can be.
type piece struct {
	text string
	position
	read int64 // bytes of the whole input up to its end
}

// A position is where something begins in the input.
type position struct {
	File   string // "" for standard input and arguments
	Line   int    // from 1
	Column int    // in bytes, from 1
}

// String is "a.log:3:17", or "3:17" where there is no file.
func (p position) String() string {
	at := fmt.Sprintf("%d:%d", p.Line, p.Column)
	if p.File != "" {
		return p.File + ":" + at
	}
	return at
}

// after is the position behind some text.
func (p position) after(text string) position {
	if n := strings.Count(text, "\n"); n > 0 {
		p.Line += n
		p.Column = 1
	}
	p.Column += len(text) - strings.LastIndexByte(text, '\n') - 1
	return p
}

// A feed reads files one after the other and hands out their pieces in order.
type feed struct {
	open []func() (io.ReadCloser, error) // of the files to come
	name []string

	file io.ReadCloser // nil between files
	rest []byte        // read, but not handed out
	at   position      // of rest
	read int64

	back []piece // put back, to be handed out again
}

// pieceSize is how much is read at once, and so about what a piece holds.
const pieceSize = 256 << 10

// add appends a file to the feed.
func (f *feed) add(name string, open func() (io.ReadCloser, error)) {
	f.name = append(f.name, name)
	f.open = append(f.open, open)
}

// next returns the next piece, or [io.EOF]. It waits for no more than it needs:
// what a slow pipe has brought so far is a piece when it ends with a line.
func (f *feed) next() (piece, error) {
	if len(f.back) > 0 {
		p := f.back[0]
		f.back = f.back[1:]
		return p, nil
	}
	for {
		if f.file == nil {
			if err := f.nextFile(); err != nil {
				return piece{}, err
			}
		}
		n, err := f.fill()
		switch {
		case errors.Is(err, io.EOF):
			_ = f.file.Close()
			f.file = nil
			if len(f.rest) > 0 {
				return f.take(len(f.rest)), nil
			}
		case err != nil:
			return piece{}, fmt.Errorf("read the input: %w", err)
		default:
			if cut := f.cut(n); cut > 0 {
				return f.take(cut), nil
			}
			if len(f.rest) > maxInput {
				return piece{}, fmt.Errorf("the input is longer than %d MiB, with no place in it where a token could end", maxInput>>20)
			}
		}
	}
}

func (f *feed) nextFile() (err error) {
	if len(f.open) == 0 {
		return io.EOF
	}
	f.at = position{File: f.name[0], Line: 1, Column: 1}
	f.file, err = f.open[0]()
	f.open, f.name = f.open[1:], f.name[1:]
	return err
}

// fill reads once. A text without an end is read in ever larger steps, so that
// its cost grows with its length and no faster.
func (f *feed) fill() (int, error) {
	start := len(f.rest)
	room := max(pieceSize, start)
	if cap(f.rest)-start < room {
		f.rest = append(make([]byte, 0, start+room), f.rest...)
	}
	n, err := f.file.Read(f.rest[start : start+room])
	f.rest = f.rest[:start+n]
	f.read += int64(n)
	if n > 0 {
		err = nil // an end that came with data comes again
	}
	return n, err
}

// cut is how much of rest can be handed out, given that there was no place to
// cut before the last n bytes: all of its whole lines, or where a line is very
// long, what stands in front of the last byte that no token has.
func (f *feed) cut(n int) int {
	fresh := f.rest[len(f.rest)-n:]
	if end := bytes.LastIndexByte(fresh, '\n'); end >= 0 {
		return len(f.rest) - n + end + 1
	}
	if len(f.rest) < pieceSize {
		return 0
	}
	return bytes.LastIndexAny(f.rest, " \t\r\n\"'`,;<>(){}[]&") + 1
}

func (f *feed) take(n int) piece {
	p := piece{text: string(f.rest[:n]), position: f.at}
	f.rest = append(f.rest[:0], f.rest[n:]...)
	p.read = f.read - int64(len(f.rest))
	f.at = f.at.after(p.text)
	return p
}
