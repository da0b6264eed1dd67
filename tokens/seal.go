package tokens

import (
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
)

// seal is the compact token, signed with HS256 in the room of b, if there is
// enough. The header is base64url.
func seal(b []byte, head string, payload []byte, secret string) string {
	b = append(append(b, innerPad...), head...) // a block in front, for hs256
	b = append(b, '.')
	b = b64.AppendEncode(b, payload)
	sum := hs256([]byte(secret), b)
	b = b64.AppendEncode(append(b, '.'), sum[:])
	return string(b[sha256.BlockSize:])
}

// hs256 is the HMAC with SHA-256 of the text behind the first block of b, which
// it overwrites.
//
// It is RFC 2104 written out: crypto/hmac allocates its state for each key, and
// golang-jwt copies the text, which together cost more than the two digests.
func hs256(secret, b []byte) [sha256.Size]byte {
	var key [sha256.BlockSize]byte
	if len(secret) > len(key) {
		sum := sha256.Sum256(secret)
		secret = sum[:]
	}
	copy(key[:], secret)
	subtle.XORBytes(b, key[:], innerPad)
	text := sha256.Sum256(b)
	outer := make([]byte, sha256.BlockSize, sha256.BlockSize+sha256.Size)
	subtle.XORBytes(outer, key[:], outerPad)
	return sha256.Sum256(append(outer, text[:]...))
}

var (
	innerPad = bytes.Repeat([]byte{0x36}, sha256.BlockSize)
	outerPad = bytes.Repeat([]byte{0x5c}, sha256.BlockSize)
)
