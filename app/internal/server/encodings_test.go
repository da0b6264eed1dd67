package server_test

import (
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"strings"
)

// encodings are the forms in which a text could slip through. Base64 is cut to
// where it does not depend on what is around the text.
func encodings(s string) map[string]string {
	whole := len(s) / 3 * 3
	forms := map[string]string{
		"text":         s,
		"hex":          hex.EncodeToString([]byte(s)),
		"HEX":          strings.ToUpper(hex.EncodeToString([]byte(s))),
		"URL":          url.QueryEscape(s),
		"URL, all":     "%" + strings.Join(strings.Split(strings.TrimSuffix(pairs(hex.EncodeToString([]byte(s))), " "), " "), "%"),
		"reversed":     reverse(s),
		"bytes listed": strings.Trim(strings.ReplaceAll(hexList(s), " ", ", "), "[]"),
	}
	for name, code := range map[string]*base64.Encoding{"base64": base64.RawStdEncoding, "base64url": base64.RawURLEncoding} {
		forms[name] = code.EncodeToString([]byte(s[:whole]))
		forms[name+", +1"] = code.EncodeToString([]byte(" " + s))[2 : len(s)/3*4]
		forms[name+", +2"] = code.EncodeToString([]byte("  " + s))[3 : len(s)/3*4]
	}
	return forms
}

// pairs has a blank after every second letter.
func pairs(s string) string {
	var out strings.Builder
	for i := 0; i+1 < len(s); i += 2 {
		out.WriteString(s[i:i+2] + " ")
	}
	return out.String()
}

func reverse(s string) string {
	b := []byte(s)
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return string(b)
}

func hexList(s string) string {
	parts := make([]string, len(s))
	for i := range len(s) {
		parts[i] = "0x" + hex.EncodeToString([]byte{s[i]})
	}
	return "[" + strings.Join(parts, " ") + "]"
}
