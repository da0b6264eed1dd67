package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"

	"mintmark/app/internal/secret"
	"mintmark/app/internal/strictyaml"
)

// maxSecret is the longest secret file, in bytes.
const maxSecret = 64 << 10

func isEnvName(s string) bool {
	other := func(c rune) bool { return (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') && c != '_' }
	return s != "" && (s[0] < '0' || s[0] > '9') && !strings.ContainsFunc(s, other)
}

// secret reads a reference to a secret and what it refers to; "" after noting a
// mistake. What stands there in place of a reference may be the secret: it is
// not repeated.
func (r *reader) secret(n *yaml.Node, what string) secret.Text {
	var text string
	switch {
	case n.Kind != yaml.MappingNode:
		r.Fail(n, "%s stands here: want where it is, {env: NAME} or {file: path}", what)
		return ""
	case len(n.Content) != 2 || n.Content[0].Value != "env" && n.Content[0].Value != "file":
		r.Fail(n, "%s comes from one place: want {env: NAME} or {file: path}", what)
		return ""
	}
	r.Map(n, what,
		strictyaml.Key{Name: "env", Read: func(n *yaml.Node) { text = r.fromEnv(n, what) }},
		strictyaml.Key{Name: "file", Read: func(n *yaml.Node) { text = r.fromFile(n, what) }},
	)
	return secret.Text(text)
}

func (r *reader) fromEnv(n *yaml.Node, what string) string {
	if n.Kind != yaml.ScalarNode || !isEnvName(n.Value) {
		r.Fail(n, "%s: want the name of an environment variable", what)
		return ""
	}
	if r.blind {
		return ""
	}
	text := r.env(n.Value)
	if text == "" {
		r.Fail(n, "%s: %s is not set", what, n.Value)
	}
	return text
}

func (r *reader) fromFile(n *yaml.Node, what string) string {
	path := r.Text(n, what)
	switch {
	case strings.Contains(path, "://"): // with a password in it perhaps
		r.Fail(n, "%s: an address stands here: want the path of a file that has it", what)
		return ""
	case path == "" || r.blind:
		return ""
	}
	r.path(&path)
	r.Files = append(r.Files, LookAt(path))
	text, err := ReadSecret(path)
	switch {
	case err != nil:
		r.Fail(n, "%s: %v", what, err)
		return ""
	case text == "":
		r.Fail(n, "%s: %s is empty", what, path)
	}
	return text.Reveal()
}

// ReadSecret reads a file that only those may read who run the server, without
// the line break at its end.
func ReadSecret(path string) (secret.Text, error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() { // before a pipe is waited for
		return "", fmt.Errorf("%s is no regular file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return "", plain(err)
	}
	defer f.Close()
	info, err := f.Stat() // of what was opened, wherever links led
	if err != nil {
		return "", plain(err)
	}
	if err := secret.CheckMode(info); err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	text, err := io.ReadAll(io.LimitReader(f, maxSecret+1))
	if err != nil {
		return "", plain(err)
	}
	if len(text) > maxSecret {
		return "", fmt.Errorf("%s is longer than %d KiB", path, maxSecret>>10)
	}
	return secret.Text(strings.TrimSuffix(strings.TrimSuffix(string(text), "\n"), "\r")), nil
}

// plain is an error about a file without the name of the system call.
func plain(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return fmt.Errorf("%s: %w", filepath.ToSlash(p.Path), p.Err)
	}
	return err
}
