package server

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"mintmark/app/internal/password"
	"mintmark/app/internal/policy"
	"mintmark/app/internal/store"
)

// A Config is everything that a server needs. Required are Store, Hasher,
// Policy, Signer and Log.
type Config struct {
	Store  store.Store
	Hasher *password.Hasher
	Policy *policy.Policy
	Signer Signer
	Log    *slog.Logger

	Page http.Handler     // answers what no other route does; nil: 404
	Now  func() time.Time // nil: time.Now

	Local bool // answer only where the request names this machine
}

// New returns the server's handler. It refuses a configuration with which no
// token could be made.
func New(c Config) (http.Handler, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	if err := rehearse(c); err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	for _, family := range []interface{ mount(*http.ServeMux) }{
		&tokenRoutes{
			login:  login{users: c.Store, hasher: c.Hasher},
			policy: c.Policy,
			signer: c.Signer,
			trail:  trail{c.Store},
			now:    c.Now,
		},
		healthRoutes{},
		pageRoutes{page: c.Page},
	} {
		family.mount(mux)
	}
	var h http.Handler = mux
	if c.Local {
		h = localNames(h)
	}
	return &outermost{next: h, log: c.Log, now: c.Now}, nil
}

// rehearse makes the token that somebody with a plain name would get.
func rehearse(c Config) error {
	d := c.Policy.Decide(policy.Principal{Name: "rehearsal"}, policy.Request{})
	if !d.Allow {
		return errors.New("policy: " + d.Reason)
	}
	if _, _, err := c.Signer.sign(d, c.Now()); err != nil {
		return fmt.Errorf("no token can be made: %w", err)
	}
	return nil
}
