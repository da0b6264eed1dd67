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

// TestMain makes the test binary the program itself, too.
func TestMain(m *testing.M) {
	switch os.Getenv(role) {
	case "mintmark":
		os.Exit(cli.Main())
	case "bare":
		os.Exit(bare())
	}
	os.Exit(pgtest.M{M: m}.Run())
}
