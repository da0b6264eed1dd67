package server_test

import (
	"io"
	"net/http"
	"testing"
	"testing/synctest"

	"mintmark/app/internal/server"
)

// Nothing of one answer is left for another.
func TestShortAnswerIsForgotten(t *testing.T) {
	h := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Secret", "canary")
		w.WriteHeader(http.StatusAccepted)
		_, _ = io.WriteString(w, "canary")
	})
	if left := server.LeftOfShortAnswer(h); left != "0 map[]" {
		t.Errorf("left is %q", left)
	}
}

// A header is one line a value, whatever a handler writes, and an answer is one.
func TestShortAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire(t, func(w http.ResponseWriter, _ *http.Request) {
			if !server.TookShortcut(w) {
				return
			}
			w.Header().Set("X-Lines", "a\r\nX-Forged: b")
			w.WriteHeader(http.StatusEarlyHints)
			w.WriteHeader(http.StatusAccepted)
			w.WriteHeader(http.StatusNotFound)
		}).warm()
		w.send(short)
		if got := w.receive(); got.StatusCode != http.StatusAccepted || got.Header.Get("X-Lines") != "a  X-Forged: b" || got.Header.Get("X-Forged") != "" {
			t.Errorf("got %s %v", got.Status, got.Header)
		}
	})
}
