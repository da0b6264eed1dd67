package site

import (
	"bytes"
	"compress/gzip"
	"io"
	"path"

	"github.com/andybalholm/brotli"
)

// press packs the file for browsers, unless it is packed by nature.
func (f *file) press() {
	if path.Ext(f.name) == ".png" {
		return
	}
	f.br, f.gz = Brotli(f.plain), Gzip(f.plain)
}

// Brotli packs as tightly as it can. The same content gives the same bytes.
func Brotli(content []byte) []byte {
	var b bytes.Buffer
	finish(brotli.NewWriterLevel(&b, brotli.BestCompression), content)
	return b.Bytes()
}

// Gzip packs as tightly as it can, with no name and no time in the header.
func Gzip(content []byte) []byte {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		panic(err) // the level is a constant that exists
	}
	finish(w, content)
	return b.Bytes()
}

// finish writes to a buffer, which takes everything.
func finish(w io.WriteCloser, content []byte) {
	if _, err := w.Write(content); err != nil {
		panic(err)
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
}
