package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"mintmark/app/internal/policy"
	"mintmark/app/internal/store"
)

// users is what the commands below mintmark user share.
type users struct {
	*program
	place
	passwordFile string
}

// userCmd keeps the users who may ask the server for tokens.
func (p *program) userCmd() *cobra.Command {
	u := &users{program: p}
	cmd := &cobra.Command{
		Use:   "user",
		Short: "Say who may ask the server for tokens",
		Example: `  mintmark user add anna                     asks for the password
  pass show anna | mintmark user add anna    takes it from a pipe
  mintmark user disable anna                 no more tokens, from the next request on
  mintmark user list`,
		Long: whichDB,
		Args: p.commandsOnly,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	u.place.add(cmd.PersistentFlags())
	cmd.AddCommand(
		suggestedFor(u.withPassword(u.nameCmd("add", "Add a user", u.add)), "create", "new"),
		suggestedFor(u.withPassword(u.nameCmd("passwd", "Give a user another password", u.passwd)), "password", "reset"),
		u.listCmd(),
		suggestedFor(u.nameCmd("disable", "Stop a user from getting tokens", u.disable), "remove", "delete", "rm", "del", "block", "deactivate"),
		u.nameCmd("enable", "Let a disabled user get tokens again", u.enable),
	)
	return cmd
}

// nameCmd is a command about one user.
func (u *users) nameCmd(use, short string, run func(context.Context, store.Name) error) *cobra.Command {
	return &cobra.Command{
		Use:   use + " NAME",
		Short: short,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage(cmd.CommandPath()+" anna", "name one user")
			}
			name, err := userName(args[0])
			if err != nil {
				return err
			}
			return run(cmd.Context(), name)
		},
	}
}

// userName refuses what [store.ParseName] would mend or does not mind.
func userName(text string) (store.Name, error) {
	name, err := store.ParseName(text)
	switch {
	case strings.TrimSpace(text) != text:
		return "", usage("leave them out", "the name has blanks around it")
	case strings.ContainsFunc(text, obeyed):
		return "", usage("type it anew; it may have been copied with them", "the name has characters that nobody sees: %s", shorten(text))
	case err != nil:
		return "", usage("mintmark user add anna, or anna@example.com", "%w", err)
	}
	return name, nil
}

func (u *users) withPassword(cmd *cobra.Command) *cobra.Command {
	cmd.Example = "  " + cmd.CommandPath() + " anna                     asks for the password"
	cmd.Flags().StringVar(&u.passwordFile, "password-file", "", "read the password from this `file`")
	cmd.Long = `The password comes from --password-file, from a pipe, or from a prompt; a line
break at its end is not part of it. It has 8 characters or more, 1024 bytes at
most, is used exactly as it is, and is none that others try first.`
	return cmd
}

func (u *users) add(ctx context.Context, name store.Name) error {
	if strings.HasPrefix(string(name), policy.PlainPrefix) {
		return usage("take another name", "%s… is how service keys are called in tokens", policy.PlainPrefix)
	}
	s, err := u.place.open(ctx, u.program)
	if err != nil {
		return err
	}
	defer s.Close()
	if _, err := s.User(ctx, name); err == nil {
		return exists(name)
	}
	hash, err := u.newHash(ctx, name)
	if err != nil {
		return err
	}
	err = s.AddUser(ctx, name, hash, u.event(store.UserAdded, name))
	if errors.Is(err, store.ErrExists) {
		return exists(name)
	}
	return u.say(ctx, s, err, "added", name)
}

func exists(name store.Name) error {
	return usage(fmt.Sprintf("mintmark user passwd %s gives another password", name), "there is a user %s already", name)
}

func (u *users) passwd(ctx context.Context, name store.Name) error {
	return u.change(ctx, name, func(s store.Store) error {
		if _, err := s.User(ctx, name); err != nil {
			return err
		}
		hash, err := u.newHash(ctx, name)
		if err != nil {
			return err
		}
		return u.say(ctx, s, s.SetHash(ctx, name, hash, u.event(store.PasswordChanged, name)), "changed the password of", name)
	})
}

func (u *users) disable(ctx context.Context, name store.Name) error {
	return u.change(ctx, name, func(s store.Store) error {
		return u.say(ctx, s, s.SetDisabled(ctx, name, true, u.event(store.UserDisabled, name)), "disabled", name)
	})
}

func (u *users) enable(ctx context.Context, name store.Name) error {
	return u.change(ctx, name, func(s store.Store) error {
		return u.say(ctx, s, s.SetDisabled(ctx, name, false, u.event(store.UserEnabled, name)), "enabled", name)
	})
}

// change does something about a user who must be there.
func (u *users) change(ctx context.Context, name store.Name, do func(store.Store) error) error {
	s, err := u.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := do(s); errors.Is(err, store.ErrNotFound) {
		return usage("mintmark user list shows who there is", "there is no user %s", name)
	} else if err != nil {
		return err
	}
	return nil
}

// open opens a database that must be there.
func (u *users) open(ctx context.Context) (store.Store, error) {
	return u.openExisting(ctx, u.program, "mintmark user add NAME makes it; --db names another")
}

func (u *users) event(kind store.Kind, name store.Name) store.Event {
	return store.Event{Time: u.now(), Kind: kind, Principal: string(name), Method: "cli"}
}

// say reports what was done, unless it was not: with --json, how the user is now.
func (u *users) say(ctx context.Context, s store.Store, err error, done string, name store.Name) error {
	if err != nil {
		return err
	}
	if !u.json {
		u.tell("%s %s", done, name)
		return nil
	}
	user, err := s.User(ctx, name)
	if err != nil {
		return err
	}
	return u.printJSON(lineOf(&user))
}
