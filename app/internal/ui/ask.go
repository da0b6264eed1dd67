package ui

import (
	"encoding/base64"
	"errors"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mintmark/tokens"
)

// ask sends the server on an errand. It is the only thing that ever leaves the
// page. What answers an older request than the last, or one of somebody who has
// logged out since, counts for nothing.
func (d *desk) ask(e errand) {
	q := &d.asked
	if q.waiting != noErrand || q.pause(d.now()) != "" {
		return
	}
	body, err := q.body()
	q.clearAnswer()
	var field *tokens.FieldError
	switch missing := q.unready(); {
	case missing != "":
		q.refusal = missing
		return
	case errors.As(err, &field):
		q.wrong, q.refusal = "grants."+field.Path, sayField("grants."+field.Path)+" wants "+field.Want+"."
		return
	}
	q.waiting = e
	q.sent++
	sent := q.sent
	d.fetch(e, q.authorization(), string(body), func(r response) {
		if d.asked.sent == sent {
			d.at = d.now() // which nobody keeps up to date without a token
			d.asked.take(e, r, d.at)
			d.showAnswer(e)
		}
	})
}

// showAnswer has the focus follow where what had it is gone.
func (d *desk) showAnswer(e errand) {
	if e == loginErrand && d.asked.who != nil {
		d.drawn(func() { focus("logged-in") })
	}
}

func (d *desk) logOut() {
	d.asked.logOut()
	d.drawn(func() {
		if !focus("user") {
			focus("bearer")
		}
	})
}

// authorization is the header that proves who asks.
func (q *inquiry) authorization() string {
	if q.byKey {
		return "Bearer " + q.bearer
	}
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(q.user+":"+q.password))
}

func (d *desk) fetch(e errand, authorization, body string, then func(response)) {
	request := map[string]any{
		"method":      errands[e].method,
		"headers":     map[string]any{"Authorization": authorization},
		"cache":       "no-store",
		"redirect":    "error",
		"credentials": "omit", // or the browser asks for a password of its own
	}
	if errands[e].method == "POST" {
		request["headers"] = map[string]any{"Authorization": authorization, "Content-Type": "application/json"}
		request["body"] = body
	}
	answered := func(r response) {
		d.ctx.Dispatch(func(app.Context) { d.do(func() { then(r) }) })
	}
	settle(app.Window().Call("fetch", errands[e].path, request), func(ok bool, answer app.Value) {
		if !ok {
			answered(response{})
			return
		}
		r := response{status: answer.Get("status").Int()}
		if retry := answer.Get("headers").Call("get", "Retry-After"); retry.Truthy() {
			r.retry = strings.TrimSpace(retry.String())
		}
		settle(answer.Call("text"), func(ok bool, said app.Value) {
			if ok {
				r.body = said.String()
			}
			answered(r)
		})
	})
}

// openAnswer puts the token that the server gave under judgement.
func (d *desk) openAnswer() {
	d.setText(d.asked.token.Raw)
	d.reach("verdict")
}
