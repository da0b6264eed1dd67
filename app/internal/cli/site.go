package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"mintmark/app/internal/site"
)

// siteCmd writes the page out, for a web server or as one file.
func (p *program) siteCmd() *cobra.Command {
	var out, single string
	cmd := &cobra.Command{
		Use:   "site",
		Short: "Write the page as a static site or as one HTML file",
		Example: `  mintmark site --out dist                     files for any web server
  mintmark site --single-file mintmark.html    one file that opens from disk`,
		Args: cobra.NoArgs,
		RunE: func(_ *cobra.Command, _ []string) error {
			s, err := openSite()
			if err != nil {
				return err
			}
			if single != "" {
				return p.writeSingleFile(s, single)
			}
			return p.writeSite(s, out)
		},
	}
	cmd.Flags().StringVar(&out, "out", "dist", "write the static site into this `folder`")
	cmd.Flags().StringVar(&single, "single-file", "", "write one HTML `file` instead, - for standard output")
	cmd.MarkFlagsMutuallyExclusive("out", "single-file")
	return cmd
}

func openSite() (*site.Site, error) {
	s, err := site.Open()
	if errors.Is(err, site.ErrNotBuilt) {
		return nil, &failure{code: exitUsage, err: err, hint: "make build leaves a whole program in bin/mintmark"}
	}
	return s, err
}

func (p *program) writeSite(s *site.Site, dir string) error {
	if err := s.WriteDir(dir); err != nil {
		return fmt.Errorf("write the site: %w", err)
	}
	fmt.Fprintf(p.stderr, "mintmark: wrote the page, version %s, to %s\n", s.Version(), dir)
	return nil
}

func (p *program) writeSingleFile(s *site.Site, name string) error {
	if name == "-" {
		return s.WriteSingleFile(p.stdout)
	}
	var b bytes.Buffer
	if err := s.WriteSingleFile(&b); err != nil {
		return err
	}
	if err := os.WriteFile(name, b.Bytes(), 0o644); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	fmt.Fprintf(p.stderr, "mintmark: wrote the page, version %s, to %s\n", s.Version(), name)
	return nil
}
