package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"mintmark/app/internal/policy"
	"mintmark/app/internal/secret"
	"mintmark/app/internal/store"
)

// serviceKeys is what the commands below mintmark servicekey share.
type serviceKeys struct {
	*program
	place
	out string // of a new key
}

// serviceKeyCmd keeps the keys with which programs ask the server for tokens.
func (p *program) serviceKeyCmd() *cobra.Command {
	k := &serviceKeys{program: p}
	cmd := &cobra.Command{
		Use:   "servicekey",
		Short: "Say which programs may ask the server for tokens",
		Example: `  mintmark servicekey create kiosk --out kiosk.key    a key, in a file that only you can read
  mintmark servicekey revoke kiosk                    no more tokens, from the next request on
  mintmark servicekey list`,
		Long: `A program sends its key as Authorization: Bearer mm_kiosk_…. What it gets, the
policy says, by a rule with match: { service_key: kiosk }; with
identity: { from: request, match: "guest-*" } in that rule it may name others.
A server without a configuration gives it what everyone gets, as service_kiosk.

` + whichDB,
		Args: p.commandsOnly,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	k.add(cmd.PersistentFlags())
	create := k.nameCmd("create", "Make a key, and show it", k.create)
	create.Flags().StringVar(&k.out, "out", "", "write the key to this `file`, which only you can read and which is not there yet")
	create.Example = `  mintmark servicekey create kiosk --out kiosk.key    into a file for nobody else's eyes
  mintmark servicekey create kiosk                    onto the screen, this once`
	cmd.AddCommand(
		suggestedFor(create, "new", "add", "make"),
		suggestedFor(k.nameCmd("revoke", "Stop a key for ever", k.revoke), "delete", "remove", "rm", "del", "disable", "expire"),
		k.listCmd(),
	)
	return cmd
}

// nameCmd is a command about one key.
func (k *serviceKeys) nameCmd(use, short string, run func(context.Context, string) error) *cobra.Command {
	return &cobra.Command{
		Use:   use + " NAME",
		Short: short,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage(cmd.CommandPath()+" kiosk", "name one key")
			}
			if id, _, err := store.ParseServiceKey(secret.Text(args[0])); err == nil {
				return usage(cmd.CommandPath()+" "+id, "this is a service key, which others on this machine can now read: want its name")
			}
			return run(cmd.Context(), args[0])
		},
	}
}

func (k *serviceKeys) create(ctx context.Context, id string) error {
	key, hash, err := store.NewServiceKey(id)
	if err != nil {
		return usage("mintmark servicekey create kiosk", "%w", err)
	}
	s, err := k.open(ctx, k.program)
	if err != nil {
		return err
	}
	defer s.Close()
	var file *secretFile
	if k.out != "" && k.out != "-" {
		if file, err = reserve(k.out); err != nil {
			return fmt.Errorf("write the key: %w", err)
		}
	}
	if err := k.insert(ctx, s, id, hash); err != nil {
		return errors.Join(err, file.drop())
	}
	if err := k.show(id, key, file); err != nil {
		return usage(k.command("mintmark servicekey revoke "+id), "service key %s is made, and nobody has seen it: %w", id, err)
	}
	return nil
}

func (k *serviceKeys) insert(ctx context.Context, s store.Store, id string, hash store.KeyHash) error {
	err := s.AddServiceKey(ctx, id, hash, k.event(store.ServiceKeyCreated, id))
	if errors.Is(err, store.ErrExists) {
		return usage("take another: a name is never used twice, so that the audit trail is about one key", "there is a service key %s already, or was", id)
	}
	return err
}

// A keyShown is a new service key as JSON.
type keyShown struct {
	Name string `json:"name"`
	Key  string `json:"key,omitempty"`
	File string `json:"file,omitempty"` // that it is in
}

// show is the one time that the key is seen.
func (k *serviceKeys) show(id string, key secret.Text, file *secretFile) error {
	shown, where := keyShown{Name: id, Key: key.Reveal()}, "it is shown this once"
	if file != nil {
		if err := file.keep(key); err != nil {
			return errors.Join(err, file.drop())
		}
		shown, where = keyShown{Name: id, File: k.out}, "it is in "+k.out
	}
	if k.json {
		return k.printJSON(shown)
	}
	if file == nil {
		if err := k.print([]byte(key.Reveal() + "\n")); err != nil {
			return err
		}
	}
	k.tell("made service key %s; %s", id, where)
	k.hint(k.howToAsk(id))
	return nil
}

func (k *serviceKeys) revoke(ctx context.Context, id string) error {
	s, err := k.openExisting(ctx, k.program, "--db names another")
	if err != nil {
		return err
	}
	defer s.Close()
	switch err := s.RevokeServiceKey(ctx, id, k.event(store.ServiceKeyRevoked, id)); {
	case errors.Is(err, store.ErrNotFound):
		if _, err := s.ServiceKey(ctx, id); errors.Is(err, store.ErrNotFound) {
			return usage(k.command("mintmark servicekey list")+" shows which there are", "there is no service key %s", shorten(id))
		} else if err != nil {
			return err
		}
		return k.revoked(ctx, s, id, "service key %s is revoked already")
	case err != nil:
		return err
	}
	return k.revoked(ctx, s, id, "revoked service key %s")
}

// revoked says so, or with --json how the key is now.
func (k *serviceKeys) revoked(ctx context.Context, s store.Store, id, words string) error {
	if !k.json {
		k.tell(words, id)
		return nil
	}
	key, err := s.ServiceKey(ctx, id)
	if err != nil {
		return err
	}
	return k.printJSON(serviceKeyLineOf(&key))
}

func (k *serviceKeys) event(kind store.Kind, id string) store.Event {
	return store.Event{Time: k.now(), Kind: kind, Principal: policy.ServicePrefix + ":" + id, Method: "cli"}
}
