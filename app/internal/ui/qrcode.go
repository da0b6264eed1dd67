package ui

import (
	"strconv"
	"strings"

	"rsc.io/qr/coding"
)

// quiet is how wide the white border of a code is, in modules.
const quiet = 4

// drawCode is a text as a QR code, a picture; it fails for one of more than
// 2953 bytes.
func drawCode(text string) (string, error) {
	code, err := encode(text)
	if err != nil {
		return "", err
	}
	side := strconv.Itoa(code.Size + 2*quiet)
	var b strings.Builder
	b.WriteString(`<svg class="qr" viewBox="0 0 ` + side + ` ` + side + `" role="img" aria-label="The token as a QR code" shape-rendering="crispEdges"><rect width="` + side + `" height="` + side + `" fill="#fff"/><path fill="#000" d="`)
	for y := range code.Size {
		for x := 0; x < code.Size; {
			n := blackRun(code, x, y)
			if n > 0 {
				width := strconv.Itoa(n)
				b.WriteString("M" + strconv.Itoa(x+quiet) + " " + strconv.Itoa(y+quiet) + "h" + width + "v1h-" + width + "z")
			}
			x += n + 1
		}
	}
	return b.String() + `"/></svg>`, nil
}

// encode is package qr's Encode without what draws pictures, which would be a
// burden to the page.
func encode(text string) (*coding.Code, error) {
	version := coding.Version(coding.MinVersion)
	for version < coding.MaxVersion && coding.String(text).Bits(version) > version.DataBytes(coding.L)*8 {
		version++
	}
	plan, err := coding.NewPlan(version, coding.L, 0)
	if err != nil {
		return nil, err
	}
	return plan.Encode(coding.String(text))
}

// blackRun is how many modules from x on are black.
func blackRun(code *coding.Code, x, y int) int {
	n := 0
	for x+n < code.Size && code.Black(x+n, y) {
		n++
	}
	return n
}
