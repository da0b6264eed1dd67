package browser

import (
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"mintmark/app/internal/limit"
	"mintmark/app/internal/policy"
	"mintmark/app/internal/server"
	"mintmark/app/internal/store"
	"mintmark/app/internal/strictyaml"
)

// somePolicy has a choice for anna, and guests whom a kiosk asks for.
const somePolicy = `
profiles:
  room-member: { grants: { video: { room: { required: true, match: "team-*" } } } }
  caller: { grants: { voice: { outgoing_application_sid: AP0123456789abcdef0123456789abcdef, incoming_allow: true } } }
rules:
  - { id: staff, match: { principals: [anna] }, allow: { profiles: [room-member, caller], max_ttl: 30m } }
  - { id: kiosk, match: { service_key: kiosk }, identity: { from: request, match: "guest-*" }, allow: { profiles: [room-member], max_ttl: 15m } }
deny: [ { id: leavers, match: { principals: [mallory] } } ]
`

// issuance is a real issuance server that serves the page too. anna and the key
// of a kiosk may have tokens; nobody tries more than three passwords.
func issuance(t *testing.T) (s *Server, users *store.SQLite, key string) {
	t.Helper()
	doc, err := strictyaml.Parse([]byte(somePolicy))
	must(t, err)
	rules, err := policy.Parse(doc)
	must(t, err)
	tries := limit.Default
	tries.Account = limit.Rule{Tries: 3, First: 90 * time.Second, Most: 15 * time.Minute, Forget: 10 * time.Minute}
	h, users, key := issuer(t, server.Config{Settings: server.Settings{Policy: rules, Limits: tries}, Page: Site(t).Handler()})
	return Serve(t, h), users, key
}

const asked = `document.getElementById("asked")?.innerText ?? ""`

func logIn(p *Page) {
	p.Type("#user", "anna")
	p.Type("#password", rightPassword+"\r")
	p.Wait(`document.activeElement.id === "logged-in"`)
}

// asksOf are the requests that reached the API, in order.
func asksOf(s *Server) (asks []string) {
	for _, r := range s.Requests() {
		if strings.Contains(r, "/v1/") {
			asks = append(asks, r)
		}
	}
	return asks
}

func TestServerIsAskedForAToken(t *testing.T) {
	t.Parallel()
	s, _, _ := issuance(t)
	p := Start(t).NewPage(t)
	p.OpenReady(s.URL + "#/server")
	p.Type("#user", "anna")
	p.Type("#password", "wrong")
	press(p, "#log-in")
	p.Wait(contains(asked, "The user name or the password is missing or wrong."))
	p.Wait(contains(`document.querySelector("main").innerText`, "The server’s log has it under "))
	Eval[bool](p, `(document.getElementById("password").select(), true)`)
	p.Type("#password", rightPassword+"\r")
	p.Wait(contains(`document.querySelector("main").innerText`, "by password"))
	if got := Eval[string](p, `document.activeElement.id`); got != "logged-in" {
		t.Errorf("the focus is at %q, want it where things go on", got)
	}
	if got := Eval[string](p, `[...document.getElementById("profile").options].map((o) => o.text).join(", ")`); got != "room-member, caller" {
		t.Errorf("got the profiles %q", got)
	}

	press(p, "#ask-token")
	p.Wait(contains(asked, "Room name or SID, video.room, is refused: the profile room-member needs it."))
	p.Wait(`document.getElementById("ask-video.room").ariaInvalid === "true"`)

	p.Type(`[id="ask-video.room"]`, "lobby")
	press(p, "#ask-preview")
	p.Wait(contains(asked, "Room name or SID, video.room, would be refused: want what matches team-*."))
	p.Wait(contains(`document.querySelector("main").innerText`, "does not cover it staff"))
	if Eval[bool](p, contains(`document.querySelector("main").innerText`, "leavers")) {
		t.Error("the preview tells of a rule that is about others")
	}

	p.Type(`[id="ask-video.room"]`, "\b\b\b\b\bteam-1")
	p.Type("#ask-ttl", "2h")
	press(p, "#ask-token")
	p.Wait(contains(asked, "That lifetime is refused: "))
	p.Wait(`document.getElementById("ask-ttl").ariaInvalid === "true"`)
	p.Type("#ask-ttl", "\b\b15m")
	press(p, "#ask-preview")
	p.Wait(contains(asked, "The policy would give it, for anna, good for 15 minutes."))
	p.Wait(contains(`document.querySelector("main").innerText`, "may join the room “team-1”, and no other"))
	press(p, "#ask-token")
	p.Wait(contains(asked, "Here is a token for anna. It ends in "))
	p.Wait(contains(`document.getElementById("curl").innerText`, `-u anna -H 'Content-Type: application/json' -d '{"profile":"room-member","ttl":"15m","grants":{"video":{"room":"team-1"}}}'`))

	pressWithFocus(p, buttonNamed("Look at it"))
	p.Wait(`location.hash === "#/" && (` + headline + `) !== ""`)
	if got := claims(t, p, secret)["grants"].(map[string]any)["video"]; got == nil {
		t.Error("the token of the server is not on the workbench")
	}
	want := []string{"GET /v1/whoami", "GET /v1/whoami", "POST /v1/token", "POST /v1/token:preview", "POST /v1/token", "POST /v1/token:preview", "POST /v1/token"}
	if got := asksOf(s); !slices.Equal(got, want) {
		t.Errorf("the server was asked %v, want %v", got, want)
	}

	p.Wait(`(location.hash = "#/server", document.getElementById("log-out") !== null)`)
	press(p, "#log-out")
	p.Wait(`document.activeElement.id === "user"`)
	if got := Eval[string](p, `document.getElementById("user").value + document.getElementById("password").value`); got != "" {
		t.Error("who asked is still in the fields")
	}
}

func TestServerIsAskedWithAServiceKey(t *testing.T) {
	t.Parallel()
	s, _, key := issuance(t)
	p := Start(t).NewPage(t)
	p.OpenReady(s.URL + "#/server")
	press(p, "#logins-1")
	p.Type("#bearer", "mm_kiosk_wrong\r")
	p.Wait(contains(asked, "The service key or ID token is missing, wrong or no longer valid."))
	Eval[bool](p, `(document.getElementById("bearer").select(), true)`)
	p.Type("#bearer", key+"\r")
	p.Wait(contains(`document.querySelector("main").innerText`, "with a service key"))
	press(p, "#ask-token")
	p.Wait(contains(asked, "The identity is refused: name one that matches guest-*."))
	p.Type("#ask-identity", "guest-7")
	p.Type(`[id="ask-video.room"]`, "team-1")
	press(p, "#ask-token")
	p.Wait(contains(asked, "Here is a token for guest-7. It ends in "))
	if got := Eval[string](p, `document.body.innerHTML + document.getElementById("curl").innerText`); strings.Contains(got, key) {
		t.Error("the key is on the page")
	}
}

// Who has tried too often is told how long to wait, and the page asks no more
// until then.
func TestServerSaysWait(t *testing.T) {
	t.Parallel()
	s, _, _ := issuance(t)
	p := Start(t).NewPage(t)
	p.OpenReady(s.URL + "#/server")
	p.Type("#user", "anna")
	for i := range 4 {
		p.Type("#password", strconv.Itoa(i))
		press(p, "#log-in")
		p.Wait(`!document.getElementById("log-in").innerText.includes("Asking") && (` + asked + `) !== ""`)
	}
	p.Wait(contains(asked, "There were too many attempts. Try again in 1 minute"))
	p.Wait(`/^Wait 1:\d\d$/.test(document.getElementById("log-in").innerText)`)
	before := len(asksOf(s))
	first := Eval[string](p, `document.getElementById("log-in").innerText`)
	press(p, "#log-in")
	p.Wait(`document.getElementById("log-in").innerText !== ` + strconv.Quote(first))
	if got := len(asksOf(s)); got != before {
		t.Errorf("the server was asked %d times more", got-before)
	}
}

// A server that cannot answer, and one that is gone.
func TestServerThatFails(t *testing.T) {
	t.Parallel()
	s, users, _ := issuance(t)
	p := Start(t).NewPage(t)
	p.OpenReady(s.URL + "#/server")
	logIn(p)
	if err := users.Close(); err != nil {
		t.Fatal(err)
	}
	press(p, "#ask-preview")
	p.Wait(contains(asked, "The server cannot say right now: the users cannot be looked up. Try again in 5 seconds."))
	p.Wait(`document.getElementById("ask-preview").innerText.startsWith("What")`)
	s.Stop()
	press(p, "#ask-preview")
	p.Wait(contains(asked, "The server does not answer."))
}

// Logged in or not, nobody is shut out, and nothing sticks out.
func TestServerView(t *testing.T) {
	t.Parallel()
	s, _, _ := issuance(t)
	p := Start(t).open(t, s.URL+"#/server")
	p.Wait(`document.getElementById("curl").innerText.includes("/v1/token")`)
	for _, theme := range []string{"light", "dark"} {
		p.look(t, theme, "server", 320, 768, 1280)
	}
	logIn(p)
	p.Type(`[id="ask-video.room"]`, "lobby")
	press(p, "#ask-preview")
	p.Wait(contains(asked, "would be refused"))
	for _, theme := range []string{"light", "dark"} {
		p.look(t, theme, "server refused", 320, 768, 1280)
	}
	p.Type(`[id="ask-video.room"]`, "\b\b\b\b\bteam-1")
	press(p, "#ask-token")
	p.Wait(contains(asked, "Here is a token"))
	for _, theme := range []string{"light", "dark"} {
		p.look(t, theme, "server given", 320, 768, 1280)
	}
	noComplaints(t, p)
}

func TestStaticSiteIsNoServer(t *testing.T) {
	t.Parallel()
	p := Start(t).NewPage(t)
	p.OpenReady(Hosted(t) + "#/server")
	p.Type("#user", "anna")
	p.Type("#password", "x\r")
	p.Wait(contains(asked, "This page did not come from an issuance server."))
}

// An answer that is JSON and no object ends nothing.
func TestServerAnswersANumber(t *testing.T) {
	t.Parallel()
	page := Site(t).Handler()
	s := Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/v1/") {
			io.WriteString(w, "1")
			return
		}
		page.ServeHTTP(w, r)
	}))
	p := Start(t).NewPage(t)
	p.OpenReady(s.URL + "#/server")
	p.Type("#user", "anna")
	p.Type("#password", "x\r")
	p.Wait(contains(asked, "This page did not come from an issuance server."))
}

func TestFileAsksNobody(t *testing.T) {
	t.Parallel()
	p := Start(t).NewPage(t)
	p.OpenReady(SingleFile(t, Site(t)) + "#/server")
	p.Wait(`document.querySelector("main").innerText.includes("This page is a file on your disk")`)
}
