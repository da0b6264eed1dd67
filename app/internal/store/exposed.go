package store

import (
	"crypto/tls"
	"net/netip"
	"strings"

	"mintmark/app/internal/secret"
)

// IsExposed reports whether what goes to the database at an address, and comes
// from it, crosses a network where others may read it, or take its place: a
// connection in clear text, or with a certificate that nobody looks at.
func IsExposed(place secret.Text) bool {
	if !IsAddress(place) {
		return false
	}
	c, err := parseAddress(place)
	if err != nil {
		return false
	}
	exposed := crossesNetwork(c.Host) && !proves(c.TLSConfig)
	for _, f := range c.Fallbacks {
		exposed = exposed || crossesNetwork(f.Host) && !proves(f.TLSConfig)
	}
	return exposed
}

// crossesNetwork tells another machine from this one, and from a socket.
func crossesNetwork(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host != "localhost" && !strings.HasPrefix(host, "/") && (err != nil || !addr.IsLoopback())
}

// proves reports whether a connection proves whose it is. sslmode=verify-ca has
// Go skip its own look and looks itself.
func proves(c *tls.Config) bool {
	return c != nil && (!c.InsecureSkipVerify || c.VerifyPeerCertificate != nil || c.VerifyConnection != nil)
}
