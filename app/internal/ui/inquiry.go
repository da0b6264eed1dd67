package ui

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mintmark/tokens"
)

// An inquiry is what is asked of the issuance server that the page came from,
// and its answer. The password is forgotten with the answer that has a token.
type inquiry struct {
	user, password string
	waiting        bool
	refusal        string        // a sentence; "" for none
	request        string        // the id that the server's log has of a refusal
	token          *tokens.Token // nil before there is one
}

// unready says what is still to be typed; "" for nothing.
func (q inquiry) unready() string {
	switch {
	case q.user == "":
		return "Type the user name first."
	case q.password == "":
		return "Type the password first."
	}
	return ""
}

// body is the request as JSON.
func (q inquiry) body() string {
	return `{"username":` + string(jsonText(q.user)) + `,"password":` + string(jsonText(q.password)) + `}`
}

// An answer to an inquiry: the status and the members that matter.
type response struct {
	status                 int
	token, detail, request string
}

// take takes the answer of the server.
func (q *inquiry) take(r response) {
	q.waiting, q.token, q.refusal, q.request = false, nil, "", r.request
	switch {
	case r.status == 200 && r.token != "":
		q.token, q.password = tokens.Decode(r.token), ""
	case r.detail != "":
		q.refusal = capital(r.detail) + "."
	case r.status == 404, r.status == 405, r.status == 501, r.status == 200:
		q.refusal = "This page did not come from an issuance server."
	default:
		q.refusal = "The server answers " + strconv.Itoa(r.status) + " and does not say why."
	}
}

// ask sends the inquiry. It is the only thing that ever leaves the page.
func (d *desk) ask() {
	if missing := d.asked.unready(); missing != "" {
		d.asked.refusal, d.asked.token = missing, nil
		return
	}
	d.asked.waiting, d.asked.refusal, d.asked.token = true, "", nil
	sent := app.Window().Call("fetch", "token", map[string]any{
		"method":      "POST",
		"headers":     map[string]any{"Content-Type": "application/json"},
		"body":        d.asked.body(),
		"cache":       "no-store",
		"redirect":    "error",
		"credentials": "omit", // or the browser asks for a password of its own
	})
	settle(sent, func(ok bool, answer app.Value) {
		if !ok {
			d.answered(response{detail: "the server does not answer"})
			return
		}
		status := answer.Get("status").Int()
		settle(answer.Call("json"), func(ok bool, said app.Value) {
			if !ok || said.Type() != app.TypeObject {
				d.answered(response{status: status})
				return
			}
			d.answered(response{status, member(said, "token"), member(said, "detail"), member(said, "request_id")})
		})
	})
}

// member is a text in an answer; "" where there is none.
func member(of app.Value, name string) string {
	if v := of.Get(name); v.Type() == app.TypeString {
		return v.String()
	}
	return ""
}

func (d *desk) answered(r response) {
	d.ctx.Dispatch(func(app.Context) {
		d.do(func() { d.asked.take(r) })
	})
}

// openAnswer puts the token that the server gave under judgement.
func (d *desk) openAnswer() {
	d.setText(d.asked.token.Raw)
	d.reach("verdict")
}

// curlLine asks the same from a terminal.
func (q inquiry) curlLine(origin string) string {
	named := q
	named.password = "…"
	if named.user == "" {
		named.user = "…"
	}
	return "curl -s " + shellWord(origin+"token") + " -H 'Content-Type: application/json' -d " + shellQuote(named.body())
}

// shellWord is a text as one word of a shell's: bare where nothing in it means
// anything there.
func shellWord(s string) string {
	const bare = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:/.-_%"
	if strings.Trim(s, bare) == "" {
		return s
	}
	return shellQuote(s)
}

func shellQuote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
