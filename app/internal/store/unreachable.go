package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// A connector says in one line, and once, why a database cannot be reached.
type connector struct{ driver.Connector }

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	var down *pgconn.ConnectError
	if errors.As(err, &down) {
		return nil, &unreachable{err}
	}
	return conn, err
}

// An unreachable database is a [*pgconn.ConnectError]. That has a line for each
// try of each address, with TLS and without, which are often the same.
type unreachable struct{ err error }

func (u *unreachable) Error() string {
	var lines []string
	for line := range strings.Lines(u.err.Error()) {
		line = strings.TrimSpace(line)
		if line != "" && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, " ")
}

func (u *unreachable) Unwrap() error { return u.err }
