package cli

import (
	"context"
	"net"
	"os"
	"os/signal"
	"slices"
	"sync"
	"syscall"

	"github.com/spf13/pflag"

	"mintmark/app/internal/config"
	"mintmark/app/internal/oidc"
	"mintmark/app/internal/secret"
	"mintmark/app/internal/server"
	"mintmark/app/internal/store"
)

// chooseConfig settles whether there is a configuration.
func (s *serve) chooseConfig(f *pflag.FlagSet) error {
	switch {
	case !s.dev:
		s.config = configOr(s.config)
	case s.config != "":
		return usage("leave one of them out", "--dev makes up everything that a configuration says, so there is nothing to do for --config")
	case configOr("") != "":
		s.tell("%s is not read: --dev makes up everything that it says", defaultConfig)
	}
	if s.config == "" {
		return nil
	}
	return refuseDecided(f, s.config)
}

// decided are the flags about what stands in a configuration.
var decided = []string{"db", "grant", "allow-unknown", "ttl", "region", "trusted-proxy", "secret", "secret-file"}

// refuseDecided refuses flags that a configuration would have to overrule, or
// be overruled by.
func refuseDecided(f *pflag.FlagSet, path string) error {
	i := slices.IndexFunc(decided, f.Changed)
	switch {
	case i < 0:
		return nil
	case f.Changed("config"):
		return usage("leave one of them out", "--%s and --config are both there, and %s says that already", decided[i], path)
	}
	return usage("leave it out, or start where there is no "+path, "--%s is there, and so is %s, which says that already", decided[i], path)
}

// runConfigured serves by a configuration.
func (s *serve) runConfigured(ctx context.Context, f *pflag.FlagSet) error {
	hup := make(chan os.Signal, 1) // before anybody can think that it is there to be told
	signal.Notify(hup, syscall.SIGHUP)
	defer signal.Stop(hup)
	c, err := s.loadFollowed(ctx, f.Changed("env-file"))
	if err != nil {
		return err
	}
	if !f.Changed("listen") {
		s.listen = c.Listen
	}
	at, err := s.place(c)
	if err != nil {
		return err
	}
	defer closePlace(at)
	db, err := s.openStore(ctx, c.Store)
	if err != nil {
		return err
	}
	defer db.Close()
	r := &running{serve: s, db: db, start: c, hup: hup}
	return r.run(ctx, at)
}

// place is where the server answers. It listens before there is a database: a run
// that cannot be leaves that alone.
func (s *serve) place(c *config.Config) (at server.Place, err error) {
	at.Linger = s.linger
	if at.Listener, err = listen(s.listen); err != nil && s.listen == c.Listen {
		return at, usage("in "+s.config+": listen: with another address, or --listen 127.0.0.1:0 for a free port", "%w", err)
	} else if err != nil {
		return at, err
	}
	if c.Admin != "" {
		at.Admin, err = net.Listen("tcp", c.Admin)
		if err != nil {
			err = usage("in "+s.config+": admin: { listen: off }, or another address", "admin: %w", err)
		}
	}
	if err == nil && c.TLS.Cert != "" {
		at.TLS, err = server.LoadKeyPair(c.TLS.Cert, c.TLS.Key, s.log())
	}
	if err != nil {
		closePlace(at)
	}
	return at, err
}

func closePlace(at server.Place) {
	at.Listener.Close()
	if at.Admin != nil {
		at.Admin.Close()
	}
}

// openStore opens the database, and says which in what is said of it later.
func (s *serve) openStore(ctx context.Context, c config.Store) (store.Store, error) {
	if c.Driver == config.SQLite {
		s.db = c.Path
		db, err := store.Open(ctx, secret.Text(c.Path))
		return db, unopened(err, "")
	}
	s.db = "the database"
	db, err := store.Open(ctx, c.DSN)
	return db, unopened(err, withConfig("mintmark migrate", s.config))
}

// withConfig is a command about the same configuration, to be pasted.
func withConfig(command, path string) string {
	if path == "" || path == defaultConfig {
		return command
	}
	return command + " --config " + quoteShell(path)
}

// run serves, and follows the files.
func (r *running) run(ctx context.Context, at server.Place) (err error) {
	r.logger = r.log()
	if r.issuers, err = oidc.New(oidc.Config{
		Issuers: r.start.OIDC, Now: r.now, Log: r.logger,
		Fetched: func(err error) { r.server.KeysFetched(err) },
	}); err != nil {
		return err
	}
	defer r.issuers.Close()
	if r.server, err = r.newServer(r.db, settingsOf(r.start, r.issuers)); err != nil {
		return err
	}
	r.warnAboutConfig(ctx)
	if err := r.greet(greeting{URL: urlOf(at.Listener.Addr(), at.TLS != nil)}); err != nil {
		return err
	}
	r.sayWhere(at)

	r.keep.Store(int64(r.start.AuditKeep))
	ctx, cancel := context.WithCancel(ctx)
	var loops sync.WaitGroup
	defer func() { // the database is closed next
		cancel()
		loops.Wait()
	}()
	loops.Go(func() { r.follow(ctx) })
	loops.Go(func() { r.pruneHourly(ctx) })
	return r.server.Run(ctx, at)
}

func (r *running) sayWhere(at server.Place) {
	words := []any{"url", urlOf(at.Listener.Addr(), at.TLS != nil), "config", r.config, "store", r.start.Store.Driver, "key_sid", r.start.Twilio.Keys[0].SID}
	if at.Admin != nil {
		words = append(words, "admin", urlOf(at.Admin.Addr(), false))
	}
	r.logger.Info("serving", words...)
}

// warnAboutConfig says what is no mistake, and hardly meant.
func (r *running) warnAboutConfig(ctx context.Context) {
	if groupMayWrite(r.config) {
		r.warn("its group may write %s, and decide who gets what", r.config)
		r.hint("chmod g-w " + quoteShell(r.config))
	}
	for _, name := range r.start.Policy.Unused() {
		r.warn("no rule in %s gives the profile %s", r.config, name)
	}
	r.warnAboutPolicy(r.config, r.start)
	if most := server.MostOpen(); r.start.AllConnections > most {
		r.warn("limits has %d connections for all clients, and there is room for %d", r.start.AllConnections, most)
		r.hint("let this process open more files: ulimit -n, or LimitNOFILE in a systemd unit")
	}
	if r.start.Store.Driver == config.SQLite {
		r.warnAboutReaders()
	}
	if r.start.Password {
		r.warnAboutUsers(ctx, r.db)
	}
}
