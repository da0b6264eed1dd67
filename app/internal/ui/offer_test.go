package ui

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mintmark/tokens"
)

// whoami is an answer as the server writes it.
const whoami = `{"principal":"service:kiosk","method":"service_key","groups":[],"rules":["kiosk","all"],"profiles":[
	{"profile":"voice","rule":"kiosk","identity":"","named":false,"fields":[{"path":"voice.outgoing.application_sid","value":"AP0123456789abcdef0123456789abcdef"}],"ttl":600,"max_ttl":3600},
	{"profile":"rooms","rule":"kiosk","default":true,"identity":"guest-*","named":true,"fields":[
		{"path":"video.room","required":true,"match":"team-*"},{"path":"chat.service_sid","any_of":["IS0","IS1"]},{"path":"voice.incoming.allow"},{"path":"player"}],"ttl":600,"max_ttl":900},
	{"profile":"rooms","rule":"all","identity":"service:kiosk","named":false,"fields":[],"ttl":600,"max_ttl":600}]}`

func loggedIn(t *testing.T) *inquiry {
	t.Helper()
	q := &inquiry{byKey: true, bearer: "mm_kiosk"}
	q.take(loginErrand, response{200, whoami, ""}, time.Time{})
	if q.who == nil {
		t.Fatal(q.refusal)
	}
	return q
}

func TestOffers(t *testing.T) {
	q := loggedIn(t)
	if got, want := strings.Join(q.who.titles(), "; "), "voice; rooms, by rule kiosk; rooms, by rule all"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	o := q.offer()
	if q.chosen != 1 || !o.named || o.identity != "guest-*" || o.ttl != 600 || o.maxTTL != 900 {
		t.Errorf("got %d, %+v, want what is given to those who do not choose", q.chosen, o)
	}
	if got := q.who.by(); got != "with a service key" {
		t.Errorf("got %q", got)
	}
	if got, want := o.fields[0].wants(), "needed, has to match team-*"; got != want || !o.fields[0].free() {
		t.Errorf("got %q, want %q", got, want)
	}
	if q.choose(0); q.offer().fields[0].free() {
		t.Error("what is fixed is free")
	}
	if o.fields[3].free() {
		t.Error("a grant without fields is a field")
	}
}

func TestRequestBody(t *testing.T) {
	q := loggedIn(t)
	for _, test := range []struct {
		name string
		do   func()
		want string
	}{
		{"as it is", func() {}, `{"profile":"rooms"}`},
		{"with all", func() {
			q.named, q.ttl = "guest-1", " 15m "
			q.fill("video.room", `team-"1"`)
			q.fill("chat.service_sid", "IS0123456789abcdef0123456789abcdef")
			q.fill("voice.incoming.allow", "true")
		}, `{"profile":"rooms","ttl":"15m","identity":"guest-1","grants":{"video":{"room":"team-\"1\""},"chat":{"service_sid":"IS0123456789abcdef0123456789abcdef"},"voice":{"incoming":{"allow":true}}}}`},
		{"with less again", func() { q.fill("chat.service_sid", ""); q.fill("voice.incoming.allow", ""); q.ttl = "" },
			`{"profile":"rooms","identity":"guest-1","grants":{"video":{"room":"team-\"1\""}}}`},
		{"of another profile", func() { q.choose(2) }, `{"profile":"rooms"}`},
	} {
		test.do()
		got, err := q.body()
		if err != nil || string(got) != test.want {
			t.Errorf("%s: got  %s, %v\nwant %s", test.name, got, err, test.want)
		}
	}
	q.choose(1)
	q.fill("voice.incoming.allow", "perhaps")
	var field *tokens.FieldError
	if _, err := q.body(); !errors.As(err, &field) || field.Path != "voice.incoming.allow" {
		t.Errorf("got %v, want an error about the field", err)
	}
}

// What was refused is marked until it is typed into.
func TestRefusedFieldIsMarked(t *testing.T) {
	q := loggedIn(t)
	q.take(tokenErrand, problem(403, "policy_denied", "grants.video.room: the profile rooms needs it", ""), time.Time{})
	if got := q.mark("grants.video.room", "needed"); got.tone != badTone {
		t.Errorf("got %+v, want it marked", got)
	}
	if q.fill("video.room", "x"); q.mark("grants.video.room", "needed").tone == badTone {
		t.Error("it is still marked")
	}
}

func TestPreview(t *testing.T) {
	const steps = `"steps":[{"rule":"leavers","deny":true,"matches":false,"covers":false,"why":"it is for mallory"},
		{"rule":"staff","matches":true,"covers":false,"why":"grants.video.room: want what matches team-*"},
		{"rule":"kiosk","matches":true,"covers":true,"why":"covers all of the request"}]`
	q := loggedIn(t)
	q.take(previewErrand, response{200, `{"allow":true,"rule":"kiosk","profile":"rooms","identity":"guest-1","expires_in":900,"grants":{"video":{"room":"team-1"}},` + steps + `}`, ""}, time.Time{})
	p := q.preview
	if got, want := p.say(), "The policy would give it, for guest-1, good for 15 minutes."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(p.grants) != 1 || p.grants[0].Explain() != "may join the room “team-1”, and no other" {
		t.Errorf("got the grants %+v", p.grants)
	}
	var lines []string
	for _, s := range p.steps {
		tone, word, why := s.say()
		lines = append(lines, string(tone)+" "+word+" "+s.rule+": "+why)
	}
	if got, want := strings.Join(lines, "\n"), "none not about you leavers: It is for mallory.\nwarn does not cover it staff: Room name or SID, video.room, is refused: want what matches team-*.\nok decides kiosk: Covers all of the request."; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	q.take(previewErrand, response{200, `{"allow":false,"refusal":{"code":"policy_denied","field":"ttl","reason":"at most 15m"},"steps":[]}`, ""}, time.Time{})
	if got, want := q.preview.say(), "That lifetime would be refused: at most 15m."; got != want || q.wrong != "ttl" {
		t.Errorf("got %q about %q, want %q", got, q.wrong, want)
	}
}

func TestShortTime(t *testing.T) {
	for seconds, want := range map[int64]string{600: "10m", 3600: "1h", 90: "1m30s", 5400: "1h30m", 30: "30s", 86400: "24h"} {
		if got := shortTime(seconds); got != want {
			t.Errorf("%d: got %q, want %q", seconds, got, want)
		}
	}
}

// The whole screen, as somebody sees it who is logged in, and after that.
func TestServerScreen(t *testing.T) {
	w, draw := mount(t)
	html := draw(func(d *desk) {
		d.asked = *loggedIn(t)
		d.openHash("#/server")
	})
	// Without a browser the page came from nowhere.
	if !strings.Contains(html, "This page is a file on your disk") || strings.Contains(html, "Log in") {
		t.Error("a page without a server asks one")
	}
	for _, want := range []string{"Room name or SID", "needed, has to match team-*", "leave it out", "one that matches guest-*", "at most 15 minutes", `placeholder="10m"`} {
		if html := app.HTMLString(askCard(w.desk)); !strings.Contains(html, want) {
			t.Errorf("%q is not in the card", want)
		}
	}
	w.desk.asked.take(tokenErrand, response{200, `{"token":"` + good(t) + `","refresh_after":480}`, ""}, w.desk.now())
	if html := app.HTMLString(askCard(w.desk)); !strings.Contains(html, "Here is a token for susan. It ends in 1 hour; an app asks for the next after 8 minutes.") {
		t.Error("nobody says what was given: " + html)
	}
	if html := app.HTMLString(callerCard(w.desk)); !strings.Contains(html, "with a service key") || !strings.Contains(html, "kiosk, all") {
		t.Error("nobody says who it is")
	}
	w.desk.asked = inquiry{who: &caller{name: "anna"}}
	if html := app.HTMLString(askCard(w.desk)); !strings.Contains(html, "No rule of the policy gives you a token") {
		t.Error("nobody says that there is nothing to ask for")
	}
}
