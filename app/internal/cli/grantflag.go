package cli

import (
	"context"
	"errors"
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
