package cli

import (
	"io"
	"sync"
	"time"
)

const (
	logDelay = 5 * time.Millisecond
	logMost  = 64 << 10 // bytes
)

// logLines are lines of the log that are on their way: those of a moment are
// written at once, for a write costs more than the line in it.
type logLines struct {
	to io.Writer

	mu    sync.Mutex
	lines []byte
}

func (l *logLines) Write(line []byte) (int, error) {
	l.mu.Lock()
	if len(l.lines) == 0 {
		time.AfterFunc(logDelay, l.flush)
	}
	l.lines = append(l.lines, line...)
	full := len(l.lines) >= logMost
	l.mu.Unlock()
	if full {
		l.flush()
	}
	return len(line), nil
}

func (l *logLines) flush() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.lines) > 0 {
		_, _ = l.to.Write(l.lines) // there is nobody left to tell
		l.lines = l.lines[:0]
	}
}
