package server

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// proxies are the networks whose word on who sent a request is taken.
type proxies []netip.Prefix

// clientOf is the network that is one client: an IPv4 address, or the /64 that
// every IPv6 customer has to himself; "" for none. Of the addresses that a
// request has come through it is the last that is not a proxy of ours: those
// before it are what it says of itself.
func (p proxies) clientOf(r *http.Request) string {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return ""
	}
	addr := peer.Addr()
	if p.trust(addr) {
		for _, hop := range slices.Backward(hopsOf(r.Header)) {
			next, ok := parseHop(hop)
			if !ok {
				break
			}
			if addr = next; !p.trust(addr) {
				break
			}
		}
	}
	return prefixOf(addr)
}

func (p proxies) trust(addr netip.Addr) bool {
	addr = addr.Unmap().WithZone("")
	return slices.ContainsFunc(p, func(n netip.Prefix) bool { return n.Contains(addr) })
}

func prefixOf(addr netip.Addr) string {
	return string(clientPrefix(addr).AppendTo(make([]byte, 0, 32)))
}

func clientPrefix(addr netip.Addr) netip.Prefix {
	addr = addr.Unmap().WithZone("")
	bits := 64
	if addr.Is4() {
		bits = 32
	}
	return netip.PrefixFrom(addr, bits).Masked()
}

// hopsOf is where a request came from, the farthest first. A proxy writes one of
// the two headers, and passes the other on as the client sent it: where both are
// there, neither is worth anything.
func hopsOf(h http.Header) []string {
	list, forwarded := h.Values("X-Forwarded-For"), h.Values("Forwarded")
	if len(list) > 0 && len(forwarded) > 0 {
		return nil
	}
	hops := splitList(list)
	for _, element := range splitList(forwarded) {
		hops = append(hops, forParameter(element))
	}
	return hops
}

func splitList(values []string) []string {
	if len(values) == 0 {
		return nil
	}
	return strings.Split(strings.Join(values, ","), ",")
}

// forParameter is the for= of an element of Forwarded; "" where it has none.
//
// Source: RFC 7239, section 4.
func forParameter(element string) string {
	for pair := range strings.SplitSeq(element, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
		if strings.EqualFold(name, "for") {
			return strings.Trim(value, `"`)
		}
	}
	return ""
}

// parseHop reads an address as proxies write it: alone, in brackets, with a port.
func parseHop(hop string) (netip.Addr, bool) {
	hop = strings.TrimSpace(hop)
	if ap, err := netip.ParseAddrPort(hop); err == nil {
		return ap.Addr(), true
	}
	addr, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(hop, "["), "]"))
	return addr, err == nil
}
