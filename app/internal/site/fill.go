package site

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"text/template"
)

// policy is the hosted page's Content-Security-Policy.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
	"img-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; " +
	"base-uri 'none'; form-action 'none'"

// framing is the part of it that only a header can carry.
const framing = "; frame-ancestors 'none'"

// A page fills the blanks of index.html. Text goes in as it is: all of it is
// ours, and a hash in the policy speaks for every inline part.
type page struct {
	Policy, Version string
	Size            int    // of the program, unpacked, in bytes
	Worker          string // the name of the service worker's script, "" for none

	Single bool // the rest is for the single file
	Icon   string
	Style  string
	Boot   string
	Loader string
	Packed string // the program, gzip in base64
}

// fill makes index.html and then sw.js, which knows the index's digest.
func (s *Site) fill(templates map[string][]byte) error {
	index, err := template.New(indexName).
		Option("missingkey=error").
		Funcs(template.FuncMap{"address": s.address}).
		Parse(string(templates[indexName]))
	if err != nil {
		return fmt.Errorf("parse the shell: %w", err)
	}
	s.index = index

	s.source = templates[workerName]
	if err := s.addIndex(workerName); err != nil {
		return err
	}
	return s.addWorker(s.files)
}

// addIndex fills the blanks of the page.
func (s *Site) addIndex(worker string) error {
	var b bytes.Buffer
	err := s.index.Execute(&b, page{Policy: policy, Version: s.version, Size: len(s.file(programName).plain), Worker: worker})
	if err != nil {
		return fmt.Errorf("fill the shell: %w", err)
	}
	s.add(indexName, b.Bytes())
	return nil
}

// address is the versioned address of a file that the shell names.
func (s *Site) address(name string) (string, error) {
	f := s.file(name)
	if f == nil {
		return "", fmt.Errorf("there is no file %s", name)
	}
	return f.address(), nil
}

// addWorker makes sw.js, with the build that it keeps in its first line.
func (s *Site) addWorker(files []*file) error {
	type kept struct {
		URL       string `json:"url"`
		Integrity string `json:"integrity"`
	}
	build := struct {
		Version string `json:"version"`
		Files   []kept `json:"files"`
	}{s.version, []kept{}}
	for _, f := range files {
		build.Files = append(build.Files, kept{s.asked(f), f.integrity()})
	}
	line, err := json.Marshal(build)
	if err != nil {
		return err
	}
	s.add(workerName, fmt.Appendf(nil, "const build = %s;\n%s", line, s.source))
	return nil
}

// WithoutWorker is the same page for a server at an address that may be another
// program's tomorrow, as those of loopback are: a service worker would stay
// there and answer in its place. One that is there already clears itself away.
func (s *Site) WithoutWorker() (*Site, error) {
	bare := *s
	bare.files = slices.DeleteFunc(slices.Clone(s.files), func(f *file) bool { return f.name == indexName || f.name == workerName })
	if err := bare.addIndex(""); err != nil {
		return nil, err
	}
	if err := bare.addWorker(nil); err != nil {
		return nil, err
	}
	return &bare, nil
}

// asked is how the shell asks for a file: the page by its folder, what the
// shell versions by its version, the rest by its name.
func (s *Site) asked(f *file) string {
	switch {
	case f.name == indexName:
		return "./"
	case strings.Contains(string(s.file(indexName).plain), f.address()):
		return f.address()
	default:
		return f.name
	}
}
