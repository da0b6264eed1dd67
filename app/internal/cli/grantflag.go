package cli

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/pflag"

	"mintmark/tokens"
)

// A slot is one kind of grant on the command line, and the grant that its
// flags fill.
type slot struct {
	kind  tokens.Kind
	grant tokens.Grant
	named bool // by its name or by one of its flags
}

func newSlots() []*slot {
	var slots []*slot
	for _, k := range tokens.Kinds() {
		slots = append(slots, &slot{kind: k, grant: k.New()})
	}
	return slots
}

// addFlags makes a flag of each field, --voice-incoming-allow of the field
// incoming.allow of voice. Those of retired products work, but help is silent
// about them.
func (s *slot) addFlags(flags *pflag.FlagSet) {
	for _, field := range tokens.Fields(s.grant) {
		f := flags.VarPF(&grantFlag{s, field}, flagName(s.kind.Name, field.Path), "", fieldHelp(field))
		f.Hidden = s.kind.Retired
		f.Annotations = map[string][]string{sectionKey: {s.kind.Title + ", " + s.kind.Purpose}}
		if field.Type == tokens.FlagField {
			f.NoOptDefVal = "true"
		}
	}
}

// jsonFlag is the flag with which JSON came into the grant.
func (s *slot) jsonFlag() string {
	for _, field := range tokens.Fields(s.grant) {
		if s.named && field.Type == tokens.JSONField && field.String() != "" {
			return "--" + flagName(s.kind.Name, field.Path)
		}
	}
	return "--grant"
}

func fieldHelp(f tokens.Field) string {
	if f.Obsolete {
		return f.Help + " (obsolete)"
	}
	return f.Help
}

// flagName is a kind and a path as a flag: dots, underscores and capitals
// inside a word become hyphens.
func flagName(kind, path string) string {
	var b strings.Builder
	b.WriteString(kind + "-")
	for _, r := range path {
		switch {
		case r == '.' || r == '_':
			b.WriteByte('-')
		case unicode.IsUpper(r):
			b.WriteByte('-')
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// A grantFlag is a field as a flag. Setting it asks for its grant.
type grantFlag struct {
	slot  *slot
	field tokens.Field
}

// errEmpty is explained where the flag is known.
var errEmpty = errors.New("empty")

func (g *grantFlag) Set(text string) error {
	if text == "" {
		return errEmpty
	}
	g.slot.named = true
	return g.field.Set(text)
}

func (g *grantFlag) String() string { return g.field.String() }

// Type is the word for the value in the help.
func (g *grantFlag) Type() string {
	switch {
	case g.field.Type == tokens.FlagField:
		return "bool"
	case g.field.Type == tokens.JSONField:
		return "JSON"
	case g.field.SID != "":
		return g.field.SID + "..."
	}
	return "text"
}

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
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// grantsOf is every grant that was asked for: those named, in the order of
// [tokens.Kinds], and then those given as JSON.
func (p *program) grantsOf(ctx context.Context, slots []*slot, more *grantFlags) ([]tokens.Grant, error) {
	var grants []tokens.Grant
	for _, s := range slots {
		if s.named {
			grants = append(grants, s.grant)
		}
	}
	grants, err := more.appendTo(ctx, p, grants)
	if err == nil && len(grants) == 0 {
		err = usage("mintmark mint video --identity alice; the kinds are "+currentKinds(slots), "no grant is named")
	}
	return grants, err
}
