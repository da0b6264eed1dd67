package config

import (
	"crypto/tls"
	"net"
	"net/netip"
	"strconv"

	"go.yaml.in/yaml/v3"

	"mintmark/app/internal/secret"
	"mintmark/app/internal/server"
	"mintmark/app/internal/strictyaml"
)

// address is where to listen: a host or none, and a port.
func (r *reader) address(n *yaml.Node, what string) string {
	addr := r.Text(n, what)
	if addr == "" {
		return ""
	}
	_, port, err := net.SplitHostPort(addr)
	if _, portErr := strconv.ParseUint(port, 10, 16); err != nil || portErr != nil {
		r.Fail(n, "%s is %s: want an address such as 127.0.0.1:8080, or :8080 for every network", what, strictyaml.Quote(addr))
	}
	return addr
}

func (r *reader) readAdmin(n *yaml.Node) {
	if n.Kind == yaml.ScalarNode {
		r.Fail(n, "admin: want { listen: \"127.0.0.1:9090\" }, or { listen: off }")
		return
	}
	r.Map(n, "admin", strictyaml.Key{Name: "listen", Required: true, Read: func(n *yaml.Node) {
		if n.Value == "off" {
			r.Admin = ""
			return
		}
		r.Admin = r.address(n, "admin.listen")
	}})
}

func (r *reader) readTLS(n *yaml.Node) {
	before := r.Count()
	r.Map(n, "tls",
		strictyaml.Key{Name: "cert", Required: true, Read: func(n *yaml.Node) { r.TLS.Cert = r.Text(n, "tls.cert") }},
		strictyaml.Key{Name: "key", Required: true, Read: func(n *yaml.Node) { r.TLS.Key = r.Text(n, "tls.key") }},
	)
	if r.Count() > before {
		return
	}
	r.path(&r.TLS.Cert)
	r.path(&r.TLS.Key)
	r.Files = append(r.Files, LookAt(r.TLS.Cert), LookAt(r.TLS.Key))
	if r.blind {
		return
	}
	if err := secret.CheckFile(r.TLS.Key); err != nil {
		r.Fail(n, "tls.key: %v", err)
	} else if _, err := tls.LoadX509KeyPair(r.TLS.Cert, r.TLS.Key); err != nil {
		r.Fail(n, "tls: %v", plain(err))
	}
}

func (r *reader) readCORS(n *yaml.Node) {
	r.Map(n, "cors", strictyaml.Key{Name: "origins", Required: true, Read: func(n *yaml.Node) {
		r.Origins = r.Texts(n, "origins")
		for i, origin := range r.Origins {
			if err := server.CheckOrigin(origin); err != nil && origin != "" {
				r.Fail(item(n, i), "origins: %v", err)
			}
		}
	}})
}

func (r *reader) readProxies(n *yaml.Node) {
	for i, text := range r.Texts(n, "trusted_proxies") {
		prefix, err := netip.ParsePrefix(text)
		if addr, addrErr := netip.ParseAddr(text); addrErr == nil {
			prefix, err = netip.PrefixFrom(addr, addr.BitLen()), nil
		}
		if err != nil || prefix != prefix.Masked() {
			r.Fail(item(n, i), "trusted_proxies: want networks such as 10.0.0.0/8, or single addresses")
			continue
		}
		r.TrustedProxies = append(r.TrustedProxies, prefix)
	}
}

func item(n *yaml.Node, i int) *yaml.Node {
	if n.Kind == yaml.SequenceNode {
		return n.Content[i]
	}
	return n
}
