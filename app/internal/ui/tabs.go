package ui

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// tabs is a row of tabs. The arrow keys go from one to the next; the panel of
// tab i has the id Name-panel and is labelled by Name-i.
type tabs struct {
	app.Compo

	Name, Label string
	Titles      []string
	Selected    int
	OnSelect    func(i int)
}

// Render draws the row.
func (t *tabs) Render() app.UI {
	row := make([]app.UI, len(t.Titles))
	for i, title := range t.Titles {
		row[i] = &tab{ID: t.id(i), Title: title, Panel: t.Name + "-panel", Selected: i == t.Selected,
			OnSelect: func() { t.OnSelect(i) }}
	}
	return el("div", "tabs", row...).Role("tablist").Aria("label", t.Label).OnKeyDown(t.onKey)
}

func (t *tabs) id(i int) string { return t.Name + "-" + strconv.Itoa(i) }

func (t *tabs) onKey(_ app.Context, e app.Event) {
	i, ok := nextTab(e.Get("key").String(), t.Selected, len(t.Titles))
	if !ok {
		return
	}
	e.PreventDefault()
	t.OnSelect(i)
	focus(t.id(i))
}

// nextTab is the tab that a key leads to from the selected one.
func nextTab(key string, selected, n int) (i int, ok bool) {
	switch key {
	case "ArrowRight":
		return (selected + 1) % n, true
	case "ArrowLeft":
		return (selected + n - 1) % n, true
	case "Home":
		return 0, true
	case "End":
		return n - 1, true
	}
	return selected, false
}

// A tab is one of a row.
type tab struct {
	app.Compo

	ID, Title, Panel string
	Selected         bool
	OnSelect         func()
}

func (t *tab) onClick(app.Context, app.Event) { t.OnSelect() }

// Render draws the tab. Only the selected one is a stop of the tab key.
func (t *tab) Render() app.UI {
	stop := -1
	if t.Selected {
		stop = 0
	}
	return text("button", "", t.Title).Attr("type", "button").ID(t.ID).Role("tab").Aria("selected", t.Selected).Aria("controls", t.Panel).TabIndex(stop).OnClick(t.onClick)
}
