package server

import (
	"net/http"
	"strings"
)

// A trace is where a request belongs in somebody else's records.
type trace struct{ id, parent string }

// traceOf reads traceparent. What is not exactly one is passed over.
//
// Source: W3C Trace Context, section 3.2.
func traceOf(h http.Header) (t trace, ok bool) {
	sent := h["Traceparent"]
	if len(sent) != 1 || len(sent[0]) < 55 || len(sent[0]) > 256 {
		return trace{}, false
	}
	version, rest := sent[0][:2], sent[0][55:]
	parts := strings.Split(sent[0][:55], "-")
	if len(parts) != 4 || version == "ff" || rest != "" && (version == "00" || rest[0] != '-') {
		return trace{}, false
	}
	for i, length := range []int{2, 32, 16, 2} {
		if len(parts[i]) != length || strings.Trim(parts[i], "0123456789abcdef") != "" {
			return trace{}, false
		}
	}
	t = trace{id: parts[1], parent: parts[2]}
	return t, strings.Trim(t.id, "0") != "" && strings.Trim(t.parent, "0") != ""
}
