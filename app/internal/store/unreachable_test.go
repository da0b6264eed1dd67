package store_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"mintmark/app/internal/secret"
	"mintmark/app/internal/store"
)

// What is wrong with an address stands there once, in one line, however often it
// was tried; and each address has its own.
func TestUnreachable(t *testing.T) {
	for _, tt := range []struct {
		address string
		want    int
	}{
		{"postgres://mintmark@127.0.0.1:1/mintmark", 1},
		{"postgres://mintmark@127.0.0.1:1/mintmark?sslmode=disable", 1},
		{"postgres://mintmark@127.0.0.1:1,127.0.0.1:2/mintmark", 2},
	} {
		_, err := store.Open(t.Context(), secret.Text(tt.address))
		var down *pgconn.ConnectError
		if !errors.As(err, &down) {
			t.Fatalf("%s: got %v", tt.address, err)
		}
		if got := err.Error(); strings.Count(got, "refused") != tt.want || strings.ContainsAny(got, "\n\t") {
			t.Errorf("%s: got %q, want %d", tt.address, got, tt.want)
		}
	}
}
