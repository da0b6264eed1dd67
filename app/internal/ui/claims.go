package ui

import (
	"errors"
	"slices"
	"strings"
	"time"

	"mintmark/tokens"
)

// A claim is one line of the table: a member of header or payload.
type claim struct {
	segment string // "header" or "payload"
	path    []string
	value   *tokens.Value
	again   bool // a later member has the same name, and counts
}

// claims is every member of a segment, each object followed by what is in it,
// and how many there are beyond the first most.
func (m *model) claims(segment string, most int) (list []claim, more int) {
	var walk func(object *tokens.Value, path []string)
	walk = func(object *tokens.Value, path []string) {
		for i := range object.Members {
			member := &object.Members[i]
			if len(list) == most {
				more += countMembers(&member.Value) + 1
				continue
			}
			at := append(path[:len(path):len(path)], member.Name)
			list = append(list, claim{segment, at, &member.Value, lastMember(object, member.Name) != member})
			walk(&member.Value, at)
		}
	}
	if v := m.segment(segment).Value; v != nil {
		walk(v, nil)
	}
	return list, more
}

func countMembers(v *tokens.Value) int {
	n := len(v.Members)
	for i := range v.Members {
		n += countMembers(&v.Members[i].Value)
	}
	return n
}

// name is the path as people write it: "grants.video.room".
func (c claim) name() string { return strings.Join(c.path, ".") }

// place is what undo and drafts know the claim by. No field of the form has the
// same: what it takes is not the same either.
func (c claim) place() string { return "table " + c.segment + " " + strings.Join(c.path, "\x00") }

// A means is how a claim is edited in the table.
type means int

const (
	noMeans means = iota // it is not: that is what JSON is for
	lineMeans
	areaMeans
	switchMeans
)

// means is how the claim can be edited. An older member of the same name is not
// the one that an edit would reach. A field that is typed into stays, whatever
// that makes of its text.
func (m *model) means(c claim) means {
	switch text, isText := c.value.Text(); {
	case c.again:
	case c.value.Is(tokens.TrueValue), c.value.Is(tokens.FalseValue):
		return switchMeans
	case c.value.Is(tokens.NumberValue):
		return lineMeans
	case isText && (keepsText(text) || m.doc.place == c.place()):
		return areaMeans
	}
	return noMeans
}

// keepsText reports whether a field shows all of a text, and gives it back as
// it was.
func keepsText(s string) bool {
	return len(s) <= mostChars && !strings.Contains(s, "\r") && tokens.Legible(s, "\n") == s
}

// setClaimIn takes what is typed as the value of a claim, which stays of the
// type that it is.
func (m *model) setClaimIn(c claim, text string) {
	m.edit(c.place(), text, func(header, payload []byte) ([]byte, []byte, error) {
		value, err := c.wire(text)
		if err != nil {
			return nil, nil, err
		}
		if c.segment == "header" {
			header, err = tokens.SetClaim(header, value, c.path...)
			return header, payload, err
		}
		if len(c.path) == 1 && c.path[0] == keyPlace && c.value.Is(tokens.StringValue) {
			payload = m.renameID(payload, text)
		}
		payload, err = tokens.SetClaim(payload, value, c.path...)
		return header, payload, err
	})
}

// errNoNumber is for a text where a number has to stand.
var errNoNumber = errors.New("wanted: a number. The token keeps what it said before")

// wire is a text as JSON of the type that the claim has.
func (c claim) wire(text string) (tokens.JSON, error) {
	if c.value.Is(tokens.StringValue) {
		return jsonText(text), nil
	}
	text = strings.TrimSpace(text)
	v, err := tokens.ParseJSON(text)
	if c.value.Is(tokens.NumberValue) && (err != nil || !v.Is(tokens.NumberValue)) {
		return nil, errNoNumber
	}
	return tokens.JSON(text), err
}

// claimShown is what the field of a claim shows: a draft, or what it is.
func (m *model) claimShown(c claim) string {
	if d, ok := m.doc.drafts[c.place()]; ok {
		return d.text
	}
	return c.value.Display()
}

// claimRemark stands under a claim: what is wrong with it, behind what it is in
// words.
func (m *model) claimRemark(c claim) remark {
	if d := m.doc.drafts[c.place()]; d.err != "" {
		return remark{badTone, d.err}
	}
	if c.again {
		return remark{warnTone, "It is there again further down, and that one counts."}
	}
	said := m.inWords(c)
	for _, f := range m.verdict.Findings {
		if f.Place.Segment == c.segment && f.Place.Path == c.name() && f.Severity != tokens.NoteSeverity {
			return remark{toneOf(f.Severity), strings.TrimSpace(said + " " + sayFinding(f, ""))}
		}
	}
	return remark{text: said}
}

// momentClaims are the ones that hold seconds since 1970.
var momentClaims = []string{"exp", "nbf", "iat", "auth_time", "updated_at"}

// inWords is a time in words or the name of a SID; "" for what speaks for
// itself.
func (m *model) inWords(c claim) string {
	if n, ok := c.value.Integer(); ok && len(c.path) == 1 && slices.Contains(momentClaims, c.path[0]) {
		return m.timeInWords(n)
	}
	text, _ := c.value.Text()
	if name := tokens.NameSID(text); name != "" {
		_, name, _ = strings.Cut(strings.TrimSuffix(name, " SID"), " ")
		return capital(name) + "."
	}
	return ""
}

// timeInWords is a number of seconds, which may be anything, as a date; years
// of more than four digits are none.
func (m *model) timeInWords(seconds int64) string {
	const last = 253402300799 // the end of 9999
	if seconds < 0 || seconds > last {
		return "That is no time in seconds."
	}
	at := time.Unix(seconds, 0)
	return m.local(at) + ", " + relative(m.moment(), at) + "."
}
