package store

import (
	"context"
	"database/sql"
)

// insertUnnumbered is insertEvent without names for its arguments, which SQLite
// would be asked for each time.
const insertUnnumbered = `INSERT INTO audit (` + auditColumns + `) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

func (s *SQLite) prepare(ctx context.Context) (err error) {
	if err = s.tables.prepare(ctx); err != nil {
		return err
	}
	if s.insert, err = s.writer.PrepareContext(ctx, insertUnnumbered); err != nil {
		return err
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
		insert := tx.StmtContext(ctx, s.insert)
		known := map[Holder]bool{nil: true}
		for _, p := range batch {
			if ok, err := s.holds(ctx, tx, known, p.holder); err != nil {
				return err
			} else if !ok {
				p.err = ErrChanged
				continue
			}
			values := p.event.values()
			if _, err := insert.ExecContext(ctx, values[:]...); err != nil {
				return err
			}
		}
		return nil
	})
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
