package tokens_test

import (
	"math"
	"testing"

	"mintmark/tokens"
)

func TestInWords(t *testing.T) {
	for _, test := range []struct {
		seconds int64
		units   int
		want    string
	}{
		{0, 2, "0 seconds"},
		{1, 1, "1 second"},
		{-90, 1, "1 minute"},
		{90, 2, "1 minute 30 seconds"},
		{3600, 2, "1 hour"},
		{3601, 2, "1 hour"},
		{3601, 1, "1 hour"},
		{86399, 2, "23 hours 59 minutes"},
		{5*31557600 + 10*2629800, 2, "5 years 10 months"},
		{math.MaxInt64, 1, "292271023045 years"},
	} {
		if got := tokens.InWords(test.seconds, test.units); got != test.want {
			t.Errorf("%d in %d units: got %q, want %q", test.seconds, test.units, got, test.want)
		}
	}
}
