package config

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"go.yaml.in/yaml/v3"

	"mintmark/app/internal/strictyaml"
)

// maxFile is the longest configuration, in bytes: ten thousand rules are some
// three million.
const maxFile = 64 << 20

// An Env looks up a name in the environment, or in .env; "" if it is not set.
type Env func(name string) string

// Load reads the file and the secrets that it refers to. An error about what is
// in them is a [*strictyaml.Error], with the file's name. It refuses a file that
// everybody on this machine may write: who does decides who gets what.
func Load(path string, env Env) (*Config, error) {
	info, err := os.Stat(path)
	if err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o002 != 0 {
		return nil, fmt.Errorf("%s: others on this machine may write it, mode %#o, and decide who gets what: chmod o-w", path, info.Mode().Perm())
	}
	return load(path, env, (*reader).read)
}

// load lets a reader read the file.
func load(path string, env Env, read func(*reader, *yaml.Node)) (*Config, error) {
	asRead := LookAt(path)
	text, err := readFile(path, maxFile)
	if err != nil {
		return nil, fmt.Errorf("read the configuration: %w", err)
	}
	c, err := parse(text, filepath.Dir(path), env, read)
	var mistakes *strictyaml.Error
	if errors.As(err, &mistakes) {
		mistakes.File = path
	}
	if err != nil {
		return nil, err
	}
	c.Files = append([]File{asRead}, c.Files...)
	return c, nil
}

func readFile(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(text)) > most {
		err = fmt.Errorf("%s is longer than %d bytes", path, most)
	}
	return text, err
}

// A reader reads one configuration.
type reader struct {
	strictyaml.Doc
	*Config
	dir   string // that paths are relative to
	env   Env
	blind bool // nothing is read but the file itself

	issuers map[string]int // the lines of those that are named, sound or not
}

// Parse is Load of a text, in a folder that its paths are relative to.
func Parse(text []byte, dir string, env Env) (*Config, error) {
	return parse(text, dir, env, (*reader).read)
}

func parse(text []byte, dir string, env Env, read func(*reader, *yaml.Node)) (*Config, error) {
	root, err := strictyaml.Parse(text)
	if err != nil {
		return nil, err
	}
	r := &reader{Config: Default(), dir: dir, env: env, issuers: map[string]int{}}
	if root == nil {
		r.Fail(nil, "it is empty: mintmark config example prints one to begin with")
		return nil, r.Err()
	}
	read(r, root)
	if err := r.Err(); err != nil {
		return nil, err
	}
	return r.Config, nil
}

func (r *reader) read(root *yaml.Node) {
	var twilio, policy *yaml.Node
	r.Map(root, "the configuration", r.sections(&twilio, &policy)...)
	r.readTwilio(twilio)
	r.readPolicy(policy)
	r.wantUsable(twilio)
	r.path(&r.Store.Path)
}

// sections are what a configuration may have. Two of them are read when all
// others have been.
func (r *reader) sections(twilio, policy **yaml.Node) []strictyaml.Key {
	return []strictyaml.Key{
		{Name: "listen", Read: func(n *yaml.Node) { r.Listen = r.address(n, "listen") }},
		{Name: "admin", Read: r.readAdmin},
		{Name: "tls", Read: r.readTLS},
		{Name: "twilio", Read: func(n *yaml.Node) { *twilio = n }},
		{Name: "store", Read: r.readStore},
		{Name: "auth", Read: r.readAuth},
		{Name: "limits", Read: r.readLimits},
		{Name: "cors", Read: r.readCORS},
		{Name: "trusted_proxies", Read: r.readProxies},
		{Name: "compat", Read: r.readCompat},
		{Name: "audit", Read: r.readAudit},
		{Name: "policy", Required: true, Read: func(n *yaml.Node) { *policy = n }},
	}
}

// path makes a path relative to the working folder that is relative to the file.
func (r *reader) path(p *string) {
	if *p != "" && !filepath.IsAbs(*p) {
		*p = filepath.Join(r.dir, *p)
	}
}
