package cli

import (
	"bytes"
	"time"

	"mintmark/tokens"
)

// A comparison is what came of it.
type comparison struct {
	Same        bool         `json:"same"`      // what they say
	Exact       bool         `json:"exact"`     // to the byte
	Signature   string       `json:"signature"` // "same", "differs", or "not comparable" where they sign different bytes
	Differences []difference `json:"differences"`
	Duplicates  []duplicate  `json:"duplicates,omitempty"`
	ExitCode    int          `json:"exit_code"`
}

func compare(a, b *tokens.Token, f *diffFlags) *comparison {
	c := tokens.Compare(a, b)
	d := &comparison{Exact: c.Exact, Signature: signatures(c), Differences: differences(c, f.ignore)}
	d.Duplicates = append(duplicates("first", a), duplicates("second", b)...)
	alike := len(d.Differences) == 0 && len(d.Duplicates) == 0 && d.Signature != "differs"
	d.Same = d.Exact || alike && !f.exact
	switch {
	case len(d.Duplicates) > 0 || a.Kind() == tokens.NoKind || b.Kind() == tokens.NoKind:
		d.ExitCode = exitMalformed
	case !d.Same:
		d.ExitCode = exitRefused
	}
	return d
}

// signatures says nothing of those that sign different bytes.
func signatures(c *tokens.Comparison) string {
	switch {
	case !c.SameSigned:
		return "not comparable"
	case !c.SameSignature:
		return "differs"
	}
	return "same"
}

func (d *comparison) text(now time.Time, z *time.Location, c paint) []byte {
	var b bytes.Buffer
	switch {
	case d.Exact:
		line(&b, c.good("the same to the byte"))
	case d.Same:
		line(&b, c.good("they say the same"), ", written differently")
	case len(d.Differences) == 0 && len(d.Duplicates) > 0:
		line(&b, c.bad("readers differ"), " on whether they say the same")
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
	for _, twice := range d.Duplicates {
		line(&b, c.bad("!"), " ", c.name(twice.Token+" "+twice.Segment+" "+printable(twice.Path)), ": ", printable(twice.Found))
	}
	return b.Bytes()
}
