package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"mintmark/app/internal/config"
	"mintmark/app/internal/secret"
	"mintmark/app/internal/store"
)

// storeWait is how long a database may take for all that it is asked.
const storeWait = 20 * time.Second

// store looks at the database and leaves it as it is.
func (d *doctor) store(ctx context.Context, c *config.Config) {
	ctx, cancel := context.WithTimeout(ctx, storeWait)
	defer cancel()
	at := c.Store.Place()
	if !d.storeFile(c.Store) {
		return
	}
	if store.IsExposed(at) {
		d.warning("store", "add sslmode=verify-full to its address", "whoever is on the way to %s may read and change what is said", store.Where(at))
	}
	have, want, err := store.Schema(ctx, at)
	switch {
	case errors.Is(err, store.ErrSchema):
		d.fail("store", "run the newer version of mintmark", "%v", err)
		return
	case errors.Is(err, store.ErrNoSchema):
		d.fail("store", makeSchema, "%v", err)
		return
	case err != nil:
		d.fail("store", map[string]string{
			config.Postgres: "look whether it runs, and at its address and credentials",
			config.SQLite:   "look at the path, and who may read it",
		}[c.Store.Driver], "%v", err)
		return
	case have < want && c.Store.Driver == config.Postgres:
		d.fail("store", withConfig("mintmark migrate", d.path), "%s has schema %d, and this program wants %d", store.Where(at), have, want)
		return
	case have < want:
		d.warning("store", withConfig("mintmark backup", d.path)+" first, if you want to go back", "%s has schema %d: the next start brings it to %d", store.Where(at), have, want)
		return
	}
	db, err := store.Open(ctx, at)
	if errors.Is(err, store.ErrOtherLog) {
		d.fail("store", removeLog, "%v", err)
		return
	}
	if err != nil {
		d.fail("store", "", "%v", err)
		return
	}
	defer db.Close()
	d.storeWrites(ctx, db, at)
	d.whoMayAsk(ctx, db, c)
	d.lastEvent(ctx, db)
}

// storeFile reports whether there is a database to look into.
func (d *doctor) storeFile(s config.Store) bool {
	if s.Driver != config.SQLite {
		return true
	}
	info, err := os.Stat(s.Path)
	if errors.Is(err, fs.ErrNotExist) {
		d.storeFolder(s.Path)
		return false
	}
	if err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		d.warning("store", "chmod 600 "+quoteShell(s.Path), "others on this machine may read the password hashes in %s", s.Path)
	}
	return true
}

// storeFolder asks whether the server could make its database.
func (d *doctor) storeFolder(path string) {
	dir := filepath.Dir(path)
	for {
		if _, err := os.Stat(dir); err == nil || dir == filepath.Dir(dir) {
			break
		}
		dir = filepath.Dir(dir)
	}
	f, err := os.CreateTemp(dir, ".mintmark-doctor-")
	if err != nil {
		d.fail("store", "name another place under store, or let the server write there", "%s is not there, and cannot be made: %v", path, err)
		return
	}
	f.Close()
	_ = os.Remove(f.Name())
	d.ok("store", "%s is not there yet: the server makes it", path)
}

// storeWrites asks for something that changes nothing and needs the right to.
func (d *doctor) storeWrites(ctx context.Context, db store.Store, at secret.Text) {
	if err := db.PutBudget(ctx, store.Budget{Key: "doctor"}); err != nil {
		d.fail("store", "no token is given without its row in the audit trail", "%s cannot be written: %v", store.Where(at), err)
		return
	}
	d.ok("store", "%s can be read and written, and its schema is that of this program", store.Where(at))
}

// whoMayAsk looks for somebody who could get a token.
func (d *doctor) whoMayAsk(ctx context.Context, db store.Store, c *config.Config) {
	users, err := hasUsers(ctx, db)
	if err != nil {
		d.fail("store", "", "%v", err)
		return
	}
	keys, err := db.ServiceKeys(ctx)
	switch {
	case err != nil:
		d.fail("store", "", "%v", err)
	case len(c.OIDC) > 0 || len(keys) > 0 || users && c.Password:
		return
	case c.Password:
		d.warning("store", withConfig("mintmark user add NAME", d.path)+", or "+withConfig("mintmark servicekey create ID", d.path), "there are no users and no service keys")
	default:
		d.warning("store", withConfig("mintmark servicekey create ID", d.path)+", or an issuer under auth.oidc", "nobody can log in: passwords are off, and there are no service keys and no issuers")
	}
}

// lastEvent compares the clock with the last row of the audit trail.
func (d *doctor) lastEvent(ctx context.Context, db store.Store) {
	for e, err := range db.Find(ctx, store.Filter{Last: 1}) {
		if ahead := e.Time.Sub(d.now()); err == nil && ahead > clockWarn {
			d.warning("clock", "it was set back, or was ahead then", "the last row of the audit trail is from %s UTC, which is in the future", e.Time.UTC().Format(time.DateTime))
		}
	}
}
