package ui

import (
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// A desk is the model and the browser around it: what every card is handed.
type desk struct {
	*model

	ctx    app.Context // of the root, which outlives every button; nil until it is drawn
	toasts int         // how many have been shown

	waiting []func() // what begins when it is

	maskedAt int // the revision whose names are hidden

	judging bool // tokens of the heap are being judged, a few at a time

	lags  bool // the cards below the verdict show an earlier revision
	below int  // that one
}

// toastTime is how long a toast can be read.
const toastTime = 5 * time.Second

// say shows a toast for a while.
func (d *desk) say(text string) {
	d.said = text
	d.toasts++
	n := d.toasts
	d.later(toastTime, func() {
		if d.toasts == n { // else it is a newer one that is shown
			d.do(func() { d.said = "" })
		}
	})
}

// open begins with what has waited for the page to be there.
func (d *desk) open(ctx app.Context) {
	d.ctx = ctx
	for _, begin := range d.waiting {
		begin()
	}
	d.waiting = nil
}

// later runs fn on the UI goroutine when the time has passed.
func (d *desk) later(wait time.Duration, fn func()) {
	if d.ctx == nil {
		d.waiting = append(d.waiting, func() { d.later(wait, fn) })
		return
	}
	time.AfterFunc(wait, func() {
		d.ctx.Dispatch(func(app.Context) { fn() })
	})
}

// draw has what has changed drawn at once. go-app would do it a sixtieth of a
// second later, by a clock that the change sets going.
func (d *desk) draw() {
	if d.ctx == nil {
		return
	}
	d.ctx.Dispatcher().Dispatch(app.Dispatch{
		Mode: app.Next, // which has nothing drawn for its own sake
		Function: func(ctx app.Context) {
			if engine, ok := ctx.Dispatcher().(app.ClientDispatcher); ok {
				engine.Consume()
			}
		},
	})
}

// retype takes what is typed or pasted as the token. Its verdict is drawn at
// once, and what follows from it a moment later: to draw all of that can take
// longer than a frame.
func (d *desk) retype(text string) {
	const moment = 20 * time.Millisecond
	lags := !d.empty() && !d.share.masked
	d.model.do(func() { d.setText(text) })
	d.lags = lags
	d.draw()
	d.later(moment, func() {
		d.lags = false
		d.draw()
	})
}

// drawn runs fn when what has just changed is on the screen, and new fields
// have been filled: they are filled in their OnMount, one dispatch later.
func (d *desk) drawn(fn func()) {
	if d.ctx == nil {
		d.waiting = append(d.waiting, func() { d.drawn(fn) })
		return
	}
	d.ctx.Dispatch(func(app.Context) {}) // has the page drawn before what is deferred
	d.ctx.Defer(func(ctx app.Context) {
		ctx.Dispatch(func(app.Context) { d.attempt(fn) })
	})
}

// copyToken puts the bare token on the clipboard. Where that is refused, the
// token is selected for the reader to copy.
func (d *desk) copyToken() {
	text := d.doc.token.Raw
	if text == "" {
		text = d.doc.text
	}
	d.copyText(text, "Copied the token", func() {
		selectAll("token")
		d.say("The browser refuses the clipboard. The token is selected: copy it with the keyboard")
	})
}

// copyReport puts the verdict on the clipboard as text.
func (d *desk) copyReport() {
	report := d.report()
	d.copyText(report, "Copied the report; there is no token in it", func() {
		d.offer = report
		d.drawn(func() { selectAll("offer") })
	})
}

func (d *desk) copyText(text, done string, refused func()) {
	clipboard := app.Window().Get("navigator").Get("clipboard")
	if !clipboard.Truthy() { // a page without TLS
		refused()
		return
	}
	settle(clipboard.Call("writeText", text), func(ok bool, _ app.Value) {
		d.ctx.Dispatch(func(app.Context) {
			d.do(func() {
				if ok {
					d.say(done)
				} else {
					refused()
				}
			})
		})
	})
}

// settle waits for a promise, and tells whether it was kept and what it gave.
func settle(promise app.Value, then func(kept bool, given app.Value)) {
	var kept, broken app.Func
	settled := func(ok bool) func(app.Value, []app.Value) any {
		return func(_ app.Value, given []app.Value) any {
			kept.Release()
			broken.Release()
			then(ok, given[0])
			return nil
		}
	}
	kept, broken = app.FuncOf(settled(true)), app.FuncOf(settled(false))
	promise.Call("then", kept, broken)
}
