package ui

import (
	"encoding/hex"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"mintmark/tokens"
)

// A keyring is what there is to sign and verify with, in memory and nowhere
// else.
type keyring struct {
	key      string  // the secret as it is typed
	form     keyForm // how it is written
	file     string  // PEM, JWK or JWKS as it is typed
	byFile   bool    // the tab of the file is shown
	keys     []tokens.Key
	fit      tokens.Key // the one of keys for the token at hand
	lent     bool       // keys came in the address, as the token did
	keyFault string     // why what is typed cannot be read; keys are those from before
}

// A keyForm is how a secret is written.
type keyForm int

const (
	textForm keyForm = iota
	base64Form
	base64urlForm
	hexForm
)

// keyForms are named as people name them, and by what [tokens.ParseSecret]
// knows them by.
var keyForms = []struct{ title, prefix string }{
	textForm:      {"text", ""},
	base64Form:    {"base64", "b64:"},
	base64urlForm: {"base64url", "b64url:"},
	hexForm:       {"hex", "hex:"},
}

func (m *model) hasKey() bool { return len(m.keys) > 0 }

// setKey takes the secret. It checks a token that came signed; one that was
// edited or made here it signs. A key file goes where it belongs.
func (m *model) setKey(secret string) {
	if m.tooLong(secret) {
		return
	}
	m.key = secret
	switch {
	case secret == "":
		m.useKeys(nil)
	case m.form != textForm:
		m.readEncoded()
	case tokens.LooksLikeKeys(secret):
		if _, err := tokens.ParseKeys(secret); err == nil {
			m.byFile = true
			m.setKeys(secret)
			return
		}
		m.doubtKey("This is a key file, and no secret. It belongs under “" + keyTabs[1] + "”, all of its lines.")
	default:
		m.useKeys([]tokens.Key{tokens.SecretKey(secret)})
		m.file = ""
	}
}

func (m *model) readEncoded() {
	f := keyForms[m.form]
	k, err := tokens.ParseSecret(f.prefix + strings.TrimSpace(m.key))
	if err != nil || k.IsZero() {
		m.doubtKey("This is no secret in " + f.title + ".")
		return
	}
	m.useKeys([]tokens.Key{k})
	m.file = ""
}

// setForm reads the secret as it is written in another form.
func (m *model) setForm(f keyForm) {
	m.form = f
	m.setKey(m.key)
}

// setKeys takes the text of a key file.
func (m *model) setKeys(text string) {
	if m.tooLong(text) {
		return
	}
	m.file = text
	if strings.TrimSpace(text) == "" {
		m.useKeys(nil)
		return
	}
	keys, err := tokens.ParseKeys(text)
	if err != nil {
		m.doubtKey("This cannot be used: " + strings.TrimPrefix(err.Error(), tokens.ErrKey.Error()+": ") + ".")
		return
	}
	m.useKeys(keys)
	m.key, m.form = "", textForm
}

// setPublicKeys is setKeys for what somebody else chose.
func (m *model) setPublicKeys(text string) {
	if keys, err := tokens.ParseKeys(text); err == nil && slices.ContainsFunc(keys, tokens.Key.CanSign) {
		m.doubtKey("The key in the address is none that everybody may know, and is not taken.")
		return
	}
	m.setKeys(text)
	m.lent = m.keyFault == ""
}

// takeKey takes a file that was opened: keys, a secret, or bytes that are no
// text and so a secret in hex.
func (m *model) takeKey(text string) {
	if m.tooLong(text) {
		return
	}
	text = strings.TrimPrefix(text, "\ufeff")
	m.byFile = tokens.LooksLikeKeys(text)
	if m.byFile {
		m.setKeys(text)
		return
	}
	m.form = textForm
	if !utf8.ValidString(text) {
		m.form, text = hexForm, hex.EncodeToString([]byte(text))
	}
	m.setKey(text)
}

// mostKey is how many bytes what holds a key may have. A secret in hex is
// twice as long as its bytes.
const mostKey = maxKeyFile << 1

// tooLong doubts what no key can be, and leaves what is there as it is.
func (m *model) tooLong(text string) bool {
	if len(text) <= mostKey {
		return false
	}
	m.doubtKey("These " + size(len(text)) + " are no key, and are not taken: a key has 1 MB at most.")
	return true
}

// forget leaves nothing of any key.
func (m *model) forget() {
	m.key, m.file, m.form = "", "", textForm
	m.useKeys(nil)
}

func (m *model) useKeys(keys []tokens.Key) {
	m.keys, m.keyFault, m.lent = keys, "", false
	if m.doc.origin != pasted {
		m.sign()
	}
	m.judge()
}

// doubtKey says why what is typed is no key. The one from before stays.
func (m *model) doubtKey(why string) {
	m.keyFault = why
	if m.hasKey() {
		m.keyFault += " Until it can be read, the key from before is used."
	}
}

// candidates are the keys that a header asks for: those with its kid, or where
// none has it, all.
func (m *model) candidates(header *tokens.Value) []tokens.Key {
	kid, _ := header.Get("kid").Text()
	if named := slices.DeleteFunc(slices.Clone(m.keys), func(k tokens.Key) bool { return k.ID != kid }); kid != "" && len(named) > 0 {
		return named
	}
	return m.keys
}

// keyFor is the key for a token: the one that signed it, or else the
// first that makes its algorithm.
func (m *model) keyFor(t *tokens.Token) tokens.Key {
	keys := m.candidates(t.Header.Value)
	if len(keys) == 0 {
		return tokens.Key{}
	}
	if k, err := tokens.VerifyAny(t, keys); err == nil {
		return k
	}
	alg, _ := t.Header.Value.Get("alg").Text()
	for _, k := range keys {
		if slices.Contains(k.Algorithms(), alg) {
			return k
		}
	}
	return keys[0]
}

// encode signs with the first key that can.
func (m *model) encode(header, payload []byte) (text string, err error) {
	h, _ := tokens.ParseJSON(string(header))
	err = tokens.ErrNoKey
	for _, k := range m.candidates(h) {
		if text, err = tokens.Encode(header, payload, k); err == nil {
			return text, nil
		}
	}
	return "", err
}

// canSign reports whether there is more than public halves.
func (m *model) canSign() bool { return slices.ContainsFunc(m.keys, tokens.Key.CanSign) }

// keyNoun is what is at hand, in a sentence.
func (m *model) keyNoun() string {
	switch {
	case len(m.keys) > 1:
		return "keys"
	case m.fit.IsSecret():
		return "secret"
	}
	return "key"
}

// spaces says what stands in or around the secret that is easily overlooked;
// "" for nothing.
func (m *model) spaces() string {
	trimmed := strings.TrimSpace(m.key)
	var parts []string
	if strings.TrimLeftFunc(m.key, unicode.IsSpace) != m.key {
		parts = append(parts, blank(m.key)+" in front of it")
	}
	if last := strings.TrimRightFunc(m.key, unicode.IsSpace); last != m.key && trimmed != "" {
		parts = append(parts, blank(m.key[len(last):])+" at its end")
	}
	if strings.ContainsFunc(trimmed, unicode.IsSpace) {
		parts = append(parts, "a blank inside it")
	}
	if unquoted(trimmed) != trimmed {
		parts = append(parts, "a pair of quotes around it")
	}
	if len(parts) == 0 || m.form != textForm {
		return ""
	}
	return "There is " + list(parts) + ". To Twilio that is a part of the secret."
}

func blank(s string) string {
	if s[0] == '\n' || s[0] == '\r' {
		return "a line break"
	}
	return "a blank"
}

// around names the white space around a secret.
func around(s string) string {
	front, end := strings.TrimLeftFunc(s, unicode.IsSpace), strings.TrimRightFunc(s, unicode.IsSpace)
	switch {
	case front == s && end == s:
		return ""
	case front != s && end != s || front == "":
		return "white space around it"
	case front != s:
		return strings.TrimPrefix(blank(s), "a ") + " in front of it"
	}
	return strings.TrimPrefix(blank(s[len(end):]), "a ") + " at its end"
}

func unquoted(s string) string {
	if n := len(s) - 1; n > 0 && s[0] == s[n] && strings.IndexByte("\"'`", s[0]) >= 0 {
		return s[1:n]
	}
	return s
}

// outline is the secret with its white space to be seen and all else not.
func outline(secret string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return '↵'
		case r == '\t':
			return '→'
		case unicode.IsSpace(r):
			return '·'
		case strings.ContainsRune("\"'`", r):
			return r
		}
		return '•'
	}, clip(secret, 60))
}

// A keyFix makes of a secret that did not sign the token the one that did.
type keyFix struct {
	title, text string
	form        keyForm
}

// keyFix is the slip that was made with the secret here, if it is a usual one.
func (m *model) keyFix() (keyFix, bool) {
	if m.key == "" || m.form != textForm || m.verdict.Signature != tokens.SignatureWrong && !m.slipped() {
		return keyFix{}, false
	}
	trimmed := strings.TrimSpace(m.key)
	bare := unquoted(trimmed)
	fixes := []keyFix{
		{"Use the secret without the " + around(m.key), trimmed, textForm},
		{"Use the secret without the quotes", bare, textForm},
	}
	for f := textForm + 1; int(f) < len(keyForms); f++ {
		fixes = append(fixes, keyFix{"Read the secret as " + keyForms[f].title, bare, f})
	}
	for _, f := range fixes {
		k, err := tokens.ParseSecret(keyForms[f.form].prefix + f.text)
		if err == nil && tokens.Verify(m.doc.token, k) == nil {
			return f, true
		}
	}
	return keyFix{}, false
}

func (m *model) applyFix(f keyFix) {
	m.form = f.form
	m.setKey(f.text)
}

// makeUpKey puts a secret in the place of one, to try things with.
func (m *model) makeUpKey() {
	secret := madeUpSecret()
	if isOlder(m.verdict.Kind) {
		secret = madeUpAuthToken()
	}
	m.makeUp(secret)
}

func (m *model) makeUp(secret string) {
	m.pretend.secret = secret
	m.forget()
	m.setKey(m.pretend.secret)
}
