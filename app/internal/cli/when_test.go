package cli

import (
	"testing"
	"time"
)

func TestClock(t *testing.T) {
	at := time.Unix(1610383347, 0)
	for name, want := range map[string]string{
		"UTC":           "2021-01-11 16:42:27 UTC",
		"Europe/Berlin": "2021-01-11 16:42:27 UTC (17:42:27 CET)",
		"Asia/Tokyo":    "2021-01-11 16:42:27 UTC (2021-01-12 01:42:27 JST)",
	} {
		z, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := clock(at, z); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestSpan(t *testing.T) {
	tests := []struct {
		text string
		want time.Duration // -1 for an error
	}{
		{"15m", 15 * time.Minute},
		{"1h30m", 90 * time.Minute},
		{"86400", 24 * time.Hour},
		{"0", 0},
		{"1d", -1},
		{"99999999999999", -1},
		{"", -1},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			var s span
			err := s.Set(tt.text)
			switch {
			case (err != nil) != (tt.want == -1):
				t.Errorf("got error %v, want %v", err, tt.want)
			case err == nil && s.d != tt.want:
				t.Errorf("got %v, want %v", s.d, tt.want)
			}
		})
	}
}
