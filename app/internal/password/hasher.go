package password

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"log/slog"
	"os/exec"
	"sync/atomic"
	"time"
)

// MaxLen is the longest password, in bytes; the shortest is one.
const MaxLen = 1024

// Wait is how long a hash waits for its turn before it gives up.
const Wait = time.Second

// What callers branch on.
var (
	// ErrBusy is a turn that did not come within [Wait], or could not.
	ErrBusy = errors.New("too many passwords are being checked")

	// ErrLength is a new password that is empty or too long.
	ErrLength = fmt.Errorf("password must have 1 to %d bytes", MaxLen)
)

// A Hasher hashes and verifies, so many at a time. It is safe for concurrent use.
type Hasher struct {
	params  Params
	turns   chan struct{}
	waiting atomic.Int64 // for a turn
	nobody  hash         // what the password of an unknown user is held against
	crew    *crew        // nil: this process makes all hashes
}

// queue is how many wait for each turn. More would hardly get theirs in time.
const queue = 16

// NewHasher returns a Hasher that makes hashes with these parameters and runs
// at most atOnce of them, each taking params.Memory while it runs. Zero lets none
// through.
func NewHasher(params Params, atOnce int) *Hasher {
	return &Hasher{params: params, turns: make(chan struct{}, atOnce), nobody: newHash(params)}
}

// Delegate has hashes made by processes that do nothing else and give way to all
// others, so that a flood of logins keeps nobody waiting but those who log in.
// Program is one that calls [Work] on its standard streams; passwords go to it
// through a pipe. One is started when it is first missed, and kept, no more than
// there are hashes at once. What they have no time for this process does. It is for
// a Hasher that was not used yet, where [Delegates] is true.
func (h *Hasher) Delegate(program func() *exec.Cmd, log *slog.Logger) {
	h.crew = &crew{
		program: program, begin: startBehind, log: log,
		pause: restartAfter, usual: usualWait, missing: cap(h.turns),
	}
}

// Close ends the processes, and delegates no more.
func (h *Hasher) Close() {
	if h.crew != nil {
		h.crew.close()
	}
}

// Full reports whether so many wait already that one more is told [ErrBusy] at
// once: whoever asks first need not look up what the hash is for.
func (h *Hasher) Full() bool { return h.waiting.Load() >= int64(queue*cap(h.turns)) }

// Hash returns a new PHC string for a password, which is used exactly as given.
// It fails with [ErrLength], [ErrBusy], or the context's error.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	if len(password) < 1 || len(password) > MaxLen {
		return "", ErrLength
	}
	fresh := newHash(h.params)
	if err := h.inTurn(ctx, func() { fresh.key = h.derive(fresh.job(password))[0] }); err != nil {
		return "", err
	}
	return fresh.String(), nil
}

// Verify reports whether phc is a hash of the password. An empty phc stands for
// a user who does not exist: that costs the same time and is never true. It
// fails with [ErrHash], [ErrBusy], or the context's error.
func (h *Hasher) Verify(ctx context.Context, phc, password string) (ok bool, err error) {
	stored := h.nobody
	if phc != "" {
		if stored, err = parseHash(phc); err != nil {
			return false, err
		}
	}
	err = h.inTurn(ctx, func() {
		jobs := append(h.makeUp(stored.Params, password), stored.job(password))
		keys := h.derive(jobs...)
		ok = subtle.ConstantTimeCompare(keys[len(keys)-1], stored.key) == 1
	})
	return ok && phc != "", err
}

// makeUp is the work that a hash from times when they were cheaper did not do:
// who has one could be told by the time from who does not exist. So could, of
// those who may not log in, who has found the right password.
func (h *Hasher) makeUp(done Params, password string) []job {
	more := h.params
	more.Memory -= uint32(min(done.work()/uint64(more.Time), uint64(more.Memory)))
	if more.Memory == 0 {
		return nil
	}
	return []job{newHash(more).job(password)}
}

func (h *Hasher) derive(jobs ...job) [][]byte {
	if h.crew == nil {
		return deriveAll(jobs)
	}
	return h.crew.derive(jobs)
}

// IsOutdated reports whether a hash, of which the password is known, is cheaper
// to guess at than a new one would be.
func (h *Hasher) IsOutdated(phc string) bool {
	stored, err := parseHash(phc)
	return err == nil && (stored.Memory < h.params.Memory || stored.Time < h.params.Time)
}

// inTurn runs do when fewer than the allowed number run.
func (h *Hasher) inTurn(ctx context.Context, do func()) error {
	if err := h.wait(ctx); err != nil {
		return err
	}
	defer func() { <-h.turns }()
	do()
	return nil
}

// wait returns with a turn, or an error.
func (h *Hasher) wait(ctx context.Context) error {
	if h.Full() {
		return ErrBusy
	}
	h.waiting.Add(1)
	defer h.waiting.Add(-1)
	ctx, cancel := context.WithTimeoutCause(ctx, Wait, ErrBusy)
	defer cancel()
	select {
	case h.turns <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
