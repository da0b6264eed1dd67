package tokens

import (
	"encoding/asn1"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf8"
)

var errKeyFile = fmt.Errorf("%w: this is a key file, and no secret", ErrKey)

// LooksLikeKeys reports whether a text, or any bytes, is meant to be a key file
// rather than a secret, in whatever form: PEM, JSON, DER, OpenSSH, XML, in
// UTF-16, or any of these in base64 or hexadecimal digits. Not all of them are
// such as [ParseKeys] reads.
func LooksLikeKeys(text string) bool {
	if len(text) <= secretLen && isBase64(text) {
		return false // an API key secret: no key is as short, and each mint asks
	}
	return holdsKeys(text, 2)
}

// holdsKeys is LooksLikeKeys for a text that may be encoded that many times.
func holdsKeys(text string, times int) bool {
	switch trimmed := strings.TrimSpace(strings.TrimPrefix(text, byteOrderMark)); {
	case namesKeys(text), isDER(text), isSSH(text):
		return true
	case (strings.HasPrefix(trimmed, "{") || strings.HasPrefix(trimmed, "[{")) && utf8.ValidString(trimmed):
		return true
	case times == 0 || len(text) <= secretLen:
		return false
	}
	bare := framing.Replace(text)
	if data, err := hex.DecodeString(bare); err == nil {
		return holdsKeys(string(data), times-1)
	}
	data, err := base64.RawStdEncoding.DecodeString(standard.Replace(bare))
	return err == nil && holdsKeys(string(data), times-1)
}

var (
	// framing is what stands between and around encoded bytes, but for themselves.
	framing = strings.NewReplacer(byteOrderMark, "", `\r`, "", `\n`, "", " ", "", "\t", "", "\r", "", "\n", "", `"`, "", "'", "", ":", "", "\x00", "")

	standard = strings.NewReplacer("-", "+", "_", "/", "=", "")
)

// isSSH reports whether a text is what OpenSSH has in base64: a length, and the
// name of an algorithm.
func isSSH(text string) bool {
	return strings.HasPrefix(text, "\x00\x00\x00") && len(text) > secretLen && (strings.HasPrefix(text[4:], "ssh-") || strings.HasPrefix(text[4:], "ecdsa-sha2-") || strings.HasPrefix(text[4:], "sk-"))
}

// isDER reports whether a text begins with an ASN.1 sequence that holds a
// sequence or a number, and then more, as every key and certificate does. The
// last of its bytes may have been taken for a line break, and off.
func isDER(text string) bool {
	outer, ok := nextDER([]byte(text + "\r\n"))
	if !ok || outer.Tag != asn1.TagSequence || !outer.IsCompound || len(outer.Bytes) < secretLen {
		return false
	}
	first, ok := nextDER(outer.Bytes)
	if !ok || first.Class != asn1.ClassUniversal || first.Tag != asn1.TagSequence && first.Tag != asn1.TagInteger {
		return false
	}
	rest := outer.Bytes[len(first.FullBytes):]
	for more := len(rest) > 0; more; more = len(rest) > 0 {
		v, ok := nextDER(rest)
		if !ok {
			return false
		}
		rest = rest[len(v.FullBytes):]
	}
	return len(first.FullBytes) < len(outer.Bytes)
}

func nextDER(data []byte) (v asn1.RawValue, ok bool) {
	_, err := asn1.Unmarshal(data, &v)
	return v, err == nil
}

// byteOrderMark is what some editors put in front of a text.
const byteOrderMark = "\ufeff"

// CheckPlain returns [ErrKey] with the reason for a text that cannot be a secret
// to the letter: a key file, or what is not one line of text. Line breaks at its
// end are no matter.
func CheckPlain(text string) error {
	switch {
	case LooksLikeKeys(text):
		return errKeyFile
	case strings.HasPrefix(text, byteOrderMark), strings.HasPrefix(text, "\xff\xfe"), strings.HasPrefix(text, "\xfe\xff"):
		return fmt.Errorf("%w: there is a byte order mark in front of it; write it without, in UTF-8", ErrKey)
	case strings.Contains(text, "\x00"):
		return fmt.Errorf("%w: there are zero bytes in it; write it in base64, with b64: in front", ErrKey)
	case strings.ContainsAny(strings.TrimRight(text, "\r\n"), "\r\n"):
		return fmt.Errorf("%w: it has more than one line, a secret has one", ErrKey)
	}
	return nil
}
