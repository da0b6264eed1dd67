package tokens

import (
	"strconv"
	"strings"

	"github.com/golang-jwt/jwt/v5"
)

// A Token is what could be read of a text that should be a token.
type Token struct {
	Raw    string // the token alone, without what was wrapped around it
	Offset int    // where Raw begins in the text, in bytes

	Header    Segment
	Payload   Segment
	Signature Segment

	// Faults is what is wrong with the form of the whole, in the order in
	// which it was met. Each segment has its own.
	Faults []Fault

	text string // all that was pasted
}

// A Fault is one thing that is wrong with the form of a token. Each is a rule
// of [Rules] too, and [Diagnose] makes a finding of it.
type Fault struct {
	Rule  string // id of the rule: "base64"
	Place Place
	Found string // what was found, a clause that may follow a colon
}

// A Place says where in a token something is.
type Place struct {
	Segment string `json:"segment"`        // "token", "header", "payload" or "signature"
	Path    string `json:"path,omitempty"` // of the claim within the segment: "grants.video.room"

	// Start and End are bytes: into the segment's decoded JSON, or into
	// [Token.Raw] where Segment is "token". Both are 0 where there is no
	// narrower place.
	Start int `json:"start"`
	End   int `json:"end"`
}

// String is the path where there is one, else the segment.
func (p Place) String() string {
	if p.Path != "" {
		return p.Path
	}
	return p.Segment
}

// maxAlike bounds how often one thing is said of a token: a hundred duplicates
// say what a hundred thousand would.
const maxAlike = 100

// maxSegments bounds what a text of a million dots costs. A JWE has 5.
const maxSegments = 6

// maxToken is how long a token may be, in bytes, to be read at all. It travels
// in headers and addresses, where servers take a hundredth of it.
const maxToken = 1 << 20

// Decode reads a token out of a text. It never fails: what cannot be read is
// listed in Faults and left nil, the rest is kept exactly as it was written.
// White space, quotes, "Bearer ", JSON and the like around the token are taken
// off, and said. A token of more than 1 MiB is not read.
func Decode(text string) *Token {
	t := &Token{text: text}
	t.find()
	t.split()
	room := make([]byte, b64.DecodedLen(len(t.Header.Encoded)+len(t.Payload.Encoded)+len(t.Signature.Encoded)))
	room = t.Header.decode(room)
	t.Header.readJSON()
	room = t.Payload.decode(room)
	t.Payload.readJSON()
	t.decodeSignature(room)
	return t
}

// split cuts the token at its dots.
func (t *Token) split() {
	t.Header, t.Payload, t.Signature = Segment{Name: "header"}, Segment{Name: "payload"}, Segment{Name: "signature"}
	if t.Raw == "" {
		return
	}
	if len(t.Raw) > maxToken {
		t.fault("not-a-token", Place{Segment: "token", End: len(t.Raw)}, "this is "+strconv.Itoa(len(t.Raw)>>20)+" MB long, too much for a token, and is not read")
		return
	}
	parts := splitDots(t.Raw)
	if len(parts) != 3 {
		parts = t.faultSegments(parts)
	}
	start := 0
	for i, s := range []*Segment{&t.Header, &t.Payload, &t.Signature} {
		if i >= len(parts) {
			return
		}
		s.Encoded, s.Start, s.there = parts[i], start, true
		start += len(parts[i]) + 1
	}
}

// splitDots cuts a text at its dots, without memory of its own for the three
// parts that most have.
func splitDots(s string) []string {
	first, rest, _ := strings.Cut(s, ".")
	second, third, found := strings.Cut(rest, ".")
	if !found || strings.IndexByte(third, '.') >= 0 {
		return strings.SplitN(s, ".", maxSegments)
	}
	return []string{first, second, third}
}

// faultSegments says why there are not three parts, and returns those that can
// be read.
func (t *Token) faultSegments(parts []string) []string {
	place := Place{Segment: "token", End: len(t.Raw)}
	switch known := recogniseWord(t.Raw); {
	case known != "":
		t.fault("not-a-token", place, known)
		return nil
	case len(parts) == 5 && isEncrypted(readHeader(parts[0])):
		t.fault("encrypted", place, "this is an encrypted token (JWE), which Twilio does not use")
		return parts[:1] // the rest is ciphertext
	}
	t.fault("segments", place, segmentsFound(parts))
	if len(parts) == 1 {
		return nil // a word, and nothing in it to read
	}
	return parts
}

// isEncrypted reports whether a header is that of a JWE: which of its members
// are never in that of a signed token. Source: RFC 7516, section 4.1.
func isEncrypted(header *Value) bool {
	return header.Get("enc") != nil || header.Get("zip") != nil || header.Get("epk") != nil
}

// readHeader reads a header, as far as it goes; nil for what is none.
func readHeader(encoded string) *Value {
	v, _ := ParseJSON(string(decodeLoosely(encoded)))
	return v
}

func segmentsFound(parts []string) string {
	n := len(parts)
	switch {
	case n == 1:
		return "this is no token: there is no dot in it, and a token has three parts with dots between"
	case n == 2:
		return "it has two parts; the signature is missing"
	case n > 4 && isPair(parts):
		return "it looks like two tokens one after the other"
	case n == maxSegments:
		return "it has more than five parts; a token has three"
	}
	return "it has " + [...]string{4: "four", 5: "five"}[n] + " parts; a token has three"
}

// isPair reports whether a second token follows a first, with or without a dot
// between.
func isPair(parts []string) bool {
	if readHeader(parts[3]).Is(ObjectValue) {
		return true
	}
	const tries = 8 // of a signature that happens to look like a header
	rest := parts[2]
	for range tries {
		at := strings.Index(rest, "eyJ")
		if at < 0 {
			return false
		}
		if rest = rest[at:]; readHeader(rest).Is(ObjectValue) {
			return true
		}
		rest = rest[1:]
	}
	return false
}

func (t *Token) fault(rule string, place Place, found string) {
	t.Faults = append(t.Faults, Fault{Rule: rule, Place: place, Found: legible(found)})
}

// decodeSignature looks at the length first: of an HMAC it is known, and every
// cut of it is the same fault, whatever base64 makes of the rest.
func (t *Token) decodeSignature(room []byte) {
	s := &t.Signature
	want := hmacLength(t.Header.Value)
	if want == 0 || len(s.Encoded) == want || s.Encoded == "" || !isBase64(s.Encoded) {
		s.decode(room)
		return
	}
	s.fault("signature-length", Place{Segment: "token", Start: s.Start, End: s.Start + len(s.Encoded)},
		"its signature has "+plural(len(s.Encoded), "character")+" in place of "+strconv.Itoa(want))
	s.Data = append([]byte{}, decodeLoosely(s.Encoded)...)
}

// hmacLength is how many characters the signature has that the header promises;
// 0 for an algorithm whose signatures differ in length.
func hmacLength(header *Value) int {
	alg, _ := header.Get("alg").Text()
	if m, ok := algorithms[alg].(*jwt.SigningMethodHMAC); ok {
		return b64.EncodedLen(m.Hash.Size())
	}
	return 0
}
