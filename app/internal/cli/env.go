package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/joho/godotenv"
)

// The names under which the tutorials, the helper libraries and the Twilio
// CLI keep the three credentials. The first that is set wins.
var (
	accountNames = []string{"TWILIO_ACCOUNT_SID"}
	keyNames     = []string{"TWILIO_API_KEY_SID", "TWILIO_API_KEY"}
	secretNames  = []string{"TWILIO_API_KEY_SECRET", "TWILIO_API_SECRET"}
)

// An environment looks names up in the process's environment and then in one
// .env file, so that what was exported on purpose wins.
type environment struct {
	file map[string]string
}

// load reads the .env file at path; a missing one is no error unless the
// caller asked for it by name.
func (e *environment) load(path string, required bool) error {
	file, err := godotenv.Read(path)
	if errors.Is(err, fs.ErrNotExist) && !required {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	e.file = file
	return nil
}

// first is the value of the first name that is set and not empty, and that name.
func (e *environment) first(names ...string) (value, name string) {
	for _, name := range names {
		if v := os.Getenv(name); v != "" {
			return v, name
		}
		if v := e.file[name]; v != "" {
			return v, name
		}
	}
	return "", ""
}
