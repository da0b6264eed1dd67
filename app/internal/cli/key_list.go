package cli

import (
	"cmp"
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"mintmark/app/internal/twilio"
)

func (k *keys) listCmd() *cobra.Command {
	return k.asksTwilio(&cobra.Command{
		Use:   "list",
		Short: "Show the keys of the account",
		Long:  `USE says which of them the server here has: the one that signs, and those ready to.`,
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := k.loadInUse(cmd); err != nil {
				return err
			}
			c, err := k.client(cmd.Context())
			if err != nil {
				return err
			}
			var list []twilio.Key
			for key, err := range c.Keys(cmd.Context()) {
				if err != nil {
					return answered(err)
				}
				list = append(list, key)
			}
			return k.printKeys(list)
		},
	})
}

// A keyLine is a key as JSON.
type keyLine struct {
	SID       string    `json:"sid"`
	Name      string    `json:"friendly_name"`
	CreatedAt time.Time `json:"created_at"`
	Use       keyUse    `json:"use,omitempty"`
}

func (k *keys) printKeys(list []twilio.Key) error {
	inUse := k.inUse()
	lines := []keyLine{} // never null
	for _, key := range list {
		lines = append(lines, keyLine{key.SID, key.Name, key.Created, inUse.of(key.SID)})
	}
	if k.json {
		return k.printJSON(lines)
	}
	w := tabwriter.NewWriter(k.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "SID\tUSE\tCREATED\tNAME")
	for _, l := range lines {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", l.SID, cmp.Or(l.Use, "-"), l.CreatedAt.Format(time.RFC3339), shorten(l.Name))
	}
	return w.Flush()
}

// A keyUse is what the configuration has a key for.
type keyUse string

const (
	signs keyUse = "signs"
	ready keyUse = "ready" // to take over
)

// keysInUse are the keys of the configuration, the one that signs first.
type keysInUse []string

// inUse is what the configuration says, or the environment where none is named.
func (k *keys) inUse() keysInUse {
	if k.file != "" {
		return k.configured
	}
	if sid, _ := k.env.first(keyNames...); sid != "" {
		return keysInUse{sid}
	}
	return nil
}

func (u keysInUse) of(sid string) keyUse {
	for i, one := range u {
		if one == sid && i == 0 {
			return signs
		}
		if one == sid {
			return ready
		}
	}
	return ""
}
