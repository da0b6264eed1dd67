package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"

	"mintmark/tokens"
)

// A sayer appends to b what a command says of one token among many, a line of
// text or of JSON. It runs on several goroutines at once.
type sayer func(b []byte, t *tokens.Token, at position) ([]byte, outcome)

// An outcome is what comes of one token beside what is printed.
type outcome struct {
	code    int
	warning string // for standard error, where it is said once
}

// A batch is what came of one piece of the input.
type batch struct {
	out      []byte
	code     int
	tokens   int
	warnings []string
	read     int64
	err      error

	piece piece // of which all this comes
}

// eachToken prints a line for each token of an input that has several, in
// order, and ends with the exit code of the worst. However long the input is, it
// holds a few pieces at a time.
func (p *program) eachToken(ctx context.Context, in *input, say sayer) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // little is held, much thrown away
	progress := p.progress()
	if isTerminal(p.stdout) {
		progress.to = nil // the lines go by there
	}
	defer progress.clear()
	code, count := exitOK, 0
	warned := map[string]bool{}
	var empty bareFile
	queue := inOrder(ctx, in.many, say)
	for {
		b, err := await(ctx, queue)
		if errors.Is(err, io.EOF) {
			return exit(code)
		}
		if err != nil {
			return err
		}
		for _, w := range b.warnings {
			if !warned[w] {
				warned[w] = true
				progress.clear()
				p.warn("%s", w)
			}
		}
		empty.follow(&b, say)
		if err := p.print(b.out); err != nil {
			return err
		}
		rows.Put(b.out[:0]) //nolint:staticcheck // a header of 24 bytes for a piece of thousands of tokens is no matter
		code = worse(code, b.code)
		count += b.tokens
		progress.draw(func() string { return share(fmt.Sprintf("%d tokens", count), b.read, in.size) })
	}
}

// deliverRow is eachToken for a file of which the one token is known.
func (p *program) deliverRow(row []byte, o outcome) error {
	if o.warning != "" {
		p.warn("%s", o.warning)
	}
	if err := p.print(row); err != nil {
		return err
	}
	return exit(o.code)
}

// await is the next batch, or [io.EOF].
func await(ctx context.Context, queue <-chan chan batch) (batch, error) {
	select {
	case done, more := <-queue:
		if !more {
			return batch{}, io.EOF
		}
		b := <-done
		return b, b.err
	case <-ctx.Done():
		return batch{}, usage("", "interrupted")
	}
}

// inOrder reads pieces and works on several at once. The results come in the
// order of the pieces.
func inOrder(ctx context.Context, f *feed, say sayer) <-chan chan batch {
	queue := make(chan chan batch, runtime.GOMAXPROCS(0))
	go func() {
		defer close(queue)
		for {
			p, err := f.next()
			if errors.Is(err, io.EOF) {
				return
			}
			done := make(chan batch, 1)
			select {
			case queue <- done:
			case <-ctx.Done():
				return
			}
			if err != nil {
				done <- batch{err: err}
				return
			}
			go func() { done <- work(p, say) }()
		}
	}()
	return queue
}

// rows is memory for what is printed of a piece, until it is.
var rows = sync.Pool{New: func() any { return make([]byte, 0, pieceSize) }}

// work says what there is to say of the tokens in a piece.
func work(p piece, say sayer) batch {
	b := batch{piece: p, read: p.read, out: rows.Get().([]byte)}
	at, end := p.position, 0
	for _, s := range tokens.FindAll(p.text, p.Column > 1) {
		at, end = at.after(p.text[end:s.Start]), s.Start
		var o outcome
		b.out, o = say(b.out, tokens.Decode(p.text[s.Start:s.End]), at)
		b.code = worse(b.code, o.code)
		b.tokens++
		if o.warning != "" && !slices.Contains(b.warnings, o.warning) {
			b.warnings = append(b.warnings, o.warning)
		}
	}
	return b
}

// worse is the exit code for two tokens of which each has one: malformed is the
// worst, and expired, as every token is some day, the least.
func worse(a, b int) int {
	order := []int{exitOK, exitTime, exitRefused, exitSignature, exitMalformed}
	if slices.Index(order, b) > slices.Index(order, a) {
		return b
	}
	return a
}
