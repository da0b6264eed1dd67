package ui

import (
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// The workbench is the whole screen: one model, drawn in cards.
type workbench struct {
	app.Compo

	desk *desk
	hash string // the fragment that was followed last
	stop func()
}

func newWorkbench() *workbench {
	return &workbench{desk: &desk{model: newModel(time.Now, readerZone)}}
}

// OnMount takes over from the shell and starts the clock.
func (w *workbench) OnMount(ctx app.Context) {
	w.desk.ctx = ctx
	w.takeOver()
	w.stop = app.Window().AddEventListener("keydown", w.onKey)
	go w.tick(ctx)
}

// OnDismount stops listening; the clock stops with the context.
func (w *workbench) OnDismount() {
	if w.stop != nil {
		w.stop()
	}
}

// takeOver takes what was typed into the shell. That is newer than the address
// that the page was opened with, which counts where nothing was typed.
func (w *workbench) takeOver() {
	shell := app.Window().Get("mintmark")
	if !shell.Truthy() {
		return
	}
	w.desk.do(func() { w.desk.setText(shell.Get("text").String()) })
	if !w.desk.empty() {
		w.hash = shell.Get("hash").String()
	}
	w.follow()
}

// OnNav follows a fragment that has changed.
func (w *workbench) OnNav(app.Context) { w.follow() }

// follow does what the fragment of the address asks for, once.
func (w *workbench) follow() {
	shell := app.Window().Get("mintmark")
	if !shell.Truthy() {
		return
	}
	if hash := shell.Get("hash").String(); hash != w.hash {
		w.hash = hash
		w.desk.do(func() { w.desk.openHash(hash) })
	}
}

// tick judges once a second, for as long as the page is there.
func (w *workbench) tick(ctx app.Context) {
	seconds := time.NewTicker(time.Second)
	defer seconds.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-seconds.C:
			ctx.Dispatch(func(app.Context) { w.desk.tick() })
		}
	}
}

// onKey is undo, where the browser does not do its own.
func (w *workbench) onKey(_ app.Context, e app.Event) {
	ctrl := e.Get("ctrlKey").Bool() || e.Get("metaKey").Bool()
	if !ctrl || e.Get("shiftKey").Bool() || e.Get("key").String() != "z" {
		return
	}
	switch e.Get("target").Get("tagName").String() {
	case "INPUT", "TEXTAREA":
		return
	}
	e.PreventDefault()
	w.desk.do(w.desk.undo)
}

// Render draws the screen. The token's card has the same place whether there
// is a token or not, so that its field keeps the caret while one is typed.
func (w *workbench) Render() app.UI {
	d := w.desk
	class, parts := "", w.cards
	if d.empty() {
		class, parts = "empty", w.emptyPage
	}
	top, beside, rest := parts()
	have := append([]app.UI{&tokenCard{Desk: d, Seen: d.revision}}, beside...)
	return el("div", "page",
		&bar{Desk: d},
		&notices{Desk: d, Seen: d.revision},
		el("main", class, append([]app.UI{top, el("div", "have", have...)}, rest...)...),
		text("p", "toast", d.said).Role("status"), // silent when there is nothing to say
	)
}

// cards are what stands above the token, with it on the left, and after it.
func (w *workbench) cards() (top app.UI, beside, rest []app.UI) {
	d, second := w.desk, w.desk.at.Unix()
	top = &verdictCard{Desk: d, Seen: d.revision, Second: second}
	return top, []app.UI{&keyCard{Desk: d, Seen: d.revision}}, []app.UI{
		el("div", "facts",
			&timeCard{Desk: d, Seen: d.revision, Second: second},
			&meaningCard{Desk: d, Seen: d.revision},
			&checksCard{Desk: d, Seen: d.revision},
		),
	}
}

func (w *workbench) emptyPage() (top app.UI, beside, rest []app.UI) {
	return hero(), nil, []app.UI{presetTiles(w.desk), exampleLine(w.desk)}
}
