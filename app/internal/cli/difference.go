package cli

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"mintmark/tokens"
)

// A difference is one member that two tokens do not have alike.
type difference struct {
	Segment string          `json:"segment"`         // "header" or "payload"
	Path    string          `json:"path"`            // of the member, "" for the segment
	First   json.RawMessage `json:"first,omitempty"` // none where it is not there, or no JSON
	Second  json.RawMessage `json:"second,omitempty"`

	first, second *tokens.Value
}

// differences are the changes, but for the claims to leave out.
func differences(c *tokens.Comparison, ignore []string) []difference {
	list := []difference{}
	for _, p := range c.Changes() {
		one := difference{p.Segment, p.Path, rawValue(p.First), rawValue(p.Second), p.First, p.Second}
		if !slices.ContainsFunc(ignore, one.isIn) {
			list = append(list, one)
		}
	}
	return list
}

// isIn reports whether the difference is in a claim, or is in one of its members.
func (d difference) isIn(path string) bool {
	return d.Path == path || strings.HasPrefix(d.Path, path+".")
}

func rawValue(v *tokens.Value) json.RawMessage {
	if v == nil || !json.Valid([]byte(v.Raw)) {
		return nil
	}
	return json.RawMessage(v.Raw)
}

// A duplicate is a member that one of the tokens has more than once.
type duplicate struct {
	Token   string `json:"token"` // "first" or "second"
	Segment string `json:"segment"`
	Path    string `json:"path"`
	Found   string `json:"found"` // a clause
}

func duplicates(token string, t *tokens.Token) (found []duplicate) {
	for _, f := range t.Duplicates() {
		found = append(found, duplicate{token, f.Place.Segment, f.Place.Path, f.Found})
	}
	return found
}

// text is the difference in a line, with times in words too.
func (d difference) text(now time.Time, z *time.Location, c paint) string {
	place := c.name(d.Segment + " " + printable(d.Path))
	first, second := said(d.Path, d.first, now, z), said(d.Path, d.second, now, z)
	switch {
	case d.second == nil:
		return c.bad("-") + " " + place + ": " + first
	case d.first == nil:
		return c.good("+") + " " + place + ": " + second
	}
	return "~ " + place + ": " + first + " → " + second
}

// said is a value as it is written, and for a time claim what time that is.
func said(path string, v *tokens.Value, now time.Time, z *time.Location) string {
	if v == nil {
		return "nothing"
	}
	text := shorten(v.Raw)
	if seconds, ok := v.Integer(); ok && slices.Contains([]string{"exp", "nbf", "iat"}, path) && seconds > 0 && seconds <= latest {
		text += " (" + stamp(time.Unix(seconds, 0), now, z) + ")"
	}
	return text
}
