package server

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A shortAnswer is gathered and sent as one. It is for handlers that answer with a
// few kilobytes and say what they are, and leave length and date to it.
type shortAnswer struct {
	header http.Header
	status int // 0 while nothing has been written
	body   []byte
	sent   []byte
}

// oneLine keeps what stands in a header from being more of it, as package net/http
// does.
var oneLine = strings.NewReplacer("\r", " ", "\n", " ")

var shortAnswers = sync.Pool{New: func() any { return &shortAnswer{header: http.Header{}} }}

func newShortAnswer() *shortAnswer { return shortAnswers.Get().(*shortAnswer) }

// free lets another have the memory, without the token.
func (a *shortAnswer) free() {
	clear(a.header)
	clear(a.body)
	clear(a.sent)
	*a = shortAnswer{header: a.header, body: a.body[:0], sent: a.sent[:0]}
	shortAnswers.Put(a)
}

func (a *shortAnswer) Header() http.Header { return a.header }

func (a *shortAnswer) WriteHeader(status int) {
	if a.status == 0 && status >= http.StatusOK { // what comes before an answer can be done without
		a.status = status
	}
}

func (a *shortAnswer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	a.body = append(a.body, p...)
	return len(p), nil
}

// isLast reports whether the connection ends with it.
func (a *shortAnswer) isLast() bool { return a.header.Get("Connection") == "close" }

// whole is all of it, as it is sent.
func (a *shortAnswer) whole(now time.Time) []byte {
	a.WriteHeader(http.StatusOK)
	b := strconv.AppendInt(append(a.sent, "HTTP/1.1 "...), int64(a.status), 10)
	b = append(append(b, ' '), http.StatusText(a.status)...)
	for name, values := range a.header {
		for _, value := range values {
			b = append(append(b, "\r\n"...), name...)
			b = append(append(b, ": "...), oneLine.Replace(value)...)
		}
	}
	b = now.UTC().AppendFormat(append(b, "\r\nDate: "...), http.TimeFormat)
	b = strconv.AppendInt(append(b, "\r\nContent-Length: "...), int64(len(a.body)), 10)
	a.sent = append(append(b, "\r\n\r\n"...), a.body...)
	return a.sent
}
