package tokens

import (
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
)

// seal is the compact token, signed with HS256. The header is base64url.
//
// It is RFC 2104 written out over one block of memory: crypto/hmac allocates
// its state for each key, and golang-jwt copies the text, which together cost
// more than the signature.
func seal(head string, payload []byte, secret string) string {
	key := hmacKey(secret)
	b := make([]byte, sha256.BlockSize, 1024) // enough for most; more is taken where it is not
	subtle.XORBytes(b, key[:], innerPad)
	b = b64.AppendEncode(append(append(b, head...), '.'), payload)
	text := sha256.Sum256(b)
	outer := make([]byte, sha256.BlockSize, sha256.BlockSize+sha256.Size)
	subtle.XORBytes(outer, key[:], outerPad)
	sum := sha256.Sum256(append(outer, text[:]...))
	b = b64.AppendEncode(append(b, '.'), sum[:])
	return string(b[sha256.BlockSize:])
}

var (
	innerPad = bytes.Repeat([]byte{0x36}, sha256.BlockSize)
	outerPad = bytes.Repeat([]byte{0x5c}, sha256.BlockSize)
)

// hmacKey is a secret as HMAC takes it: one block.
func hmacKey(secret string) (key [sha256.BlockSize]byte) {
	if len(secret) > len(key) {
		sum := sha256.Sum256([]byte(secret))
		copy(key[:], sum[:])
	} else {
		copy(key[:], secret)
	}
	return key
}
