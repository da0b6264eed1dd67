package cli

import (
	"slices"
	"strings"

	"mintmark/tokens"
)

// nameKinds marks the kinds that are named on the command line.
func nameKinds(slots []*slot, names []string) error {
	for i, name := range names {
		at := slices.IndexFunc(slots, func(s *slot) bool { return s.kind.Name == name })
		switch {
		case at < 0:
			return unknownKind(slots, name)
		case slices.Contains(names[:i], name):
			return usage("once is enough", "%s is named twice", name)
		}
		slots[at].named = true
	}
	return nil
}

func unknownKind(slots []*slot, name string) error {
	return usage(kindHint(slots, name), "no kind of grant is called %s", shorten(name))
}

// kindHint guesses what was meant by a word that is no kind.
func kindHint(slots []*slot, name string) string {
	names := slices.Clone(otherKinds)
	for _, s := range slots {
		if name == s.grant.Key() || strings.EqualFold(name, s.kind.Purpose) {
			return "did you mean " + s.kind.Name + "?"
		}
		names = append(names, s.kind.Name)
	}
	switch near := nearest(name, names); {
	case slices.Contains(otherKinds, name):
		return "it is a token of its own: mintmark mint " + name
	case name == "true" || name == "false":
		return "give it to the flag in front of it with an equals sign: --voice-incoming-allow=" + name
	case tokens.NameSID(name) != "":
		return "this is " + tokens.NameSID(name) + sidFlag(slots, name[:2])
	case len(near) > 0:
		return "did you mean " + near[0] + "?"
	}
	return "the kinds are " + currentKinds(slots)
}

// otherKinds are tokens that have no grants: commands under mint.
var otherKinds = []string{"client-capability", "taskrouter-capability", "client-validation"}

// sidFlag names the first flag that takes a SID with that prefix.
func sidFlag(slots []*slot, prefix string) string {
	for _, s := range slots {
		for _, f := range tokens.Fields(s.grant) {
			if f.SID == prefix {
				return ", which goes after a flag such as --" + flagName(s.kind.Name, f.Path)
			}
		}
	}
	return ""
}

func currentKinds(slots []*slot) string {
	var names []string
	for _, s := range slots {
		if !s.kind.Retired {
			names = append(names, s.kind.Name)
		}
	}
	return enumerate(names)
}
