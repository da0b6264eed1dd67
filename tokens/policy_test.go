package tokens_test

import (
	"testing"

	"mintmark/tokens"
)

func TestDecide(t *testing.T) {
	const base = "https://taskrouter.twilio.com/v1/Workspaces/WS1"
	policies := []tokens.TaskRouterPolicy{
		{URL: base + "/Activities", Method: "GET"},
		{URL: base + "/Tasks/**", Method: "GET"},
		{URL: base + "/Workers/*", Method: "POST"},
		{URL: base + "/Workers/*/Reservations/**", Method: "POST"},
		{URL: base + "/Workers/WK9", Method: "POST", Deny: true},
	}
	for _, test := range []struct {
		method, path string
		want         bool
	}{
		{"GET", "/Activities", true},
		{"get", "/Activities?PageSize=1", true},
		{"POST", "/Activities", false},
		{"GET", "/Activities/", false},
		{"GET", "/Tasks", true},
		{"GET", "/Tasks/WT1", true},
		{"GET", "/Tasks/WT1/Reservations/WR1", true},
		{"GET", "/TasksX", false},
		{"POST", "/Workers/WK1", true},
		{"POST", "/Workers/", false},
		{"POST", "/Workers/WK1/Channels", false},
		{"POST", "/Workers/WK1/Reservations/WR1", true},
		{"POST", "/Workers/WK1/WK2/Reservations/WR1", false},
		{"POST", "/Workers/WK9", false},
	} {
		if got, by := tokens.DecideTaskRouter(policies, test.method, base+test.path); got != test.want {
			t.Errorf("%s %s: got %v by %v, want %v", test.method, test.path, got, by, test.want)
		}
	}
}
