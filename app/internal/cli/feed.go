package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// A piece is some of the input, cut where no token can be.
type piece struct {
	text string
	position
	read int64 // bytes of the whole input up to its end
	last bool  // of its file
}

// A position is where something begins in the input.
type position struct {
	File   string // "" for standard input and arguments
	Line   int    // from 1; 0 for the file as a whole
	Column int    // in bytes, from 1
}

// String is "a.log:3:17", "3:17" where there is no file, or "a.log".
func (p position) String() string {
	if p.Line == 0 {
		return p.File
	}
	at := strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column)
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
	seen int           // bytes of rest in which there is no place to cut
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

// next returns the next piece, or [io.EOF]. The last of a file may be empty. It
// waits for no more than it needs: what a slow pipe has brought so far is a piece
// when it ends with a line.
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
			p := f.take(len(f.rest))
			p.last = true
			return p, nil
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

// fill reads once. The room doubles when it is full, so that the cost of a text
// without an end grows with its length and no faster, however little comes at a
// time.
func (f *feed) fill() (int, error) {
	start := len(f.rest)
	if cap(f.rest)-start < pieceSize/2 {
		f.rest = append(make([]byte, 0, max(2*cap(f.rest), pieceSize)), f.rest...)
	}
	room := min(cap(f.rest)-start, max(pieceSize, start))
	n, err := f.file.Read(f.rest[start : start+room])
	f.rest = f.rest[:start+n]
	f.read += int64(n)
	if n > 0 {
		err = nil // an end that came with data comes again
	}
	return n, err
}

// cut is how much of rest can be handed out, of which the last n bytes are new:
// all of its whole lines, or where a line is very long, what stands in front of
// the last byte that no token has.
func (f *feed) cut(n int) int {
	fresh := f.rest[len(f.rest)-n:]
	if end := bytes.LastIndexByte(fresh, '\n'); end >= 0 {
		return len(f.rest) - n + end + 1
	}
	if len(f.rest) < pieceSize {
		return 0
	}
	end := bytes.LastIndexAny(f.rest[f.seen:], " \t\r\n\"'`,;<>(){}[]&") + 1
	if end > 0 {
		return f.seen + end
	}
	f.seen = len(f.rest)
	return 0
}

func (f *feed) take(n int) piece {
	p := piece{text: string(f.rest[:n]), position: f.at}
	f.rest = append(f.rest[:0], f.rest[n:]...)
	f.seen = 0
	p.read = f.read - int64(len(f.rest))
	f.at = f.at.after(p.text)
	return p
}
