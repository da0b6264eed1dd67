package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"time"

	"mintmark/tokens"
)

const aToken = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.AAAA"

func feedOf(r io.Reader) *feed {
	f := &feed{}
	f.add("", func() (io.ReadCloser, error) { return io.NopCloser(r), nil })
	return f
}

// TestFeed: however the text arrives, its pieces are the text, and what is
// found in them is what is found in the whole.
func TestFeed(t *testing.T) {
	oneLine := `{"log":[` + strings.Repeat(`{"token":"`+aToken+`","n":1},`, 3*pieceSize/len(aToken)) + `]}`
	for name, text := range map[string]string{
		"empty":           "",
		"one token":       aToken,
		"lines":           strings.Repeat(aToken+"\n", 3*pieceSize/len(aToken)),
		"one long line":   oneLine,
		"no end of line":  "a\n" + aToken,
		"carriage return": aToken + "\r\n\r\n" + aToken,
		"a long token":    "x " + aToken + strings.Repeat("A", 3*pieceSize) + " " + aToken + "\n",
	} {
		for how, wrap := range map[string]func(io.Reader) io.Reader{
			"at once":   func(r io.Reader) io.Reader { return r },
			"in halves": iotest.HalfReader,
			"with EOF":  iotest.DataErrReader,
		} {
			t.Run(name+" "+how, func(t *testing.T) { checkFeed(t, feedOf(wrap(strings.NewReader(text))), text) })
		}
	}
	t.Run("byte by byte", func(t *testing.T) {
		text := strings.Repeat("a "+aToken+"\n", 3)
		checkFeed(t, feedOf(iotest.OneByteReader(strings.NewReader(text))), text)
	})
}

func checkFeed(t *testing.T, f *feed, text string) {
	t.Helper()
	var joined strings.Builder
	var got []tokens.Span
	for {
		p, err := f.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if want := (position{Line: 1, Column: 1}).after(joined.String()); p.position != want {
			t.Fatalf("got position %v, want %v", p.position, want)
		}
		for _, s := range tokens.Find(p.text) {
			got = append(got, tokens.Span{Start: s.Start + joined.Len(), End: s.End + joined.Len()})
		}
		joined.WriteString(p.text)
		if p.read != int64(joined.Len()) {
			t.Fatalf("got %d bytes read, want %d", p.read, joined.Len())
		}
	}
	if joined.String() != text {
		t.Error("the pieces are not the text")
	}
	if want := tokens.Find(text); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %d tokens, want %d, or at other places", len(got), len(want))
	}
}

// TestFeedEndless: a text without a place to cut is refused, not held.
func TestFeedEndless(t *testing.T) {
	_, err := feedOf(endless{}).next()
	if err == nil || !strings.Contains(err.Error(), "longer than 64 MiB") {
		t.Errorf("got %v, want an error about the length", err)
	}
}

// TestFeedIsLinear: a line without an end that comes a little at a time costs no
// more than its length, though no place to cut it comes.
func TestFeedIsLinear(t *testing.T) {
	cost := func(size int) uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := feedOf(&sips{left: size}).next(); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	small, large := cost(2<<20), cost(32<<20)
	if large > 32*small {
		t.Errorf("16 times the length allocates %d times as much", large/small)
	}
}

// TestFeedLooksOnce: where no place to cut was, none is looked for again.
func TestFeedLooksOnce(t *testing.T) {
	f := feedOf(&sips{left: 8 << 20})
	if err := f.nextFile(); err != nil {
		t.Fatal(err)
	}
	for {
		n, err := f.fill()
		if errors.Is(err, io.EOF) {
			return
		}
		if cut := f.cut(n); cut != 0 {
			t.Fatalf("got a cut at %d, want none", cut)
		}
		if len(f.rest) >= pieceSize && f.seen != len(f.rest) {
			t.Fatalf("of %d bytes %d are known to hold no cut, want all", len(f.rest), f.seen)
		}
	}
}

// sips is a long line through a pipe: letters, 64 KiB at a time.
type sips struct{ left int }

func (s *sips) Read(b []byte) (int, error) {
	if s.left == 0 {
		return 0, io.EOF
	}
	n := min(len(b), 64<<10, s.left)
	for i := range n {
		b[i] = 'A'
	}
	s.left -= n
	return n, nil
}

// endless never runs out of letters.
type endless struct{}

func (endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 'A'
	}
	return len(b), nil
}

// A supply makes numbered tokens as they are read, and counts what was read.
type supply struct {
	left, next int
	rest       []byte
	read       atomic.Int64
}

func (s *supply) Read(b []byte) (int, error) {
	for ; len(s.rest) < len(b) && s.left > 0; s.left-- {
		s.rest = fmt.Appendf(s.rest, "%s %d\n", aToken, s.next)
		s.next++
	}
	if len(s.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(b, s.rest)
	s.rest = s.rest[n:]
	s.read.Add(int64(n))
	return n, nil
}

// A slowSink holds how far reading is ahead of writing against a bound.
type slowSink struct {
	t      *testing.T
	supply *supply
	bytes.Buffer
	lines int
}

func (s *slowSink) Write(b []byte) (int, error) {
	const bound = 16 * pieceSize // a few pieces for each of a few goroutines
	if ahead := s.supply.read.Load() - int64(s.lines*len(aToken)); s.lines > 0 && ahead > bound+int64(10*s.lines) {
		s.t.Errorf("%d bytes are read and not written, want %d at most", ahead, bound)
	}
	s.lines += bytes.Count(b, []byte("\n"))
	return s.Buffer.Write(b)
}

// TestEachTokenInOrder: many tokens come out in order, and are not all held.
func TestEachTokenInOrder(t *testing.T) {
	const count = 200_000
	in := &supply{left: count}
	out := &slowSink{t: t, supply: in}
	p := &program{stdout: out, stderr: io.Discard, now: time.Now}
	say := func(b []byte, _ *tokens.Token, at position) ([]byte, outcome) {
		return fmt.Appendln(b, at.Line), outcome{}
	}
	if err := p.eachToken(t.Context(), &input{many: feedOf(in)}, say); err != nil {
		t.Fatal(err)
	}
	if out.lines != count {
		t.Fatalf("got %d lines, want %d", out.lines, count)
	}
	want := 0
	for line := range strings.Lines(out.String()) {
		if want++; line != fmt.Sprintln(want) {
			t.Fatalf("got %q, want %d", line, want)
		}
	}
}

// TestEachTokenInterrupted: Ctrl-C ends the wait for an input that does not.
func TestEachTokenInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	defer writer.Close()
	go func() {
		_, _ = io.WriteString(writer, aToken+"\n")
		cancel()
	}()
	p := &program{stdout: io.Discard, stderr: io.Discard, now: time.Now}
	say := func(b []byte, _ *tokens.Token, _ position) ([]byte, outcome) { return b, outcome{} }
	if err := p.eachToken(ctx, &input{many: feedOf(reader)}, say); err == nil || err.Error() != "interrupted" {
		t.Errorf("got %v, want interrupted", err)
	}
}

func TestWorse(t *testing.T) {
	order := []int{exitOK, exitTime, exitRefused, exitSignature, exitMalformed}
	for i, a := range order {
		for j, b := range order {
			if got := worse(a, b); got != order[max(i, j)] {
				t.Errorf("worse(%d, %d): got %d, want %d", a, b, got, order[max(i, j)])
			}
		}
	}
}

func TestProgress(t *testing.T) {
	var got strings.Builder
	g := &progress{to: &got}
	g.draw(func() string { return share("7 tokens", 1, 2) })
	g.draw(func() string { t.Error("drawn again at once"); return "" })
	g.clear()
	g.clear()
	if want := "\r\x1b[Kmintmark: 7 tokens, 50 %\r\x1b[K"; got.String() != want {
		t.Errorf("got %q, want %q", got.String(), want)
	}
}
