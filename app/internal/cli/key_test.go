package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mintmark/app/internal/twilio"
	"mintmark/app/internal/twilio/twiliotest"
)

func testKeys(t *testing.T) (*keys, *twiliotest.Server, *twilio.Client) {
	t.Helper()
	s := twiliotest.New()
	t.Cleanup(s.Close)
	c, err := twilio.New(s.URL, twiliotest.AccountSID, twilio.Credentials{Username: twiliotest.AccountSID, Password: twiliotest.AuthToken})
	if err != nil {
		t.Fatal(err)
	}
	c.Wait = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
	p := &program{stdin: strings.NewReader(""), stdout: &bytes.Buffer{}, stderr: &bytes.Buffer{}, now: time.Now}
	return &keys{program: p, name: "web-b", out: filepath.Join(t.TempDir(), "sk_b")}, s, c
}

// The disk fails once the key is made: the key is deleted again, or it is said
// that it is not.
func TestSecretThatCannotBeWritten(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("there is no /dev/full here")
	}
	for _, tt := range []struct {
		name, fault string
		names       int
		want        string
	}{
		{"taken back", "", 2, "no space left on device; the key that was made for it, SK"},
		{"taken back, the answer got lost", "cut-after", 2, "is deleted again"},
		{"refused", "refuse-99999", 3, "nobody knows it, and deleting the key failed too: Twilio answered 400"},
		{"cut", "cut-before", 3, "is still there"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			k, s, c := testKeys(t)
			full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			made, err := c.CreateKey(t.Context(), k.name)
			if err != nil {
				t.Fatal(err)
			}
			if tt.fault != "" {
				s.Fail("DELETE", twiliotest.Faults[tt.fault])
			}
			err = (&secretFile{full}).keep(made.Secret)
			if err == nil {
				t.Fatal("got nil, want an error of the disk")
			}
			err = k.takeBack(t.Context(), c, made.Key, err)
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), made.SID) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			if strings.Contains(err.Error(), made.Secret.Reveal()) {
				t.Error("the secret is in the error")
			}
			if got := len(s.Names()); got != tt.names {
				t.Errorf("got %d keys, want %d", got, tt.names)
			}
		})
	}
}

// Ctrl-C while Twilio makes the key: it is looked for all the same.
func TestCreateInterrupted(t *testing.T) {
	k, s, c := testKeys(t)
	made, err := c.CreateKey(t.Context(), k.name)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err = k.notMade(ctx, c, nil, twilio.ErrUnsure)
	if err == nil || !strings.Contains(err.Error(), made.SID+" was made, but nobody knows its secret") {
		t.Errorf("got %v", err)
	}
	if len(s.Names()) != 3 {
		t.Errorf("got %v", s.Names())
	}
}

func TestReserve(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "new", "sk")
	f, err := reserve(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := reserve(name); err == nil {
		t.Error("reserved twice: got nil, want an error")
	}
	if err := f.keep("synthetic"); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(name)
	if err != nil || string(got) != "synthetic\n" {
		t.Errorf("got %q, %v", got, err)
	}
	f, err = reserve(filepath.Join(dir, "other"))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.drop(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(f.Name()); err == nil {
		t.Error("dropped: it is there still")
	}
}
