package cli

import (
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

// versionCmd says which build this is.
func (p *program) versionCmd() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version of Mintmark and of Go",
		Example: "  mintmark version --json",
		Args:    noArguments,
		RunE:    func(*cobra.Command, []string) error { return p.printVersion() },
	}
}

// A build is what the Go toolchain wrote into the program. Of the commit it
// knows where it was built in a clone.
type build struct {
	Version  string `json:"version"`
	Commit   string `json:"commit,omitempty"`
	Time     string `json:"time,omitempty"`     // of the commit, 2026-01-31T12:00:00Z
	Modified bool   `json:"modified,omitempty"` // built with changes on top of Commit
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

func (p *program) printVersion() error {
	b := thisBuild()
	if p.json {
		return p.printJSON(b)
	}
	return p.print([]byte(b.String() + "\n"))
}

func thisBuild() build {
	info, _ := debug.ReadBuildInfo()
	return buildOf(info)
}

// buildOf reads what is known; nil is for nothing.
func buildOf(info *debug.BuildInfo) build {
	b := build{Version: "(devel)", Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	if info == nil {
		return b
	}
	if info.Main.Version != "" {
		b.Version = info.Main.Version
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "vcs.time":
			b.Time = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		}
	}
	return b
}

// String is the line that goes into a report of a bug.
func (b build) String() string {
	about := []string{b.Go, b.Platform}
	if b.Commit != "" {
		commit := "commit " + b.Commit[:min(len(b.Commit), 12)]
		if b.Modified {
			commit += " and changes"
		}
		about = append([]string{commit, b.Time}, about...)
	}
	return "mintmark " + b.Version + " (" + strings.Join(about, ", ") + ")"
}
