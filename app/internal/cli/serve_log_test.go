package cli

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// writes are what has been written, one by one.
type writes []string

func (w *writes) Write(p []byte) (int, error) {
	*w = append(*w, string(p))
	return len(p), nil
}

func TestLogLines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var got writes
		l := &logLines{to: &got}
		want := func(why string, all ...string) {
			t.Helper()
			if fmt.Sprint(got) != fmt.Sprint(all) {
				t.Errorf("%s: got %q, want %q", why, got, all)
			}
		}
		_, _ = l.Write([]byte("a\n"))
		_, _ = l.Write([]byte("b\n"))
		want("at once")
		time.Sleep(2 * logDelay)
		synctest.Wait()
		want("a moment later", "a\nb\n")
		_, _ = l.Write([]byte("c\n"))
		l.flush()
		want("at the end", "a\nb\n", "c\n")
		time.Sleep(2 * logDelay)
		want("after the end", "a\nb\n", "c\n")
		got = nil
		long := strings.Repeat("x", logMost-1) + "\n"
		_, _ = l.Write([]byte(long))
		want("too much to keep", long)
	})
}
