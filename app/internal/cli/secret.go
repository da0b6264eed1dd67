package cli

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"mintmark/app/internal/config"
)

// A credential is a kind of secret: what it is called, and the names under
// which the environment keeps it.
type credential struct {
	name, prompt string
	envNames     []string
}

var (
	apiKeySecret = credential{"API key secret", "API key secret: ", secretNames} // signs access tokens
	authToken    = credential{"auth token", "Auth token: ", authTokenNames}      // signs capability tokens
)

// secretFlags say where the secret comes from, for the commands that need one.
type secretFlags struct {
	text, file, envFile string
	of                  credential // the zero one is apiKeySecret
}

// credential is what the flags ask for.
func (s *secretFlags) credential() credential {
	if s.of.name == "" {
		return apiKeySecret
	}
	return s.of
}

func (s *secretFlags) add(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&s.file, "secret-file", "", "read the "+s.credential().name+" from this `file`, - for standard input")
	f.StringVar(&s.text, "secret", "", "the `secret` itself, for tests: others can see it; or @file, b64:…, b64url:…, hex:…")
	f.StringVar(&s.envFile, "env-file", dotEnv, "read what the environment does not set from this `file`")
	for _, name := range []string{"secret-file", "secret", "env-file"} {
		_ = f.SetAnnotation(name, sectionKey, []string{"Credentials"})
	}
}

// loadEnv reads the .env file and refuses flags that contradict each other.
func (p *program) loadEnv(cmd *cobra.Command, s *secretFlags) error {
	f := cmd.Flags()
	if f.Changed("secret") && f.Changed("secret-file") {
		return usage("give one of them", "--secret and --secret-file are both there")
	}
	for _, name := range []string{"secret", "secret-file", "env-file"} {
		if f.Changed(name) && f.Lookup(name).Value.String() == "" {
			return emptyFlag("--" + name)
		}
	}
	return p.loadEnvFile(cmd.Context(), s.envFile, f.Changed("env-file"))
}

// A foundSecret is a secret and where it was found.
type foundSecret struct {
	text   string
	source string // "--secret-file", "TWILIO_API_KEY_SECRET in .env"; "" for none
	given  bool   // by a flag or at the prompt, so for this token and no other
	owner  owner  // of one out of the environment
}

// secret looks for one: first in the flags, then in the environment, then, if
// it may ask, on the terminal.
func (p *program) secret(ctx context.Context, s *secretFlags, ask bool) (found foundSecret, err error) {
	switch value, name := p.env.first(s.credential().envNames...); {
	case s.text != "":
		if !strings.HasPrefix(s.text, "@") {
			p.warn("a secret on the command line is seen by other users and kept in the shell's history: use it for tests only")
		}
		found = foundSecret{source: "--secret", given: true}
		found.text, err = p.expandSecret(ctx, s.text, s.credential().name)
	case s.file != "":
		found = foundSecret{source: "--secret-file", given: true}
		if found.text, err = p.readSecretFile(ctx, s.file, maxSecret); err == nil {
			found.text, err = plainSecret(found.text, s.credential().name)
		}
	case name != "":
		found = foundSecret{source: p.env.source(name), owner: p.env.ownerOf(name)}
		found.text, err = p.envSecret(ctx, name, value, s.credential().name)
	case ask && p.interactive():
		found = foundSecret{source: "the prompt", given: true}
		var typed string
		if typed, err = p.askSecret(ctx, s.credential().prompt); err != nil {
			return found, err
		}
		found.text, err = p.expandSecret(ctx, typed, s.credential().name)
	}
	if err != nil {
		err = under(found.source, err)
	}
	return found, err
}

// under says where an error comes from, and keeps its hint.
func under(source string, err error) error {
	hint := ""
	var f *failure
	if errors.As(err, &f) {
		hint = f.hint
	}
	return usage(hint, "%s: %w", source, err)
}

// needSecret is secret for a command that is nothing without one.
func (p *program) needSecret(ctx context.Context, s *secretFlags) (foundSecret, error) {
	found, err := p.secret(ctx, s, true)
	if err == nil && found.text == "" {
		if found.source != "" {
			return found, usage("it should hold the "+s.credential().name, "%s is empty", found.source)
		}
		return found, usage(p.env.putIn("it")+", or pass --secret-file", "%s", p.env.lacking(s.credential().envNames[0], s.credential().envNames))
	}
	return found, err
}

// warnIfSample says what Twilio will say of every token that the secret signs.
func (p *program) warnIfSample(s foundSecret) {
	if errors.Is(config.CheckSecret(s.text), config.ErrSample) {
		p.warn("%s is a sample value: Twilio refuses what it signs", s.source)
		p.hint("the Console shows a key's secret once, when the key is made")
	}
}

// readSecretFile takes off the one line break that an editor puts at the end.
func (p *program) readSecretFile(ctx context.Context, name string, most int) (string, error) {
	data, err := p.readFile(ctx, name, most)
	return withoutLineBreak(string(data)), err
}

func withoutLineBreak(s string) string {
	return strings.TrimSuffix(strings.TrimSuffix(s, "\n"), "\r")
}
