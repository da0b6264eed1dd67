package store

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"strconv"
	"strings"

	"mintmark/app/internal/secret"
)

// IsAddress tells the address of a PostgreSQL database from the path of a file.
func IsAddress(place secret.Text) bool {
	p := place.Reveal()
	return strings.HasPrefix(p, "postgres://") || strings.HasPrefix(p, "postgresql://")
}

// CheckAddress returns [ErrAddress] for what [IsAddress] takes for an address and
// is none.
func CheckAddress(place secret.Text) error {
	_, err := parseAddress(place)
	return err
}

// Open opens what [IsAddress] takes for an address with [OpenPostgres], and
// everything else with [OpenSQLite].
func Open(ctx context.Context, place secret.Text) (Store, error) {
	if IsAddress(place) {
		return asStore(OpenPostgres(ctx, place))
	}
	return asStore(OpenSQLite(ctx, place.Reveal()))
}

// Where says which database a place is, and no secret: a path, or "PostgreSQL
// database shop on db:5432".
func Where(place secret.Text) string {
	if !IsAddress(place) {
		return place.Reveal()
	}
	c, err := parseAddress(place)
	if err != nil {
		return "PostgreSQL"
	}
	name := cmp.Or(c.Database, c.User) // as PostgreSQL has it
	if strings.HasPrefix(c.Host, "/") {
		return fmt.Sprintf("PostgreSQL database %s in %s", name, c.Host)
	}
	return fmt.Sprintf("PostgreSQL database %s on %s", name, net.JoinHostPort(c.Host, strconv.Itoa(int(c.Port))))
}

// named is [Where] in a sentence: "database tokens.db".
func named(place secret.Text) string {
	if IsAddress(place) {
		return Where(place)
	}
	return "database " + Where(place)
}

// asStore leaves no store that is not nil beside an error.
func asStore[S Store](s S, err error) (Store, error) {
	if err != nil {
		return nil, err
	}
	return s, nil
}
