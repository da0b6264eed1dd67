package cli

import (
	"fmt"
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

// A build is what the Go toolchain wrote into the program.
type build struct {
	Version  string `json:"version"`
	Commit   string `json:"commit,omitempty"`
	Date     string `json:"date,omitempty"`     // of the commit, 2026-01-31
	Modified bool   `json:"modified,omitempty"` // built with changes on top of Commit
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

func (p *program) printVersion() error {
	b := thisBuild()
	if p.json {
		return p.printJSON(b)
	}
	return p.print(fmt.Appendf(nil, "mintmark %s (%s, %s)\n", b.Version, b.Go, b.Platform))
}

func thisBuild() build {
	b := build{Version: "(devel)", Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
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
			b.Date, _, _ = strings.Cut(s.Value, "T")
		case "vcs.modified":
			b.Modified = s.Value == "true"
		}
	}
	return b
}
