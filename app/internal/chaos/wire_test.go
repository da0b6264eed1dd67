package chaos

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"time"
)

// A wire is one connection that is asked over and over, for as little of this
// machine as can be: the rest is the server's.
type wire struct {
	conn    net.Conn
	r       *bufio.Reader
	request []byte
	answers map[int]string // the first with each status
}

func dial(url, headers, body string) (*wire, error) {
	host := strings.TrimPrefix(url, "http://")
	conn, err := net.Dial("tcp", host)
	if err != nil {
		return nil, err
	}
	request := fmt.Sprintf("POST /token HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n%s", host, headers, len(body), body)
	return &wire{conn, bufio.NewReader(conn), []byte(request), map[int]string{}}, nil
}

// ask returns the status.
func (w *wire) ask() (status int, err error) {
	if _, err := w.conn.Write(w.request); err != nil {
		return 0, err
	}
	length := 0
	var head []byte // of an answer that is kept
	for first := true; ; first = false {
		line, err := w.r.ReadSlice('\n')
		if head != nil {
			head = append(head, line...)
		}
		switch {
		case err != nil:
			return 0, err
		case first:
			status, err = strconv.Atoi(string(line[9:12]))
			if w.answers[status] == "" {
				head = append(head, line...)
			}
		case len(line) == 2:
			return status, w.finish(status, head, length)
		case bytes.HasPrefix(line, []byte("Content-Length: ")):
			length, err = strconv.Atoi(string(bytes.TrimSpace(line[16:])))
		}
		if err != nil {
			return 0, err
		}
	}
}

// finish reads the body.
func (w *wire) finish(status int, head []byte, length int) error {
	if head == nil {
		_, err := w.r.Discard(length)
		return err
	}
	body := make([]byte, length)
	_, err := io.ReadFull(w.r, body)
	w.answers[status] = string(head) + string(body)
	return err
}

// askAll asks as long as next tells when the request was due, and that one is.
func (w *wire) askAll(next func() (due time.Time, more bool)) (run, error) {
	r := run{Statuses: map[int]int{}, Request: string(w.request), Answers: w.answers}
	for {
		due, more := next()
		if !more {
			return r, nil
		}
		status, err := w.ask()
		if err != nil {
			return r, err
		}
		if r.Statuses[status]++; status == 200 {
			r.Took = append(r.Took, time.Since(due))
		}
	}
}
