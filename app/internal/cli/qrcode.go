package cli

import (
	"strings"

	"rsc.io/qr"
)

// quiet is how wide the white border of a code is, in modules. The standard
// wants 4; every reader takes 2, and a token needs the room.
const quiet = 2

// draw writes a text as a QR code on standard error, two modules above each
// other in a character.
func (p *program) draw(text string) error {
	code, err := qr.Encode(text, qr.L)
	if err != nil {
		return usage("leave out --qr", "the token has %d bytes, and a QR code holds 2953", len(text))
	}
	c := p.paintFor(p.stderr)
	var b strings.Builder
	for y := -quiet; y < code.Size+quiet; y += 2 {
		line(&b, c.screen(qrLine(code, y)))
	}
	_, err = p.stderr.Write([]byte(b.String()))
	return err
}

// qrLine is two rows of a code. White is what is drawn: most terminals are dark,
// and where colour is allowed, all are while the code is drawn.
func qrLine(code *qr.Code, y int) string {
	var b strings.Builder
	for x := -quiet; x < code.Size+quiet; x++ {
		upper, lower := code.Black(x, y), code.Black(x, y+1)
		switch {
		case !upper && !lower:
			b.WriteString("█")
		case !upper:
			b.WriteString("▀")
		case !lower:
			b.WriteString("▄")
		default:
			b.WriteString(" ")
		}
	}
	return b.String()
}
