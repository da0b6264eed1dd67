package store

import (
	"context"
	"time"

	"mintmark/app/internal/secret"
)

// Clock is what time it is for a PostgreSQL database. A file has no clock of its
// own.
func Clock(ctx context.Context, address secret.Text) (now time.Time, err error) {
	db, err := connect(address)
	if err != nil {
		return now, err
	}
	defer db.Close()
	err = db.QueryRowContext(ctx, `SELECT clock_timestamp()`).Scan(&now)
	return now, err
}
