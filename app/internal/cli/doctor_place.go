package cli

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/netip"
	"strings"
	"syscall"
	"time"

	"mintmark/app/internal/config"
)

// network tells of what others can reach, and of whom is believed.
func (d *doctor) network(c *config.Config) {
	if c.TLS.Cert == "" && !isLoopbackAddr(c.Listen) {
		d.warning("network", "put a proxy with TLS before it, or give it tls: { cert, key }",
			"it is to listen on %s without TLS: whoever is on the way reads passwords and tokens", c.Listen)
	}
	d.port(c.Listen)
	if c.Admin != "" && !isLoopbackAddr(c.Admin) {
		d.warning("network", "let a network policy or a firewall keep others out", "/metrics is on %s, with no credentials", c.Admin)
	}
	for _, p := range c.TrustedProxies {
		if p.Bits() == 0 {
			d.warning("network", "name the networks of your proxies", "trusted_proxies has %s: every client may say that it is another, and limits hold nobody back", p)
		}
	}
}

// port says whether the server could listen now.
func (d *doctor) port(addr string) {
	ln, err := net.Listen("tcp", addr)
	switch {
	case err == nil:
		ln.Close()
		d.ok("network", "it is to listen on %s, which is free", addr)
	case errors.Is(err, syscall.EADDRINUSE):
		d.ok("network", "it is to listen on %s, which is taken: by the server, if it runs", addr)
	default:
		d.warning("network", "name another address under listen, or run this as the user who runs the server", "it is to listen on %s, and cannot here: %v", addr, err)
	}
}

func isLoopbackAddr(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	ip, parseErr := netip.ParseAddr(host)
	return err == nil && (host == "localhost" || parseErr == nil && ip.IsLoopback())
}

// certificate looks at how long it holds. That it fits its key has been seen.
func (d *doctor) certificate(c *config.Config) {
	if c.TLS.Cert == "" {
		return
	}
	pair, err := tls.LoadX509KeyPair(c.TLS.Cert, c.TLS.Key)
	if err != nil {
		d.failWith("certificate", err)
		return
	}
	const soon = 14 * 24 * time.Hour
	const renew = "put a new one into the files: the server takes it over with no restart"
	cert, now := pair.Leaf, d.now()
	until := cert.NotAfter.UTC().Format(time.DateTime) + " UTC"
	switch {
	case now.After(cert.NotAfter):
		d.fail("certificate", renew, "%s expired %s", c.TLS.Cert, until)
	case now.Before(cert.NotBefore):
		d.fail("certificate", "look at the clock", "%s is not valid before %s UTC", c.TLS.Cert, cert.NotBefore.UTC().Format(time.DateTime))
	case cert.NotAfter.Sub(now) < soon:
		d.warning("certificate", renew, "%s expires %s", c.TLS.Cert, until)
	default:
		d.ok("certificate", "%s holds until %s, for %s", c.TLS.Cert, until, namesOf(cert))
	}
}

// namesOf is whom a certificate is for.
func namesOf(cert *x509.Certificate) string {
	names := cert.DNSNames
	for _, ip := range cert.IPAddresses {
		names = append(names, ip.String())
	}
	if len(names) == 0 {
		return "no name"
	}
	return strings.Join(names, ", ")
}
