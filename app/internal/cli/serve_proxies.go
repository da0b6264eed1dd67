package cli

import (
	"errors"
	"net/netip"
	"strings"
)

// networks is a flag of addresses and networks, which may be repeated.
type networks []netip.Prefix

func (n *networks) Set(text string) error {
	for one := range strings.SplitSeq(text, ",") {
		p, err := parseNetwork(strings.TrimSpace(one))
		if err != nil {
			return err
		}
		*n = append(*n, p)
	}
	return nil
}

// parseNetwork refuses 10.0.0.7/8: it says two things.
func parseNetwork(text string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(text); err == nil && addr.Zone() == "" {
		addr = addr.Unmap()
		return netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	p, err := netip.ParsePrefix(text)
	if err != nil || p != p.Masked() {
		return netip.Prefix{}, errors.New("want an address or a network, as in 10.0.0.7 or 10.0.0.0/8")
	}
	return p, nil
}

func (n *networks) String() string {
	texts := make([]string, len(*n))
	for i, p := range *n {
		texts[i] = p.String()
	}
	return strings.Join(texts, ",")
}

func (*networks) Type() string { return "networks" }
