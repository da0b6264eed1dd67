package server

import (
	"bytes"
	"io"
	"net/http"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"
)

// shortRequest reads a request for a token that is all of p. It takes what nobody
// could read in another way, and returns nil for the rest: that is package
// net/http's.
func shortRequest(p []byte) *http.Request {
	line, rest, _ := bytes.Cut(p, []byte("\r\n"))
	var path string
	switch string(line) {
	case "POST /token HTTP/1.1":
		path = "/token"
	case "POST /v1/token HTTP/1.1":
		path = "/v1/token"
	default:
		return nil
	}
	header, body, ended := bytes.Cut(rest, []byte("\r\n\r\n"))
	r := &http.Request{
		Method: http.MethodPost, URL: &url.URL{Path: path}, RequestURI: path,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Body: http.NoBody,
	}
	if !ended || !readShortHeader(r, string(header)) || r.ContentLength != int64(len(body)) {
		return nil
	}
	if len(body) > 0 {
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	return r
}

// readShortHeader reports whether there is nothing in it that changes how a request
// is read, or answered, but one host and one length at most.
func readShortHeader(r *http.Request, text string) bool {
	most := strings.Count(text, "\r\n") + 1
	if most > maxFields {
		return false
	}
	r.Header = make(http.Header, most)
	values := make([]string, 0, most) // of all the names: one piece of memory
	for line := range strings.SplitSeq(text, "\r\n") {
		name, value, ok := cutField(line)
		if !ok || !readShortField(r, name, value) {
			return false
		}
		switch earlier, again := r.Header[name]; {
		case name == "Host": // stands in the request alone, as package net/http has it
		case again:
			r.Header[name] = append(earlier, value)
		default:
			n := len(values)
			values = append(values, value)
			r.Header[name] = values[n : n+1 : n+1]
		}
	}
	return r.Host != ""
}

// cutField returns the canonical name and the value of a field as nobody could read
// it in another way. A length is one only where a strictConn sees all of it.
func cutField(line string) (name, value string, ok bool) {
	name, value, ok = strings.Cut(line, ":")
	value = strings.Trim(value, " \t")
	if !ok || !consistsOf(name, inName) || value != "" && !consistsOf(value, inValue) {
		return "", "", false
	}
	name = textproto.CanonicalMIMEHeaderKey(name)
	return name, value, name != "Content-Length" || len(line) <= enough
}

// readShortField is readShortHeader of one field, by its canonical name.
func readShortField(r *http.Request, name, value string) bool {
	switch name {
	case "Host":
		again := r.Host != ""
		r.Host = value
		return !again && consistsOf(value, inHost)
	case "Content-Length":
		_, again := r.Header[name]
		n, err := strconv.ParseUint(value, 10, 63)
		r.ContentLength = int64(n)
		return !again && err == nil
	case "Connection":
		return value == "keep-alive"
	case "Expect", "Pragma", "Trailer", "Transfer-Encoding", "Upgrade":
		return false
	}
	return true
}

// What a byte may stand in.
const (
	inName = 1 << iota
	inValue
	inHost
)

// places is what each byte may stand in. Of what a host can be there are names,
// addresses and ports.
//
// Source: RFC 9110, sections 5.5 and 5.6.2.
var places = func() (t [256]uint8) {
	const alphanumeric = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	for b := ' '; b <= '~'; b++ {
		t[b] = inValue
	}
	t['\t'] = inValue
	for _, b := range []byte(alphanumeric + "!#$%&'*+-.^_`|~") {
		t[b] |= inName
	}
	for _, b := range []byte(alphanumeric + "-.:[]_") {
		t[b] |= inHost
	}
	return t
}()

func consistsOf(s string, place uint8) bool {
	for i := range len(s) {
		if places[s[i]]&place == 0 {
			return false
		}
	}
	return s != ""
}
