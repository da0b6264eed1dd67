package store_test

import (
	"testing"

	"mintmark/app/internal/secret"
	"mintmark/app/internal/store"
)

func TestIsExposed(t *testing.T) {
	tests := []struct {
		place string
		want  bool
	}{
		{"data/mintmark.db", false},
		{"postgres://mintmark@db/mintmark", true},
		{"postgres://mintmark@db/mintmark?sslmode=disable", true},
		{"postgres://mintmark@db/mintmark?sslmode=prefer", true},
		{"postgres://mintmark@db/mintmark?sslmode=require", true},
		{"postgres://mintmark@db/mintmark?sslmode=verify-ca", false},
		{"postgres://mintmark@db/mintmark?sslmode=verify-full", false},
		{"postgres://mintmark@localhost/mintmark", false},
		{"postgres://mintmark@127.0.0.1/mintmark?sslmode=disable", false},
		{"postgres://mintmark@127.0.0.1,db/mintmark?sslmode=disable", true},
		{"postgres://mintmark@[::1]:5433/mintmark", false},
		{"postgres:///mintmark?host=/run/postgresql", false},
	}
	for _, tt := range tests {
		if got := store.IsExposed(secret.Text(tt.place)); got != tt.want {
			t.Errorf("%s: got %t, want %t", tt.place, got, tt.want)
		}
	}
}
