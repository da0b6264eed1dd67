package cli

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

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
