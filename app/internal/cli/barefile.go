package cli

import (
	"strings"

	"mintmark/tokens"
)

// A bareFile is one in which there was no token so far.
type bareFile struct {
	tokens int
	head   string // what it begins with
}

// maxHead is how much of a file without a token is looked at to say what it is.
const maxHead = 4 << 10

// follow adds a line for a file that ends without a token: one of many that
// came out empty is not to pass for a good one.
func (f *bareFile) follow(b *batch, say sayer) {
	f.tokens += b.tokens
	if strings.TrimSpace(f.head) == "" {
		f.head = strings.ToValidUTF8(b.piece.text[:min(len(b.piece.text), maxHead)], "")
	}
	if !b.piece.last {
		return
	}
	if f.tokens == 0 {
		var o outcome
		b.out, o = say(b.out, tokens.Decode(f.head), position{File: b.piece.File})
		b.code = worse(b.code, o.code)
	}
	*f = bareFile{}
}
