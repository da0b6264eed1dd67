package ui

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"mintmark/tokens"
)

// noon is when the tests take place, in a zone one hour east of UTC.
var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

const (
	testSecret  = "GoodGoodGoodGoodGoodGoodGoodGood"
	wrongSecret = "BadBadBadBadBadBadBadBadBadBad12"
)

func testModel() *model {
	zone := time.FixedZone("", 3600)
	return newModel(func() time.Time { return noon }, func(time.Time) *time.Location { return zone })
}

// good is a token that is good at noon for an hour, under testSecret.
func good(t *testing.T, grants ...tokens.Grant) string {
	t.Helper()
	if grants == nil {
		grants = []tokens.Grant{&tokens.Video{Room: "daily"}}
	}
	access := tokens.AccessToken{
		AccountSID: "AC15c1737bf14064d2278d616face3f17f", KeySID: "SK21c17013f3face8fdc4e4623b0a9d2c1",
		Identity: "susan", IssuedAt: noon, Grants: grants,
	}
	token, err := access.Sign(testSecret)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// compact makes a token of any header and payload, signed with testSecret.
func compact(t *testing.T, header, payload string) string {
	t.Helper()
	token, err := tokens.Encode([]byte(header), []byte(payload), tokens.SecretKey(testSecret))
	if err != nil {
		t.Fatal(err)
	}
	return token
}

const accessHead = `{"typ":"JWT","alg":"HS256","cty":"twilio-fpa;v=1"}`

// verifies holds a token against a secret with golang-jwt, at noon.
func verifies(token, secret string) error {
	_, err := jwt.Parse(token, func(*jwt.Token) (any, error) { return []byte(secret), nil },
		jwt.WithValidMethods([]string{"HS256"}), jwt.WithTimeFunc(func() time.Time { return noon }))
	return err
}

func payloadOf(m *model) string { return string(m.doc.token.Payload.Data) }

func signatureOf(text string) string { return text[strings.LastIndexByte(text, '.')+1:] }

func TestTextIsKeptAsTyped(t *testing.T) {
	for _, text := range []string{"  " + expiredToken + "\n", "Authorization: Bearer " + expiredToken, "junk", "a\r\nb"} {
		m := testModel()
		m.setText(text)
		if m.doc.text != text {
			t.Errorf("text is %q, want %q", m.doc.text, text)
		}
	}
}

func TestKeyChecksAndDoesNotSign(t *testing.T) {
	tests := []struct {
		name, key string
		want      tokens.SignatureState
	}{
		{"none", "", tokens.SignatureUnchecked},
		{"right", testSecret, tokens.SignatureMatches},
		{"wrong", wrongSecret, tokens.SignatureWrong},
		{"untrimmed", testSecret + " ", tokens.SignatureMatches},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := testModel()
			text := good(t)
			m.setText(text)
			m.setKey(test.key)
			if m.verdict.Signature != test.want {
				t.Errorf("signature %v, want %v", m.verdict.Signature, test.want)
			}
			if m.doc.text != text {
				t.Error("the key alone has changed the token")
			}
		})
	}
}

func TestEditWithoutKeyKeepsTheSignature(t *testing.T) {
	m := testModel()
	text := good(t)
	m.setText(text)
	m.setClaim(identityPlace, "bob")
	if got := m.doc.token.Identity(); got != "bob" {
		t.Errorf("identity %q, want bob", got)
	}
	if got, want := signatureOf(m.doc.text), signatureOf(text); got != want {
		t.Errorf("signature %q, want that of before, %q", got, want)
	}
	if m.doc.origin != stale || m.answer().tone != badTone || !strings.Contains(m.answer().headline, "edited") {
		t.Errorf("origin %v, answer %+v: want it to say that the token was edited and not signed", m.doc.origin, m.answer())
	}
	if got := m.signature().chip; got != "edited, not signed" {
		t.Errorf("chip %q", got)
	}
}

func TestEditWithKeySigns(t *testing.T) {
	for _, secret := range []string{testSecret, wrongSecret} {
		m := testModel()
		m.setText(good(t))
		m.setKey(secret)
		m.setClaim(identityPlace, "bob")
		if err := verifies(m.doc.text, secret); err != nil {
			t.Errorf("after an edit with %s: %v", secret, err)
		}
		if got := m.signature().chip; got != "signed here" {
			t.Errorf("chip %q, want it to say that it was signed here", got)
		}
	}
}

// Paste, edit a value, type the secret, copy: the token is signed.
func TestKeyAfterEditSigns(t *testing.T) {
	m := testModel()
	m.setText(good(t))
	m.setClaim(identityPlace, "bob")
	for i := range testSecret {
		m.setKey(testSecret[:i+1])
	}
	if err := verifies(m.doc.text, testSecret); err != nil {
		t.Error(err)
	}
	m.setKey("")
	if err := verifies(m.doc.text, testSecret); err != nil {
		t.Errorf("clearing the key has changed the token: %v", err)
	}
}

func TestEditAndBackIsTheSameToken(t *testing.T) {
	m := testModel()
	text := good(t)
	m.setText(text)
	m.setClaim(identityPlace, "susa")
	m.setClaim(identityPlace, "susan")
	if m.doc.text != text || m.doc.origin != pasted {
		t.Errorf("origin %v, want the token that was pasted", m.doc.origin)
	}
}

func TestEditLeavesTheRestAlone(t *testing.T) {
	payload := `{ "x":12345678901234567890, "iss":"SK1","grants":{"later":{"a":[1, 2]},"video":{"room":"a","y":null}},"z":"é\u00e9"}`
	m := testModel()
	m.setText(compact(t, accessHead, payload))
	video, _ := tokens.KindOf("video")
	m.setField("video", fieldOf(t, video, "room"), "b")
	if got, want := payloadOf(m), strings.Replace(payload, `"room":"a"`, `"room":"b"`, 1); got != want {
		t.Errorf("payload\n%s, want\n%s", got, want)
	}
}

func fieldOf(t *testing.T, k tokens.Kind, path string) tokens.Field {
	t.Helper()
	for _, f := range tokens.Fields(k.New()) {
		if f.Path == path {
			return f
		}
	}
	t.Fatalf("%s has no field %s", k.Name, path)
	return tokens.Field{}
}

func TestFieldThatCannotBeTakenIsADraft(t *testing.T) {
	m := testModel()
	m.setText(good(t, &tokens.Voice{Outgoing: tokens.Outgoing{ApplicationSID: "AP" + strings.Repeat("1", 32)}}))
	voice, _ := tokens.KindOf("voice")
	params := fieldOf(t, voice, "outgoing.params")
	place := fieldPlace("voice", params)
	before := m.doc.text

	m.setField("voice", params, `{"a":`)
	if m.doc.text != before {
		t.Error("half of an object has changed the token")
	}
	if got := m.shown(place); got != `{"a":` {
		t.Errorf("the field shows %q, want what was typed", got)
	}
	if r := m.remarkOn(place, "", "", "hint"); r.tone != badTone || !strings.Contains(r.text, "JSON object") {
		t.Errorf("remark %+v, want what is wanted", r)
	}

	m.setField("voice", params, `{"a":1}`)
	if got := m.doc.token.Payload.Value.Get("grants", "voice", "outgoing", "params").Display(); got != `{"a":1}` {
		t.Errorf("params %s", got)
	}
	if r := m.remarkOn(place, "", "", "hint"); r.text != "hint" {
		t.Errorf("remark %+v, want the hint again", r)
	}
	m.setField("voice", params, "")
	if m.doc.token.Payload.Value.Get("grants", "voice", "outgoing", "params") != nil {
		t.Error("an empty field has stayed in the token")
	}
}

func TestSetGrant(t *testing.T) {
	m := testModel()
	m.setText(good(t))
	m.setGrant("chat", true)
	m.setGrant("video", false)
	if got, want := payloadGrants(m), `{"identity":"susan","chat":{}}`; got != want {
		t.Errorf("grants %s, want %s", got, want)
	}
	m.setText(compact(t, accessHead, `{"grants":[]}`))
	before := m.doc.text
	m.setGrant("chat", true)
	if m.doc.text != before || m.remarkOn("grants.chat", "", "", "").tone != badTone {
		t.Error("a grant was put into a list, or nothing was said of it")
	}
}

func payloadGrants(m *model) string { return m.doc.token.Payload.Value.Get("grants").Raw }

func TestSetTTL(t *testing.T) {
	m := testModel()
	m.setText(expiredToken)
	for _, l := range lifetimes {
		m.setTTL(l.ttl)
		exp, _ := m.doc.token.Time("exp")
		if !exp.Equal(noon.Add(l.ttl)) || !m.livesFor(l.ttl) {
			t.Errorf("%s: ends at %v", l.text, exp)
		}
	}
}

func TestIDFollowsTheKey(t *testing.T) {
	m := testModel()
	m.setText(good(t))
	m.setClaim(keyPlace, "SK1")
	jti, _ := m.doc.token.Payload.Value.Get("jti").Text()
	if !strings.HasPrefix(jti, "SK1-") {
		t.Errorf("jti %s, want it to begin with the new key", jti)
	}
	m.setText(compact(t, accessHead, `{"jti":"mine","iss":"SK1"}`))
	m.setClaim(keyPlace, "SK2")
	if jti, _ := m.doc.token.Payload.Value.Get("jti").Text(); jti != "mine" {
		t.Errorf("jti %s, want it left alone", jti)
	}
}

func TestSetRegion(t *testing.T) {
	m := testModel()
	m.setText(good(t))
	m.setRegion("ie1")
	if got := m.shown(regionPlace); got != "ie1" {
		t.Errorf("region %q", got)
	}
	m.setRegion("")
	if got := string(m.doc.token.Header.Data); got != accessHead {
		t.Errorf("header %s, want no twr", got)
	}
}

func TestSetJSON(t *testing.T) {
	tests := []struct {
		name, segment, text string
		want                string // the segment then; "" for as it was
		remark              string
	}{
		{"compact", "payload", `{"a":1}`, `{"a":1}`, ""},
		{"spaces are for people", "payload", "{\n  \"a\": 1e400,\n  \"a\": \" x \"\n}", `{"a":1e400,"a":" x "}`, "twice"},
		{"no object", "payload", "null", "null", "must be a JSON object"},
		{"half", "payload", "{\n  \"a\": ", "", "Line 2, column 8: the text ends too early."},
		{"a comma too many", "payload", "{\n  \"a\": 1,\n}", "", "Line 2, column 9"},
		{"after é", "payload", `{"é": x}`, "", "Line 1, column 7"},
		{"header", "header", `{"alg":"HS512"}`, `{"alg":"HS512"}`, ""},
		{"header that is none", "header", `[]`, "", "a JSON object"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := testModel()
			m.setText(good(t))
			m.setKey(testSecret)
			before := m.doc.text
			m.setJSON(test.segment, test.text)
			if test.want == "" && m.doc.text != before {
				t.Error("the token has changed")
			}
			if got := string(m.segment(test.segment).Data); test.want != "" && got != test.want {
				t.Errorf("%s %s, want %s", test.segment, got, test.want)
			}
			if got := m.pretty(test.segment); got != test.text {
				t.Errorf("the field shows %q, want what was typed, %q", got, test.text)
			}
			if got := m.jsonTrouble(test.segment); !strings.Contains(got, test.remark) || test.remark == "" && got != "" {
				t.Errorf("trouble %q, want %q", got, test.remark)
			}
		})
	}
}

func TestJSONShowsWhatFormAndFieldChange(t *testing.T) {
	m := testModel()
	m.setText(good(t))
	m.setJSON("payload", `{"iss":`)
	m.setClaim(identityPlace, "bob")
	if got := m.pretty("payload"); !strings.Contains(got, `"identity": "bob"`) {
		t.Errorf("payload shows %s, want the edit", got)
	}
}

func TestHeaderDecidesWhetherASecretSigns(t *testing.T) {
	m := testModel()
	m.setText(good(t))
	m.setKey(testSecret)
	m.setJSON("header", `{"typ":"JWT","alg":"RS256"}`)
	if m.doc.origin != stale {
		t.Errorf("origin %v, want stale: a secret makes no RS256", m.doc.origin)
	}
	if got := m.signature().sayings; !strings.Contains(got, "RS256") {
		t.Errorf("status %q, want it to name the algorithm", got)
	}
	m.setJSON("header", `{"typ":"JWT","alg":"HS384"}`)
	_, err := jwt.Parse(m.doc.text, func(*jwt.Token) (any, error) { return []byte(testSecret), nil },
		jwt.WithValidMethods([]string{"HS384"}), jwt.WithTimeFunc(func() time.Time { return noon }))
	if err != nil {
		t.Errorf("edits keep the header, and sign as it says: %v", err)
	}
}

func TestUndo(t *testing.T) {
	m := testModel()
	first := good(t)
	m.setText(first)
	for _, name := range []string{"b", "bo", "bob"} {
		m.setClaim(identityPlace, name)
	}
	m.setTTL(time.Minute)
	m.undo()
	if m.doc.token.Identity() != "bob" || m.livesFor(time.Minute) {
		t.Error("the first undo takes back the lifetime and nothing else")
	}
	m.undo()
	if m.doc.text != first {
		t.Error("the second takes back all that was typed into one field")
	}
	m.undo()
	if !m.empty() {
		t.Error("the third takes back the paste")
	}
	m.undo()
	if !m.empty() || len(m.past) != 0 {
		t.Error("there is nothing more to take back")
	}
}

func TestUndoForgetsInTheEnd(t *testing.T) {
	m := testModel()
	for i := range 3 * maxPast {
		m.setText(strings.Repeat("word ", i+1))
	}
	if len(m.past) != maxPast {
		t.Errorf("%d documents kept, want %d", len(m.past), maxPast)
	}
}

func TestRedo(t *testing.T) {
	m := testModel()
	first := good(t)
	m.setText(first)
	m.setClaim(identityPlace, "bob")
	m.undo()
	m.undo()
	m.redo()
	if m.doc.text != first {
		t.Error("redo does not bring the paste back")
	}
	m.redo()
	if m.doc.token.Identity() != "bob" || len(m.future) != 0 {
		t.Error("redo does not bring the edit back")
	}
	m.redo()
	m.undo()
	if m.doc.text != first {
		t.Error("what was redone cannot be undone")
	}
	m.setTTL(time.Minute)
	m.redo()
	if !m.livesFor(time.Minute) {
		t.Error("redo goes to another future than the one that was chosen")
	}
}

func presetNamed(name string) preset {
	for _, p := range presets {
		if p.name == name {
			return p
		}
	}
	panic("there is no preset " + name)
}

func TestEveryKindHasItsPreset(t *testing.T) {
	for _, k := range tokens.Kinds() {
		if k.Retired {
			continue
		}
		m := testModel()
		m.applyPreset(presetNamed(k.Name))
		granted := m.doc.token.Grants()
		if len(granted) != 1 || granted[0].Kind.Name != k.Name {
			t.Errorf("%s: %s", k.Name, payloadOf(m))
		}
		if strokes[k.Name] == "" {
			t.Errorf("%s has no symbol", k.Name)
		}
	}
}

func TestPresetsOpenWhatTheySay(t *testing.T) {
	for name, want := range map[string]string{
		"voice":       "may receive calls, and make calls through the TwiML app AP",
		"task-router": "may use TaskRouter as the worker WK",
	} {
		m := testModel()
		m.applyPreset(presetNamed(name))
		if got := m.doc.token.Grants()[0].Explain(); !strings.HasPrefix(got, want) {
			t.Errorf("%s %s, want %s…", name, got, want)
		}
	}
}

// Every token that is minted has an id of its own; one that is edited keeps it.
func TestIDs(t *testing.T) {
	m := testModel()
	seen := make(map[string]bool)
	id := func() string {
		jti, _ := m.doc.token.Payload.Value.Get("jti").Text()
		return jti
	}
	for range 3 {
		for _, mint := range []func(){func() { m.applyPreset(presets[0]) }, m.openGood, m.mintLikeIt} {
			mint()
			if seen[id()] || id() == "" {
				t.Errorf("the id %q is not new", id())
			}
			seen[id()] = true
		}
	}
	before := id()
	m.setClaim(identityPlace, "bob")
	if id() != before {
		t.Error("an edit of the identity has changed the id")
	}
}

func TestPresets(t *testing.T) {
	for _, p := range presets {
		t.Run(p.name, func(t *testing.T) {
			m := testModel()
			m.applyPreset(p)
			if m.verdict.Refused {
				t.Fatalf("the verdict is %q", m.verdict.Headline)
			}
			if err := verifies(m.doc.text, m.key); err != nil {
				t.Error(err)
			}
			a := m.answer()
			for _, part := range []string{"account SID", "API key SID", "secret"} {
				if a.tone != warnTone || !strings.Contains(a.detail, part) {
					t.Errorf("%q does not say that the %s is made up", a.detail, part)
				}
			}
		})
	}
}

func TestPresetWithRealAccountAndKey(t *testing.T) {
	m := testModel()
	m.setText(good(t))
	m.setKey(testSecret)
	m.applyPreset(presetNamed("video"))
	if err := verifies(m.doc.text, testSecret); err != nil {
		t.Error(err)
	}
	if got := m.shown(accountPlace) + m.shown(keyPlace); got != "AC15c1737bf14064d2278d616face3f17fSK21c17013f3face8fdc4e4623b0a9d2c1" {
		t.Errorf("SIDs %s, want those that were there", got)
	}
	if made := m.pretended(); made != nil {
		t.Errorf("%v are said to be made up", made)
	}
}

func TestPretenceEnds(t *testing.T) {
	m := testModel()
	m.applyPreset(presetNamed("video"))
	m.setClaim(accountPlace, "AC15c1737bf14064d2278d616face3f17f")
	m.setClaim(keyPlace, "SK21c17013f3face8fdc4e4623b0a9d2c1")
	if got := m.answer().detail; !strings.HasPrefix(got, "Its secret is made up.") {
		t.Errorf("detail %q", got)
	}
	m.setKey(testSecret)
	if a := m.answer(); a.tone != okTone || !strings.HasPrefix(a.headline, "Fresh from the mint") {
		t.Errorf("answer %+v", a)
	}
}

func TestEverythingHasEveryKind(t *testing.T) {
	m := testModel()
	m.applyPreset(presetNamed("everything"))
	for _, k := range tokens.Kinds() {
		if has := m.doc.token.Payload.Value.Get("grants", k.New().Key()) != nil; has == k.Retired {
			t.Errorf("%s: in the token %v, retired %v", k.Name, has, k.Retired)
		}
	}
}

func TestMintLikeIt(t *testing.T) {
	m := testModel()
	m.setText(expiredToken)
	m.mintLikeIt()
	if got := m.answer().headline; got != "Not signed yet: the secret is missing" {
		t.Errorf("headline %q", got)
	}
	if !m.livesFor(time.Hour) || m.doc.token.Payload.Value.Get("nbf") != nil {
		t.Errorf("payload %s, want one hour from now and no nbf", payloadOf(m))
	}
	if room := m.shown("grants.video.room"); room != "My Room" || m.doc.token.Identity() != "susan" {
		t.Errorf("room %q, identity %q: want the same as before", room, m.doc.token.Identity())
	}
	m.setKey(testSecret)
	if err := verifies(m.doc.text, testSecret); err != nil {
		t.Error(err)
	}
	if len(m.verdict.Findings) != 0 {
		t.Errorf("findings %+v", m.verdict.Findings)
	}
	m.undo()
	if m.doc.text != expiredToken {
		t.Error("undo does not bring the old token back")
	}
}

func TestMintLikeItKeepsWhatItCan(t *testing.T) {
	tests := []struct {
		name, header, payload string
		ttl                   time.Duration
	}{
		{"15 minutes", `{"alg":"none"}`, `{"iat":1000,"exp":1900,"grants":{"new":{}}}`, 15 * time.Minute},
		{"too long", accessHead, `{"iat":1000,"exp":9000000,"grants":{}}`, time.Hour},
		{"never ends", accessHead, `{"grants":{}}`, time.Hour},
		{"ends before it begins", accessHead, `{"iat":1000,"exp":10,"grants":{}}`, time.Hour},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := testModel()
			m.setText(tokens.Assemble([]byte(test.header), []byte(test.payload), nil))
			m.mintLikeIt()
			if !m.livesFor(test.ttl) {
				t.Errorf("payload %s, want %v", payloadOf(m), test.ttl)
			}
			if got := string(m.doc.token.Header.Data); got != accessHead {
				t.Errorf("header %s", got)
			}
		})
	}
}

func TestExamples(t *testing.T) {
	for _, e := range examples {
		m := testModel()
		e.open(m)
		if want := e.name == "refused"; m.verdict.Refused != want {
			t.Errorf("%s: refused %v: %s", e.name, m.verdict.Refused, m.verdict.Headline)
		}
		if a := m.answer(); a.tone == okTone {
			t.Errorf("%s: no example is Twilio's, and the page says %q", e.name, a.headline)
		}
	}
	m := testModel()
	m.setKey(testSecret)
	m.openGood()
	if m.key != testSecret || m.verdict.Signature != tokens.SignatureMatches {
		t.Error("an example has thrown away the key, or does not fit it")
	}
}

func TestHash(t *testing.T) {
	tests := []struct {
		hash string
		open bool
		text string // the token field begins so
	}{
		{"", true, ""}, // the workbench, as it is
		{"#/", true, ""},
		{"#/nowhere", false, ""},
		{"#dialog=shortcuts", true, ""},
		{"#dialog=tea", false, ""},
		{"#", false, ""},
		{"#token=eyJhbGciOiJIUzI1NiJ9.e30.x", true, "eyJhbGciOiJIUzI1NiJ9.e30.x"},
		{"#id_token=a.b.c", true, "a.b.c"},
		{"#state=1&access_token=a.b.c", true, "a.b.c"},
		{"#value=a%2Eb%2Ec", true, "a.b.c"},
		{"#token=a+b%", true, "a+b%"},
		{"#token=", false, ""},
		{"#preset=video", true, "eyJ"},
		{"#preset=tea", false, ""},
		{"#example=refused", true, expiredToken},
		{"#token", false, ""},
	}
	for _, test := range tests {
		m := testModel()
		if got := m.openHash(test.hash); got != test.open || !strings.HasPrefix(m.doc.text, test.text) {
			t.Errorf("%s: opened %v %q, want %v %q", test.hash, got, m.doc.text, test.open, test.text)
		}
	}
}

func TestPanicChangesNothing(t *testing.T) {
	m := testModel()
	text := good(t)
	m.setText(text)
	m.setKey(testSecret)
	m.now = func() time.Time { panic(errors.New("no clock")) }
	m.do(func() { m.setClaim(identityPlace, "bob") })
	if m.doc.text != text || m.key != testSecret || len(m.past) != 1 {
		t.Error("half of a change has stayed")
	}
	if m.trouble != "no clock" || m.revision == 0 {
		t.Errorf("trouble %q, revision %d: want it told", m.trouble, m.revision)
	}
	m.now = func() time.Time { return noon }
	m.do(func() { m.setClaim(identityPlace, "bob") })
	if m.doc.token.Identity() != "bob" {
		t.Error("the page does not go on")
	}
}

func TestTick(t *testing.T) {
	now := noon
	m := newModel(func() time.Time { return now }, func(time.Time) *time.Location { return time.UTC })
	m.setText(good(t))
	now = noon.Add(30 * time.Minute)
	if m.tick() || m.remaining() != "30:00" || m.revision != 0 {
		t.Errorf("half way: remaining %q, revision %d", m.remaining(), m.revision)
	}
	now = noon.Add(time.Hour)
	if !m.tick() || !m.verdict.Refused || m.revision != 1 {
		t.Errorf("at the end: refused %v, revision %d", m.verdict.Refused, m.revision)
	}
}

// What a tick says is what judging anew would say, and a key that does not fit
// is tried no more than once.
func TestTickWithAKeyThatDoesNotFit(t *testing.T) {
	texts := map[string]string{
		"good":           good(t),
		"expired":        expiredToken,
		"not yet":        compact(t, accessHead, `{"iss":"SK1","nbf":1795176600,"iat":1795176000,"exp":1795219200,"grants":{"video":{}}}`),
		"broken claims":  compact(t, accessHead, `{"iss":"SK1","exp":1795176030,"grants":[]}`),
		"other size":     expiredToken[:len(expiredToken)-4],
		"another JWT":    compact(t, `{"alg":"HS256"}`, `{"iss":"x","exp":1795176300}`),
		"no signature":   tokens.Assemble([]byte(accessHead), []byte(`{"iss":"SK1","exp":1795176300}`), nil),
		"other mistakes": compact(t, accessHead, `{"a":1,"a":2,"exp":1795176300,"grants":{"x":{},"y":{}}}`),
	}
	for name, text := range texts {
		t.Run(name, func(t *testing.T) {
			now := noon
			m := newModel(func() time.Time { return now }, func(time.Time) *time.Location { return time.UTC })
			m.setText(text)
			m.setKey(wrongSecret)
			m.diagnose = nil // it must not be asked again: mistakes are looked for once
			ticks := []time.Duration{time.Second, 29 * time.Second, time.Minute, 4 * time.Minute, time.Hour, 48 * time.Hour, 49 * time.Hour}
			for _, after := range ticks {
				now = noon.Add(after)
				m.tick()
				want := tokens.Diagnose(m.doc.token, tokens.Options{At: now, Key: tokens.SecretKey(wrongSecret)})
				if !reflect.DeepEqual(m.verdict, want) {
					t.Errorf("after %v\n%+v, want\n%+v", after, m.verdict, want)
				}
			}
		})
	}
}

// As of a chosen moment the verdict stands still, and the clock goes on.
func TestTickAsOf(t *testing.T) {
	now := noon
	m := newModel(func() time.Time { return now }, func(time.Time) *time.Location { return time.UTC })
	m.setText(expiredToken)
	m.setAsOf("2021-01-11T16:00")
	m.diagnose = nil // it must not be asked
	now = noon.Add(time.Minute)
	if m.tick() || m.trouble != "" || !m.at.Equal(now) {
		t.Errorf("at %v, trouble %q", m.at, m.trouble)
	}
}

func TestTickThatPanicsIsTold(t *testing.T) {
	m := testModel()
	m.setText(good(t))
	m.now = nil
	revision := m.revision
	m.attempt(func() { m.tick() })
	if m.trouble == "" || m.revision == revision || !m.at.Equal(noon) {
		t.Errorf("trouble %q, revision %d", m.trouble, m.revision)
	}
}

func TestBigPaste(t *testing.T) {
	m := testModel()
	junk := strings.Repeat("eyJ.", 1<<18)
	m.setText(junk)
	if m.doc.text != junk || !m.verdict.Refused {
		t.Error("junk is kept as it is, and refused")
	}
}
