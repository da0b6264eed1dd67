package chaos

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// A pace is requests at fixed moments, however long the answers take: others do
// not ask less because a server is slow.
type pace struct {
	URL, Headers, Body string // each # of Headers and Body is the number of the connection
	Rate               int    // requests per second, of all connections
	Connections        int    // in turns
	Span               time.Duration
}

// asks has a process of its own keep the pace, as if on another machine: where it
// may, it goes before the server's processes and is not kept waiting by them.
func (p *process) asks(at pace) (r run) {
	p.Helper()
	at.URL = p.url
	args, err := json.Marshal(at)
	p.must(err)
	cmd := exec.Command("nice", "-n", "-10", os.Args[0], string(args))
	cmd.Env = []string{role + "=asker", "TMPDIR=" + os.TempDir()}
	cmd.Stderr = new(bytes.Buffer)
	before := p.cpu()
	answer, err := cmd.Output()
	if err != nil {
		p.Errorf("%v: %s", err, cmd.Stderr)
		return r
	}
	p.must(json.Unmarshal(answer, &r))
	r.cpu, r.span = p.cpu()-before, at.Span
	r.asking = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	r.asDescribed(p)
	return r
}

// asker is the process that asks.
func asker() int {
	var at pace
	if err := json.Unmarshal([]byte(os.Args[1]), &at); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	all, err := at.keep()
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(all)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// keep asks when it is time to. A request that has to wait for the answer before
// it has been kept waiting since it was due.
func (at pace) keep() (run, error) {
	each := time.Second / time.Duration(at.Rate)
	start := time.Now().Add(time.Duration(at.Connections) * 100 * time.Microsecond) // all are there by then
	return together(at.Connections, at.URL, at.Headers, at.Body, func(n int) func() (time.Time, bool) {
		due := start.Add(time.Duration(n-at.Connections) * each)
		return func() (time.Time, bool) {
			due = due.Add(time.Duration(at.Connections) * each)
			if early := time.Until(due); early > 0 {
				time.Sleep(early)
				return time.Now(), due.Sub(start) < at.Span
			}
			return due, due.Sub(start) < at.Span
		}
	})
}

// numbered gives each connection words of its own.
func numbered(text string, n int) string {
	return strings.ReplaceAll(text, "#", fmt.Sprint(n))
}
