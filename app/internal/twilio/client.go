package twilio

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"mintmark/app/internal/secret"
	"mintmark/tokens"
)

// patience is how long one request may take.
const patience = 30 * time.Second

// Credentials are what may manage keys: the account's SID with its auth token,
// or the SID of a Main key with its secret.
type Credentials struct {
	Username string
	Password secret.Text
}

// A Client asks for one account.
type Client struct {
	base    *url.URL
	account string
	with    Credentials
	http    *http.Client

	// Timeout is for one request, Wait lets time pass before the next try.
	Timeout time.Duration
	Wait    func(context.Context, time.Duration) error
}

// New returns a client for an account, AC…. The base URL is as from [BaseURL].
func New(base, account string, with Credentials) (*Client, error) {
	u, err := parseBase(base)
	if err != nil {
		return nil, err
	}
	if err := tokens.CheckSID("AC", account); err != nil {
		return nil, err
	}
	if with.Username == "" || with.Password == "" {
		return nil, errors.New("credentials must have a username and a password")
	}
	return &Client{base: u, account: account, with: with, http: &http.Client{CheckRedirect: stay}, Timeout: patience, Wait: wait}, nil
}

// stay follows no redirect: it would take the credentials along.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
