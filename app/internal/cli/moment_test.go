package cli

import (
	"testing"
	"time"
)

func TestMoment(t *testing.T) {
	base := time.Unix(1700000000, 0)
	tests := []struct {
		text string
		want int64 // Unix seconds, 0 for an error
	}{
		{"now", 1700000000},
		{"-1h", 1699996400},
		{"+1m30s", 1700000090},
		{"1610383347", 1610383347},
		{"2021-01-11T16:42:27Z", 1610383347},
		{"2021-01-11T17:42:27+01:00", 1610383347},
		{"1610383347000", 0},
		{"0", 0},
		{"-5", 0},
		{"+1610383347", 0},
		{"1h", 0},
		{"2021-01-11", 1610323200},
		{"2021-01-11 16:42:27 UTC", 1610383347},
		{"2021-01-11 16:42:27 UTC, 5 years ago", 1610383347},
		{"2021-01-11 16:42:27 UTC (17:42:27 CET), 5 years ago", 1610383347},
		{"2021-01-11 17:42:27+01:00", 1610383347},
		{"2021-01-11 16:42Z", 1610383320},
		{"2021-01-11 16:42:27 CET", 0},
		{"2021-13-11", 0},
		{"9999999999999999999999", 0},
		{"", 0},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			var m moment
			err := m.Set(tt.text)
			switch {
			case tt.want == 0 && err == nil:
				t.Errorf("got %v, want an error", m.from(base))
			case tt.want != 0 && err != nil:
				t.Errorf("got error %v, want %d", err, tt.want)
			case tt.want != 0 && m.from(base).Unix() != tt.want:
				t.Errorf("got %d, want %d", m.from(base).Unix(), tt.want)
			}
		})
	}
}

// A clock's time is one in the zone of --tz, whichever of the flags comes first.
func TestMomentOnTheWall(t *testing.T) {
	for _, text := range []string{"2021-01-11T17:42:27", "2021-01-11 17:42:27"} {
		var m moment
		var z zone
		m.local = &z
		if err := m.Set(text); err != nil {
			t.Fatal(err)
		}
		if err := z.Set("Europe/Berlin"); err != nil {
			t.Fatal(err)
		}
		if got, want := m.from(time.Now()).Unix(), int64(1610383347); got != want {
			t.Errorf("got %d, want %d", got, want)
		}
	}
}
