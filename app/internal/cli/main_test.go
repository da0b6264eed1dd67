package cli

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"mintmark/app/internal/store/pgtest"
	"mintmark/app/internal/twilio/twiliotest"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata")

// TestMain makes the program itself a command of the scripts, run as a process
// of its own.
func TestMain(m *testing.M) {
	testscript.Main(pgtest.M{M: m}, map[string]func(){"mintmark": func() { os.Exit(Main()) }})
}

// patience ends a script that waits for a server that should have refused to
// start.
const patience = 3 * time.Minute

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       *update,
		Deadline:            time.Now().Add(patience),
		Setup: func(env *testscript.Env) error {
			env.Setenv("TZ", "UTC")
			env.Values[twilioKey{}] = new(*twiliotest.Server)
			return nil
		},
		Condition: func(name string) (bool, error) {
			if name != "postgres" {
				return false, errors.New("the condition is called postgres")
			}
			return pgtest.Installed() || os.Getenv("CI") == "true", nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":   exits,
			"twilio":  twilioCmd,
			"signed":  signed,
			"audited": audited,
			"hostile": hostile,
			"postgres": func(ts *testscript.TestScript, _ bool, args []string) { // puts the address of an empty database in a variable
				ts.Setenv(args[0], pgtest.DSN(t))
			},
		},
	})
}

// exits runs a command that must end with an exit code: exits 4 mintmark check …
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits code command args...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	switch err := ts.Exec(args[1], args[2:]...); {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("%s: got exit code %d, want %d", args[1], got, want)
	}
}
