package server

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"

	"mintmark/app/internal/policy"
	"mintmark/app/internal/store"
)

// alias stands for a name that may be nobody's: somebody may have typed his
// password in its place. The same name has the same one, on each replica, until
// another key signs. Whoever reads it, and has not got that key, cannot try out
// what it stands for.
func (set *Settings) alias(name store.Name) string {
	if name == "" {
		return ""
	}
	mac := hmac.New(sha256.New, []byte(set.Signers[0].Secret.Reveal()))
	mac.Write([]byte("mintmark: the name of a user\x00" + string(name))) // no token begins like this
	const enough = 8                                                     // bytes
	return policy.UnknownPrefix + ":" + hex.EncodeToString(mac.Sum(nil)[:enough])
}
