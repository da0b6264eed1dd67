package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"mintmark/app/internal/site"
)

type siteFlags struct {
	out    string
	single string
}

// siteCmd writes the page out, for a web server or as one file.
func (p *program) siteCmd() *cobra.Command {
	var f siteFlags
	cmd := &cobra.Command{
		Use:   "site",
		Short: "Write the page as a static site or as one HTML file",
		Example: `  mintmark site --out dist                      files for any web server
  mintmark site --single-file mintmark.html     one file that opens from disk`,
		Long: `The files of the site come with packed ones beside them, NAME.br and NAME.gz,
for web servers that know how to send those. The single file needs no server
and may connect to nothing. The same mintmark writes the same bytes.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return p.site(cmd, &f) },
	}
	cmd.Flags().StringVar(&f.out, "out", "dist", "write the static site into this `folder`")
	cmd.Flags().StringVar(&f.single, "single-file", "", "write one HTML `file`, - for standard output, and no site unless --out is given")
	return cmd
}

func (p *program) site(cmd *cobra.Command, f *siteFlags) error {
	s, err := site.Open()
	if errors.Is(err, site.ErrNotBuilt) {
		return &failure{code: exitUsage, err: err, hint: "make build leaves a whole program in bin/mintmark"}
	}
	if err != nil {
		return err
	}
	made := written{Version: s.Version()}
	if f.single == "" || cmd.Flags().Changed("out") {
		if err := s.WriteDir(f.out); err != nil {
			return fmt.Errorf("write the site: %w", err)
		}
		made.Out = f.out
	}
	if f.single == "-" {
		return s.WriteSingleFile(p.stdout)
	}
	if f.single != "" {
		if err := writeSingleFile(s, f.single); err != nil {
			return fmt.Errorf("write the page: %w", err)
		}
		made.SingleFile = f.single
	}
	return p.sayWritten(&made)
}

// writeSingleFile makes the folders on the way too.
func writeSingleFile(s *site.Site, name string) error {
	var b bytes.Buffer
	if err := s.WriteSingleFile(&b); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, b.Bytes(), 0o644)
}

// written is what lies where.
type written struct {
	Version    string `json:"version"`
	Out        string `json:"out,omitempty"`         // a folder
	SingleFile string `json:"single_file,omitempty"` // a file
}

func (p *program) sayWritten(w *written) error {
	if p.json {
		return p.printJSON(w)
	}
	for _, path := range []string{w.Out, w.SingleFile} {
		if path != "" {
			p.tell("wrote the page, version %s, to %s", w.Version, path)
		}
	}
	return nil
}
