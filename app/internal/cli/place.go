package cli

import (
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/spf13/pflag"

	"mintmark/app/internal/config"
	"mintmark/app/internal/secret"
	"mintmark/app/internal/store"
)

const (
	defaultDB     = config.DefaultDB
	defaultConfig = "mintmark.yaml"
)

// A place is where the database of the server is: what --db says, or the
// configuration, which is mintmark.yaml unless --config names another, else
// data/mintmark.db.
type place struct {
	flags               *pflag.FlagSet
	db, config, envFile string      // of the flags
	at                  secret.Text // a path or an address
	file                string      // the configuration, "" where none is read
}

// whichDB is the help of the commands that read or change the database.
const whichDB = `The database is what --db names, or the configuration: --config, or mintmark.yaml
where there is one, else data/mintmark.db.`

func (l *place) add(f *pflag.FlagSet) {
	l.flags = f
	f.StringVar(&l.db, "db", defaultDB, "the server's database: a `file`, or postgres://user@host/database")
	f.StringVar(&l.config, "config", defaultConfig, "configuration `file` of the server, which names the database")
	f.StringVar(&l.envFile, "env-file", dotEnv, "read what the environment does not set from this `file`")
	f.Lookup("db").DefValue, f.Lookup("config").DefValue = "", "" // one of them
}

func (l *place) given(flag string) bool { return l.flags.Changed(flag) }

// locate settles where the database is.
func (l *place) locate(ctx context.Context, p *program) error {
	if l.given("db") && l.given("config") {
		return usage("--config names the file that says which database it is", "--db and --config are both there: give one of them")
	}
	if l.configuration() != "" {
		if err := p.loadEnvFile(ctx, l.envFile, l.given("env-file")); err != nil {
			return err
		}
	}
	return l.read(p)
}

// configuration is the file to read, "" for none.
func (l *place) configuration() string {
	switch {
	case l.given("config"):
		return l.config
	case l.given("db"):
		return ""
	}
	return configOr("")
}

// read is locate in an environment that has been read.
func (l *place) read(p *program) (err error) {
	l.file = l.configuration()
	switch {
	case l.given("db"):
		l.at, err = secret.Text(l.db), checkDB(l.db)
	case l.file != "":
		err = l.readConfig(p)
	default:
		l.at = secret.Text(l.db)
	}
	return err
}

// readConfig is read of the configuration. An address with its password is
// nothing for others to read.
func (l *place) readConfig(p *program) error {
	fromFile := false
	s, err := config.LoadStore(l.file, func(name string) string {
		value := p.lookup(name)
		fromFile = fromFile || value != "" && exported(name) == ""
		return value
	})
	if err != nil {
		return configError(l.file, err)
	}
	if l.at = s.Place(); fromFile {
		return secret.CheckFile(p.env.path)
	}
	return nil
}

// lookup is the value of a name in the environment or in .env.
func (p *program) lookup(name string) string {
	value, _ := p.env.first(name)
	return value
}

// settings of a connection, as libpq takes them: no path looks so.
var settingsOfDB = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(^|\s)(host|port|user|dbname|password|sslmode)\s*=`)
})

// checkDB does not repeat what may have a password in it.
func checkDB(text string) error {
	const want = "--db data/mintmark.db, or --db postgres://user@host/database"
	if !store.IsAddress(secret.Text(text)) {
		if strings.Contains(text, "://") || settingsOfDB().MatchString(text) {
			return usage(want, "--db is neither a path nor the address of a PostgreSQL database")
		}
		if strings.HasSuffix(text, "/") {
			return usage("--db "+quoteShell(text+"mintmark.db"), "--db names a folder: want a file")
		}
		return nil
	}
	u, err := url.Parse(text)
	if err != nil {
		return usage(want, "--db: %w", store.ErrAddress)
	}
	_, has := u.User.Password()
	if q := u.Query(); has || q.Has("password") || q.Has("sslpassword") {
		return usage("PGPASSWORD in the environment, ~/.pgpass, or the whole address in "+defaultConfig+": store: { driver: postgres, dsn: { env: DATABASE_URL } }",
			"--db has a password in it, which everybody on this machine can read there")
	}
	return nil
}

// String is what the place is called, without a password.
func (l *place) String() string {
	where := store.Where(l.at)
	if l.file != "" && !l.given("db") {
		where += " (as " + l.file + " says)"
	}
	return where
}

// isFile tells SQLite from PostgreSQL.
func (l *place) isFile() bool { return !store.IsAddress(l.at) }

// missing reports whether it is a file that is not there.
func (l *place) missing() bool {
	if !l.isFile() {
		return false
	}
	_, err := os.Stat(l.at.Reveal())
	return errors.Is(err, fs.ErrNotExist)
}

// open opens the database, and makes a file where there is none.
func (l *place) open(ctx context.Context, p *program) (store.Store, error) {
	if err := l.locate(ctx, p); err != nil {
		return nil, err
	}
	return l.connect(ctx)
}

// openExisting opens a database that must be there. The hint says how else.
func (l *place) openExisting(ctx context.Context, p *program, hint string) (store.Store, error) {
	if err := l.locate(ctx, p); err != nil {
		return nil, err
	}
	if l.missing() {
		return nil, l.noDatabase(hint)
	}
	return l.connect(ctx)
}

func (l *place) noDatabase(hint string) error { return usage(hint, "there is no database %s", l) }

// connect opens what was found.
func (l *place) connect(ctx context.Context) (store.Store, error) {
	s, err := store.Open(ctx, l.at)
	return s, unopened(err, l.command("mintmark migrate"))
}

// removeLog is what to do about [store.ErrOtherLog].
const removeLog = "if that is the copy to go on with, stop the server and remove the files beside it that end in -wal and -shm"

// makeSchema is what to do about [store.ErrNoSchema].
const makeSchema = "CREATE SCHEMA makes it, and GRANT USAGE, CREATE ON SCHEMA lets a role use it; or name another, as in ?search_path=mintmark"

// unopened gives an error of a database that does not open its hint. The command
// is the one that brings it up to date.
func unopened(err error, migrate string) error {
	var down *pgconn.ConnectError
	switch {
	case errors.Is(err, store.ErrOldSchema):
		return usage(migrate, "%w", err)
	case errors.Is(err, store.ErrNotDatabase):
		return usage("name the server's database, or move this file away", "%w", err)
	case errors.Is(err, store.ErrOtherLog):
		return usage(removeLog, "%w", err)
	case errors.Is(err, syscall.EISDIR):
		return usage("name a file, such as "+defaultDB, "%w", err)
	case errors.Is(err, store.ErrNoSchema):
		return usage(makeSchema, "%w", err)
	case errors.As(err, &down):
		return usage("look whether it runs, and at its address and credentials; mintmark doctor does", "%w", err)
	}
	return err
}

// command is another command on the same database, to be pasted.
func (l *place) command(line string) string {
	for _, name := range []string{"db", "config"} {
		if l.given(name) {
			line += " --" + name + " " + quoteShell(l.flags.Lookup(name).Value.String())
		}
	}
	return line
}

var plainWord = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9_./:@%+,=-]+$`) })

// quoteShell is a word that a shell reads as this text.
func quoteShell(s string) string {
	if plainWord().MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
