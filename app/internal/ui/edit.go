package ui

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"mintmark/tokens"
)

// Places of fields are paths of claims, as findings name them.
const (
	identityPlace = "grants.identity"
	accountPlace  = "sub"
	keyPlace      = "iss"
	regionPlace   = "twr" // the only one in the header
)

// setClaim sets a claim of the payload to a text. An empty one stays in its
// place, so that it comes back there when something is typed again.
func (m *model) setClaim(place, text string) {
	m.editPayload(place, text, func(p []byte) ([]byte, error) {
		if place == keyPlace {
			p = m.renameID(p, text)
		}
		return tokens.SetClaim(p, jsonText(text), strings.Split(place, ".")...)
	})
}

// renameID has the token's id follow the key that it begins with.
func (m *model) renameID(payload []byte, key string) []byte {
	claims := m.doc.token.Payload.Value
	iss, _ := claims.Get("iss").Text()
	jti, _ := claims.Get("jti").Text()
	rest, follows := strings.CutPrefix(jti, iss+"-")
	if !follows {
		return payload
	}
	renamed, err := tokens.SetClaim(payload, jsonText(key+"-"+rest), "jti")
	if err != nil {
		return payload
	}
	return renamed
}

// setRegion sets the header's twr; an empty text takes it out.
func (m *model) setRegion(text string) {
	m.edit(regionPlace, text, func(header, payload []byte) ([]byte, []byte, error) {
		var err error
		if text == "" {
			header, err = tokens.RemoveClaim(header, regionPlace)
		} else {
			header, err = tokens.SetClaim(header, jsonText(text), regionPlace)
		}
		return header, payload, err
	})
}

// setField sets one field of the grant with that key. What the field cannot
// take stays in it as a draft.
func (m *model) setField(key string, f tokens.Field, text string) {
	m.editPayload(fieldPlace(key, f), text, func(p []byte) ([]byte, error) {
		path := append([]string{"grants", key}, strings.Split(f.Path, ".")...)
		value, err := f.Wire(text)
		switch {
		case err != nil:
			return nil, err
		case len(value) == 0:
			return tokens.RemoveClaim(p, path...)
		}
		return tokens.SetClaim(p, value, path...)
	})
}

func fieldPlace(key string, f tokens.Field) string { return "grants." + key + "." + f.Path }

// setGrant puts the grant with that key in, empty, or takes it out.
func (m *model) setGrant(key string, on bool) {
	m.editPayload("grants."+key, "", func(p []byte) ([]byte, error) {
		if on {
			return tokens.SetClaim(p, tokens.JSON("{}"), "grants", key)
		}
		return tokens.RemoveClaim(p, "grants", key)
	})
	m.doc.drafts = m.doc.keepDrafts(func(place string, _ draft) bool {
		return on || !strings.HasPrefix(place, "grants."+key+".")
	})
}

// setTTL has the token begin now and end that much later.
func (m *model) setTTL(ttl time.Duration) {
	m.editPayload("ttl", "", func(p []byte) ([]byte, error) { return setLifetime(p, m.now(), ttl) })
}

func setLifetime(payload []byte, from time.Time, ttl time.Duration) ([]byte, error) {
	payload, err := tokens.SetClaim(payload, jsonInt(from.Unix()), "iat")
	if err != nil {
		return nil, err
	}
	return tokens.SetClaim(payload, jsonInt(from.Add(ttl).Unix()), "exp")
}

// setJSON takes what is typed as header or payload. The token follows where it
// is JSON, without the spaces that are there for people.
func (m *model) setJSON(segment, text string) {
	taken := m.edit(segment, text, func(header, payload []byte) ([]byte, []byte, error) {
		compact, err := compactJSON(segment, text)
		if segment == "header" {
			return compact, payload, err
		}
		return header, compact, err
	})
	if taken { // the text stays as it is typed, spaces and all
		m.doc.drafts[segment] = draft{text: text}
	}
}

func compactJSON(segment, text string) ([]byte, error) {
	v, err := tokens.ParseJSON(text)
	if err != nil {
		return nil, err
	}
	if segment == "header" && !v.Is(tokens.ObjectValue) {
		return nil, tokens.ErrMalformed
	}
	var b bytes.Buffer
	if err := json.Compact(&b, []byte(text)); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// editPayload is edit for a change that leaves the header alone.
func (m *model) editPayload(place, text string, change func([]byte) ([]byte, error)) {
	m.edit(place, text, func(header, payload []byte) ([]byte, []byte, error) {
		payload, err := change(payload)
		return header, payload, err
	})
}

// edit changes header or payload and signs the token if there is a key. What
// was not edited stays, the token's id too: a new one comes with a new token,
// of a preset or of mintLikeIt. What cannot be done leaves the token alone, and
// text a draft of the place.
func (m *model) edit(place, text string, change func(header, payload []byte) ([]byte, []byte, error)) (taken bool) {
	header, payload, err := change(m.doc.token.Header.Data, m.doc.token.Payload.Data)
	drafts := m.doc.keepDrafts(func(p string, _ draft) bool {
		return p != place && p != "header" && p != "payload"
	})
	if err != nil {
		drafts[place] = draft{text: text, err: m.sayError(place, text, err)}
		m.doc.drafts = drafts
		return false
	}
	m.remember(place)
	m.write(header, payload)
	m.doc.place, m.doc.drafts = place, drafts
	m.judge()
	return true
}

// write makes a token of header and payload: under a signature of the key at
// hand, or else under the one that is there.
func (m *model) write(header, payload []byte) {
	if text, err := m.encode(header, payload); err == nil {
		m.replace(text, signed)
		return
	}
	old := m.doc.token.Signature.Encoded
	by := stale
	if old == "" {
		by = unsigned
	}
	m.replace(tokens.Assemble(header, payload, nil)+old, by)
}

// replace puts another token in the place of the text. One that is again what
// came is nobody's work here.
func (m *model) replace(text string, by origin) {
	if text == m.doc.source {
		by = pasted
	}
	m.doc.text, m.doc.token, m.doc.origin = text, tokens.Decode(text), by
	m.doc.found, m.doc.picked = nil, 0
}

// jsonText is a text as JSON, without the escapes for HTML that a token does
// not need.
func jsonText(s string) tokens.JSON {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil { // a text always encodes
		return nil
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

func jsonInt(n int64) tokens.JSON { return strconv.AppendInt(nil, n, 10) }
