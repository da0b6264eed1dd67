package password

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Params is what one hash costs.
type Params struct {
	Memory  uint32 // KiB
	Time    uint32 // passes over the memory
	Threads uint8
}

// work is proportional to the time that one hash takes.
func (p Params) work() uint64 { return uint64(p.Memory) * uint64(p.Time) }

func (p Params) usable() bool {
	return p.Memory > 0 && p.Memory <= maxMemory && p.Time > 0 && p.Time <= maxTime && p.Threads > 0
}

// Default is what OWASP asks for at the least.
//
// Source: OWASP Password Storage Cheat Sheet, Argon2id.
var Default = Params{Memory: 19 * 1024, Time: 2, Threads: 1}

const (
	saltLen = 16
	keyLen  = 32

	// A stored hash that asks for more would stop the server, not protect it.
	maxMemory = 1 << 20
	maxTime   = 64
)

// ErrHash is a stored hash that is no PHC string of argon2id.
var ErrHash = errors.New("want a PHC string of argon2id")

// A hash is a PHC string in parts.
type hash struct {
	Params
	salt, key []byte
}

// newHash is well formed but belongs to no password.
func newHash(p Params) hash {
	h := hash{Params: p, salt: make([]byte, saltLen), key: make([]byte, keyLen)}
	rand.Read(h.salt) // never fails
	rand.Read(h.key)
	return h
}

// job is what makes the key of a password.
func (h hash) job(password string) job {
	return job{h.Params, uint32(len(h.key)), h.salt, []byte(password)}
}

func (h hash) String() string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, h.Memory, h.Time, h.Threads,
		base64.RawStdEncoding.EncodeToString(h.salt), base64.RawStdEncoding.EncodeToString(h.key))
}

func parseHash(phc string) (h hash, err error) {
	parts := strings.Split(phc, "$")
	if len(parts) != 6 {
		return hash{}, ErrHash
	}
	_, err = fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.Memory, &h.Time, &h.Threads)
	if err != nil {
		return hash{}, ErrHash
	}
	h.salt, _ = base64.RawStdEncoding.DecodeString(parts[4])
	h.key, _ = base64.RawStdEncoding.DecodeString(parts[5])
	// Written again it must be the same text: that is every rule of the form at once.
	if h.String() != phc || !h.usable() {
		return hash{}, ErrHash
	}
	return h, nil
}

func (h hash) usable() bool {
	return h.Params.usable() && len(h.salt) >= 8 && len(h.key) >= 16
}
