package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"mintmark/tokens"
)

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
