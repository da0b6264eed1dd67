package chaos

import (
	"flag"
	"os"
	"testing"
	"time"

	"mintmark/app/internal/cli"
	"mintmark/app/internal/store/pgtest"
)

var (
	kills  = flag.Int("kills", 3, "kill the server so many times on each engine")
	turns  = flag.Int("turns", 1, "measure one replica and three so many times")
	outage = flag.Duration("outage", time.Second, "stop PostgreSQL for so long")
)

// role says in the environment of a child what it is to be.
const role = "CHAOS_ROLE"

// roles are what they can be, until they end.
var roles = map[string]func() int{"mintmark": cli.Main, "bare": bare, "asker": asker}

// TestMain makes the test binary the program itself, too.
func TestMain(m *testing.M) {
	if cli.HashesPasswords() {
		os.Exit(cli.Main())
	}
	if run, ok := roles[os.Getenv(role)]; ok {
		os.Exit(run())
	}
	os.Exit(pgtest.M{M: m}.Run())
}
