package password

import (
	"errors"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"time"
)

// restAfter is how long a process without work keeps the memory of a hash.
const restAfter = 10 * time.Second

// Work makes the hashes that a pipe asks for and writes them to w, one after the
// other, until the pipe ends. It is all that a process does that [Hasher.Delegate]
// starts: it takes one core, and the memory of one hash.
func Work(pipe *os.File, w io.Writer) error {
	runtime.GOMAXPROCS(1)
	debug.SetGCPercent(-1) // see workAt
	jobs, failed := make(chan job), make(chan error, 1)
	go func() { failed <- workAt(jobs, w) }()
	r, err := polled(pipe)
	if err != nil {
		return err
	}
	for {
		j, err := readJob(r)
		if errors.Is(err, io.EOF) {
			return nil // whoever waits for a hash that is being made is gone
		}
		if err != nil {
			return err
		}
		select {
		case jobs <- j:
		case err := <-failed:
			return err
		}
	}
}

// workAt has each hash take the memory of the one before: without a collection
// there would be more and more, and with those of the runtime at times more.
func workAt(jobs <-chan job, w io.Writer) error {
	rest := time.NewTimer(restAfter)
	for {
		select {
		case j := <-jobs:
			if _, err := w.Write(j.derive()); err != nil {
				return err
			}
			runtime.GC()
			rest.Reset(restAfter)
		case <-rest.C:
			debug.FreeOSMemory()
		}
	}
}
