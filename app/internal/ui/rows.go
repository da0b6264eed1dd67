package ui

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// mostRows is how many rows of one list are drawn. A token of 30 kB can have
// thousands of grants: nobody reads them, and go-app stops for ever where more
// components change at once than its queue of 4096 takes. For the same reason
// rows are plain elements: the list has the handler for all of them, and finds
// out with rowOf which it was.
const mostRows = 100

// row marks an element as belonging to row i of its list.
func row(e app.HTMLElem, i int) app.HTMLElem { return e.DataSet("row", i) }

// rowOf is the row that an event comes from; false where it is none.
func rowOf(e app.Event) (i int, ok bool) {
	from := e.Get("target").Call("closest", "[data-row]")
	if !from.Truthy() {
		return 0, false
	}
	i, err := strconv.Atoi(from.Get("dataset").Get("row").String())
	return i, err == nil
}

// fewer is how many of n rows are drawn, and what is said after the last: how
// many more there are, which all of them under JSON shows.
func (d *desk) fewer(n int) (drawn int, after []app.UI) {
	if n <= mostRows {
		return n, nil
	}
	return mostRows, []app.UI{moreRow(n-mostRows, &button{Class: "link", Text: "Show all as JSON", OnPress: func() {
		d.do(func() { d.setView(jsonView) })
		d.drawn(func() { focus(tabID(jsonView)) })
	}})}
}

// mostChars is how many characters of what a token says are drawn in one place.
const mostChars = 500

// moreRow stands after the last row that is drawn.
func moreRow(n int, all app.UI) app.UI {
	return el("p", "hint more", app.Text("and "+strconv.Itoa(n)+" more. "), all)
}
