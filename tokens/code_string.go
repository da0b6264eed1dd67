package tokens

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// A stringSyntax is how a language writes text between double quotes. What
// cannot be seen is always escaped: a program must not look like another.
type stringSyntax struct {
	special string // takes a backslash; the quote and the backslash do anyway
	ascii   bool   // escapes all beyond ASCII too
	escape  func(b []byte, r rune) []byte
}

func (s *stringSyntax) quote(text string) string {
	b := append(make([]byte, 0, len(text)+2), '"')
	before := rune(0)
	for _, r := range text {
		switch {
		case r == '"' || r == '\\' || strings.ContainsRune(s.special, r):
			b = append(b, '\\', byte(r))
		case !isHidden(r, before) && (r < utf8.RuneSelf || !s.ascii):
			b = utf8.AppendRune(b, r)
		case r == '\n':
			b = append(b, `\n`...)
		default:
			b = s.escape(b, r)
		}
		before = r
	}
	return string(append(b, '"'))
}

// escapeBraced is \u{1f680}.
func escapeBraced(b []byte, r rune) []byte { return fmt.Appendf(b, `\u{%x}`, r) }

// escapeLong is \u200d or \U0001f680.
func escapeLong(b []byte, r rune) []byte {
	if r > 0xffff {
		return fmt.Appendf(b, `\U%08x`, r)
	}
	return fmt.Appendf(b, `\u%04x`, r)
}

// escapeUTF16 is \ud83d\ude80, as JSON has it.
func escapeUTF16(b []byte, r rune) []byte {
	for _, unit := range utf16.AppendRune(nil, r) {
		b = fmt.Appendf(b, `\u%04x`, unit)
	}
	return b
}

// A valueSyntax is how a language writes the values of JSON.
type valueSyntax struct {
	quote             func(string) string
	key               func(string) string   // nil for quote
	prefix            func(v *Value) string // in front of an object; nil for none
	object            [2]string             // its brackets
	colon             string
	null, true, false string
}

// jsonValue is JSON itself, on one line and with nothing in it that cannot be
// seen.
var (
	jsonString = stringSyntax{escape: escapeUTF16}
	jsonValue  = valueSyntax{
		quote: jsonString.quote, object: [2]string{"{", "}"}, colon: ": ",
		null: "null", true: "true", false: "false",
	}
)

func (s *valueSyntax) literal(v *Value) string {
	switch v.Type {
	case NullValue:
		return s.null
	case TrueValue:
		return s.true
	case FalseValue:
		return s.false
	case StringValue:
		text, _ := v.Text()
		return s.quote(text)
	case ArrayValue:
		elements := make([]string, len(v.Elements))
		for i := range v.Elements {
			elements[i] = s.literal(&v.Elements[i])
		}
		return "[" + strings.Join(elements, ", ") + "]"
	case ObjectValue:
		return s.objectLiteral(v)
	}
	return v.Raw
}

func (s *valueSyntax) objectLiteral(v *Value) string {
	key := s.key
	if key == nil {
		key = s.quote
	}
	members := make([]string, len(v.Members))
	for i := range v.Members {
		members[i] = key(v.Members[i].Name) + s.colon + s.literal(&v.Members[i].Value)
	}
	text := s.object[0] + strings.Join(members, ", ") + s.object[1]
	if len(members) == 0 {
		text = strings.ReplaceAll(text, " ", "")
	}
	if s.prefix != nil {
		text = s.prefix(v) + text
	}
	return text
}

// checkNumbers refuses numbers that would come out of the program as others.
func (p *program) checkNumbers(language string, exact func(raw string) bool) error {
	for _, g := range p.grants {
		if n := findNumber(g.value, func(raw string) bool { return !exact(raw) }); n != nil {
			return &FieldError{Path: g.key, Want: "numbers that " + language + " keeps to the last digit, or text in their place", Got: n.Raw}
		}
	}
	return nil
}

// findNumber is the first number in v that is asked for, or nil.
func findNumber(v *Value, is func(raw string) bool) *Value {
	if v.Type == NumberValue && is(v.Raw) {
		return v
	}
	for i := range v.Members {
		if n := findNumber(&v.Members[i].Value, is); n != nil {
			return n
		}
	}
	for i := range v.Elements {
		if n := findNumber(&v.Elements[i], is); n != nil {
			return n
		}
	}
	return nil
}

// isExactFloat reports whether a number keeps its value when it is read as a
// 64-bit float and written as short as that allows.
func isExactFloat(raw string) bool {
	f, err := strconv.ParseFloat(raw, 64)
	return err == nil && scientific(strconv.FormatFloat(f, 'e', -1, 64)) == scientific(raw)
}

func isInteger(raw string) bool { return !strings.ContainsAny(raw, ".eE") }

// scientific is a number in one spelling, the digits behind the point and the
// exponent: -1.50e2 and -150 are both -15e3.
func scientific(raw string) string {
	mantissa, exponent, _ := strings.Cut(strings.ToLower(raw), "e")
	number, negative := strings.CutPrefix(mantissa, "-")
	whole, fraction, _ := strings.Cut(number, ".")
	digits := strings.TrimLeft(whole+fraction, "0")
	point := len(digits) - len(fraction)
	digits = strings.TrimRight(digits, "0")
	if digits == "" {
		return "0"
	}
	e, err := strconv.Atoi(cmp.Or(exponent, "0"))
	if err != nil {
		return raw
	}
	if negative {
		digits = "-" + digits
	}
	return digits + "e" + strconv.Itoa(point+e)
}
