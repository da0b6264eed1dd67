package tokens

import (
	"slices"
	"strings"
)

// keyWords stand in files of keys, in capitals or not.
var keyWords = []string{
	"--begin", "-- begin", "untrusted comment:", "putty-user-key-file",
	`"kty"`, `"x5c"`, "<rsakeyvalue", "<dsakeyvalue", "<modulus", "modulus=",
}

// namesKeys looks for words that only files of keys have. What stands between
// the letters in UTF-16, or before the quotes of JSON inside a string, does not
// hide them. Its time grows no faster than the text.
func namesKeys(text string) bool {
	if len(text) < len("--begin") {
		return false
	}
	if strings.ContainsAny(text, "\x00\\") {
		text = strings.NewReplacer("\x00", "", `\`, "").Replace(text)
	}
	text = strings.ToLower(text)
	return slices.ContainsFunc(keyWords, func(word string) bool { return strings.Contains(text, word) }) ||
		isFollowed(text, "begin ", isTitle) || isFollowed(text, "modulus", isArgument) || namesSSH(text)
}

// isFollowed reports whether a word stands in a text in front of such as is
// asked for.
func isFollowed(text, word string, by func(rest string) bool) bool {
	_, rest, found := strings.Cut(text, word)
	for found && !by(rest) {
		_, rest, found = strings.Cut(rest, word)
	}
	return found
}

// isTitle reports whether a line goes on as that in front of a key, which others
// than OpenSSL may have put fewer hyphens around: BEGIN SSH2 PUBLIC KEY.
func isTitle(rest string) bool {
	const most = 44 // bytes, and all of the line in files that there are
	line, _, _ := strings.Cut(rest[:min(len(rest), most)], "\n")
	return strings.Contains(line, "key") || strings.Contains(line, "cert")
}

// isArgument is for what OpenSSL prints, Modulus (2048 bit), too.
func isArgument(rest string) bool { return strings.HasPrefix(strings.TrimLeft(rest, " \t\r\n"), "(") }

// namesSSH looks for a line of OpenSSH: the name of an algorithm and a key, which
// begins with three zero bytes, AAAA in base64.
func namesSSH(text string) bool {
	before := ""
	for word := range strings.FieldsSeq(text) {
		if strings.HasPrefix(word, "aaaa") && isSSHAlgorithm(before) {
			return true
		}
		before = word
	}
	return false
}

func isSSHAlgorithm(word string) bool {
	_, name, _ := strings.Cut(word, "ssh-")
	_, curve, _ := strings.Cut(word, "ecdsa-sha2-")
	return name != "" || curve != ""
}
