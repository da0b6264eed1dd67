package site

import (
	"strconv"
	"strings"
)

// The content codings that files come in.
const (
	identity = "identity"
	brotlied = "br"
	gzipped  = "gzip"
)

// negotiate picks the form of the file that these Accept-Encoding headers
// like best, the smallest among equals. A client that refuses every form
// there is gets the plain one, as RFC 9110, section 12.5.3, allows.
func (f *file) negotiate(accept []string) (encoding string, content []byte) {
	if f.br == nil {
		return identity, f.plain
	}
	weights := parseAccept(strings.Join(accept, ","))
	best, content, most := identity, f.plain, 0.0
	for _, form := range []struct {
		encoding string
		content  []byte
	}{{brotlied, f.br}, {gzipped, f.gz}, {identity, f.plain}} {
		if q := weights.of(form.encoding); q > most {
			best, content, most = form.encoding, form.content, q
		}
	}
	return best, content
}

// weights are what a client said of content codings, 0 (never) to 1.
type weights map[string]float64

// parseAccept reads the value of Accept-Encoding. A weight that is no number
// from 0 to 1 counts as 0: what is not understood is not sent.
func parseAccept(header string) weights {
	w := make(weights)
	for item := range strings.SplitSeq(header, ",") {
		coding, parameter, weighted := strings.Cut(item, ";")
		coding = strings.ToLower(strings.TrimSpace(coding))
		if coding == "" {
			continue
		}
		w[coding] = 1
		if weighted {
			w[coding] = parseWeight(parameter)
		}
	}
	return w
}

func parseWeight(parameter string) float64 {
	name, value, _ := strings.Cut(strings.TrimSpace(parameter), "=")
	q, err := strconv.ParseFloat(value, 64)
	if err != nil || !strings.EqualFold(name, "q") || !(q >= 0 && q <= 1) {
		return 0
	}
	return q
}

// of is the weight of a coding. One that goes unnamed is not wanted, save for
// identity, which then stays the last resort.
func (w weights) of(coding string) float64 {
	if q, ok := w[coding]; ok {
		return q
	}
	if q, ok := w["*"]; ok {
		return q
	}
	if coding == identity {
		return 0.0001
	}
	return 0
}
