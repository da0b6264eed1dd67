package oidc

import (
	"context"
	"errors"
	"testing"
	"time"

	"mintmark/app/internal/caught"
	"mintmark/tokens"
)

// A panic while keys are fetched is the error of whoever waits for them, and of
// the next, and is told once.
func TestPanicWhileFetching(t *testing.T) {
	now := time.Now()
	var told []error
	k := &keyRing{
		issuer:  "corp",
		fetch:   func(context.Context) ([]tokens.Key, error) { panic("a mistake of ours") },
		now:     func() time.Time { return now },
		fetches: newFetches(),
		tell:    func(err error) { told = append(told, err) },
	}
	for range 2 {
		_, err := k.get(t.Context(), "kid", now)
		var down *UnavailableError
		var p *caught.Panic
		if !errors.As(err, &down) || !errors.As(err, &p) {
			t.Errorf("got %v", err)
		}
	}
	k.fetches.end()
	if len(told) != 1 || told[0] == nil {
		t.Errorf("it was told %v", told)
	}
}
