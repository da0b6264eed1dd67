package twilio_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"mintmark/app/internal/twilio"
	"mintmark/app/internal/twilio/twiliotest"
)

func start(t *testing.T) (*twiliotest.Server, *twilio.Client) {
	t.Helper()
	s := twiliotest.New()
	t.Cleanup(s.Close)
	return s, client(t, s, twilio.Credentials{Username: twiliotest.AccountSID, Password: twiliotest.AuthToken})
}

// client waits for nothing between two tries.
func client(t *testing.T, s *twiliotest.Server, with twilio.Credentials) *twilio.Client {
	t.Helper()
	c, err := twilio.New(s.URL, twiliotest.AccountSID, with)
	if err != nil {
		t.Fatal(err)
	}
	c.Wait = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
	return c
}

func names(t *testing.T, c *twilio.Client) (list []string, err error) {
	t.Helper()
	for k, err := range c.Keys(t.Context()) {
		if err != nil {
			return list, err
		}
		list = append(list, k.Name)
	}
	return list, nil
}

func TestLifeOfAKey(t *testing.T) {
	s, c := start(t)
	made, err := c.CreateKey(t.Context(), "kiosk")
	if err != nil {
		t.Fatal(err)
	}
	if made.Secret.Reveal() != s.Secret(made.SID) || made.Name != "kiosk" || time.Since(made.Created) > time.Minute {
		t.Errorf("got %+v", made)
	}
	got, err := c.Key(t.Context(), made.SID)
	if err != nil || got != made.Key {
		t.Errorf("got %+v, %v, want %+v", got, err, made.Key)
	}
	if err := c.DeleteKey(t.Context(), made.SID); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Key(t.Context(), made.SID); !errors.Is(err, twilio.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
	if err := c.DeleteKey(t.Context(), made.SID); !errors.Is(err, twilio.ErrNotFound) {
		t.Errorf("deleting twice: got %v, want ErrNotFound", err)
	}
}

func TestMainKeyManagesKeys(t *testing.T) {
	s, _ := start(t)
	c := client(t, s, twilio.Credentials{Username: twiliotest.MainKeySID, Password: twiliotest.MainKeySecret})
	if _, err := c.CreateKey(t.Context(), "kiosk"); err != nil {
		t.Error(err)
	}
}

func TestKeysReadsEveryPage(t *testing.T) {
	s, c := start(t)
	want := []string{"main", "standard"}
	for _, name := range strings.Fields("a b c d e f g") {
		s.Add(name)
		want = append(want, name)
	}
	got, err := names(t, c)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
	for range c.Keys(t.Context()) {
		break // who has seen enough asks for no more
	}
	if got := len(s.Calls()); got != 4 {
		t.Errorf("got %d requests, want 3 pages and 1", got)
	}
}

// Reading is tried again, where that may help.
func TestReadingAgain(t *testing.T) {
	for _, tt := range []struct {
		name   string
		faults []string
		calls  int
		want   string // in the error; "" for none
	}{
		{"cut once", []string{"cut-before"}, 2, ""},
		{"cut twice", []string{"cut-after", "cut-half"}, 3, ""},
		{"cut three times", []string{"cut-before", "cut-before", "cut-before"}, 3, "the connection was cut"},
		{"a proxy's page", []string{"html-502"}, 2, ""},
		{"pages only", []string{"html-502", "html-502", "html-502"}, 3, "502: this is no answer of Twilio's API"},
		{"too many", []string{"refuse-20429"}, 2, ""},
		{"too many for long", []string{"refuse-20429", "refuse-20429", "refuse-20429"}, 3, "429, code 20429: too many requests"},
		{"broken there", []string{"refuse-20500", "refuse-20500"}, 3, ""},
		{"refused", []string{"refuse-20008"}, 1, "403, code 20008: these are test credentials"},
		{"a restricted key", []string{"refuse-20160"}, 1, "401, code 20160: this is a Restricted key"},
		{"a proxy that refuses", []string{"html-403"}, 1, "403: these credentials may not do that"},
		{"a code that nobody knows", []string{"refuse-99999"}, 1, "400, code 99999: Something that nobody knows"},
		{"sent elsewhere", []string{"redirect"}, 1, "307: it wants to send us elsewhere, which is not followed"},
		{"a next page elsewhere", []string{"elsewhere"}, 1, "the next page of the list is elsewhere"},
		{"too long", []string{"endless", "endless", "endless"}, 3, "over 1 MiB"},
		{"a page of HTML", []string{"html-200", "html-200", "html-200"}, 3, "not the JSON that is documented"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, c := start(t)
			for _, f := range tt.faults {
				s.Fail("GET", twiliotest.Faults[f])
			}
			got, err := names(t, c)
			if tt.want == "" && (err != nil || len(got) != 2) {
				t.Errorf("got %v, %v", got, err)
			}
			if tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			if got := s.Calls(); len(got) != tt.calls {
				t.Errorf("got %d requests %q, want %d", len(got), got, tt.calls)
			}
		})
	}
}

// Making and deleting are asked for once, and what may have been done is unsure.
func TestChangesAreAskedForOnce(t *testing.T) {
	for _, tt := range []struct {
		fault        string
		unsure, done bool
	}{
		{"cut-before", true, false},
		{"cut-after", true, true},
		{"cut-half", true, true},
		{"slow-after", true, true},
		{"html-after", true, true},
		{"html-502", true, false},
		{"html-200", true, false},
		{"no-secret", true, true},
		{"refuse-20500", true, false},
		{"refuse-20429", false, false},
		{"refuse-20008", false, false},
		{"html-403", false, false},
		{"redirect", false, false},
	} {
		t.Run("create "+tt.fault, func(t *testing.T) {
			s, c := start(t)
			c.Timeout = 200 * time.Millisecond
			s.Fail("POST", twiliotest.Faults[tt.fault])
			_, err := c.CreateKey(t.Context(), "kiosk")
			if err == nil || errors.Is(err, twilio.ErrUnsure) != tt.unsure {
				t.Errorf("got %v, want unsure %v", err, tt.unsure)
			}
			if got := s.SID("kiosk") != ""; got != tt.done {
				t.Errorf("done: got %v, want %v", got, tt.done)
			}
			if got := s.Calls(); len(got) != 1 {
				t.Errorf("got %q, want one request", got)
			}
		})
		if tt.fault == "cut-half" || tt.fault == "no-secret" {
			continue // a 204 has no body
		}
		t.Run("delete "+tt.fault, func(t *testing.T) {
			s, c := start(t)
			c.Timeout = 200 * time.Millisecond
			sid, _ := s.Add("kiosk")
			s.Fail("DELETE", twiliotest.Faults[tt.fault])
			err := c.DeleteKey(t.Context(), sid)
			if err == nil || errors.Is(err, twilio.ErrUnsure) != tt.unsure {
				t.Errorf("got %v, want unsure %v", err, tt.unsure)
			}
			if got := s.SID("kiosk") == ""; got != tt.done {
				t.Errorf("done: got %v, want %v", got, tt.done)
			}
			if got := s.Calls(); len(got) != 1 {
				t.Errorf("got %q, want one request", got)
			}
		})
	}
}

// What was never sent is not unsure.
func TestNobodyThere(t *testing.T) {
	s, c := start(t)
	s.Close()
	if _, err := c.CreateKey(t.Context(), "kiosk"); err == nil || errors.Is(err, twilio.ErrUnsure) {
		t.Errorf("got %v, want an error that is not unsure", err)
	}
}

// A 404 proves that a key is gone only if it is Twilio's.
func TestNotFoundIsTwiliosWord(t *testing.T) {
	s, c := start(t)
	s.Fail("GET", twiliotest.Faults["html-404"])
	if _, err := c.Key(t.Context(), twiliotest.MainKeySID); err == nil || errors.Is(err, twilio.ErrNotFound) {
		t.Errorf("got %v, want an error that is not ErrNotFound", err)
	}
}

func TestWrongCredentials(t *testing.T) {
	s, _ := start(t)
	for name, with := range map[string]twilio.Credentials{
		"wrong auth token": {Username: twiliotest.AccountSID, Password: "canary-7f3a"},
		"a Standard key":   {Username: twiliotest.StandardKeySID, Password: twiliotest.StandardKeySecret},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := client(t, s, with).CreateKey(t.Context(), "kiosk")
			var e *twilio.Error
			if !errors.As(err, &e) || e.Code != 20003 || !strings.Contains(e.Advice(), "a Standard key may not") {
				t.Fatalf("got %v", err)
			}
			if strings.Contains(err.Error(), with.Password.Reveal()) {
				t.Errorf("the secret is in %v", err)
			}
		})
	}
}

func TestCancelled(t *testing.T) {
	s, c := start(t)
	ctx, cancel := context.WithCancel(t.Context())
	s.Fail("POST", func(_ http.ResponseWriter, r *http.Request, carry func() *httptest.ResponseRecorder) {
		carry()
		cancel()
		<-r.Context().Done()
	})
	_, err := c.CreateKey(ctx, "kiosk")
	if !errors.Is(err, twilio.ErrUnsure) || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want ErrUnsure and Canceled", err)
	}
}
