package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"mintmark/app/internal/store"
	"mintmark/app/internal/twilio"
)

func (k *keys) createCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "create --name NAME --out FILE",
		Short: "Make a key, and write its secret to a file",
		Example: `  mintmark key create --name web-b --out secrets/sk_b
  mintmark key create --name web-b --out secrets/sk_b --main-key SK… --secret-file -`,
		Long: `Twilio shows the secret of a new key once. It goes into the file, which only you
can read and which is not there yet, and to no terminal. What is printed is to
paste into the configuration. The key is a Standard one.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := k.load(cmd); err != nil {
				return err
			}
			return k.create(cmd.Context())
		},
	}
	cmd.Flags().StringVar(&k.name, "name", "", "call the key by this `name`, which no other key has")
	cmd.Flags().StringVar(&k.out, "out", "", "write the secret to this `file`")
	return k.asksTwilio(cmd)
}

func (k *keys) create(ctx context.Context) error {
	if err := k.nameIsGood(); err != nil {
		return err
	}
	c, err := k.client(ctx)
	if err != nil {
		return err
	}
	db, err := k.trail(ctx)
	if err != nil {
		return err
	}
	if db != nil {
		defer db.Close()
	}
	if err := k.nameIsFree(ctx, c); err != nil {
		return err
	}
	file, err := reserve(k.out)
	if err != nil {
		return fmt.Errorf("write the secret: %w", err)
	}
	made, err := c.CreateKey(ctx, k.name)
	if err != nil {
		return errors.Join(k.notMade(ctx, c, db, err), file.drop())
	}
	if err := file.keep(made.Secret); err != nil {
		return errors.Join(k.takeBack(ctx, c, made.Key, err), file.drop())
	}
	return k.created(ctx, db, made.Key)
}

// nameIsGood asks for what finds the key again, should the answer get lost.
func (k *keys) nameIsGood() error {
	switch {
	case k.name == "":
		return usage("--name web-b: whatever tells you what it is for", "the key needs a name")
	case k.out == "":
		return usage("--out secrets/sk_b", "the secret needs a file: it is shown once, and on no terminal")
	case k.out == "-":
		return usage("--out secrets/sk_b", "--out - would show the secret")
	case utf8.RuneCountInString(k.name) > 64 || strings.ContainsFunc(k.name, obeyed) || strings.TrimSpace(k.name) != k.name:
		return usage("--name web-b", "--name must be 64 characters at most, all of which can be seen")
	}
	return nil
}

// nameIsFree also finds out whether Twilio takes the credentials.
func (k *keys) nameIsFree(ctx context.Context, c *twilio.Client) error {
	sid, err := named(ctx, c, k.name)
	if err != nil {
		return answered(err)
	}
	if sid != "" {
		return usage("take another: the name finds the key again should Twilio's answer get lost", "there is a key called %s already, %s", k.name, sid)
	}
	return nil
}

// named is the SID of the key with this name, "" for none.
func named(ctx context.Context, c *twilio.Client, name string) (string, error) {
	for key, err := range c.Keys(ctx) {
		if err != nil || key.Name == name {
			return key.SID, err
		}
	}
	return "", nil
}

// afterwards is for what must be found out though the first Ctrl-C has come.
func afterwards(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
}

// notMade says what became of a key whose making failed. It is never made again
// unasked: that could leave two.
func (k *keys) notMade(ctx context.Context, c *twilio.Client, db store.Store, err error) error {
	if !errors.Is(err, twilio.ErrUnsure) {
		return answered(err)
	}
	ctx, cancel := afterwards(ctx)
	defer cancel()
	switch sid, lookErr := named(ctx, c, k.name); {
	case lookErr != nil:
		return usage("mintmark key list shows whether there is a key called "+k.name, "a key may have been made (%w), and looking for it failed too: %w", err, lookErr)
	case sid == "":
		return usage("wait a minute; if mintmark key list shows none called "+k.name+", make it again", "a key may have been made (%w); Twilio shows none of that name so far", err)
	default:
		err := fmt.Errorf("%s was made, but nobody knows its secret: %w", sid, err)
		err = errors.Join(err, k.record(ctx, db, store.SigningKeyCreated, twilio.Key{SID: sid, Name: k.name}))
		return usage(k.deletion(sid, db)+", then make it again", "%w", err)
	}
}

// takeBack deletes the key whose secret could not be written.
func (k *keys) takeBack(ctx context.Context, c *twilio.Client, key twilio.Key, err error) error {
	ctx, cancel := afterwards(ctx)
	defer cancel()
	if delErr := remove(ctx, c, key.SID); delErr != nil {
		return usage(k.deletion(key.SID, nil), "write the secret of %s: %w; nobody knows it, and deleting the key failed too: %w", key.SID, err, delErr)
	}
	return fmt.Errorf("write the secret: %w; the key that was made for it, %s, is deleted again", err, key.SID)
}

// deletion is what to type. Without an audit trail, nobody can say that the key
// has signed nothing, though here it cannot have.
func (k *keys) deletion(sid string, db store.Store) string {
	if db == nil {
		return "mintmark key delete --force " + sid
	}
	return "mintmark key delete " + sid
}

// A keyMade is a new key as JSON.
type keyMade struct {
	SID        string    `json:"sid"`
	Name       string    `json:"friendly_name"`
	CreatedAt  time.Time `json:"created_at"`
	SecretFile string    `json:"secret_file"`
}

func (k *keys) created(ctx context.Context, db store.Store, key twilio.Key) error {
	path, err := filepath.Abs(k.out)
	if err != nil {
		path = k.out
	}
	if k.json {
		err = k.printJSON(keyMade{key.SID, key.Name, key.Created, path})
	} else {
		k.tell("made %s, called %s; its secret is in %s", key.SID, k.name, k.out)
		err = k.print(fmt.Appendf(nil, pasted, key.SID, path))
	}
	if auditErr := k.record(ctx, db, store.SigningKeyCreated, key); auditErr != nil {
		return errors.Join(err, fmt.Errorf("%s is made, but the audit trail does not say so: %w", key.SID, auditErr))
	}
	return err
}

// pasted is what makes a server sign with the key. The path is whole: what it
// would be relative to differs.
const pasted = `# mintmark.yaml, under twilio: keys: (the first signs)
    - { sid: %[1]s, secret: { file: %[2]q } }
# or the environment
export TWILIO_API_KEY_SID=%[1]s
export TWILIO_API_KEY_SECRET=@%[2]s
`
