package ui

import (
	"net/url"
	"strings"
)

// openHash does what the fragment of the address asks for: #token=… opens a
// token (jwt.io's names for it work too), #preset=voice mints one and
// #example=works shows one. It reports whether there was such a thing.
func (m *model) openHash(hash string) bool {
	for _, pair := range strings.Split(strings.TrimPrefix(hash, "#"), "&") {
		name, value, _ := strings.Cut(pair, "=")
		if unescaped, err := url.PathUnescape(value); err == nil {
			value = unescaped
		}
		if value != "" && m.openNamed(name, value) {
			return true
		}
	}
	return false
}

func (m *model) openNamed(name, value string) bool {
	switch name {
	case "token", "id_token", "access_token", "value":
		m.setText(value)
		return true
	case "preset":
		for _, p := range presets {
			if p.name == value {
				m.applyPreset(p)
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
