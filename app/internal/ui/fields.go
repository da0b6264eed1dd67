package ui

import (
	"errors"
	"strconv"
	"strings"

	"mintmark/tokens"
)

// A remark stands under a field: what is wrong with it, or else a hint.
type remark struct {
	tone tone // bad, warn, or "" for a hint
	text string
}

// remarkOn is what is to be said of the field at a place.
func (m *model) remarkOn(place, sid, or, hint string) remark {
	if d := m.doc.drafts[place]; d.err != "" {
		return remark{badTone, d.err}
	}
	if text := m.valueAt(place); text != "" && text != or && sid != "" {
		if wrong := wrongSID(sid, text); wrong != "" {
			return remark{badTone, wrong}
		}
	}
	for _, f := range m.verdict.Findings {
		if f.Place.Path == place && f.Severity != tokens.NoteSeverity {
			return remark{toneOf(f.Severity), sayFinding(f, sid)}
		}
	}
	return remark{text: hint}
}

// shown is what the field at a place shows: a draft, or what the token says.
func (m *model) shown(place string) string {
	if d, ok := m.doc.drafts[place]; ok {
		return d.text
	}
	return m.valueAt(place)
}

// valueAt is the claim at a place as a person wants to see it.
func (m *model) valueAt(place string) string {
	segment := m.doc.token.Payload
	if place == regionPlace {
		segment = m.doc.token.Header
	}
	return segment.Value.Get(strings.Split(place, ".")...).Display()
}

func toneOf(s tokens.Severity) tone {
	switch s {
	case tokens.ErrorSeverity:
		return badTone
	case tokens.WarningSeverity:
		return warnTone
	}
	return noneTone
}

// wrongSID says kindly what is wrong with a SID; "" for nothing.
func wrongSID(prefix, got string) string {
	wanted := capital(sidName(prefix))
	switch digits, has := strings.CutPrefix(got, prefix); {
	case tokens.CheckSID(prefix, got) == nil:
		return ""
	case tokens.NameSID(got) != "" && !has:
		return "This is " + tokens.NameSID(got) + ". " + wanted + " starts with " + prefix + "."
	case strings.Trim(digits, "xX") == "":
		return "This is a placeholder. " + wanted + " is " + prefix + " and 32 digits and letters a to f."
	case !has:
		return wanted + " starts with " + prefix + "."
	case len(digits) != 32:
		return wanted + " has 34 characters; this has " + counted(len([]rune(got)), "character") + "."
	}
	return "After " + prefix + " come digits and the letters a to f."
}

// sidName is what a prefix stands for: "an account SID".
func sidName(prefix string) string {
	if name := tokens.NameSID(prefix + strings.Repeat("0", 32)); name != "" {
		return name
	}
	return "this SID"
}

// sayFinding is a finding as a sentence under the field it is about.
func sayFinding(f tokens.Finding, sid string) string {
	if sid != "" && (strings.HasSuffix(f.Rule, "missing") || strings.HasSuffix(f.Found, "is empty")) {
		return "Needed here: " + sidName(sid) + ". It starts with " + sid + "."
	}
	if rest, ok := strings.CutPrefix(f.Found, "its "); ok {
		return "The " + rest + "."
	}
	return capital(f.Found) + "."
}

// sayError is why a field did not take a text, as a sentence under it.
func (m *model) sayError(place, text string, err error) string {
	var syntax *tokens.SyntaxError
	var field *tokens.FieldError
	switch {
	case errors.As(err, &syntax):
		return lineAndColumn(text, syntax) + " The token keeps what it said before."
	case errors.As(err, &field) && strings.HasPrefix(place, field.Path+"."):
		return "“" + field.Path + "” is not an object, so there is no place for this. Mend it under JSON."
	case errors.As(err, &field):
		return "Wanted: " + field.Want + ". The token keeps what it said before."
	case errors.Is(err, tokens.ErrMalformed):
		return "Wanted: a JSON object, { … }. The token keeps what it said before."
	}
	return capital(err.Error()) + "."
}

// lineAndColumn says where a text stops being JSON, as editors count.
func lineAndColumn(text string, err *tokens.SyntaxError) string {
	before := text[:min(err.Offset, len(text))]
	line := strings.Count(before, "\n") + 1
	column := len([]rune(before[strings.LastIndexByte(before, '\n')+1:])) + 1
	return "Line " + strconv.Itoa(line) + ", column " + strconv.Itoa(column) + ": " + err.Reason + "."
}

// labelOf makes a field's label and hint of its help text: the help says what
// it is, and behind a comma or a semicolon what to know about it.
func labelOf(f tokens.Field) (label, hint string) {
	i := strings.IndexAny(f.Help, ",;")
	if i < 0 {
		return capital(f.Help), ""
	}
	return capital(f.Help[:i]), strings.TrimSpace(f.Help[i+1:])
}

func capital(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return ""
}
