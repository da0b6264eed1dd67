package cli

import (
	"slices"
	"strings"
	"unicode/utf8"

	"mintmark/tokens"
)

// A key file is no secret, whatever else it is: half of the world may have the
// public key, and whoever has it could sign.

// isBareSecret reports whether a text can be nothing but a secret: a line of
// printable ASCII without blanks, of the length that secrets have.
func isBareSecret(text string) bool {
	const longest = 128
	other := func(r rune) bool { return r <= ' ' || r > '~' }
	return text != "" && len(text) <= longest && !strings.ContainsFunc(text, other) && tokens.CheckPlain(text) == nil
}

// isDER tells a key in DER, of a text that is a key: its first byte is the digit
// 0, and what follows is no text.
func isDER(text string) bool { return strings.HasPrefix(text, "0") && !utf8.ValidString(text) }

// isSSH tells a line of OpenSSH's public keys.
func isSSH(text string) bool {
	fields := strings.Fields(text)
	return len(fields) > 1 && slices.ContainsFunc([]string{"ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-"}, func(prefix string) bool {
		return strings.HasPrefix(fields[0], prefix)
	})
}

// keyHint says how a key that Mintmark does not read becomes one that it does.
func keyHint(text, file string) string {
	switch {
	case strings.Contains(text, "-----BEGIN OPENSSH PRIVATE KEY-----"):
		return "ssh-keygen -p -m PKCS8 -f " + file + " turns it into PEM, in place"
	case strings.Contains(text, "-----BEGIN ENCRYPTED ") || strings.Contains(text, "Proc-Type: 4,ENCRYPTED"):
		return "openssl pkey -in " + file + " -out plain.pem takes the password off"
	case isDER(text):
		return "it is DER: openssl pkey -inform DER -in " + file + " -out key.pem, for a public key with -pubin, for a certificate openssl x509"
	case isSSH(text):
		return "ssh-keygen -e -m PKCS8 -f " + file + " writes it as PEM"
	}
	return "want PEM, a JWK, a JWK Set or a certificate; --secret-file takes a secret"
}

// refuseKey is for where a secret is wanted.
func refuseKey(text, wanted string) error {
	if !tokens.LooksLikeKeys(text) {
		return nil
	}
	return usage("--key takes keys, where a command has it; "+withArticle(wanted)+" is one line of text", "this is %s, and no %s", keyName(text), wanted)
}

// plainSecret is a text that is a secret to the letter.
func plainSecret(text, wanted string) (string, error) {
	if err := refuseKey(text, wanted); err != nil {
		return "", err
	}
	if err := tokens.CheckPlain(text); err != nil {
		return "", usage(withArticle(wanted)+" is one line of text", "%w", err)
	}
	return text, nil
}

func withArticle(noun string) string {
	if strings.ContainsAny(noun[:1], "aeiouAEIOU") {
		return "an " + noun
	}
	return "a " + noun
}

// keyName says what kind of key a text is.
func keyName(text string) string {
	switch {
	case strings.Contains(text, "PRIVATE KEY-----"):
		return "a private key"
	case strings.Contains(text, "-----BEGIN CERT"):
		return "a certificate"
	case strings.HasPrefix(strings.TrimSpace(text), "{"):
		return "a JWK"
	case isDER(text):
		return "a key in DER"
	}
	return "a public key"
}
