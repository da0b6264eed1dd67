package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	"mintmark/tokens"
)

// warnAbout says what Twilio takes but nobody wants: a retired product, a
// voice token that allows no calls.
func (p *program) warnAbout(t *tokens.AccessToken, text string) {
	at := t.IssuedAt
	if t.NotBefore.After(at) {
		at = t.NotBefore
	}
	v := tokens.Diagnose(tokens.Decode(text), tokens.Options{At: at})
	for _, f := range v.Findings {
		if f.Severity != tokens.Note {
			p.warn("minted as asked, but %s", f.Found)
		}
	}
}

// minted is the token as JSON, in the members that the server answers with.
type minted struct {
	Token     string          `json:"token"`
	Identity  string          `json:"identity"`
	ID        string          `json:"jti"`
	IssuedAt  time.Time       `json:"issued_at"`
	ExpiresAt time.Time       `json:"expires_at"`
	ExpiresIn int64           `json:"expires_in"` // seconds
	Grants    json.RawMessage `json:"grants"`
}

// deliver writes the token where it was asked for, and on a terminal a word
// about it.
func (p *program) deliver(t *tokens.AccessToken, text, file string) error {
	result := []byte(text + "\n")
	if p.json {
		grants, err := tokens.MarshalGrants("", t.Grants)
		if err != nil {
			return err
		}
		issued := time.Unix(t.IssuedAt.Unix(), 0).UTC()
		end := t.ExpiresAt().UTC()
		m, err := marshal(minted{text, t.Identity, t.ID, issued, end, end.Unix() - issued.Unix(), grants})
		if err != nil {
			return err
		}
		result = append(m, '\n')
	}
	if file == "" {
		if err := p.print(result); err != nil {
			return err
		}
	} else if err := writePrivate(file, result); err != nil {
		return err
	}
	if isTerminal(p.stderr) && !p.json {
		fmt.Fprintf(p.stderr, "mintmark: minted for %s: %s\n", shorten(t.Identity), p.lifetime(t))
	}
	return nil
}

func (p *program) lifetime(t *tokens.AccessToken) string {
	return "expires " + stamp(t.ExpiresAt(), p.now(), time.Local)
}

// writePrivate writes a file that only its owner can read, also where it was
// there before.
func writePrivate(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("write the token: %w", err)
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		if err := f.Chmod(0o600); err != nil {
			return fmt.Errorf("write the token: %w", err)
		}
	}
	if _, err := f.Write(data); err != nil {
		return fmt.Errorf("write the token: %w", err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("write the token: %w", err)
	}
	return nil
}
