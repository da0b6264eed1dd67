package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os"

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
	if f.single == "" || cmd.Flags().Changed("out") {
		if err := s.WriteDir(f.out); err != nil {
			return fmt.Errorf("write the site: %w", err)
		}
		if err := p.wrote(s, f.out); err != nil {
			return err
		}
	}
	if f.single == "" {
		return nil
	}
	return p.writeSingleFile(s, f.single)
}

func (p *program) writeSingleFile(s *site.Site, name string) error {
	var b bytes.Buffer
	if err := s.WriteSingleFile(&b); err != nil {
		return err
	}
	if name == "-" {
		return p.print(b.Bytes())
	}
	if err := os.WriteFile(name, b.Bytes(), 0o644); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	return p.wrote(s, name)
}

// wrote says what lies where.
func (p *program) wrote(s *site.Site, path string) error {
	if p.json {
		return p.printJSON(struct {
			Version string `json:"version"`
			Path    string `json:"path"`
		}{s.Version(), path})
	}
	fmt.Fprintf(p.stderr, "mintmark: wrote the page, version %s, to %s\n", s.Version(), path)
	return nil
}
