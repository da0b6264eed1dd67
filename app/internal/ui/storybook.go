package ui

import (
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mintmark/tokens"
	"mintmark/tokens/gallery"
)

// The storybook is the screen of every component in its states, for those who
// build the page. Each story is drawn by what draws the page, from data that
// never changes; what has a model of its own can be pressed and typed into.
type storybook struct {
	app.Compo

	Desk *desk
	Seen int

	desks map[string]*desk // of the stories
}

// Render draws the stories.
func (b *storybook) Render() app.UI {
	parts := []app.UI{el("header", "intro",
		text("h1", "", "Components"),
		text("p", "", "What this page is made of, each part in its states. For those who build it: none of these tokens is yours, and nothing that is done here touches yours."),
	)}
	for _, s := range stories {
		parts = append(parts, el("section", "story", text("h2", "", s.title), el("div", "states", s.states(b)...)))
	}
	return el("main", "plain", parts...)
}

// desk is the desk of the story with that name. It begins at the moment of the
// gallery, where no second passes.
func (b *storybook) desk(name string, begin func(*desk)) *desk {
	d := b.desks[name]
	if d == nil {
		at := time.Unix(gallery.Moment, 0)
		d = &desk{ctx: b.Desk.ctx, model: newModel(
			func() time.Time { return at },
			func(time.Time) *time.Location { return time.UTC })}
		begin(d)
		if b.desks == nil {
			b.desks = make(map[string]*desk)
		}
		b.desks[name] = d
	}
	return d
}

// press is a button that says what was pressed.
func (b *storybook) press(class, title string) *button {
	return &button{Class: class, Text: title, OnPress: func() { b.pressed(title) }}
}

func (b *storybook) pressed(title string) {
	b.Desk.do(func() { b.Desk.say("Pressed: " + title) })
}

// storyToken begins with a token that is good for an hour and signed with a
// key that is here.
func storyToken(d *desk) {
	d.setKey(gallery.Secret(""))
	d.mint(&tokens.AccessToken{
		AccountSID: "AC15c1737bf14064d2278d616face3f17f", KeySID: "SK21c17013f3face8fdc4e4623b0a9d2c1",
		ID: "SK21c17013f3face8fdc4e4623b0a9d2c1-story", Identity: "susan", Now: d.now(),
		Grants: []tokens.Grant{&tokens.Video{Room: "daily"}, &tokens.Voice{Incoming: tokens.Incoming{Allow: true}}},
	})
}

// inState is a component in one state, under what that is called.
func inState(name string, what ...app.UI) app.UI {
	return el("div", "", append([]app.UI{text("p", "hint", name)}, what...)...)
}
