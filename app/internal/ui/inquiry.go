package ui

import (
	"strconv"
	"strings"
	"time"

	"mintmark/tokens"
)

// An inquiry is what is asked of the issuance server that the page came from,
// and what it has answered. Password and key are forgotten with the log-out.
type inquiry struct {
	byKey          bool // with a service key or an ID token
	user, password string
	bearer         string

	who     *caller // nil before somebody is logged in
	chosen  int     // which of his offers
	named   string  // the identity, as typed
	ttl     string  // as typed
	filled  map[string]string
	wrong   string // the field that the last refusal is about; "" for none
	waiting errand
	sent    int // how many requests; what answers an older one is too late

	refusal string    // a sentence; "" for none
	request string    // the id that the server's log has of a refusal
	until   time.Time // when it makes sense to ask again; zero for now
	token   *tokens.Token
	renew   int64 // seconds after which an app would ask for the next token
	preview *preview
}

// An errand is one thing to ask the server for.
type errand int

const (
	noErrand errand = iota
	loginErrand
	tokenErrand
	previewErrand
)

// errands are the method and path of each, below the folder of the page.
var errands = []struct{ method, path string }{
	loginErrand:   {"GET", "v1/whoami"},
	tokenErrand:   {"POST", "v1/token"},
	previewErrand: {"POST", "v1/token:preview"},
}

// unready says what is still to be typed before anything can be asked; "" for
// nothing.
func (q *inquiry) unready() string {
	switch {
	case q.byKey && q.bearer == "":
		return "Type the service key first."
	case q.byKey && !isVisible(q.bearer):
		return "A service key has letters, digits and underscores alone. Look for a blank or a line break in it."
	case q.byKey:
		return ""
	case q.user == "":
		return "Type the user name first."
	case strings.Contains(q.user, ":"):
		return "No user name has a colon in it."
	case q.password == "":
		return "Type the password first."
	}
	return ""
}

func isVisible(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' })
}

// A response is an answer of the server: its status, 0 for none at all, its body
// and the header Retry-After.
type response struct {
	status      int
	body, retry string
}

// take takes the answer to an errand.
func (q *inquiry) take(e errand, r response, now time.Time) {
	q.waiting = noErrand
	q.clearAnswer()
	said, err := tokens.ParseJSON(r.body)
	switch {
	case err != nil || !said.Is(tokens.ObjectValue):
		q.refuse(r, nil, now)
	case r.status != 200, !q.accept(e, said):
		q.refuse(r, said, now)
	}
}

// accept takes what was asked for; false for something else.
func (q *inquiry) accept(e errand, said *tokens.Value) bool {
	switch e {
	case loginErrand:
		if q.who = readCaller(said); q.who != nil {
			q.chosen, q.named, q.ttl, q.filled = q.who.preset(), "", "", nil
		}
		return q.who != nil
	case previewErrand:
		q.preview = readPreview(said)
		q.wrong = q.preview.field
		return true
	}
	text, _ := said.Get("token").Text()
	if text == "" {
		return false
	}
	q.token = tokens.Decode(text)
	q.renew, _ = said.Get("refresh_after").Integer()
	return true
}

// clearAnswer forgets what was last answered.
func (q *inquiry) clearAnswer() {
	q.token, q.preview, q.refusal, q.request, q.wrong, q.until = nil, nil, "", "", "", time.Time{}
}

// names are the texts that may name somebody.
func (q *inquiry) names() []string {
	names := []string{q.user, q.bearer, q.named}
	if q.who != nil {
		names = append(append(names, q.who.name, q.who.issuer), q.who.groups...)
		for _, o := range q.who.offers {
			names = append(names, o.identity)
		}
	}
	if q.preview != nil {
		names = append(names, q.preview.identity)
	}
	for _, text := range q.filled {
		names = append(names, text)
	}
	return names
}

// logOut forgets who asks, and all that was said to him.
func (q *inquiry) logOut() { *q = inquiry{byKey: q.byKey, sent: q.sent + 1} }

// refuse says in plain words why there is nothing, of a problem that the server
// has told as RFC 9457 has it, or not.
func (q *inquiry) refuse(r response, said *tokens.Value, now time.Time) {
	detail, _ := said.Get("detail").Text()
	q.request, _ = said.Get("request_id").Text()
	code, _ := said.Get("code").Text()
	again := ""
	if seconds, err := strconv.Atoi(r.retry); err == nil && seconds > 0 && (r.status == 429 || r.status == 503) {
		q.until = now.Add(time.Duration(seconds) * time.Second)
		again = " Try again in " + tokens.InWords(int64(seconds), 2) + "."
	}
	switch {
	case r.status == 0:
		q.refusal = "The server does not answer. Is it still running, and is there a connection?"
	case r.status == 429:
		q.refusal = "There were too many attempts." + again
	case code == "policy_denied", code == "ttl_out_of_range", strings.HasPrefix(detail, "grants: "), strings.HasPrefix(detail, "ttl: "):
		q.wrong, q.refusal = sayDenied(detail)
	case r.status == 503 && detail != "":
		detail, _, _ = strings.Cut(detail, ": try again")
		q.refusal = "The server cannot say right now: " + detail + "." + again
	case detail != "":
		q.refusal = capital(detail) + "."
	case r.status == 503 || r.status == 502 || r.status == 504:
		q.refusal = "The server cannot be reached behind its proxy, which answers " + strconv.Itoa(r.status) + "." + again
	case r.status == 404, r.status == 405, r.status == 501, r.status == 200:
		q.refusal = "This page did not come from an issuance server."
	default:
		q.refusal = "The server answers " + strconv.Itoa(r.status) + " and does not say why."
	}
}

// sayDenied is a refusal of the policy as a sentence, and the field it is about.
func sayDenied(detail string) (field, said string) {
	field, why, ok := strings.Cut(detail, ": ")
	if !ok {
		return "", "The policy refuses it: " + detail + "."
	}
	if path, why, ok := strings.Cut(why, ": "); field == "grants" && ok {
		return "grants." + path, sayField("grants."+path) + " cannot be that: " + why + "."
	}
	return field, sayField(field) + " is refused: " + why + "."
}

// sayField names a part of a request to begin a sentence with.
func sayField(field string) string {
	switch field {
	case "identity":
		return "The identity"
	case "ttl":
		return "That lifetime"
	case "profile":
		return "The profile"
	case "principal", "":
		return "Everything"
	}
	path, inGrants := strings.CutPrefix(field, "grants.")
	if f, ok := fieldAt(path); ok && inGrants {
		label, _ := labelOf(f)
		return label + ", " + path + ","
	}
	if k, ok := tokens.KindOf(path); ok && inGrants {
		return "The " + k.Title + " grant"
	}
	return field
}

// fieldAt is the field of a grant at a path, "video.room".
func fieldAt(path string) (f tokens.Field, ok bool) {
	key, rest, _ := strings.Cut(path, ".")
	k, known := tokens.KindOf(key)
	if !known {
		return f, false
	}
	for _, f := range tokens.Fields(k.New()) {
		if f.Path == rest {
			return f, true
		}
	}
	return f, false
}

// pause says how long there is to wait before the next attempt; "" for
// not at all.
func (q *inquiry) pause(now time.Time) string {
	if seconds := int64(q.until.Sub(now).Round(time.Second).Seconds()); !q.until.IsZero() && seconds > 0 {
		return "Wait " + countdown(seconds)
	}
	return ""
}

// curlLine asks the same from a terminal: curl asks for the password, and the key
// stands in the environment.
func (q *inquiry) curlLine(origin string) string {
	line := "curl -s " + shellWord(origin+errands[tokenErrand].path)
	switch {
	case q.byKey:
		line += ` -H "Authorization: Bearer $MINTMARK_KEY"`
	case q.user == "":
		line += " -u NAME"
	default:
		line += " -u " + shellWord(q.user)
	}
	body, err := q.body()
	if err != nil {
		body = []byte("{}")
	}
	return line + " -H 'Content-Type: application/json' -d " + shellQuote(string(body))
}

// shellWord is a text as one word of a shell's: bare where nothing in it means
// anything there.
func shellWord(s string) string {
	const bare = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:/.-_%"
	if strings.Trim(s, bare) == "" && !strings.HasPrefix(s, "-") {
		return s
	}
	return shellQuote(s)
}

func shellQuote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
