package ui

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"

	"mintmark/tokens"
)

// A pretence is what was made up so that a token could be minted. Twilio
// knows none of it.
type pretence struct {
	account, key, secret string
	others               []string // SIDs in the grants
}

// A preset is a token to start from.
type preset struct {
	name, title, purpose string
}

// everything is the preset of all kinds; each other has the name of its kind.
const everything = "everything"

var presets = []preset{
	{"voice", "A voice token", "make and receive calls"},
	{"video", "A video token", "join a room"},
	{"chat", "A chat token", "Conversations"},
	{"sync", "A Sync token", "share state"},
	{"task-router", "A worker’s token", "take TaskRouter tasks"},
	{everything, "Everything", "all grants in one token"},
}

// useful are fields by kind that minting does not ask for, but without which a
// token opens less than its preset says.
var useful = map[string][]string{
	"voice":       {"outgoing.application_sid"},
	"task-router": {"workspace_sid", "worker_sid"},
}

func (p preset) has(k tokens.Kind) bool {
	return !k.Retired && (p.name == everything || p.name == k.Name)
}

// applyPreset starts a token afresh. Account and keys that are at hand stay;
// what is missing is made up.
func (m *model) applyPreset(p preset) {
	m.hang("")
	m.pretendMissing()
	m.pretend.others = nil
	access := tokens.AccessToken{
		AccountSID: m.pretend.account, KeySID: m.pretend.key,
		Identity: "alice", Now: m.now(), IssuedAt: m.now(),
	}
	if sid, ok := m.sid(accountPlace, "AC"); ok {
		access.AccountSID = sid
	}
	if sid, ok := m.sid(keyPlace, "SK"); ok {
		access.KeySID = sid
	}
	for _, k := range tokens.Kinds() {
		if p.has(k) {
			access.Grants = append(access.Grants, m.sampleGrant(k))
		}
	}
	m.mint(&access)
	m.view = formView
}

// mint puts a new token in the place of the old one.
func (m *model) mint(access *tokens.AccessToken) {
	header, payload, err := access.Marshal()
	if err != nil {
		panic(err) // a preset that cannot be minted is a mistake in this file
	}
	m.put(header, payload, false)
}

func (m *model) put(header, payload []byte, older bool) {
	m.keep()
	m.doc = doc{token: tokens.Decode(""), place: "mint", older: older}
	m.write(header, payload)
	m.judge()
}

// sid is a SID that the token on the page has, if it is one.
func (m *model) sid(claim, prefix string) (string, bool) {
	sid, _ := m.doc.token.Payload.Value.Get(claim).Text()
	return sid, tokens.CheckSID(prefix, sid) == nil
}

func (m *model) pretendMissing() {
	m.pretendAccount()
	if !m.hasKey() || m.madeUp() && tokens.CheckSecret(m.key) != nil {
		m.makeUp(madeUpSecret())
	}
}

func (m *model) pretendAccount() {
	if m.pretend.account == "" {
		m.pretend.account, m.pretend.key = madeUpSID("AC"), madeUpSID("SK")
	}
}

// madeUp reports whether the secret was made up here.
func (m *model) madeUp() bool { return m.key != "" && m.key == m.pretend.secret }

// pretended names what in the token was made up here: "account SID", "secret".
func (m *model) pretended() []string {
	var made []string
	sub, _ := m.doc.token.Payload.Value.Get("sub").Text()
	iss, _ := m.doc.token.Payload.Value.Get("iss").Text()
	if account := m.pretend.account; account != "" && (sub == account || iss == account) {
		made = append(made, "account SID")
	}
	if iss != "" && iss == m.pretend.key {
		made = append(made, "API key SID")
	}
	for _, sid := range m.pretend.others {
		if strings.Contains(string(m.doc.token.Payload.Data), sid) {
			made = append(made, strings.TrimPrefix(sidName(sid[:2]), "a "))
		}
	}
	if m.madeUp() && m.verdict.Signature == tokens.SignatureMatches {
		made = append(made, "secret")
	}
	return made
}

// sampleGrant is a grant of that kind with its flags on and no more than what
// it needs.
func (m *model) sampleGrant(k tokens.Kind) tokens.Grant {
	g := k.New()
	for _, f := range tokens.Fields(g) {
		switch {
		case f.Type == tokens.FlagField:
			_ = f.Set("true") // a flag takes it
		case slices.Contains(useful[k.Name], f.Path):
			_ = f.Set(m.sampleValue(f)) // as it takes a SID
		}
	}
	for range tokens.Fields(g) {
		if !m.fillMissing(g) {
			break
		}
	}
	return g
}

// fillMissing fills the first field that minting misses in g.
func (m *model) fillMissing(g tokens.Grant) bool {
	access := tokens.AccessToken{
		AccountSID: "AC" + strings.Repeat("0", 32), KeySID: "SK" + strings.Repeat("0", 32),
		Identity: "alice", Grants: []tokens.Grant{g},
	}
	var missing *tokens.FieldError
	if !errors.As(access.Validate(), &missing) {
		return false
	}
	for _, f := range tokens.Fields(g) {
		if g.Key()+"."+f.Path == missing.Path {
			return f.Set(m.sampleValue(f)) == nil
		}
	}
	return false
}

func (m *model) sampleValue(f tokens.Field) string {
	if f.Or != "" {
		return f.Or
	}
	return m.otherSID(f.SID)
}

// mintLikeIt is the token once more with a life that begins now: same claims,
// same lifetime where Twilio takes it, an id of its own. It is not signed
// until there is a key.
func (m *model) mintLikeIt() {
	t := m.doc.token
	payload, err := renew(t, m.now())
	if err != nil {
		m.said = "The payload cannot be read, so there is nothing to mint again"
		return
	}
	m.keep()
	m.hang("")
	header := accessHeader(t)
	if isOlder(t.Kind()) {
		header = t.Header.Data
	}
	m.doc = doc{token: tokens.Decode(""), place: "mint", older: m.doc.older}
	m.write(header, payload)
	m.judge()
}

func renew(t *tokens.Token, now time.Time) ([]byte, error) {
	payload, err := t.Payload.Data, error(nil)
	if iss, _ := t.Payload.Value.Get("iss").Text(); !isOlder(t.Kind()) {
		payload, err = tokens.SetClaim(payload, jsonText(tokens.NewID(iss)), "jti")
	}
	if err != nil {
		return nil, err
	}
	if payload, err = tokens.RemoveClaim(payload, "nbf"); err != nil {
		return nil, err
	}
	return setLifetime(payload, now, lifetime(t))
}

// lifetime is how long a token was meant to live, or the default for one that
// Twilio would refuse for it.
func lifetime(t *tokens.Token) time.Duration {
	exp, ends := t.Time("exp")
	from, begins := t.IssuedAt()
	if ttl := exp.Sub(from); ends && begins && ttl > 0 && ttl <= tokens.MaxTTL {
		return ttl
	}
	return tokens.DefaultTTL
}

// accessHeader is what an access token begins with, for the same region.
func accessHeader(t *tokens.Token) []byte {
	header := []byte(`{"typ":"JWT","alg":"HS256","cty":"` + tokens.ContentType + `"}`)
	region, ok := t.Header.Value.Get("twr").Text()
	if !ok || region == "" {
		return header
	}
	with, err := tokens.SetClaim(header, jsonText(region), "twr")
	if err != nil {
		return header
	}
	return with
}

func madeUpSID(prefix string) string {
	digits := make([]byte, 16)
	_, _ = rand.Read(digits) // never fails
	return prefix + hex.EncodeToString(digits)
}

// madeUpSecret has the form of an API key secret: 32 letters and digits.
func madeUpSecret() string { return (rand.Text() + rand.Text())[:32] }
