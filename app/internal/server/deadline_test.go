package server_test

import (
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"mintmark/app/internal/server"
)

// A deadline holds to the second, whatever held before it.
func TestLazyDeadlines(t *testing.T) {
	const never = 0
	tests := []struct {
		name string
		set  []time.Duration // one after another, at once
		want time.Duration
	}{
		{"one", []time.Duration{5}, 5},
		{"nearer", []time.Duration{60, 5}, 5},
		{"farther", []time.Duration{5, 60}, 60},
		{"farther twice", []time.Duration{5, 10, 60}, 60},
		{"farther and nearer again", []time.Duration{5, 60, 10}, 10},
		{"taken away and set", []time.Duration{5, never, 7}, 7},
		{"taken away and set nearer", []time.Duration{5, never, 3}, 3},
		{"past", []time.Duration{60, -1}, 0},
		{"past and taken back", []time.Duration{-1, 9}, 9},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				here, there := net.Pipe() // where nobody is
				defer here.Close()
				defer there.Close()
				c := server.LazyConn(here)
				for side, ways := range map[string]struct {
					set func(time.Time) error
					do  func([]byte) (int, error)
				}{"read": {c.SetReadDeadline, c.Read}, "write": {c.SetWriteDeadline, c.Write}} {
					begin := time.Now()
					for _, d := range tt.set {
						at := begin.Add(d * time.Second)
						if d == never {
							at = time.Time{}
						}
						if err := ways.set(at); err != nil {
							t.Fatal(err)
						}
					}
					_, err := ways.do(make([]byte, 1))
					if got := time.Since(begin); got != tt.want*time.Second || !errors.Is(err, os.ErrDeadlineExceeded) {
						t.Errorf("%s: got %v after %v, want a timeout after %ds", side, err, got, tt.want)
					}
				}
			})
		})
	}
}

// What was written before a timer fired is not written again.
func TestLazyWriteGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		here, there := net.Pipe()
		defer here.Close()
		defer there.Close()
		c := server.LazyConn(here)
		for _, d := range []time.Duration{5, 60} {
			if err := c.SetWriteDeadline(time.Now().Add(d * time.Second)); err != nil {
				t.Fatal(err)
			}
		}
		got := make(chan string)
		go func() {
			first := make([]byte, 3)
			_, _ = io.ReadFull(there, first)
			time.Sleep(20 * time.Second) // of the bubble
			rest := make([]byte, 3)
			_, _ = io.ReadFull(there, rest)
			got <- string(first) + string(rest)
		}()
		if n, err := io.WriteString(c, "abcdef"); n != 6 || err != nil {
			t.Errorf("wrote %d, %v", n, err)
		}
		if text := <-got; text != "abcdef" {
			t.Errorf("got %q", text)
		}
	})
}
