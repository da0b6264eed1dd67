package config

import (
	"net/netip"
	"time"

	"mintmark/app/internal/limit"
	"mintmark/app/internal/oidc"
	"mintmark/app/internal/policy"
	"mintmark/app/internal/secret"
	"mintmark/app/internal/server"
)

// A Config is what the server is to do. What the file leaves out has its default.
type Config struct {
	Listen string // "127.0.0.1:8080"
	Admin  string // where metrics are: "127.0.0.1:9090"; "" for nowhere
	TLS    TLS

	Twilio Twilio
	Store  Store

	Password bool // users may log in with a password
	OIDC     []oidc.Issuer
	Limits   limit.Rules

	Connections    int // of one client
	AllConnections int // of all clients; 0 for what the server takes by itself
	TokensAMinute  int // of one principal, and as many refusals; 0 for any number

	Origins        []string
	TrustedProxies []netip.Prefix
	GetToken       bool
	AuditKeep      time.Duration // how long rows of the audit trail are kept; 0 for ever

	Policy *policy.Policy

	// Files is every file that was read, the configuration first: when one of
	// them changes, Load may return something else.
	Files []File
}

// TLS is the certificate of the server; both are "" where it has none.
type TLS struct{ Cert, Key string }

// Twilio is the account whose tokens are signed, and the keys that do it.
type Twilio struct {
	AccountSID string
	Region     string // "" for us1
	Keys       []Key  // the first signs
}

// A Key is an API key.
type Key struct {
	SID    string
	Secret secret.Text
}

// The stores there are.
const (
	SQLite   = "sqlite"
	Postgres = "postgres"
)

// Store is where users and the audit trail are.
type Store struct {
	Driver string
	Path   string      // of SQLite
	DSN    secret.Text // of PostgreSQL
}

// Place is the path or the address, as store.Open takes it.
func (s Store) Place() secret.Text {
	if s.Driver == SQLite {
		return secret.Text(s.Path)
	}
	return s.DSN
}

// What the file need not say.
const (
	DefaultListen = "127.0.0.1:8080"
	DefaultAdmin  = "127.0.0.1:9090"
	DefaultDB     = "data/mintmark.db"
)

// Default is what the file need not say. It has no keys and no policy.
func Default() *Config {
	return &Config{
		Listen:   DefaultListen,
		Admin:    DefaultAdmin,
		Store:    Store{Driver: SQLite, Path: DefaultDB},
		Password: true,
		Limits:   limit.Default,

		Connections: server.DefaultConnections,
	}
}
