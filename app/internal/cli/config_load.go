package cli

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"

	"mintmark/app/internal/config"
	"mintmark/app/internal/secret"
	"mintmark/app/internal/strictyaml"
)

// configOr is the configuration to read: the named one, else mintmark.yaml where
// there is one, else "".
func configOr(named string) string {
	if info, err := os.Stat(defaultConfig); named == "" && err == nil && !info.IsDir() {
		return defaultConfig
	}
	return named
}

// loadConfig reads a configuration, whose secrets may come from the environment
// and from the .env file that has been read: nobody else may read that then.
func (p *program) loadConfig(path string) (*config.Config, error) {
	fromFile := false
	c, err := config.Load(path, func(name string) string {
		value, _ := p.env.first(name)
		fromFile = fromFile || value != "" && exported(name) == ""
		return value
	})
	if err != nil {
		return nil, configError(path, err)
	}
	if fromFile {
		if err := secret.CheckFile(p.env.path); err != nil {
			return nil, err
		}
	}
	return c, p.checkOwners(path, c)
}

// configError gives an error about the file as a whole its hint, and so one about
// the environment.
func configError(path string, err error) error {
	var mistakes *strictyaml.Error
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return usage("mintmark config example >"+path+" prints one to begin with", "%w", err)
	case errors.As(err, &mistakes) && slices.ContainsFunc(mistakes.Mistakes, isUnset):
		return usage("what is not set: put it in .env, or export it", "%w", err)
	}
	return err
}

func isUnset(m strictyaml.Mistake) bool {
	return strings.HasSuffix(m.Text, " is not set") || strings.HasSuffix(m.Text, " are not both set")
}

// checkOwners refuses a secret out of the environment that belongs to another
// API key than the one it is to sign for, and a key of another account.
func (p *program) checkOwners(path string, c *config.Config) error {
	const hint = "set both in the same place"
	for _, k := range c.Twilio.Keys {
		for _, name := range secretNames {
			if value, _ := p.env.first(name); value != k.Secret.Reveal() {
				continue
			}
			if err := p.env.ownerOf(name).mustBe(k.SID, "the key in "+path, p.env.source(name), hint); err != nil {
				return err
			}
		}
		for _, name := range keyNames {
			if value, _ := p.env.first(name); value != k.SID {
				continue
			}
			if err := p.env.ownerOf(name).mustBe(c.Twilio.AccountSID, "the account in "+path, p.env.source(name), hint); err != nil {
				return err
			}
		}
	}
	return nil
}
