package ui

import (
	"time"

	"mintmark/tokens"
	"mintmark/tokens/gallery"
)

// An aside is what the reader had in place before a token of the gallery was
// opened, which is judged under a key and at a moment of its own.
type aside struct {
	keyring              keyring
	asOfText, leewayText string
	asOf                 time.Time
	leeway               time.Duration
}

// openExhibit opens the gallery's token for a rule; false where there is none.
func (m *model) openExhibit(rule string) bool {
	text := gallery.Broken(rule)
	if text == "" {
		return false
	}
	m.keep()
	t := tokens.Decode(text)
	m.doc = doc{text: text, token: t, source: t.Raw, place: "token", exhibit: rule}
	m.judge()
	return true
}

// hang puts the key and the moment of the gallery in place for its token of a
// rule; for "", what the reader had before, unless that was typed since.
func (m *model) hang(rule string) {
	if rule == m.hung {
		return
	}
	if m.hung == "" {
		m.aside = aside{m.keyring, m.asOfText, m.leewayText, m.asOf, m.leeway}
	}
	if rule != "" {
		secret := gallery.Secret(rule)
		m.keyring = keyring{key: secret, keys: []tokens.Key{tokens.SecretKey(secret)}}
		m.leewayText, m.leeway = "", 0
		m.asOf = time.Unix(gallery.Moment, 0)
		m.asOfText = m.asOf.In(m.zone(m.asOf)).Format("2006-01-02T15:04:05")
	} else {
		m.takeBack()
	}
	m.hung = rule
}

// own is the model without what the gallery hung: the table of many tokens is
// the reader's.
func (m *model) own() *model {
	own := *m
	own.doc.exhibit = ""
	own.hang("")
	return &own
}

func (m *model) takeBack() {
	if m.key == gallery.Secret(m.hung) {
		m.keyring = m.aside.keyring
	}
	if m.asOf.Unix() == gallery.Moment {
		m.asOfText, m.asOf = m.aside.asOfText, m.aside.asOf
	}
	if m.leewayText == "" {
		m.leewayText, m.leeway = m.aside.leewayText, m.aside.leeway
	}
}

// anyKind reports whether the token is one of the gallery's that is judged as
// what it is: no access token.
func (m *model) anyKind() bool {
	for _, r := range tokens.Rules() {
		if r.ID == m.doc.exhibit {
			return gallery.Options(r).AnyKind
		}
	}
	return false
}
