package ui

import (
	"net/url"
	"slices"
	"strings"
)

// openHash does what the fragment of the address asks for: #/compare shows a
// screen, #dialog=shortcuts opens a dialog, #token=… opens a token (jwt.io's
// names for it work too), #preset=voice mints one, #example=works shows one
// and #gallery=iss the broken one for that rule.
// It reports whether there was such a thing.
func (m *model) openHash(hash string) bool {
	if m.openPlace(hash) {
		return true
	}
	for _, pair := range strings.Split(strings.TrimPrefix(hash, "#"), "&") {
		name, value, _ := strings.Cut(pair, "=")
		if unescaped, err := url.PathUnescape(value); err == nil {
			value = unescaped
		}
		if value != "" && m.openNamed(name, value) {
			m.screen = workbenchScreen
			return true
		}
	}
	return false
}

// openPlace does what leaves the token as it is.
func (m *model) openPlace(hash string) bool {
	if name, ok := strings.CutPrefix(hash, "#dialog="); ok && slices.Contains(allDialogs, dialog(name)) {
		m.dialog = dialog(name)
		return true
	}
	name, ok := strings.CutPrefix(hash, "#/")
	return (ok || hash == "") && m.openScreen(name)
}

// openKey takes the key that stands beside a token in jwt.io's addresses:
// #token=…&publicKey=…. Whoever wrote the address chose it, so it may check and
// not sign: a secret or a private key is not taken.
func (m *model) openKey(hash string) {
	for _, pair := range strings.Split(strings.TrimPrefix(hash, "#"), "&") {
		if value, ok := strings.CutPrefix(pair, "publicKey="); ok {
			if key, err := url.PathUnescape(value); err == nil {
				m.byFile = true
				m.setPublicKeys(key)
			}
		}
	}
}

func (m *model) openNamed(name, value string) bool {
	switch name {
	case "token", "id_token", "access_token", "value":
		m.setText(value)
		return true
	case "gallery":
		return m.openExhibit(value)
	case "preset":
		for _, p := range presets {
			if p.name == value {
				m.applyPreset(p)
				return true
			}
		}
		for _, p := range olderPresets {
			if p.name == value {
				m.applyOlder(p)
				return true
			}
		}
	case "example":
		for _, e := range examples {
			if e.name == value {
				e.open(m)
				return true
			}
		}
	}
	return false
}
