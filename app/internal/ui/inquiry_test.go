package ui

import (
	"strings"
	"testing"
	"time"
)

// problem is an answer as the server writes it.
func problem(status int, code, detail, retry string) response {
	return response{status, `{"type":"about:blank","title":"x","status":1,"detail":"` + detail + `","code":"` + code + `","request_id":"r1"}`, retry}
}

func TestInquiryThatIsRefused(t *testing.T) {
	tests := []struct {
		name    string
		errand  errand
		r       response
		refusal string
		wrong   string
		pause   string
	}{
		{"a wrong password", loginErrand, problem(401, "invalid_credentials", "the user name or the password is missing or wrong", ""),
			"The user name or the password is missing or wrong.", "", ""},
		{"a wrong key", loginErrand, problem(401, "invalid_credentials", "the service key or ID token is missing, wrong or no longer valid", ""),
			"The service key or ID token is missing, wrong or no longer valid.", "", ""},
		{"a field", tokenErrand, problem(403, "policy_denied", "grants.video.room: want what matches team-*", ""),
			"Room name or SID, video.room, is refused: want what matches team-*.", "grants.video.room", ""},
		{"a grant", tokenErrand, problem(403, "policy_denied", "grants.chat: the profile rooms does not give it", ""),
			"The Chat grant is refused: the profile rooms does not give it.", "grants.chat", ""},
		{"an identity", tokenErrand, problem(403, "policy_denied", "identity: name one that matches guest-*", ""),
			"The identity is refused: name one that matches guest-*.", "identity", ""},
		{"everything", tokenErrand, problem(403, "policy_denied", "no rule is about you", ""),
			"The policy refuses it: no rule is about you.", "", ""},
		{"too long", tokenErrand, problem(422, "ttl_out_of_range", "ttl: at most 1h", ""),
			"That lifetime is refused: at most 1h.", "ttl", ""},
		{"no time", tokenErrand, problem(400, "malformed_request", `ttl: want \"15m\", or a number of seconds`, ""),
			`That lifetime is refused: want "15m", or a number of seconds.`, "ttl", ""},
		{"no such value", tokenErrand, problem(400, "malformed_request", "grants: chat.service_sid: want IS and 32 hex digits", ""),
			"Conversations service, chat.service_sid, cannot be that: want IS and 32 hex digits.", "grants.chat.service_sid", ""},
		{"too many", loginErrand, problem(429, "rate_limited", "too many attempts: try again later", "65"),
			"There were too many attempts. Try again in 1 minute 5 seconds.", "", "Wait 1:05"},
		{"a busy server", tokenErrand, problem(503, "store_unavailable", "the users cannot be looked up: try again in a moment", "5"),
			"The server cannot say right now: the users cannot be looked up. Try again in 5 seconds.", "", "Wait 0:05"},
		{"another origin", tokenErrand, problem(403, "origin_not_allowed", "a page of another origin may not ask for tokens", ""),
			"A page of another origin may not ask for tokens.", "", ""},
		{"a date to try again", loginErrand, response{503, "", "Wed, 21 Oct 2026 07:28:00 GMT"},
			"The server cannot be reached behind its proxy, which answers 503.", "", ""},
		{"a static site", loginErrand, response{404, "<html>", ""}, "This page did not come from an issuance server.", "", ""},
		{"a page in place of an answer", loginErrand, response{200, "<html>", ""}, "This page did not come from an issuance server.", "", ""},
		{"JSON of somebody else", loginErrand, response{200, `{"a":1}`, ""}, "This page did not come from an issuance server.", "", ""},
		{"no token in it", tokenErrand, response{200, `{"token":1}`, ""}, "This page did not come from an issuance server.", "", ""},
		{"a number", tokenErrand, response{200, `1`, ""}, "This page did not come from an issuance server.", "", ""},
		{"another status", loginErrand, response{418, `{}`, ""}, "The server answers 418 and does not say why.", "", ""},
		{"nobody", loginErrand, response{}, "The server does not answer. Is it still running, and is there a connection?", "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			q := inquiry{user: "anna", password: "secret", waiting: test.errand}
			now := testModel().now()
			q.take(test.errand, test.r, now)
			if q.refusal != test.refusal || q.wrong != test.wrong || q.pause(now) != test.pause {
				t.Errorf("got  %q about %q, %q\nwant %q about %q, %q", q.refusal, q.wrong, q.pause(now), test.refusal, test.wrong, test.pause)
			}
			if q.waiting != noErrand || q.who != nil || q.token != nil || q.password != "secret" {
				t.Errorf("got %+v, want nothing but the refusal", q)
			}
			if strings.Contains(test.r.body, "r1") != (q.request == "r1") {
				t.Errorf("got the request %q", q.request)
			}
		})
	}
}

func TestInquiryThatIsNotReady(t *testing.T) {
	for _, test := range []struct {
		q    inquiry
		want string
	}{
		{inquiry{}, "Type the user name first."},
		{inquiry{user: "anna"}, "Type the password first."},
		{inquiry{user: "a:b", password: "x"}, "No user name has a colon in it."},
		{inquiry{byKey: true}, "Type the service key first."},
		{inquiry{byKey: true, bearer: "mm_a b"}, "A service key has letters, digits and underscores alone. Look for a blank or a line break in it."},
	} {
		w, draw := mount(t)
		draw(func(d *desk) { d.asked = test.q; d.ask(loginErrand) })
		if q := w.desk.asked; q.refusal != test.want || q.waiting != noErrand || q.sent != 0 {
			t.Errorf("got %q, want %q and nothing sent", q.refusal, test.want)
		}
	}
}

func TestAuthorization(t *testing.T) {
	for _, test := range []struct {
		q    inquiry
		want string
	}{
		{inquiry{user: "zoë", password: "pass:wörd "}, "Basic em/DqzpwYXNzOnfDtnJkIA=="},
		{inquiry{byKey: true, user: "x", password: "y", bearer: "mm_a_b"}, "Bearer mm_a_b"},
	} {
		if got := test.q.authorization(); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}

// A pause counts down, and then is over.
func TestPause(t *testing.T) {
	m := testModel()
	at := m.now()
	m.now = func() time.Time { return at }
	m.asked.take(loginErrand, problem(429, "rate_limited", "later", "2"), at)
	for _, want := range []string{"Wait 0:02", "Wait 0:01", ""} {
		if got := m.asked.pause(m.now()); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		at = at.Add(time.Second)
		before := m.revision
		if m.tick(); want != "" && m.revision == before {
			t.Error("the count is not drawn")
		}
	}
	if !m.asked.until.IsZero() {
		t.Error("the pause has no end")
	}
}

func TestLogOut(t *testing.T) {
	q := inquiry{byKey: true, bearer: "mm_x", user: "anna", password: "p", who: &caller{name: "anna"}, sent: 3, filled: map[string]string{"video.room": "x"}}
	q.logOut()
	if q.who != nil || q.bearer+q.user+q.password != "" || q.filled != nil || !q.byKey || q.sent != 4 {
		t.Errorf("got %+v, want nothing kept, and answers under way to be ignored", q)
	}
}

func TestCurlLine(t *testing.T) {
	o := &caller{name: "x", offers: []offer{{profile: "it's"}}}
	for _, test := range []struct {
		q    inquiry
		want string
	}{
		{inquiry{password: "never shown"}, `curl -s https://example.com/v1/token -u NAME -H 'Content-Type: application/json' -d '{}'`},
		{inquiry{user: `o'"brien`, password: "never shown", who: o}, `curl -s https://example.com/v1/token -u 'o'\''"brien' -H 'Content-Type: application/json' -d '{"profile":"it'\''s"}'`},
		{inquiry{byKey: true, bearer: "mm_never_shown"}, `curl -s https://example.com/v1/token -H "Authorization: Bearer $MINTMARK_KEY" -H 'Content-Type: application/json' -d '{}'`},
	} {
		if got := test.q.curlLine("https://example.com/"); got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
	}
}

// A path may say what a shell would do.
func TestCurlLineOfAnyPath(t *testing.T) {
	got := new(inquiry).curlLine("https://example.com/" + folder("/$(id);'/mintmark.html")[1:])
	if want := `curl -s 'https://example.com/$(id);'\''/v1/token' -u `; !strings.HasPrefix(got, want) {
		t.Errorf("got  %s\nwant %s…", got, want)
	}
}
