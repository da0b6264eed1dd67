package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"mintmark/tokens"
)

type diffFlags struct {
	inputFlags
	ignore []string
	exact  bool
	local  zone
}

// diffCmd says what two tokens have in common and what not.
func (p *program) diffCmd() *cobra.Command {
	f := &diffFlags{local: zone{loc: time.Local}}
	cmd := &cobra.Command{
		Use:   "diff [token token | -]",
		Short: "Say in what two tokens differ",
		Example: `  mintmark diff eyJ… eyJ…
  mintmark diff --in node.jwt --in python.jwt
  mintmark diff --ignore jti --ignore iat eyJ… eyJ…`,
		Long: `Both may stand in one text, or each in a file. A line for each difference: - for
what only the first has, + for the second, ~ for what both have but not alike.
Tokens that say the same, but are written differently, are the same: the order of
members, white space and escapes do not count, unless --exact is given. Signatures
differ then, and count only where what they sign is the same to the byte. Neither
is verified.

Exit codes: 0 they say the same, 2 one of them is malformed, 5 they differ.

--json prints {"same", "exact", "signature", "differences", "exit_code"}.`,
		RunE: func(cmd *cobra.Command, args []string) error { return p.diff(cmd, args, f) },
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&f.ignore, "ignore", nil, "leave out this `claim`, as jti or grants.identity; may be repeated")
	flags.BoolVar(&f.exact, "exact", false, "the same is only what is the same to the byte")
	f.add(cmd)
	flags.Lookup("in").Usage = "read the tokens from this `file`; may be repeated"
	flags.Var(&f.local, "tz", "show times in this `zone` too: Europe/Berlin")
	flags.Lookup("tz").DefValue = ""
	return cmd
}

func (p *program) diff(cmd *cobra.Command, args []string, f *diffFlags) error {
	pair, err := p.pair(cmd.Context(), args, &f.inputFlags)
	if err != nil {
		return err
	}
	d := compare(pair[0], pair[1], f)
	if p.json {
		err = p.printJSON(d)
	} else {
		err = p.print(d.text(p.now(), f.local.loc, p.paint()))
	}
	if err != nil {
		return err
	}
	return exit(d.ExitCode)
}

// pair is the two tokens, out of two arguments, two files or one text.
func (p *program) pair(ctx context.Context, args []string, in *inputFlags) (pair []*tokens.Token, err error) {
	f, _, err := p.feed(args, in)
	if err != nil {
		return nil, err
	}
	texts, err := interruptible(ctx, func() ([]string, error) { return f.texts(args) })
	if err != nil {
		return nil, err
	}
	for _, text := range texts {
		pair = append(pair, tokens.Decode(text))
	}
	if len(pair) != 2 {
		return nil, usage("mintmark diff TOKEN TOKEN", "want two tokens, got %d", len(pair))
	}
	return pair, nil
}

// texts is the two arguments as they are, broken or not, or else the tokens
// that are in the input.
func (f *feed) texts(args []string) (texts []string, err error) {
	if len(args) == 2 {
		return args, nil
	}
	for len(texts) < 3 {
		p, err := f.next()
		if errors.Is(err, io.EOF) {
			return texts, nil
		}
		if err != nil {
			return nil, err
		}
		for _, s := range findAll(p) {
			texts = append(texts, p.text[s.Start:s.End])
		}
	}
	return texts, nil
}

// A difference is one member that two tokens do not have alike.
type difference struct {
	Segment string          `json:"segment"` // "header" or "payload"
	Path    string          `json:"path"`    // of the member, "" for the segment
	First   json.RawMessage `json:"first"`   // null where it is not there, or no JSON
	Second  json.RawMessage `json:"second"`

	first, second *tokens.Value
}

// A comparison is what came of it.
type comparison struct {
	Same        bool         `json:"same"`      // what they say
	Exact       bool         `json:"exact"`     // to the byte
	Signature   string       `json:"signature"` // "same", "differs", or "not comparable" where they sign different bytes
	Differences []difference `json:"differences"`
	ExitCode    int          `json:"exit_code"`
}

func compare(a, b *tokens.Token, f *diffFlags) *comparison {
	d := &comparison{Exact: a.Raw == b.Raw, Signature: "not comparable", Differences: []difference{}}
	signed := func(t *tokens.Token) string { return t.Header.Encoded + "." + t.Payload.Encoded }
	if signed(a) == signed(b) {
		d.Signature = "differs"
		if a.Signature.Encoded == b.Signature.Encoded {
			d.Signature = "same"
		}
	}
	for _, s := range []struct {
		name string
		a, b *tokens.Segment
	}{{"header", &a.Header, &b.Header}, {"payload", &a.Payload, &b.Payload}} {
		d.segment(s.name, s.a, s.b)
	}
	d.Differences = slices.DeleteFunc(d.Differences, func(one difference) bool { return slices.ContainsFunc(f.ignore, one.isIn) })
	d.Same = len(d.Differences) == 0 && d.Signature != "differs" && (d.Exact || !f.exact)
	malformed := a.Kind() == tokens.NoKind || b.Kind() == tokens.NoKind
	switch {
	case malformed:
		d.ExitCode = exitMalformed
	case !d.Same:
		d.ExitCode = exitRefused
	}
	return d
}

// isIn reports whether the difference is in a claim, or is in one of its members.
func (d difference) isIn(path string) bool {
	return d.Path == path || strings.HasPrefix(d.Path, path+".")
}

// segment compares headers or payloads; where they are no JSON, their bytes.
func (d *comparison) segment(name string, a, b *tokens.Segment) {
	if a.JSON != nil && b.JSON != nil {
		d.value(name, "", a.JSON, b.JSON)
		return
	}
	if !bytes.Equal(a.Data, b.Data) {
		d.add(name, "", a.JSON, b.JSON)
	}
}

func (d *comparison) add(segment, path string, a, b *tokens.Value) {
	d.Differences = append(d.Differences, difference{segment, path, rawValue(a), rawValue(b), a, b})
}

func rawValue(v *tokens.Value) json.RawMessage {
	if v == nil || !json.Valid([]byte(v.Raw)) {
		return nil
	}
	return json.RawMessage(v.Raw)
}

// value compares two values, objects member by member.
func (d *comparison) value(segment, path string, a, b *tokens.Value) {
	if !a.Is(tokens.Object) || !b.Is(tokens.Object) {
		if !equal(a, b) {
			d.add(segment, path, a, b)
		}
		return
	}
	va, vb := members(a), members(b)
	for _, name := range memberNames(a, b) {
		at := strings.TrimPrefix(path+"."+name, ".")
		if va[name] == nil || vb[name] == nil {
			d.add(segment, at, va[name], vb[name])
			continue
		}
		d.value(segment, at, va[name], vb[name])
	}
}

// members is the members of an object by name, of those with the same name the
// last, as nearly every reader has it.
func members(v *tokens.Value) map[string]*tokens.Value {
	m := make(map[string]*tokens.Value, len(v.Members))
	for i := range v.Members {
		m[v.Members[i].Name] = &v.Members[i].Value
	}
	return m
}

// memberNames is the names of both, those of the first in their order before
// those that only the second has.
func memberNames(objects ...*tokens.Value) (names []string) {
	seen := map[string]bool{}
	for _, v := range objects {
		for i := range v.Members {
			if name := v.Members[i].Name; !seen[name] {
				seen[name] = true
				names = append(names, name)
			}
		}
	}
	return names
}

// equal reports whether two values say the same. Numbers do that when they are
// written alike: 1 and 1.0 are two things to many readers.
func equal(a, b *tokens.Value) bool {
	switch {
	case a.Type != b.Type:
		return false
	case a.Raw == b.Raw:
		return true
	case a.Type == tokens.String:
		ta, _ := a.Text()
		tb, _ := b.Text()
		return ta == tb
	case a.Type == tokens.Array:
		return slices.EqualFunc(a.Elements, b.Elements, func(x, y tokens.Value) bool { return equal(&x, &y) })
	case a.Type == tokens.Object:
		return maps.EqualFunc(members(a), members(b), equal)
	}
	return false
}

func (d *comparison) text(now time.Time, z *time.Location, c paint) []byte {
	var b bytes.Buffer
	switch {
	case d.Exact:
		line(&b, c.good("the same to the byte"))
	case d.Same:
		line(&b, c.good("they say the same"), ", written differently")
	case len(d.Differences) == 0 && d.Signature == "differs":
		line(&b, c.bad("signed differently"), ": the same header and payload, with another key")
	case len(d.Differences) == 0:
		line(&b, c.bad("written differently"), ", though they say the same")
	default:
		line(&b, c.bad("they differ"))
	}
	for _, one := range d.Differences {
		line(&b, one.text(now, z, c))
	}
	return b.Bytes()
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
