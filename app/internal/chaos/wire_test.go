package chaos

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// A wire is one connection that is asked over and over, for as little of this
// machine as can be: the rest is the server's.
type wire struct {
	conn    net.Conn
	r       *bufio.Reader
	request []byte
}

func dial(url, headers, body string) (*wire, error) {
	host := strings.TrimPrefix(url, "http://")
	conn, err := net.Dial("tcp", host)
	if err != nil {
		return nil, err
	}
	request := fmt.Sprintf("POST /token HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n%s", host, headers, len(body), body)
	return &wire{conn, bufio.NewReader(conn), []byte(request)}, nil
}

// ask returns the status.
func (w *wire) ask() (status int, err error) {
	if _, err := w.conn.Write(w.request); err != nil {
		return 0, err
	}
	length := 0
	for first := true; ; first = false {
		line, err := w.r.ReadSlice('\n')
		switch {
		case err != nil:
			return 0, err
		case first:
			status, err = strconv.Atoi(string(line[9:12]))
		case len(line) == 2:
			_, err := w.r.Discard(length)
			return status, err
		case bytes.HasPrefix(line, []byte("Content-Length: ")):
			length, err = strconv.Atoi(string(bytes.TrimSpace(line[16:])))
		}
		if err != nil {
			return 0, err
		}
	}
}

// A run is what came of asking for a while.
type run struct {
	statuses map[int]int
	took     []time.Duration // of the requests that were answered with 200, sorted
	cpu      time.Duration   // of the server, in all
	span     time.Duration
}

// storm asks a server on so many connections for a while.
func storm(t testing.TB, p *process, connections int, span time.Duration, headers, body string) run {
	t.Helper()
	all := run{statuses: map[int]int{}}
	var mu sync.Mutex
	var wg sync.WaitGroup
	before, start := p.cpu(), time.Now()
	for range connections {
		w, err := dial(p.url, headers, body)
		if err != nil {
			t.Fatal(err)
		}
		wg.Go(func() {
			defer w.conn.Close()
			statuses, took := map[int]int{}, []time.Duration(nil)
			for asked := time.Now(); asked.Sub(start) < span; {
				status, err := w.ask()
				if err != nil {
					t.Error(err)
					return
				}
				now := time.Now()
				if statuses[status]++; status == 200 {
					took = append(took, now.Sub(asked))
				}
				asked = now
			}
			mu.Lock()
			defer mu.Unlock()
			for status, n := range statuses {
				all.statuses[status] += n
			}
			all.took = append(all.took, took...)
		})
	}
	wg.Wait()
	all.cpu, all.span = p.cpu()-before, time.Since(start)
	slices.Sort(all.took)
	return all
}

func (r *run) answers() (n int) {
	for _, of := range r.statuses {
		n += of
	}
	return n
}

func (r *run) cpuEach() time.Duration { return r.cpu / time.Duration(max(1, r.answers())) }

// at is how long requests took, that fraction of them at most.
func (r *run) at(fraction float64) time.Duration {
	if len(r.took) == 0 {
		return 0
	}
	return r.took[int(fraction*float64(len(r.took)-1))]
}
