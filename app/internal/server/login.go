package server

import (
	"context"
	"errors"

	"mintmark/app/internal/limit"
	"mintmark/app/internal/password"
	"mintmark/app/internal/policy"
	"mintmark/app/internal/store"
)

// checkPassword returns who it is who logs in. In a refusal there is his name too
// if he is a user, else what stands for it. Whether the user is unknown or disabled
// or the password wrong, the same work is done; and none while a budget is used up.
func (a *authenticator) checkPassword(ctx context.Context, set *Settings, c credentials, e store.Event) (who caller, err error) {
	if a.hasher.Full() { // to be looked up costs more than to be told so
		return who, password.ErrBusy
	}
	name, nameErr := store.ParseName(c.name)
	alias := set.alias(name)
	who.Principal = policy.Principal{Name: alias, Method: c.method}
	asking := a.trail.wait.context()
	attempt, err := a.limits.Begin(asking, set.Limits, alias, e.Client)
	if err != nil {
		if isNews(err) {
			who.Name = a.nameOf(asking, name, alias)
		}
		return who, limitError(err)
	}
	defer attempt.Cancel()
	user, err := a.store.User(asking, name)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return who, storeUnavailable.with(err)
	}
	if err == nil {
		who.Name = string(user.Name)
	}
	right, err := a.hasher.Verify(ctx, user.Hash, c.password.Reveal())
	if err != nil {
		return who, err
	}
	ctx = a.trail.wait.context()
	if why := refusalOf(user, nameErr, right); why != "" {
		return who, counted(refused(why), attempt.Failed(ctx))
	}
	if err := attempt.Succeeded(ctx); err != nil {
		return who, storeUnavailable.with(err)
	}
	who.holder = a.rehash(ctx, user, c, e)
	return who, nil
}

// isNews reports whether a row is to tell of it.
func isNews(err error) bool {
	wait, ok := errors.AsType[*limit.WaitError](err)
	return ok && wait.News
}

// nameOf is the name if a user has it, else what stands for it.
func (a *authenticator) nameOf(ctx context.Context, name store.Name, alias string) string {
	if _, err := a.store.User(ctx, name); err != nil {
		return alias
	}
	return string(name)
}

// limitError is what limits have said other than yes: to wait, or that the store
// does not answer.
func limitError(err error) error {
	if _, waits := errors.AsType[*limit.WaitError](err); waits || errors.Is(err, context.Canceled) {
		return err
	}
	return storeUnavailable.with(err)
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

// rehash replaces a hash that is cheaper to guess at than one of today, while
// the password is at hand. Where it cannot, the next login will.
func (a *authenticator) rehash(ctx context.Context, user store.User, c credentials, e store.Event) store.User {
	if !a.hasher.IsOutdated(user.Hash) {
		return user
	}
	hash, err := a.hasher.Hash(ctx, c.password.Reveal())
	if err != nil {
		return user
	}
	e.Kind, e.Principal, e.Method = store.PasswordRehashed, string(user.Name), c.method
	if err := a.store.Rehash(ctx, user, hash, e); err != nil {
		return user
	}
	user.Hash = hash
	return user
}
