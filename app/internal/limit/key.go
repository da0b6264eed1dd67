package limit

import (
	"crypto/sha256"
	"encoding/hex"
	"net/netip"
)

// A key is one budget that an attempt is held against.
type key struct {
	limit, id string // id: as it is in the store
	rule      Rule
	resets    bool // by an attempt that succeeds
}

// newKey hashes whose budget it is, so that all are of one length.
func newKey(limit string, rule Rule, whose ...string) key {
	text := append([]byte(limit), 0) // no limit, client or folded name has a zero byte
	for _, part := range whose {
		text = append(append(text, part...), 0)
	}
	sum := sha256.Sum256(text)
	return key{limit: limit, id: hex.EncodeToString(sum[:]), rule: rule}
}

// keys are the budgets of a login, the narrowest first. All attempts take their
// places in this order, so that none waits for another that waits for it.
func (r Rules) keys(account, client string) []key {
	own := newKey("account", r.Account, account, client)
	own.resets = true
	keys := []key{own, newKey("client", r.Client, client)}
	if network := networkOf(client); network != "" {
		keys = append(keys, newKey("network", r.Network, network))
	}
	return keys
}

// bearerKeys are the budgets of what is no password, apart from those of logins:
// who sends nonsense here keeps nobody out there.
func (r Rules) bearerKeys(client string) []key {
	keys := []key{newKey("bearer", r.Bearer, client)}
	if network := networkOf(client); network != "" {
		keys = append(keys, newKey("bearer network", r.Network, network))
	}
	return keys
}

// networkOf is the /48 around an IPv6 prefix; "" for everything else.
func networkOf(client string) string {
	p, err := netip.ParsePrefix(client)
	if err != nil || p.Addr().Is4() || p.Bits() < 48 {
		return ""
	}
	return netip.PrefixFrom(p.Addr(), 48).Masked().String()
}
