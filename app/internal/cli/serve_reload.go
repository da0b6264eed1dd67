package cli

import (
	"context"
	"io"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"mintmark/app/internal/caught"
	"mintmark/app/internal/config"
	"mintmark/app/internal/oidc"
	"mintmark/app/internal/server"
	"mintmark/app/internal/store"
)

const (
	// lookEvery is how often the files are looked at. They are read once two looks
	// have seen the same: half a file may be one that is right, and says less.
	lookEvery = 500 * time.Millisecond

	// retryEvery is how often files are read again that could not be taken over:
	// what they lack may be a file that nobody looks at yet.
	retryEvery = 2 * time.Second
)

// running is a server that follows its configuration.
type running struct {
	*serve
	logger  *slog.Logger
	db      store.Store
	server  *server.Server
	issuers *oidc.Verifier // has the keys that are known
	start   *config.Config // what it began with
	hup     <-chan os.Signal
	keep    atomic.Int64 // of the audit trail, a time.Duration; 0 for ever

	read   []config.File // as they were when last read
	seen   []config.File // as they were when last looked at
	failed time.Time     // when they could not be taken over; zero if they were
	why    string
}

// settingsOf is what may change while the server runs.
func settingsOf(c *config.Config, issuers *oidc.Verifier) server.Settings {
	set := server.Settings{
		Policy:         c.Policy,
		Origins:        c.Origins,
		GetToken:       c.GetToken,
		NoPasswords:    !c.Password,
		Limits:         c.Limits,
		TrustedProxies: c.TrustedProxies,
		Connections:    c.Connections,
		AllConnections: c.AllConnections,
		TokensAMinute:  c.TokensAMinute,
	}
	for _, k := range c.Twilio.Keys {
		set.Signers = append(set.Signers, server.Signer{
			AccountSID: c.Twilio.AccountSID, KeySID: k.SID, Secret: k.Secret, Region: c.Twilio.Region,
		})
	}
	if len(c.OIDC) > 0 {
		set.OIDC = issuers
	}
	return set
}

// loadFollowed reads the configuration, and .env before it, which is one of its
// files.
func (s *serve) loadFollowed(ctx context.Context, envNamed bool) (*config.Config, error) {
	env := config.LookAt(s.secrets.envFile)
	if err := s.loadEnvFile(ctx, s.secrets.envFile, envNamed); err != nil {
		return nil, err
	}
	c, err := s.loadConfig(s.config)
	if err == nil {
		c.Files = append(c.Files, env)
	}
	return c, err
}

// follow takes the configuration over when it changes, and when it is told to.
func (r *running) follow(ctx context.Context) {
	r.read, r.seen = r.start.Files, r.start.Files
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.hup:
			r.reload(ctx, true)
		case <-look.C:
			if r.isDue() {
				r.reload(ctx, false)
			}
		}
	}
}

// isDue looks at the files.
func (r *running) isDue() bool {
	now := lookAgain(r.read)
	settled := slices.EqualFunc(now, r.seen, config.File.Is)
	r.seen = now
	changed := !slices.EqualFunc(now, r.read, config.File.Is)
	return settled && changed || !r.failed.IsZero() && r.now().Sub(r.failed).Abs() >= retryEvery
}

func lookAgain(files []config.File) []config.File {
	now := make([]config.File, len(files))
	for i, f := range files {
		now[i] = config.LookAt(f.Path)
	}
	return now
}

// reload takes over all of the configuration or nothing. Who asked for it is
// told of the same failure again.
func (r *running) reload(ctx context.Context, asked bool) {
	before := lookAgain(r.read)
	var c *config.Config
	err := caught.Do(func() (err error) {
		if c, err = r.readAgain(ctx); err != nil {
			return err
		}
		return r.take(c)
	})
	if err != nil {
		r.server.NotApplied(err)
		r.read, r.seen = before, before
		r.refuse(err, asked)
		return
	}
	r.read, r.seen, r.failed, r.why = c.Files, c.Files, time.Time{}, ""
	r.logger.Info("configuration taken over", "config", r.config, "key_sid", c.Twilio.Keys[0].SID)
	if fixed := r.changedForNext(c); len(fixed) > 0 {
		r.logger.Warn("changed in the configuration, and not before the next start", "config", r.config, "what", strings.Join(fixed, ", "))
	}
}

// refuse leaves the old configuration in force.
func (r *running) refuse(err error, asked bool) {
	r.failed = r.now()
	if why := oneLine(err); asked || why != r.why {
		r.why = why
		r.logger.Error("the configuration is not taken over: the old one stays in force", "config", r.config, "error", why)
	}
}

// oneLine is an error for the log: mistakes have a line each.
func oneLine(err error) string { return strings.Join(errorLines(err), "; ") }

// readAgain reads the files, with an environment of its own until it is known to
// be right. What is said of .env was said at the start.
func (r *running) readAgain(ctx context.Context) (*config.Config, error) {
	p, s := *r.program, *r.serve
	p.stderr, p.env, s.program = io.Discard, environment{}, &p
	return s.loadFollowed(ctx, r.env.named)
}

// take puts a configuration in force.
func (r *running) take(c *config.Config) error {
	issuers, err := r.issuers.With(c.OIDC)
	if err != nil {
		return err
	}
	if err := r.server.Apply(settingsOf(c, issuers)); err != nil {
		return err
	}
	r.issuers = issuers
	r.keep.Store(int64(c.AuditKeep))
	return nil
}

// changedForNext is what cannot change while the server runs.
func (r *running) changedForNext(c *config.Config) (names []string) {
	was := r.start
	for _, part := range []struct {
		name    string
		changed bool
	}{
		{"listen", c.Listen != was.Listen},
		{"admin", c.Admin != was.Admin},
		{"tls", c.TLS != was.TLS},
		{"store", c.Store != was.Store},
	} {
		if part.changed {
			names = append(names, part.name)
		}
	}
	return names
}
