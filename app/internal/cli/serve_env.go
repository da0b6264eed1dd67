package cli

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"mintmark/app/internal/config"
	"mintmark/app/internal/secret"
	"mintmark/app/internal/server"
	"mintmark/tokens"
)

// findSecret looks for the secret where every command does, but asks nobody: a
// server starts on its own.
func (s *serve) findSecret(cmd *cobra.Command) (err error) {
	if err := s.loadEnv(cmd, &s.secrets); err != nil {
		return err
	}
	s.found, err = s.secret(cmd.Context(), &s.secrets, false)
	return err
}

// credentials settles which key signs.
func (s *serve) credentials() error {
	if missing := s.missing(); len(missing) > 0 {
		return usage(s.env.putIn("it")+" or export it; mintmark serve --dev needs none", "%s", lackWords(missing))
	}
	account, accountName := s.env.first(accountNames...)
	key, keyName := s.env.first(keyNames...)
	if err := s.swapped(account, key); err != nil {
		return err
	}
	if err := checkEnvSID(accountName, "AC", account); err != nil {
		return err
	}
	if err := checkEnvSID(keyName, "SK", key); err != nil {
		return err
	}
	if err := s.sameAccount(&sids{account, key}); err != nil {
		return err
	}
	if err := s.found.signsFor(key, s.env.source(keyName)); err != nil {
		return err
	}
	if err := config.CheckSecret(s.found.text); err != nil {
		return usage("the Console shows a key's secret once, when the key is made", "%s: %w", s.found.source, err)
	}
	s.signer = server.Signer{AccountSID: account, KeySID: key, Secret: secret.Text(s.found.text)}
	return nil
}

// checkPrivate refuses a file with the secret in it that others can read. What is
// no file, such as a pipe, is gone once it is read.
func (s *serve) checkPrivate() error {
	for _, path := range s.secretFiles() {
		if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
			continue
		}
		if err := secret.CheckFile(path); err != nil {
			return err
		}
	}
	return nil
}

// secretFiles are those that the secret came out of.
func (s *serve) secretFiles() (paths []string) {
	text := s.secrets.text
	if s.secrets.file != "" {
		paths = append(paths, s.secrets.file)
	} else if text == "" {
		value, name := s.env.first(secretNames...)
		text = value
		if name != "" && exported(name) == "" {
			paths = append(paths, s.env.path)
		}
	}
	if file, ok := strings.CutPrefix(text, "@"); ok {
		paths = append(paths, file)
	}
	return paths
}

// missing is every credential that has no value.
func (s *serve) missing() (lacks []lack) {
	account, _ := s.env.first(accountNames...)
	key, _ := s.env.first(keyNames...)
	for _, c := range []struct {
		value string
		names []string
	}{{account, accountNames}, {key, keyNames}, {s.found.text, secretNames}} {
		if c.value == "" {
			lacks = append(lacks, lack{words: s.env.lacking(c.names[0], c.names), name: c.names[0]})
		}
	}
	return lacks
}

// checkEnvSID does not repeat the value: names get mixed up, and it may be the
// secret.
func checkEnvSID(name, prefix, value string) error {
	if tokens.CheckSID(prefix, value) == nil {
		return nil
	}
	want := fmt.Sprintf("want %s and 32 hex digits", prefix)
	if is := tokens.NameSID(value); is != "" {
		return usage("the Console shows the SIDs", "%s is %s: %s", name, is, want)
	}
	return usage("the Console shows the SIDs", "%s is no SID: %s", name, want)
}
