package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"mintmark/app/internal/store"
	"mintmark/app/internal/twilio"
	"mintmark/tokens"
)

func (k *keys) deleteCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "delete SK…",
		Short: "Delete a key, and with it every token that it signed",
		Long: `Twilio refuses the tokens of a deleted key (20103), which cannot be taken back. A
key that the server here signs with, or of which a token still lives, or of which
nobody knows, for want of an audit trail, is deleted with --force only. It is
done when Twilio says that there is no such key.`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage(cmd.CommandPath()+" SK…; mintmark key list shows them", "name one key by its SID")
			}
			if err := tokens.CheckSID("SK", args[0]); err != nil {
				return usage("mintmark key list shows the SIDs", "%w", err)
			}
			if err := k.loadInUse(cmd); err != nil {
				return err
			}
			return k.delete(cmd.Context(), args[0])
		},
	}
	cmd.Flags().BoolVar(&k.yes, "yes", false, "do not ask")
	cmd.Flags().BoolVar(&k.regardless, "force", false, "also if tokens of it live")
	return k.asksTwilio(cmd)
}

func (k *keys) delete(ctx context.Context, sid string) error {
	db, err := k.trail(ctx)
	if err != nil {
		return err
	}
	if db != nil {
		defer db.Close()
	}
	if !k.regardless {
		if err := k.mayGo(ctx, db, sid); err != nil {
			return err
		}
	}
	c, err := k.client(ctx)
	if err != nil {
		return err
	}
	if sid == k.username {
		return usage("use the auth token for that, or another Main key", "%s is the Main key that this call is made with", sid)
	}
	key, err := c.Key(ctx, sid)
	if err != nil {
		return answered(err)
	}
	if err := k.agree(ctx, key); err != nil {
		return err
	}
	after, cancel := afterwards(ctx)
	defer cancel()
	if err := remove(after, c, sid); err != nil {
		return answered(err)
	}
	return k.deleted(ctx, db, key)
}

// mayGo is nil for a key whose end hurts nobody.
func (k *keys) mayGo(ctx context.Context, db store.Store, sid string) error {
	if k.inUse().of(sid) == signs {
		return refused("take it out of the configuration first, or pass --force", "the server here signs with %s", sid)
	}
	if db == nil {
		return refused("--db names the database of the server; --force deletes it all the same", "there is no database %s that would say whether a token of %s lives", &k.place, sid)
	}
	ends, err := db.LastExpiry(ctx)
	if err != nil {
		return err
	}
	if end := ends[sid]; end.After(k.now()) {
		return refused("wait, or pass --force", "tokens that %s signed live until %s, %s: Twilio would refuse them from now on", sid, end.UTC().Format(time.RFC3339), relative(end, k.now()))
	}
	return nil
}

// refused is not done for a reason that time may mend.
func refused(hint, format string, args ...any) error {
	return &failure{code: exitRefused, err: fmt.Errorf(format, args...), hint: hint}
}

// agree asks on the terminal.
func (k *keys) agree(ctx context.Context, key twilio.Key) error {
	if k.yes {
		return nil
	}
	if !k.interactive() {
		return usage("--yes says so", "nobody is there to say that %s, called %s, may be deleted", key.SID, shorten(key.Name))
	}
	yes, err := k.askYes(ctx, fmt.Sprintf("Delete %s, called %s, made %s? Type yes: ", key.SID, shorten(key.Name), key.Created.Format(time.DateOnly)))
	if err == nil && !yes {
		err = usage("", "nothing is deleted")
	}
	return err
}

// looks are how often Twilio is asked whether a key is gone.
const looks = 5

// remove deletes a key and sees that it is gone. Where the answer to deleting
// got lost, looking tells too.
func remove(ctx context.Context, c *twilio.Client, sid string) error {
	delErr := c.DeleteKey(ctx, sid)
	if delErr != nil && !errors.Is(delErr, twilio.ErrUnsure) && !errors.Is(delErr, twilio.ErrNotFound) {
		return delErr
	}
	pause := 250 * time.Millisecond
	for look := 1; ; look++ {
		_, err := c.Key(ctx, sid)
		switch {
		case errors.Is(err, twilio.ErrNotFound):
			return nil
		case err != nil:
			return usage("mintmark key list shows whether it is there", "%s may be deleted, but looking failed: %w", sid, errors.Join(err, delErr))
		case look == looks && delErr != nil:
			return usage("try again", "%s is still there: %w", sid, delErr)
		case look == looks:
			return usage("mintmark key list shows when it is gone", "Twilio has deleted %s, it says, and still shows it", sid)
		}
		if err := c.Wait(ctx, pause); err != nil {
			return err
		}
		pause *= 2
	}
}

// A keyGone is a deleted key as JSON.
type keyGone struct {
	SID     string `json:"sid"`
	Name    string `json:"friendly_name"`
	Deleted bool   `json:"deleted"`
}

func (k *keys) deleted(ctx context.Context, db store.Store, key twilio.Key) (err error) {
	if k.json {
		err = k.printJSON(keyGone{key.SID, key.Name, true})
	} else {
		k.tell("deleted %s, called %s: Twilio knows no such key any more", key.SID, shorten(key.Name))
	}
	if k.inUse().of(key.SID) != "" {
		k.warn("the configuration still names %s", key.SID)
	}
	if auditErr := k.record(ctx, db, store.SigningKeyDeleted, key); auditErr != nil {
		return errors.Join(err, fmt.Errorf("%s is deleted, but the audit trail does not say so: %w", key.SID, auditErr))
	}
	return err
}
