package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/joho/godotenv"
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
	file map[string]string
	path string
}

// load reads the .env file at path. One that is missing, or that is a folder
// (a Python environment may be), is no error unless the caller asked for it by
// name.
func (e *environment) load(path string, required bool) error {
	info, err := os.Stat(path)
	if !required && (errors.Is(err, fs.ErrNotExist) || err == nil && info.IsDir()) {
		return nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read the environment file: %w", err)
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	file, err := godotenv.UnmarshalBytes(text)
	if err != nil {
		// The parser's own error repeats the text, secrets and all.
		return fmt.Errorf("%s, line %d: want NAME=value", path, badLine(text))
	}
	e.file, e.path = file, path
	return nil
}

// badLine is the line up to which a .env file cannot be read, counted from 1:
// the one after the longest beginning that can.
func badLine(text []byte) int {
	lines := bytes.SplitAfter(text, []byte("\n"))
	for n := len(lines) - 1; n > 0; n-- {
		if _, err := godotenv.UnmarshalBytes(bytes.Join(lines[:n], nil)); err == nil {
			return n + 1
		}
	}
	return 1
}

// first is the value of the first name that is set and not empty, and that
// name. The environment is asked for all the names before the file.
func (e *environment) first(names ...string) (value, name string) {
	for _, lookup := range []func(string) string{os.Getenv, func(name string) string { return e.file[name] }} {
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
	if os.Getenv(name) != "" {
		return name + " in the environment"
	}
	return name + " in " + e.path
}
