package cli

import (
	"context"
	"fmt"
	"os"
	"strings"
)

// The names under which the tutorials, the helper libraries and the Twilio
// CLI keep the credentials. The first that is set wins.
var (
	accountNames   = []string{"TWILIO_ACCOUNT_SID"}
	keyNames       = []string{"TWILIO_API_KEY_SID", "TWILIO_API_KEY"}
	secretNames    = []string{"TWILIO_API_KEY_SECRET", "TWILIO_API_SECRET"}
	authTokenNames = []string{"TWILIO_AUTH_TOKEN"}
)

// dotEnv is the file that is read without being asked for.
const dotEnv = ".env"

// An environment looks names up in the process's environment and then in one
// .env file, so that what was exported on purpose wins.
type environment struct {
	file   map[string]string
	path   string
	passed string // why there is no file: ".env is a folder"
	named  bool   // by the caller, so the file may point to others
}

// loadEnvFile reads the .env file at path. Unless the caller named it, one that
// is missing or a folder (a Python environment may be) is no error, and only a
// regular file is read: whoever made the working folder may have put it there.
func (p *program) loadEnvFile(ctx context.Context, path string, named bool) error {
	info, err := os.Stat(path)
	switch {
	case named:
	case err == nil && info.IsDir():
		p.env.passed = path + " is a folder"
		return nil
	case err != nil:
		if _, linkErr := os.Lstat(path); linkErr == nil {
			p.env.passed = path + " is a link to nothing"
		}
		return nil
	case !info.Mode().IsRegular():
		p.warn("%s is not read: it is no regular file", path)
		p.hint("--env-file " + path + " reads it all the same")
		return nil
	}
	text, err := p.readFile(ctx, path, maxEnv)
	if err != nil {
		return fmt.Errorf("read the environment file %s: %w", path, err)
	}
	file, bare, err := readEnv(string(text))
	if err != nil {
		return usage("--env-file names another", "%s, %w", path, err)
	}
	for _, words := range bare {
		p.warn("%s, %s", path, words)
	}
	p.env = environment{file: file, path: path, named: named}
	return nil
}

// exported is a variable of the process, without the line break at its end: one
// that Kubernetes fills out of a secret has all of the file that it was made from.
func exported(name string) string {
	return strings.TrimSuffix(strings.TrimSuffix(os.Getenv(name), "\n"), "\r")
}

// first is the value of the first name that is set and not empty, and that
// name. The environment is asked for all the names before the file.
func (e *environment) first(names ...string) (value, name string) {
	for _, lookup := range []func(string) string{exported, func(name string) string { return e.file[name] }} {
		for _, name := range names {
			if v := lookup(name); v != "" {
				return v, name
			}
		}
	}
	return "", ""
}

// source says where a name was found: "TWILIO_ACCOUNT_SID in .env".
func (e *environment) source(name string) string {
	if exported(name) != "" {
		return name + " in the environment"
	}
	return name + " in " + e.path
}

// mayPoint reports whether the value of a name may be @file: not where it is in
// a file that nobody named.
func (e *environment) mayPoint(name string) bool { return exported(name) != "" || e.named }
