package store

import (
	"context"
	"strings"

	"mintmark/app/internal/secret"
)

// IsAddress tells the address of a PostgreSQL database from the path of a file.
func IsAddress(place secret.Text) bool {
	p := place.Reveal()
	return strings.HasPrefix(p, "postgres://") || strings.HasPrefix(p, "postgresql://")
}

// Open opens what [IsAddress] takes for an address with [OpenPostgres], and
// everything else with [OpenSQLite].
func Open(ctx context.Context, place secret.Text) (Store, error) {
	if IsAddress(place) {
		return asStore(OpenPostgres(ctx, place))
	}
	return asStore(OpenSQLite(ctx, place.Reveal()))
}

// asStore leaves no store that is not nil beside an error.
func asStore[S Store](s S, err error) (Store, error) {
	if err != nil {
		return nil, err
	}
	return s, nil
}
