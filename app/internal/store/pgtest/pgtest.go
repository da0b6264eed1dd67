// Package pgtest runs PostgreSQL for tests: a cluster of their own in a temporary
// folder, reached through a socket in there, that ends with them.
package pgtest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
)

// A Cluster is a PostgreSQL server.
type Cluster struct {
	dir, bin string
	cmd      *exec.Cmd
	ended    chan struct{}
}

var errMissing = errors.New("PostgreSQL is not installed")

// shared is the cluster of a test binary, started when first wanted.
var shared struct {
	sync.Mutex
	*Cluster
}

// M is the tests of a package that uses the shared cluster.
type M struct{ *testing.M }

// Run runs them, and stops the cluster.
func (m M) Run() int {
	defer func() {
		shared.Lock()
		defer shared.Unlock()
		if shared.Cluster != nil {
			shared.remove()
		}
	}()
	return m.M.Run()
}

// DSN is the address of a new, empty database. Without PostgreSQL the test is
// skipped, and fails where CI is true.
func DSN(t testing.TB) string {
	t.Helper()
	shared.Lock()
	defer shared.Unlock()
	if shared.Cluster == nil {
		c, err := start()
		skipOrFail(t, err)
		shared.Cluster = c
	}
	return shared.DSN(t)
}

// New starts a cluster that the test may stop.
func New(t testing.TB) *Cluster {
	t.Helper()
	c, err := start()
	skipOrFail(t, err)
	t.Cleanup(c.remove)
	return c
}

// Installed reports whether there is a PostgreSQL to run.
func Installed() bool {
	_, err := find()
	return err == nil
}

func skipOrFail(t testing.TB, err error) {
	t.Helper()
	if errors.Is(err, errMissing) && os.Getenv("CI") != "true" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
}

var schemas atomic.Int64

// DSN is the address of a new, empty schema in this cluster: a database of its
// own for whoever connects, and made a hundred times faster.
func (c *Cluster) DSN(t testing.TB) string {
	t.Helper()
	ctx := context.Background() // cleaning up has no context
	name := fmt.Sprintf("test%d", schemas.Add(1))
	conn, err := pgx.Connect(ctx, c.dsn("public"))
	if err == nil {
		_, err = conn.Exec(ctx, "CREATE SCHEMA "+name)
		err = errors.Join(err, conn.Close(ctx))
	}
	if err != nil {
		t.Fatal(err)
	}
	return c.dsn(name)
}

func (c *Cluster) dsn(schema string) string {
	query := url.Values{"host": {c.dir}, "search_path": {schema}}
	u := url.URL{Scheme: "postgres", User: url.User("postgres"), Path: "/postgres", RawQuery: query.Encode()}
	return u.String()
}

func start() (*Cluster, error) {
	bin, err := find()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "pgtest")
	if err != nil {
		return nil, err
	}
	c := &Cluster{dir: dir, bin: bin}
	if err := c.init(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	if err := c.Start(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return c, nil
}

// find looks where distributions put what is not on the path.
func find() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	all, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(all) == 0 {
		return "", errMissing
	}
	return filepath.Dir(all[len(all)-1]), nil
}

func (c *Cluster) init() error {
	if err := giveAway(c.dir); err != nil {
		return err
	}
	out, err := c.command("initdb", "-D", c.dir+"/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync").CombinedOutput()
	if err != nil {
		err = fmt.Errorf("initdb: %w: %s", err, out)
	}
	return err
}

// command runs as another user where we are root: PostgreSQL refuses that.
func (c *Cluster) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(c.bin, name), args...)
	cmd.Dir = c.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{}
	dropRoot(cmd.SysProcAttr)
	return cmd
}

// Start returns when the server answers.
func (c *Cluster) Start() error {
	c.cmd = c.command("postgres", "-D", c.dir+"/data", "-c", "listen_addresses=", "-c", "unix_socket_directories="+c.dir, "-c", "max_connections=200")
	stderr, err := c.cmd.StderrPipe()
	if err != nil {
		return err
	}
	started := make(chan error, 1)
	c.ended = make(chan struct{})
	go c.wait(stderr, started)
	return <-started
}

// wait is the server's life. It dies with the thread that started it.
func (c *Cluster) wait(stderr io.Reader, started chan<- error) {
	defer close(c.ended)
	defer tieToThread(c.cmd.SysProcAttr)()
	if err := c.cmd.Start(); err != nil {
		started <- err
		return
	}
	var said strings.Builder
	ready := false
	for lines := bufio.NewScanner(stderr); lines.Scan(); {
		if !ready && strings.Contains(lines.Text(), "ready to accept connections") {
			ready = true
			started <- nil
		}
		if !ready {
			said.WriteString(lines.Text() + "\n")
		}
	}
	err := c.cmd.Wait()
	if !ready {
		started <- fmt.Errorf("postgres ended: %w: %s", err, &said)
	}
}

// Stop throws everybody out and returns when the server has ended.
func (c *Cluster) Stop() {
	_ = c.cmd.Process.Signal(syscall.SIGINT)
	<-c.ended
}

func (c *Cluster) remove() {
	c.Stop()
	_ = os.RemoveAll(c.dir)
}
