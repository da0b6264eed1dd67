package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// WriteDir writes the static site into dir, which is made if need be: every
// file, and beside it what a web server can send packed, NAME.br and NAME.gz.
// Files of other names in dir are left alone.
func (s *Site) WriteDir(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, f := range s.files {
		if err := f.writeTo(dir); err != nil {
			return err
		}
	}
	return nil
}

func (f *file) writeTo(dir string) error {
	forms := []struct {
		ending  string
		content []byte
	}{{"", f.plain}, {".br", f.br}, {".gz", f.gz}}
	for _, form := range forms {
		if form.content == nil {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, f.name+form.ending), form.content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// WriteSingleFile writes the page as one HTML file, which needs no server,
// asks for no other file and may connect to nothing: its policy allows the
// two scripts and the style in it by their digest.
func (s *Site) WriteSingleFile(w io.Writer) error {
	p := page{
		Version: s.version,
		Size:    len(s.file(programName).plain),
		Single:  true,
		Icon:    "data:image/svg+xml;base64," + encode(s.file("icon.svg").plain),
		Style:   string(s.file("mintmark.css").plain),
		Boot:    string(s.file("boot.js").plain),
		Loader:  string(s.file(loaderName).plain),
		Packed:  encode(s.file(programName).gz),
	}
	if err := p.checkInline(); err != nil {
		return err
	}
	p.Policy = p.singlePolicy()
	var b bytes.Buffer
	if err := s.index.Execute(&b, p); err != nil {
		return fmt.Errorf("fill the shell: %w", err)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// checkInline refuses what would end its own element.
func (p *page) checkInline() error {
	for name, text := range map[string]string{"script": p.Boot + p.Loader, "style": p.Style} {
		if strings.Contains(text, "</"+name) || strings.Contains(text, "<!--") {
			return fmt.Errorf("a %s of the shell has </%s or <!-- in it and cannot be put into HTML", name, name)
		}
	}
	return nil
}

func (p *page) singlePolicy() string {
	return fmt.Sprintf("default-src 'none'; script-src '%s' '%s' 'wasm-unsafe-eval'; style-src '%s'; "+
		"img-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'",
		digest(p.Boot), digest(p.Loader), digest(p.Style))
}

func digest(text string) string { return integrity(sha256.Sum256([]byte(text))) }

func encode(content []byte) string { return base64.StdEncoding.EncodeToString(content) }
