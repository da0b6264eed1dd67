package server

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"sync/atomic"
	"time"

	"mintmark/app/internal/limit"
	"mintmark/app/internal/oidc"
	"mintmark/app/internal/password"
	"mintmark/app/internal/policy"
	"mintmark/app/internal/store"
)

// A Config is everything that a server needs. Required are Store, Hasher, Log
// and, of the settings, Policy and Signers.
type Config struct {
	Store  store.Store
	Hasher *password.Hasher
	Log    *slog.Logger
	Settings

	Page   http.Handler     // answers what no other route does; nil: 404
	Client http.Handler     // answers GET /client.js; nil: 404
	Now    func() time.Time // nil: time.Now

	Local bool // answer only where the request names this machine
}

// Settings are what a server takes over while it runs, all at once.
type Settings struct {
	Policy  *policy.Policy
	Signers []Signer // the first signs, the others are ready to take over

	// Origins are those of other sites whose pages may ask for tokens, as
	// browsers write them: "https://app.example.com".
	Origins []string

	GetToken bool // answer GET /token too

	NoPasswords bool           // log in with service keys and ID tokens only
	OIDC        *oidc.Verifier // of ID tokens; nil: none are taken
	Limits      limit.Rules    // what failed logins lead to; zero: [limit.Default]

	// TokensAMinute are how many one principal gets here, and how many refusals; 0
	// for any number.
	TokensAMinute int

	// TrustedProxies are the networks whose X-Forwarded-For or Forwarded is taken
	// for true.
	TrustedProxies []netip.Prefix

	// Connections are how many one client may hold, an IPv4 address or an IPv6
	// /64; a /48 four times as many; 0 for [DefaultConnections]. Proxies that are
	// trusted may hold any number.
	Connections int

	// AllConnections are how many there may be, those of proxies too; 0 for 4096,
	// or [MostOpen] if that is less. Those on the admin listener do not count.
	AllConnections int
}

// A Server is a handler. Its settings may change between two requests, never
// during one.
type Server struct {
	outermost

	settings atomic.Pointer[Settings]
	ready    readiness
	routes   []string // "POST /token"
}

// New returns a server. It refuses a configuration with which no token could be
// made.
func New(c Config) (*Server, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	s := &Server{ready: readiness{store: c.Store, now: c.Now}}
	s.outermost = outermost{edge: edge{c.Log, newMeters(), &s.settings}, now: c.Now, ready: &s.ready}
	if err := s.Apply(c.Settings); err != nil {
		return nil, err
	}
	rt := &router{}
	audit := trail{c.Store, &s.meters.audit, new(patience)}
	tokens := tokenRoutes{
		who:      authenticator{store: c.Store, hasher: c.Hasher, limits: limit.New(c.Store, c.Now), trail: audit},
		trail:    audit,
		now:      c.Now,
		issued:   limit.Pace{Of: limit.Tokens},
		refusals: limit.Pace{Of: limit.Refusals},
	}
	for _, f := range []family{
		&tokens,
		contractRoutes{},
		healthRoutes{&s.ready},
		scriptRoutes{client: c.Client},
		pageRoutes{page: c.Page},
	} {
		f.mount(rt)
	}
	s.next, s.routes = rt, rt.routes
	if c.Local {
		s.next = localNames(s.next)
	}
	return s, nil
}

// Apply replaces the settings, or none of them: it refuses those with which no
// token could be made. Requests under way keep the old ones.
func (s *Server) Apply(set Settings) error {
	set.Limits = cmp.Or(set.Limits, limit.Default)
	set.Connections = cmp.Or(set.Connections, DefaultConnections)
	set.AllConnections = cmp.Or(set.AllConnections, min(mostConnections, MostOpen()))
	if err := set.check(s.now()); err != nil {
		return err
	}
	s.settings.Store(&set)
	s.meters.applied(true)
	return nil
}

// NotApplied is told why there are no new settings, whether they could not be
// read, [Server.Apply] has refused them, or there was a panic on the way.
func (s *Server) NotApplied(why error) {
	s.meters.applied(false)
	s.caught(why)
}

// KeysFetched is told how each fetch of an issuer's keys went.
func (s *Server) KeysFetched(err error) {
	s.meters.fetched(err == nil)
	s.caught(err)
}

func (set *Settings) check(now time.Time) error {
	if set.Policy == nil {
		return errors.New("there is no policy")
	}
	if len(set.Signers) == 0 {
		return errors.New("there is no signing key")
	}
	if err := set.Limits.Check(); err != nil {
		return err
	}
	for _, origin := range set.Origins {
		if err := CheckOrigin(origin); err != nil {
			return fmt.Errorf("origin %q: %w", origin, err)
		}
	}
	for _, signer := range set.Signers {
		if err := set.rehearse(signer, now); err != nil {
			return fmt.Errorf("no token can be made: %w", err)
		}
	}
	return nil
}

// rehearse makes a token of each profile and, for a policy without any, one that
// opens nothing.
func (set *Settings) rehearse(signer Signer, now time.Time) error {
	for _, d := range append(set.Policy.Samples(), policy.Decision{Identity: "rehearsal", TTL: time.Minute}) {
		if _, _, err := signer.sign(d, now); err != nil {
			return err
		}
	}
	return nil
}
