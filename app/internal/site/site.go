package site

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"text/template"

	"mintmark/web"
)

// ErrNotBuilt says that the program was compiled without the page.
var ErrNotBuilt = errors.New("the page is not built into this program: run make build")

//go:embed all:built
var embedded embed.FS

// The files that need work before they are served.
const (
	indexName   = "index.html"
	workerName  = "sw.js"
	programName = "app.wasm"
	loaderName  = "wasm_exec.js"
)

// A Site is one build of the page.
type Site struct {
	version string // 16 hex digits that change with any file
	files   []*file
	index   *template.Template
	source  []byte // of the service worker
}

// Open is the page that was built into this program, or [ErrNotBuilt].
func Open() (*Site, error) {
	built, err := fs.Sub(embedded, "built")
	if err != nil {
		return nil, err
	}
	return Assemble(web.Files, built)
}

// Assemble puts a page together from the files of package web and from what
// package press writes; [ErrNotBuilt] if that is not there.
func Assemble(shell, built fs.FS) (*Site, error) {
	program, err := readProgram(built)
	if err != nil {
		return nil, err
	}
	loader, err := fs.ReadFile(built, loaderName)
	if err != nil {
		return nil, ErrNotBuilt
	}
	s := &Site{files: []*file{program}}
	s.add(loaderName, loader)
	templates, err := s.addShell(shell)
	if err != nil {
		return nil, err
	}
	s.version = s.hash(templates)
	if err := s.fill(templates); err != nil {
		return nil, err
	}
	return s, nil
}

// Version names this build; every change of any file changes it.
func (s *Site) Version() string { return s.version }

// readProgram reads the program in its two packed forms, and unpacks one.
func readProgram(built fs.FS) (*file, error) {
	br, err := fs.ReadFile(built, programName+".br")
	if err != nil {
		return nil, ErrNotBuilt
	}
	gz, err := fs.ReadFile(built, programName+".gz")
	if err != nil {
		return nil, ErrNotBuilt
	}
	r, err := gzip.NewReader(bytes.NewReader(gz))
	if err != nil {
		return nil, fmt.Errorf("unpack %s.gz: %w", programName, err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("unpack %s.gz: %w", programName, err)
	}
	f := newFile(programName, plain)
	f.br, f.gz = br, gz
	return f, nil
}

// addShell adds the files of package web, all but the two with blanks in
// them, which it returns by name.
func (s *Site) addShell(shell fs.FS) (templates map[string][]byte, err error) {
	templates = make(map[string][]byte)
	entries, err := fs.ReadDir(shell, ".")
	if err != nil {
		return nil, fmt.Errorf("read the shell: %w", err)
	}
	for _, e := range entries {
		content, err := fs.ReadFile(shell, e.Name())
		if err != nil {
			return nil, fmt.Errorf("read the shell: %w", err)
		}
		switch e.Name() {
		case indexName, workerName:
			templates[e.Name()] = content
		default:
			s.add(e.Name(), content)
		}
	}
	return templates, nil
}

// add packs a file and puts it in its place among the names.
func (s *Site) add(name string, content []byte) {
	f := newFile(name, content)
	f.press()
	i, _ := s.find(name)
	s.files = slices.Insert(s.files, i, f)
}

// hash is the version: over every file and over the two with blanks.
func (s *Site) hash(templates map[string][]byte) string {
	h := sha256.New()
	for _, f := range s.files {
		fmt.Fprintf(h, "%s %x\n", f.name, f.digest)
	}
	for _, name := range []string{indexName, workerName} {
		fmt.Fprintf(h, "%s %x\n", name, sha256.Sum256(templates[name]))
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// file is the file of that name, or nil.
func (s *Site) file(name string) *file {
	i, ok := s.find(name)
	if !ok {
		return nil
	}
	return s.files[i]
}

func (s *Site) find(name string) (i int, ok bool) {
	return slices.BinarySearchFunc(s.files, name, func(f *file, name string) int {
		return strings.Compare(f.name, name)
	})
}
