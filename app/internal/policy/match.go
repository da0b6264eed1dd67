package policy

import (
	"slices"
	"strings"

	"golang.org/x/text/secure/precis"
)

// A match says whom a rule is about. What it names must all hold; of each list
// one is enough.
type match struct {
	everyone    bool
	principals  map[string]bool // as they are written
	folded      map[string]bool // as the names of users are looked up
	groups      []string
	issuers     []string
	serviceKeys []string
	methods     []string

	single bool // whoever the index finds by it is meant
}

// foldName is the form in which users are looked up; "" for a text that names
// no user.
//
// Source: RFC 8265, UsernameCaseMapped.
func foldName(s string) string {
	folded, err := precis.UsernameCaseMapped.String(s)
	if err != nil {
		return ""
	}
	return folded
}

// isUser reports whether somebody goes by a name of this server, which is folded.
// The subject of an ID token is its issuer's, to whom case may matter.
func (who *Principal) isUser() bool { return who.Issuer == "" && who.ServiceKey == "" }

// An asker is a principal whose groups, of which there may be hundreds, are
// found at once.
type asker struct {
	Principal

	groups map[string]bool // nil for a few
}

func newAsker(who Principal) *asker {
	const few = 4
	a := &asker{Principal: who}
	if len(who.Groups) > few {
		a.groups = setOf(who.Groups)
	}
	return a
}

func (who *asker) inAny(groups []string) bool {
	for _, g := range groups {
		if who.groups[g] || who.groups == nil && slices.Contains(who.Groups, g) {
			return true
		}
	}
	return false
}

// about reports whether the match is about somebody.
func (m *match) about(who *asker) bool { return m.misses(who) == "" }

// misses is the first part of the match that does not hold, "" for none.
func (m *match) misses(who *asker) string {
	switch {
	case len(m.principals) > 0 && !m.principals[who.Name] && (!who.isUser() || !m.folded[who.Name]):
		return "principals"
	case len(m.serviceKeys) > 0 && !slices.Contains(m.serviceKeys, who.ServiceKey):
		return "service_key"
	case len(m.issuers) > 0 && !slices.Contains(m.issuers, who.Issuer):
		return "issuer"
	case len(m.methods) > 0 && !slices.Contains(m.methods, who.Method):
		return "method"
	case len(m.groups) > 0 && !who.inAny(m.groups):
		return "groups_any"
	}
	return ""
}

// String is the match in words: "groups_any staff; issuer corp".
func (m *match) String() string {
	if m.everyone {
		return "everyone"
	}
	var parts []string
	for _, p := range []struct {
		name  string
		names []string
	}{
		{"principals", sorted(m.principals)}, {"groups_any", m.groups}, {"issuer", m.issuers},
		{"service_key", m.serviceKeys}, {"method", m.methods},
	} {
		if len(p.names) > 0 {
			parts = append(parts, p.name+" "+list(p.names))
		}
	}
	return strings.Join(parts, "; ")
}

func sorted(set map[string]bool) []string {
	names := make([]string, 0, len(set))
	for name := range set {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// list names a few, and says how many others there are.
func list(names []string) string {
	const most = 10
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:most], ", ") + ", …"
}
