package tokens

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Segment is one of the three parts of a token.
type Segment struct {
	Name    string // "header", "payload" or "signature"
	Encoded string // as it stands in the token
	Start   int    // where Encoded begins in Token.Raw, in bytes
	Data    []byte // decoded, as far as it could be; nil if nothing could
	Value   *Value // of header and payload; nil where nothing could be read
	Faults  []Fault

	there bool  // though it may be empty
	root  Value // what Value points to
}

// decode takes the base64url off, into room, and returns what is left of it.
// What golang-jwt and the standard library let pass, line breaks and trailing
// bits, is a fault: two texts for one token.
func (s *Segment) decode(room []byte) (rest []byte) {
	if !s.there {
		return room
	}
	// A line break is skipped, and leaves less than the length promises.
	if n, err := b64.Decode(room, []byte(s.Encoded)); err == nil && n == b64.DecodedLen(len(s.Encoded)) {
		s.Data = room[:n:n]
		return room[n:]
	}
	at, rule, why := base64Problem(s.Encoded)
	s.fault(rule, Place{Segment: "token", Start: s.Start + at, End: s.Start + min(at+1, len(s.Encoded))}, "the "+s.Name+" "+why)
	s.Data = decodeLoosely(s.Encoded)
	return room
}

func (s *Segment) fault(rule string, place Place, found string) {
	s.Faults = append(s.Faults, Fault{Rule: rule, Place: place, Found: legible(found)})
}

const base64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

func isBase64URL(c byte) bool { return base64Bytes[c] }

func isBase64(s string) bool {
	for i := range len(s) {
		if !isBase64URL(s[i]) {
			return false
		}
	}
	return true
}

// base64Problem says where and why a text is not base64url without padding, and
// which rule that breaks.
func base64Problem(s string) (at int, rule, why string) {
	for i := range len(s) {
		switch c := s[i]; {
		case isBase64URL(c):
		case c == '+' || c == '/':
			return i, "base64", "is written in base64, with “" + string(c) + "”; tokens use base64url, with “-” and “_”"
		case c == '=':
			return i, "base64", "is padded with “=”; a token has no padding"
		case unicode.IsSpace(firstRune(s[i:])):
			return i, "white-space", "has white space in it"
		default:
			return i, "base64", "has a character that base64url does not have, " + quote(string(firstRune(s[i:])))
		}
	}
	if len(s)%4 == 1 {
		return max(0, len(s)-1), "base64", "has lost characters: no base64 text is that long"
	}
	return max(0, len(s)-1), "base64", "ends in bits that mean nothing; the last character has been changed"
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

var loosely = strings.NewReplacer("+", "-", "/", "_", "=", "")

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
	err := s.root.parse(string(s.Data))
	v := s.root.orNil()
	s.Value = v
	var se *SyntaxError
	if errors.As(err, &se) {
		at := min(se.Offset, len(s.Data))
		s.fault("json", Place{Segment: s.Name, Start: at, End: min(at+1, len(s.Data))}, "the "+s.Name+notRead(se)+se.Error())
		return
	}
	if !v.Is(ObjectValue) {
		s.fault("not-an-object", Place{Segment: s.Name, End: len(s.Data)}, "the "+s.Name+" is "+v.describe()+"; it must be a JSON object")
		return
	}
	if repeats(v) {
		s.findDuplicates(v, nil)
	}
	s.checkUTF8()
}

func notRead(e *SyntaxError) string {
	if e.Reason == tooDeep {
		return " is not read: "
	}
	return " is no JSON: "
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

// findDuplicates lists members given more than once, at any depth: one reader
// takes the first, another the last. Each name is listed once for an object, at
// the place of the last.
func (s *Segment) findDuplicates(v *Value, parents []string) {
	if len(s.Faults) >= maxAlike {
		return
	}
	times := count(v.Members)
	for i := range v.Members {
		m := &v.Members[i]
		path := append(parents, m.Name)
		if n := times(i); n > 1 && len(s.Faults) < maxAlike {
			s.fault("duplicate", Place{Segment: s.Name, Path: showPath(path...), Start: m.Start, End: m.Value.End},
				quote(clip(m.Name))+" is there "+howOften(n)+"; readers differ on which one counts")
		}
		s.findDuplicates(&m.Value, path)
	}
	for i := range v.Elements {
		s.findDuplicates(&v.Elements[i], parents)
	}
}

// repeats reports whether a member is given twice, at any depth.
func repeats(v *Value) bool {
	if v.Type != ObjectValue && v.Type != ArrayValue {
		return false
	}
	times := count(v.Members)
	for i := range v.Members {
		if times(i) > 1 || repeats(&v.Members[i].Value) {
			return true
		}
	}
	return slices.ContainsFunc(v.Elements, func(e Value) bool { return repeats(&e) })
}

func howOften(n int) string {
	if n == 2 {
		return "twice"
	}
	return strconv.Itoa(n) + " times"
}

// count returns a function that says of the last member with its name how often
// that name is there; 0 of all others. A few are compared with each other; many
// take a map, for time that grows with their square is an attack.
func count(members []Member) func(i int) int {
	const few = 16
	if len(members) > few {
		return countMany(members)
	}
	return func(i int) (n int) {
		for k := range members {
			same := members[k].Name == members[i].Name
			if same && k > i {
				return 0
			}
			if same {
				n++
			}
		}
		return n
	}
}

func countMany(members []Member) func(i int) int {
	type seen struct{ times, last int }
	names := make(map[string]seen, len(members))
	for i := range members {
		names[members[i].Name] = seen{names[members[i].Name].times + 1, i}
	}
	return func(i int) int {
		if s := names[members[i].Name]; s.last == i {
			return s.times
		}
		return 0
	}
}
