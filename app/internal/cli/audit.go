package cli

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"mintmark/app/internal/store"
)

// audit is what the commands below mintmark audit share.
type audit struct {
	*program
	place
	principal string
	outcomes  outcomes

	// Of one of them.
	lines        int
	earliest     time.Time // that tail shows
	follow       bool
	since, until moment
	format       string
	before       age
}

// auditCmd reads the audit trail, and cuts it.
func (p *program) auditCmd() *cobra.Command {
	a := &audit{program: p}
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "Read what the server decided, and what was changed",
		Example: `  mintmark audit tail -f                     and what comes
  mintmark audit tail --outcome denied,failed --principal anna
  mintmark audit export --since 2026-11-01 --until 2026-12-01 --format csv >november.csv
  mintmark audit prune --before 90d`,
		Long: `Every token, refusal, failed login and change has a row, which never holds a
token, a password or a secret.

` + whichDB,
		Args: p.commandsOnly,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	a.add(cmd.PersistentFlags())
	cmd.AddCommand(
		suggestedFor(a.tailCmd(), "log", "show", "follow", "list", "ls"),
		suggestedFor(a.exportCmd(), "dump", "save"),
		suggestedFor(a.pruneCmd(), "delete", "clean", "purge", "cut"),
	)
	return cmd
}

const noTrail = "mintmark serve makes it; --db names another"

// addFilter gives a command the flags that choose rows.
func (a *audit) addFilter(f *pflag.FlagSet) {
	f.StringVar(&a.principal, "principal", "", "rows of this `name`: anna, corp:u-123, service:kiosk")
	f.Var(&a.outcomes, "outcome", "`what` came of it: issued, denied, throttled, failed, changed, or a kind such as user_disabled; may be repeated")
}

// filter is what the flags choose.
func (a *audit) filter() store.Filter {
	f := store.Filter{Principal: a.principal, Kinds: a.outcomes.kinds}
	if name, err := store.ParseName(a.principal); err == nil {
		f.Principal = string(name)
	}
	return f
}

// A decision is what came of a request.
type decision struct {
	name  string
	kinds []store.Kind
}

// changed is the outcome of what is no answer to a request.
const changed = "changed"

var decisions = []decision{
	{"issued", []store.Kind{store.TokenIssued}},
	{"denied", []store.Kind{store.TokenDenied}},
	{"throttled", []store.Kind{store.RateLimited}},
	{"failed", []store.Kind{store.LoginFailed}},
}

func outcomeOf(kind store.Kind) string {
	for _, o := range decisions {
		if slices.Contains(o.kinds, kind) {
			return o.name
		}
	}
	return changed
}

// outcomes is a flag that takes names of outcomes, or of kinds.
type outcomes struct {
	text  []string
	kinds []store.Kind
}

func (o *outcomes) Set(text string) error {
	for word := range strings.SplitSeq(text, ",") {
		word = strings.ToLower(strings.TrimSpace(word))
		found := len(o.kinds)
		for _, kind := range store.Kinds {
			if string(kind) == word || outcomeOf(kind) == word {
				o.kinds = append(o.kinds, kind)
			}
		}
		if len(o.kinds) == found {
			return notAnOutcome(word)
		}
	}
	o.text = append(o.text, text)
	return nil
}

func notAnOutcome(word string) error {
	names := []string{changed}
	for _, o := range decisions {
		names = append(names, o.name)
	}
	for _, kind := range store.Kinds {
		names = append(names, string(kind))
	}
	if near := nearest(word, names); len(near) > 0 {
		return errors.New("did you mean " + strings.Join(near, " or ") + "?")
	}
	return errors.New("want issued, denied, throttled, failed, changed or a kind such as user_disabled")
}

func (o *outcomes) String() string { return strings.Join(o.text, ",") }
func (o *outcomes) Type() string   { return "what" }
