package password

import (
	"bytes"
	"errors"
	"io"
	"os/exec"
	"sync/atomic"
	"time"
)

// hung is how long a process may take for what it is asked, however busy the
// machine is.
const hung = time.Minute

var errNoWork = errors.New("it does not make hashes")

// A child is a process that makes one hash at a time.
type child struct {
	cmd   *exec.Cmd
	in    io.WriteCloser
	out   io.Reader
	let   atomic.Bool   // it may end
	ended chan struct{} // closed when it has
}

// trial is a hash that every process can make at once.
var trial = job{Params{Memory: 8, Time: 1, Threads: 1}, keyLen, make([]byte, saltLen), nil}

// startChild returns a process that has made a hash. It calls left when it ends
// without being told to.
func startChild(cmd *exec.Cmd, start func(*exec.Cmd) error, left func(*child)) (*child, error) {
	var err error
	c := &child{cmd: cmd, ended: make(chan struct{})}
	if c.in, err = cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if c.out, err = cmd.StdoutPipe(); err != nil {
		return nil, err
	}
	if err := start(cmd); err != nil {
		return nil, err
	}
	keys, err := c.derive([]job{trial})
	if err == nil && !bytes.Equal(keys[0], trial.derive()) {
		err = errNoWork
	}
	if err != nil {
		_ = cmd.Process.Kill()
		return nil, errors.Join(err, cmd.Wait())
	}
	go func() {
		_ = cmd.Wait() // its state says more
		if !c.let.Load() {
			left(c)
		}
		close(c.ended)
	}()
	return c, nil
}

// derive fails where the process ends, or hangs, which ends it.
func (c *child) derive(jobs []job) (keys [][]byte, err error) {
	defer time.AfterFunc(hung, func() { _ = c.cmd.Process.Kill() }).Stop()
	for _, j := range jobs {
		if err := j.writeTo(c.in); err != nil {
			return nil, err
		}
	}
	for _, j := range jobs {
		key := make([]byte, j.keyLen)
		if _, err := io.ReadFull(c.out, key); err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// endWait is how long a process may take to find out that it is to end: nobody has
// to let it run.
const endWait = time.Second

// end lets the process finish, and waits for it.
func (c *child) end() {
	c.let.Store(true)
	_ = c.in.Close()
	defer time.AfterFunc(endWait, func() { _ = c.cmd.Process.Kill() }).Stop()
	<-c.ended
}

func (c *child) kill() {
	_ = c.cmd.Process.Kill()
	<-c.ended
}
