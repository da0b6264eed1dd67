package ui

import (
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// The workbench is the whole screen: one model, drawn in cards.
type workbench struct {
	app.Compo

	desk   *desk
	narrow bool // everything stands in one column
	stop   []func()

	typed, hash string // what was taken from the shell
}

func newWorkbench() *workbench {
	return &workbench{desk: &desk{model: newModel(time.Now, readerZone)}}
}

// begin takes over from the shell. Where a token is shown there, its verdict is
// shown beside it: to draw the whole page takes a browser much longer.
func (w *workbench) begin() {
	w.desk.recall()
	w.takeOver()
	shell := app.Window().Get("mintmark")
	if w.typed == "" || w.desk.screen != workbenchScreen {
		return
	}
	painted := make(chan struct{})
	settle(shell.Call("showVerdict", app.HTMLString(&verdictCard{Desk: w.desk})), func(bool, app.Value) { close(painted) })
	<-painted
}

// OnInit takes what has come since, so that what is drawn first is what stays.
// Until it is drawn nothing else runs, and nothing can be typed.
func (w *workbench) OnInit() {
	w.takeOver()
	w.narrow = app.Window().Call("matchMedia", oneColumn).Get("matches").Truthy()
}

// OnMount listens and starts the clock.
func (w *workbench) OnMount(ctx app.Context) {
	w.desk.open(ctx)
	w.stop = []func(){
		w.watchWidth(),
		app.Window().AddEventListener("keydown", w.onKey),
		app.Window().AddEventListener("mintmark.taken", w.onTaken),
		app.Window().AddEventListener("popstate", func(app.Context, app.Event) { w.follow(false) }),
	}
	go w.tick(ctx)
}

// oneColumn is where everything stands in one column, as the style has it.
const oneColumn = "(max-width: 62rem)"

// watchWidth notices when that changes. The keyboard goes through the cards in
// the order in which they are seen, which another layout changes.
func (w *workbench) watchWidth() (stop func()) {
	query := app.Window().Call("matchMedia", oneColumn)
	changed := app.FuncOf(func(app.Value, []app.Value) any {
		w.desk.ctx.Dispatch(func(app.Context) { w.narrow = query.Get("matches").Truthy() })
		return nil
	})
	query.Call("addEventListener", "change", changed)
	return func() {
		query.Call("removeEventListener", "change", changed)
		changed.Release()
	}
}

// OnDismount stops listening; the clock stops with the context.
func (w *workbench) OnDismount() {
	for _, stop := range w.stop {
		stop()
	}
}

// takeOver takes what was typed into the shell. That is newer than the token
// in the address that the page was opened with.
func (w *workbench) takeOver() {
	shell := app.Window().Get("mintmark")
	if !shell.Truthy() {
		return
	}
	typed, hash := shell.Get("text").String(), shell.Get("hash").String()
	if typed == w.typed && hash == w.hash {
		return
	}
	w.typed, w.hash = typed, hash
	w.desk.do(func() { w.desk.setText(typed) })
	w.follow(typed != "")
}

// follow does what the fragment of the address asks for, but for other tokens
// if the one that is there is to be kept. go-app's OnNav would not do: the
// shell has taken a token out of the address before go-app looks.
func (w *workbench) follow(keep bool) {
	shell := app.Window().Get("mintmark")
	if !shell.Truthy() {
		return
	}
	hash := shell.Get("hash").String()
	w.desk.do(func() {
		w.desk.openKey(hash)
		if w.desk.openPlace(hash) || keep || !w.desk.openHash(hash) {
			return
		}
		if w.desk.doc.exhibit != "" {
			w.desk.say("Judged as of the day it was made, under its own secret. Yours come back with the next token")
			w.desk.land("verdict")
		}
	})
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
			ctx.Dispatch(func(app.Context) {
				w.desk.attempt(func() { w.desk.tick() })
				w.desk.tend()
			})
		}
	}
}

// onKey does what a key is a shortcut for.
func (w *workbench) onKey(_ app.Context, e app.Event) {
	if act := w.desk.keyed(keystroke(e)); act != nil {
		e.PreventDefault()
		w.desk.do(func() { act(w.desk) })
	}
}

// Render draws the page around the screen.
func (w *workbench) Render() app.UI {
	d := w.desk
	d.maskAnew()
	return el("div", "page",
		text("button", "skip", "Skip to the content").Attr("type", "button").ID("skip"), // which the shell does
		&bar{Desk: d, Screen: d.screen, Masked: d.share.masked, Theme: theme()},
		&notices{Desk: d, Seen: d.revision},
		w.main(),
		&dialogs{Desk: d, Open: d.dialog, Seen: d.revision},
		text("p", "toast", d.said).Role("status"), // silent when there is nothing to say
	)
}

// main is the screen. Each is of a type of its own, so that nothing of one is
// reused for the next.
func (w *workbench) main() app.UI {
	switch d := w.desk; d.screen {
	case manyScreen:
		return &manyPage{Desk: d, Seen: d.revision}
	case compareScreen:
		return &comparePage{Desk: d, Seen: d.revision, Minute: d.at.Unix() / 60}
	case serverScreen:
		return &serverPage{Desk: d, Seen: d.revision}
	case galleryScreen:
		return &galleryPage{Desk: d, Seen: d.revision}
	case componentsScreen:
		return &storybook{Desk: d, Seen: d.revision}
	}
	return w.bench()
}

// bench is the screen of one token. The token's card has the same place
// whether there is a token or not, so that its field keeps the caret while one
// is typed.
func (w *workbench) bench() app.UI {
	d := w.desk
	class, parts := "", w.cards
	if d.empty() {
		class, parts = "empty", w.emptyPage
	}
	top, beside, rest := parts()
	have := append([]app.UI{&tokenCard{Desk: d, Seen: d.revision}}, beside...)
	return el("main", class, append([]app.UI{top, el("div", "have", have...)}, rest...)...).Aria("busy", d.lags)
}

// cards are what stands above the token, with it on the left, and after it; in
// one column the key comes last.
func (w *workbench) cards() (top app.UI, beside, rest []app.UI) {
	d, second := w.desk, w.desk.at.Unix()
	if !d.lags {
		d.below = d.revision
	}
	top = &verdictCard{Desk: d, Seen: d.revision, Second: second}
	facts := el("div", "facts",
		&timeCard{Desk: d, Seen: d.below, Second: second},
		&meaningCard{Desk: d, Seen: d.below},
		&checksCard{Desk: d, Seen: d.below},
	)
	key := &keyCard{Desk: d, Seen: d.below}
	code := &codeCard{Desk: d, Seen: d.below, Narrow: w.narrow}
	if w.narrow {
		return top, nil, []app.UI{facts, key, code}
	}
	return top, []app.UI{key, code}, []app.UI{facts}
}

func (w *workbench) emptyPage() (top app.UI, beside, rest []app.UI) {
	return hero(), nil, []app.UI{presetTiles(w.desk), exampleLine(w.desk)}
}
