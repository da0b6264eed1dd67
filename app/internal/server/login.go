package server

import (
	"context"
	"errors"

	"mintmark/app/internal/password"
	"mintmark/app/internal/policy"
	"mintmark/app/internal/store"
)

// login finds out who somebody is.
type login struct {
	users interface {
		User(context.Context, store.Name) (store.User, error)
	}
	hasher *password.Hasher
}

// A caller is who asks: to the policy a principal, to the store a user.
type caller struct {
	policy.Principal

	user store.User
}

// check returns the caller, and why he is refused or "". The name is there
// in a refusal too, if it could be one. Whether the user is unknown or disabled
// or the password wrong, the same work is done.
func (l *login) check(ctx context.Context, c credentials) (who caller, refusal string, err error) {
	who.Method = c.method
	name, nameErr := store.ParseName(c.name)
	who.Name = string(name)
	who.user, err = l.find(ctx, name)
	if err != nil {
		return who, "", storeUnavailable.with(err)
	}
	right, err := l.hasher.Verify(ctx, who.user.Hash, c.password.Reveal())
	if errors.Is(err, password.ErrBusy) {
		return who, "", overloaded.with(err)
	}
	if err != nil {
		return who, "", err
	}
	return who, refusalOf(who.user, nameErr, right), nil
}

// find returns the zero User for a name that nobody has.
func (l *login) find(ctx context.Context, name store.Name) (store.User, error) {
	user, err := l.users.User(ctx, name)
	if errors.Is(err, store.ErrNotFound) {
		return store.User{}, nil
	}
	return user, err
}

func refusalOf(user store.User, nameErr error, right bool) string {
	switch {
	case nameErr != nil:
		return "not a user name"
	case user.Name == "":
		return "no such user"
	case !right:
		return "wrong password"
	case user.Disabled:
		return "user is disabled"
	}
	return ""
}
