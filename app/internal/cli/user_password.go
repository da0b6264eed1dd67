package cli

import (
	"context"
	"fmt"

	"mintmark/app/internal/password"
	"mintmark/app/internal/secret"
	"mintmark/app/internal/store"
)

func (u *users) newHash(ctx context.Context, name store.Name) (string, error) {
	text, err := u.newPassword(ctx, name)
	if err != nil {
		return "", err
	}
	if err := refuseWeak(name, text); err != nil {
		return "", err
	}
	return password.NewHasher(password.Default, 1).Hash(ctx, text.Reveal())
}

// newPassword takes a password from the file, the pipe or the terminal.
func (u *users) newPassword(ctx context.Context, name store.Name) (secret.Text, error) {
	switch {
	case u.passwordFile != "":
		text, err := u.readSecretFile(ctx, u.passwordFile, maxSecret)
		return secret.Text(text), err
	case isTerminal(u.stdin):
		return u.askTwice(ctx, name)
	}
	text, err := u.readSecretFile(ctx, "-", maxSecret)
	if err == nil && text == "" {
		err = usage("type it at the prompt of a terminal, pipe it in, or pass --password-file", "there is no password on standard input")
	}
	return secret.Text(text), err
}

func (u *users) askTwice(ctx context.Context, name store.Name) (secret.Text, error) {
	first, err := u.askSecret(ctx, fmt.Sprintf("Password for %s: ", name))
	if err != nil {
		return "", err
	}
	if err := refuseWeak(name, secret.Text(first)); err != nil { // before it is typed again
		return "", err
	}
	second, err := u.askSecret(ctx, "Again: ")
	if err != nil {
		return "", err
	}
	if first != second {
		return "", usage("", "the two passwords differ")
	}
	return secret.Text(first), nil
}
