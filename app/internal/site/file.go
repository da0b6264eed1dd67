package site

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"path"
)

// A file is one file as a browser asks for it.
type file struct {
	name        string
	contentType string
	digest      [sha256.Size]byte
	plain       []byte
	br, gz      []byte // nil where it does not pay
}

// contentTypes are fixed here, because those that package mime knows depend
// on the machine.
var contentTypes = map[string]string{
	".css":         "text/css; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".wasm":        "application/wasm",
	".webmanifest": "application/manifest+json",
}

func newFile(name string, content []byte) *file {
	return &file{
		name:        name,
		contentType: contentTypes[path.Ext(name)],
		digest:      sha256.Sum256(content),
		plain:       content,
	}
}

// tag is 16 hex digits that name the content.
func (f *file) tag() string { return hex.EncodeToString(f.digest[:8]) }

// address is where the page asks for this version of the file.
func (f *file) address() string { return f.name + "?v=" + f.tag() }

// integrity is the digest as browsers compare it, and as policies name it.
func (f *file) integrity() string { return integrity(f.digest) }

func integrity(digest [sha256.Size]byte) string {
	return "sha256-" + base64.StdEncoding.EncodeToString(digest[:])
}
