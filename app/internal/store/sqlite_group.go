package store

import (
	"context"
	"database/sql"
	"strings"
)

// atOnce is how many events go into one statement, the most first: a good part of
// what it takes is the same for one as for many.
var atOnce = [...]int{16, 4, 1}

// insertUnnumbered is insertEvent of so many, without names for its arguments, which
// SQLite would be asked for each time.
func insertUnnumbered(events int) string {
	row := `(?` + strings.Repeat(`, ?`, eventColumns-1) + `)`
	return `INSERT INTO audit (` + auditColumns + `) VALUES ` + row + strings.Repeat(`, `+row, events-1)
}

func (s *SQLite) prepare(ctx context.Context) (err error) {
	if err = s.tables.prepare(ctx); err != nil {
		return err
	}
	for i, events := range atOnce {
		if s.inserts[i], err = s.writer.PrepareContext(ctx, insertUnnumbered(events)); err != nil {
			return err
		}
	}
	s.lives = map[string]*sql.Stmt{}
	for _, query := range []string{userUnchanged, keyUnchanged} {
		if s.lives[query], err = s.writer.PrepareContext(ctx, query); err != nil {
			return err
		}
	}
	return nil
}

// commit writes a batch in one transaction. Nothing cancels it: the driver would
// start a goroutine for each statement, and the file's lock is waited for so
// long at most as the connection says.
func (s *SQLite) commit(batch []*pending) error {
	ctx := context.Background()
	return s.inTx(ctx, func(tx *sql.Tx) error {
		rows, err := s.unchanged(ctx, tx, batch)
		if err != nil {
			return err
		}
		return s.insert(ctx, tx, rows)
	})
}

// unchanged returns the rows of those whose holders are as they were, the columns of
// each behind those of the one before, and tells the others.
func (s *SQLite) unchanged(ctx context.Context, tx *sql.Tx, batch []*pending) ([]any, error) {
	rows := make([]any, 0, len(batch)*eventColumns)
	known := map[Holder]bool{nil: true}
	for _, p := range batch {
		ok, err := s.holds(ctx, tx, known, p.holder)
		if err != nil {
			return nil, err
		}
		if !ok {
			p.err = ErrChanged
			continue
		}
		row := p.event.values()
		rows = append(rows, row[:]...)
	}
	return rows, nil
}

// insert inserts rows as [SQLite.unchanged] returns them.
func (s *SQLite) insert(ctx context.Context, tx *sql.Tx, rows []any) error {
	for i, events := range atOnce {
		for n := events * eventColumns; len(rows) >= n; rows = rows[n:] {
			if _, err := tx.StmtContext(ctx, s.inserts[i]).ExecContext(ctx, rows[:n]...); err != nil {
				return err
			}
		}
	}
	return nil
}

// holds asks about each holder once.
func (s *SQLite) holds(ctx context.Context, tx *sql.Tx, known map[Holder]bool, h Holder) (bool, error) {
	if ok, asked := known[h]; asked {
		return ok, nil
	}
	query, args := h.unchanged()
	var ok bool
	err := tx.StmtContext(ctx, s.lives[query]).QueryRowContext(ctx, args...).Scan(&ok)
	known[h] = ok
	return ok, err
}
