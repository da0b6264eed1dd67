package ui

import (
	"slices"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// Each press flips the switch, also where nothing was drawn in between.
func TestToggle(t *testing.T) {
	var got []bool
	box := &toggle{OnSwitch: func(on bool) { got = append(got, on) }}
	for range 3 {
		box.onChange(nil, app.Event{})
	}
	if want := []bool{true, false, true}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
