package cli

import (
	"runtime"
	"runtime/debug"
	"testing"
)

func TestBuild(t *testing.T) {
	machine := runtime.Version() + ", " + runtime.GOOS + "/" + runtime.GOARCH
	clone := &debug.BuildInfo{
		Main: debug.Module{Version: "v1.2.3"},
		Settings: []debug.BuildSetting{
			{Key: "vcs.revision", Value: "0123456789abcdef0123456789abcdef01234567"},
			{Key: "vcs.time", Value: "2026-01-31T12:00:00Z"},
			{Key: "vcs.modified", Value: "true"},
		},
	}
	for _, test := range []struct {
		name string
		info *debug.BuildInfo
		want string
	}{
		{"nothing known", nil, "mintmark (devel) (" + machine + ")"},
		{"no clone", &debug.BuildInfo{Main: debug.Module{Version: "v1.2.3"}}, "mintmark v1.2.3 (" + machine + ")"},
		{"a clone", clone, "mintmark v1.2.3 (commit 0123456789ab and changes, 2026-01-31T12:00:00Z, " + machine + ")"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := buildOf(test.info).String(); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}
