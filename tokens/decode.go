package tokens

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"
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

// A Segment is one of the three parts of a token.
type Segment struct {
	Name    string // "header", "payload" or "signature"
	Encoded string // as it stands in the token
	Start   int    // where Encoded begins in Token.Raw, in bytes
	Data    []byte // decoded, as far as it could be; nil if nothing could
	Value   *Value // of header and payload; nil where nothing could be read
	Faults  []Fault
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

// Decode reads a token out of a text. It never fails: what cannot be read is
// listed in Faults and left nil, the rest is kept exactly as it was written.
// White space, quotes, "Bearer ", JSON and the like around the token are taken
// off, and said.
func Decode(text string) *Token {
	t := &Token{text: text}
	t.find()
	t.split()
	t.Header.readJSON()
	t.Payload.readJSON()
	return t
}

// split cuts the token at its dots.
func (t *Token) split() {
	parts := strings.SplitN(t.Raw, ".", maxSegments)
	t.Header, t.Payload, t.Signature = Segment{Name: "header"}, Segment{Name: "payload"}, Segment{Name: "signature"}
	if t.Raw == "" {
		return
	}
	if len(parts) != 3 {
		t.faultSegments(len(parts))
	}
	switch len(parts) {
	case 1:
		return // a word, and nothing in it to read
	case 5:
		parts = parts[:1] // the rest is ciphertext
	}
	start := 0
	for i, s := range []*Segment{&t.Header, &t.Payload, &t.Signature} {
		if i >= len(parts) {
			return
		}
		s.Encoded, s.Start = parts[i], start
		s.decode()
		start += len(parts[i]) + 1
	}
}

// faultSegments says why there are not three parts.
func (t *Token) faultSegments(n int) {
	place := Place{Segment: "token", End: len(t.Raw)}
	if known := recogniseWord(t.Raw); known != "" {
		t.fault("not-a-token", place, known)
		return
	}
	if n == 5 {
		t.fault("encrypted", place, "this is an encrypted token (JWE), which Twilio does not use")
		return
	}
	t.fault("segments", place, segmentsFound(n))
}

func segmentsFound(n int) string {
	switch n {
	case 1:
		return "this is no token: there is no dot in it, and a token has three parts with dots between"
	case 2:
		return "it has two parts; the signature is missing"
	case maxSegments:
		return "it has more than five parts; a token has three"
	}
	return "it has four parts; a token has three"
}

func (t *Token) fault(rule string, place Place, found string) {
	t.Faults = append(t.Faults, Fault{Rule: rule, Place: place, Found: found})
}

// decode takes the base64url off. What golang-jwt and the standard library let
// pass, line breaks and trailing bits, is a fault: two texts for one token.
func (s *Segment) decode() {
	if data, err := b64.DecodeString(s.Encoded); err == nil && !strings.ContainsAny(s.Encoded, "\r\n") {
		s.Data = data
		return
	}
	at, why := base64Problem(s.Encoded)
	s.fault("base64", Place{Segment: "token", Start: s.Start + at, End: s.Start + min(at+1, len(s.Encoded))}, "the "+s.Name+" "+why)
	s.Data = decodeLoosely(s.Encoded)
}

func (s *Segment) fault(rule string, place Place, found string) {
	s.Faults = append(s.Faults, Fault{Rule: rule, Place: place, Found: found})
}

const base64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

func isBase64URL(c byte) bool { return base64Bytes[c] }

// base64Problem says where and why a text is not base64url without padding.
func base64Problem(s string) (at int, why string) {
	for i := range len(s) {
		switch c := s[i]; {
		case isBase64URL(c):
		case c == '+' || c == '/':
			return i, "is written in base64, with “" + string(c) + "”; tokens use base64url, with “-” and “_”"
		case c == '=':
			return i, "is padded with “=”; a token has no padding"
		default:
			return i, "has a character that base64url does not have, " + quote(string(firstRune(s[i:])))
		}
	}
	if len(s)%4 == 1 {
		return max(0, len(s)-1), "has lost characters: no base64 text is that long"
	}
	return max(0, len(s)-1), "ends in bits that mean nothing; the last character has been changed"
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

var loosely = strings.NewReplacer("+", "-", "/", "_", "=", "", "\r", "", "\n", "", " ", "", "\t", "")

// decodeLoosely reads as much as there is in front of the first thing that no
// base64 has.
func decodeLoosely(s string) []byte {
	s = loosely.Replace(s)
	end := 0
	for end < len(s) && isBase64URL(s[end]) {
		end++
	}
	s = s[:end]
	if len(s)%4 == 1 {
		s = s[:len(s)-1]
	}
	data, err := looseB64.DecodeString(s)
	if err != nil || len(data) == 0 {
		return nil
	}
	return data
}

// readJSON reads header or payload.
func (s *Segment) readJSON() {
	if s.Data == nil {
		return
	}
	v, err := ParseJSON(string(s.Data))
	s.Value = v
	var se *SyntaxError
	if errors.As(err, &se) {
		at := min(se.Offset, len(s.Data))
		s.fault("json", Place{Segment: s.Name, Start: at, End: min(at+1, len(s.Data))}, "the "+s.Name+" is no JSON: "+se.Error())
		return
	}
	if !v.Is(ObjectValue) {
		s.fault("not-an-object", Place{Segment: s.Name, End: len(s.Data)}, "the "+s.Name+" is "+v.describe()+"; it must be a JSON object")
		return
	}
	s.findDuplicates(v, nil)
	s.checkUTF8()
}

// checkUTF8 finds bytes that are no text.
func (s *Segment) checkUTF8() {
	if utf8.Valid(s.Data) {
		return
	}
	for i, r := range string(s.Data) {
		if r != utf8.RuneError {
			continue
		}
		if _, n := utf8.DecodeRune(s.Data[i:]); n == 1 {
			s.fault("utf8", Place{Segment: s.Name, Start: i, End: i + 1}, "the "+s.Name+" holds bytes that are no UTF-8")
			return
		}
	}
}

// findDuplicates lists members given twice, at any depth: one reader takes the
// first, another the last.
func (s *Segment) findDuplicates(v *Value, parents []string) {
	if len(s.Faults) >= maxAlike {
		return
	}
	seen := names(v.Members)
	for i := range v.Members {
		m := &v.Members[i]
		path := append(parents, m.Name)
		if seen(i) && len(s.Faults) < maxAlike {
			s.fault("duplicate", Place{Segment: s.Name, Path: strings.Join(path, "."), Start: m.Start, End: m.Value.End},
				quote(clip(m.Name))+" is there twice; readers differ on which one counts")
		}
		s.findDuplicates(&m.Value, path)
	}
	for i := range v.Elements {
		s.findDuplicates(&v.Elements[i], parents)
	}
}

// names returns a function that says whether the name of a member, asked for
// in order, has been there before. A few are compared with each other; many
// take a map, for time that grows with their square is an attack.
func names(members []Member) func(i int) bool {
	const few = 16
	if len(members) <= few {
		return func(i int) bool {
			return slices.ContainsFunc(members[:i], func(m Member) bool { return m.Name == members[i].Name })
		}
	}
	seen := make(map[string]bool, len(members))
	return func(i int) bool {
		name := members[i].Name
		was := seen[name]
		seen[name] = true
		return was
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
