package ui

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mintmark/tokens"
)

// keyringPlace is where a file with a key falls.
const keyringPlace = "keyring"

// onTaken takes what was pasted, dropped or opened where the shell has no field
// for it on the screen, or it is too long for one.
func (w *workbench) onTaken(app.Context, app.Event) {
	shell := app.Window().Get("mintmark")
	taken := shell.Get("taken")
	if !taken.Truthy() {
		return
	}
	shell.Set("taken", nil)
	d := w.desk
	d.do(func() {
		switch {
		case taken.Get("problem").Truthy():
			d.say(taken.Get("problem").String())
		case taken.Get("into").String() == keyringPlace:
			d.takeKey(taken.Get("text").String())
		case taken.Get("into").String() == heapPlace:
			d.setHeap(taken.Get("text").String())
		case taken.Get("into").String() == sideNames[0]:
			d.setSide(0, taken.Get("text").String())
		case taken.Get("into").String() == sideNames[1]:
			d.setSide(1, taken.Get("text").String())
		default:
			d.take(taken.Get("text").String())
		}
	})
	d.tend()
}

// take judges the one token of a long text; several stand in a table.
func (d *desk) take(text string) {
	switch found := tokens.FindAll(text, false); len(found) {
	case 0:
		d.say("There is no token in these " + size(len(text)))
	case 1:
		d.setText(text[found[0].Start:found[0].End])
		d.goTo(workbenchScreen)
		d.land("token")
	default:
		d.setHeap(text)
		d.goTo(manyScreen)
	}
}

// size is a number of bytes as people say it.
func size(bytes int) string {
	switch {
	case bytes < 10_000:
		return counted(bytes, "byte")
	case bytes < 1_000_000:
		return strconv.Itoa(bytes/1000) + " kB"
	}
	return strconv.FormatFloat(float64(bytes)/1e6, 'f', 1, 64) + " MB"
}
