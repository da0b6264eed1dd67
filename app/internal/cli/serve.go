package cli

import (
	"context"
	"errors"
	"net"
	"net/http"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"mintmark/app/internal/password"
	"mintmark/app/internal/policy"
	"mintmark/app/internal/server"
	"mintmark/app/internal/site"
	"mintmark/app/internal/store"
	"mintmark/tokens"
)

// hashesAtOnce is how many passwords are checked at once, each in 19 MiB and as
// much again until it is collected. Whoever floods the server with logins would
// otherwise have it killed for its memory on a machine of many cores, and keep
// those with service keys and ID tokens waiting on one of few: a core is theirs.
func hashesAtOnce() int {
	const most = 4
	return max(1, min(runtime.GOMAXPROCS(0)-1, most))
}

// serve is one run of mintmark serve.
type serve struct {
	*program
	config  string // path of the configuration; "" for none
	listen  string
	db      string
	ttl     span
	grants  grantFlags
	region  string
	secrets secretFlags
	dev     bool
	linger  time.Duration
	logs    string // text or json
	proxies networks

	found    foundSecret
	signer   server.Signer
	everyone []tokens.Grant // what everyone gets
	hasher   *password.Hasher
	lines    *logLines
}

// serveCmd runs the issuance server.
func (p *program) serveCmd() *cobra.Command {
	s := &serve{program: p, ttl: span{10 * time.Minute}}
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Give tokens to users who log in",
		Example: `  mintmark serve --dev                       try it: no set-up, this machine only
  mintmark user add anna                     who may ask
  mintmark serve                             POST /token {"username":"anna","password":"…"}
  mintmark config example >mintmark.yaml     who may get what, and all the rest
  mintmark serve --config mintmark.yaml`,
		Long: `With a configuration, which is mintmark.yaml where there is one or what --config
names, that file says everything; flags may add where to listen, and how to log
and stop. A change of the file, of a secret that it names or of .env is taken over
within seconds, or at once after kill -HUP: all of it, or where there is a mistake
nothing, and the log says which.

Without one the account SID, the API key's SID and its secret come from the environment
or from .env, which then nobody else may read. Every user gets the grants that --grant
gives, in his own name, and a service key kiosk gets them as service_kiosk. Without
--grant those are what the environment names:
  TWILIO_TWIML_APP_SID or TWILIO_TWIML_APPLICATION_SID           calls, both ways
  TWILIO_CONVERSATIONS_SERVICE_SID or TWILIO_CHAT_SERVICE_SID    Conversations
  TWILIO_SYNC_SERVICE_SID                                        Sync
and every video room if it names none.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return s.start(cmd) },
	}
	f := cmd.Flags()
	f.StringVar(&s.config, "config", "", "read this configuration `file`; mintmark.yaml if there is one")
	f.StringVar(&s.listen, "listen", "127.0.0.1:8080", "answer on this `address`; port 0 takes a free one")
	f.StringVar(&s.db, "db", defaultDB, "keep users and the audit trail in this `file`")
	f.Var(&s.ttl, "ttl", "how long a token lives: 15m, 1h30m, or 86400 for seconds; up to 24h")
	s.grants.add(f, "give everyone these grants, as `JSON`: '{\"video\":{\"room\":\"daily\"}}', or @file; may be repeated")
	f.StringVar(&s.region, "region", "", "`region` of the API key, as in ie1; us1 if empty")
	f.BoolVar(&s.dev, "dev", false, "answer this machine only, with a user and, where there is none, a key made for this run")
	f.DurationVar(&s.linger, "linger", 0, "go on answering for this `time`, as 5s, after SIGTERM, while /readyz says no")
	f.Var(&choice{&s.logs, []string{"text", "json"}}, "log", "write the log in this `format`: text or json")
	f.Var(&s.proxies, "trusted-proxy", "believe X-Forwarded-For or Forwarded of these `networks`; may be repeated")
	s.secrets.add(cmd)
	return cmd
}

// start runs the server that configuration, flags and environment ask for.
func (s *serve) start(cmd *cobra.Command) error {
	s.hasher = password.NewHasher(password.Default, hashesAtOnce())
	s.lines = &logLines{to: s.stderr}
	defer s.lines.flush()
	s.delegate()
	defer s.hasher.Close()
	if err := s.chooseConfig(cmd.Flags()); err != nil {
		return err
	}
	if s.config != "" {
		return s.runConfigured(cmd.Context(), cmd.Flags())
	}
	if err := s.findSecret(cmd); err != nil {
		return err
	}
	if s.dev {
		return s.runDev(cmd.Context(), cmd.Flags().Changed("db"))
	}
	return s.run(cmd.Context())
}

func (s *serve) run(ctx context.Context) error {
	if err := s.credentials(); err != nil {
		return err
	}
	if err := s.checkPrivate(); err != nil {
		return err
	}
	if err := s.configure(ctx); err != nil {
		return err
	}
	ln, db, err := s.open(ctx, s.listen)
	if err != nil {
		return err
	}
	defer ln.Close()
	defer db.Close()
	s.warnAboutReaders()
	s.warnAboutUsers(ctx, db)
	return s.answer(ctx, ln, db, greeting{})
}

// open listens before it opens the database: a run that cannot be leaves that
// alone.
func (s *serve) open(ctx context.Context, addr string) (net.Listener, store.Store, error) {
	ln, err := listen(addr)
	if err != nil {
		return nil, nil, err
	}
	db, err := store.OpenSQLite(ctx, s.db)
	if err != nil {
		return nil, nil, errors.Join(unopened(err, ""), ln.Close())
	}
	return ln, db, nil
}

// configure settles what everyone gets, and what checking a password costs.
func (s *serve) configure(ctx context.Context) (err error) {
	s.signer.Region = s.region
	if s.everyone, err = s.grants.appendTo(ctx, s.program, nil); err != nil {
		return err
	}
	if len(s.everyone) == 0 {
		s.everyone = s.env.grants()
	}
	return s.rehearse()
}

// answer serves until the context ends. It greets once requests are welcome.
func (s *serve) answer(ctx context.Context, ln net.Listener, db store.Store, hello greeting) error {
	h, err := s.newServer(db, server.Settings{
		Policy:         policy.ForEveryone(s.ttl.d, s.everyone),
		Signers:        []server.Signer{s.signer},
		TrustedProxies: s.proxies,
	})
	if err != nil {
		return err
	}
	hello.URL = urlOf(ln.Addr(), false)
	if err := s.greet(hello); err != nil {
		return err
	}
	s.log().Info("serving", "url", hello.URL, "grants", keysOf(s.everyone), "ttl", int64(s.ttl.d.Seconds()), "key_sid", s.signer.KeySID)
	return h.Run(ctx, server.Place{Listener: ln, Linger: s.linger})
}

func (s *serve) newServer(db store.Store, set server.Settings) (*server.Server, error) {
	page, err := s.page()
	if err != nil {
		return nil, err
	}
	return server.New(server.Config{
		Store: db, Hasher: s.hasher, Log: s.log(), Page: page, Client: site.Client(), Now: s.now, Local: s.dev,
		Settings: set,
	})
}

// page is nil where the program was built without one.
func (s *serve) page() (http.Handler, error) {
	page, err := site.Open()
	if errors.Is(err, site.ErrNotBuilt) {
		s.warn("%v", err)
		return nil, nil
	}
	if err == nil && s.dev { // loopback is everybody's
		page, err = page.WithoutWorker()
	}
	if err != nil {
		return nil, err
	}
	return page.Handler(), nil
}

func listen(addr string) (net.Listener, error) {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, usage("--listen 127.0.0.1:0 takes a free port", "%w", err)
	}
	return ln, nil
}
