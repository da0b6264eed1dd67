package password

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// cheap keeps tests quick that are not about the cost.
var cheap = Params{Memory: 64, Time: 1, Threads: 1}

func TestVerify(t *testing.T) {
	ctx := t.Context()
	h := NewHasher(cheap, 1)
	phc, err := h.Hash(ctx, "correct horse")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, phc, password string
		want                bool
	}{
		{"right", phc, "correct horse", true},
		{"wrong", phc, "correct horsf", false},
		{"white space counts", phc, "correct horse ", false},
		{"case counts", phc, "Correct horse", false},
		{"empty", phc, "", false},
		{"huge", phc, strings.Repeat("x", 1<<16), false},
		{"nobody", "", "correct horse", false},
		{"nobody, empty", "", "", false},
		{"nobody, his own hash", "", h.nobody.String(), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := h.Verify(ctx, tt.phc, tt.password)
			if got != tt.want || err != nil {
				t.Errorf("got %v, %v, want %v", got, err, tt.want)
			}
		})
	}
}

// A vector of the reference implementation's own tests (phc-winner-argon2,
// test.c, version 0x13, argon2id).
func TestVerifyReferenceVector(t *testing.T) {
	const phc = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	h := NewHasher(cheap, 1)
	for password, want := range map[string]bool{"password": true, "differentpassword": false} {
		if got, err := h.Verify(t.Context(), phc, password); got != want || err != nil {
			t.Errorf("Verify(%q) = %v, %v, want %v", password, got, err, want)
		}
	}
}

func TestHashForm(t *testing.T) {
	ctx := t.Context()
	h := NewHasher(Default, 1)
	one, err := h.Hash(ctx, "x")
	if err != nil {
		t.Fatal(err)
	}
	two, err := h.Hash(ctx, "x")
	if err != nil {
		t.Fatal(err)
	}
	if one == two {
		t.Error("two hashes of one password are the same: no salt")
	}
	const prefix = "$argon2id$v=19$m=19456,t=2,p=1$"
	for _, phc := range []string{one, two, h.nobody.String()} {
		rest, ok := strings.CutPrefix(phc, prefix)
		if !ok || len(rest) != 22+1+43 {
			t.Errorf("got %s, want %s, a salt of 16 bytes and a key of 32", phc, prefix)
		}
		if _, err := parseHash(phc); err != nil {
			t.Errorf("parseHash(%s): %v", phc, err)
		}
	}
}

func TestHashLength(t *testing.T) {
	h := NewHasher(cheap, 1)
	for _, tt := range []struct {
		name string
		n    int
		want error
	}{{"none", 0, ErrLength}, {"one", 1, nil}, {"most", MaxLen, nil}, {"too many", MaxLen + 1, ErrLength}} {
		t.Run(tt.name, func(t *testing.T) {
			if _, got := h.Hash(t.Context(), strings.Repeat("x", tt.n)); !errors.Is(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestVerifyRefusesOtherHashes(t *testing.T) {
	const salt, key = "c29tZXNhbHRzb21lc2FsdA", "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	tests := map[string]string{
		"bcrypt":          "$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
		"text":            "hunter2",
		"argon2i":         "$argon2i$v=19$m=64,t=1,p=1$" + salt + "$" + key,
		"old version":     "$argon2id$v=16$m=64,t=1,p=1$" + salt + "$" + key,
		"no passes":       "$argon2id$v=19$m=64,t=0,p=1$" + salt + "$" + key,
		"no threads":      "$argon2id$v=19$m=64,t=1,p=0$" + salt + "$" + key,
		"no memory":       "$argon2id$v=19$m=0,t=1,p=1$" + salt + "$" + key,
		"all memory":      "$argon2id$v=19$m=4294967295,t=1,p=1$" + salt + "$" + key,
		"over 32 bits":    "$argon2id$v=19$m=4294967296,t=1,p=1$" + salt + "$" + key,
		"more parameters": "$argon2id$v=19$m=64,t=1,p=1,x=1$" + salt + "$" + key,
		"leading zero":    "$argon2id$v=19$m=064,t=1,p=1$" + salt + "$" + key,
		"padded":          "$argon2id$v=19$m=64,t=1,p=1$" + salt + "==$" + key,
		"not base64":      "$argon2id$v=19$m=64,t=1,p=1$" + salt + "$***",
		"short salt":      "$argon2id$v=19$m=64,t=1,p=1$c2FsdA$" + key,
		"no key":          "$argon2id$v=19$m=64,t=1,p=1$" + salt + "$",
		"a part too many": "$argon2id$v=19$m=64,t=1,p=1$" + salt + "$" + key + "$",
	}
	h := NewHasher(cheap, 1)
	for name, phc := range tests {
		t.Run(name, func(t *testing.T) {
			if ok, err := h.Verify(t.Context(), phc, "password"); ok || !errors.Is(err, ErrHash) {
				t.Errorf("got %v, %v, want ErrHash", ok, err)
			}
		})
	}
}

// C06: the number is bounded, the rest waits for one second.
func TestTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := NewHasher(cheap, 2)
		for range cap(h.turns) {
			h.turns <- struct{}{}
		}
		start := time.Now()
		if _, err := h.Verify(t.Context(), "", "x"); !errors.Is(err, ErrBusy) {
			t.Errorf("all turns taken: got %v, want ErrBusy", err)
		}
		if got := time.Since(start); got != Wait {
			t.Errorf("waited %v, want %v", got, Wait)
		}

		time.AfterFunc(Wait/2, func() { <-h.turns })
		if _, err := h.Verify(t.Context(), "", "x"); err != nil {
			t.Errorf("a turn comes free: %v", err)
		}
		if got := len(h.turns); got != 1 {
			t.Errorf("%d turns are taken after the hash, want 1", got)
		}
	})
}

// C06: where the turn could not come in time, nobody waits for it.
func TestQueueIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := NewHasher(cheap, 2)
		for range cap(h.turns) {
			h.turns <- struct{}{}
		}
		var wg sync.WaitGroup
		for range 2 * queue {
			if h.Full() {
				t.Error("full too early")
			}
			wg.Go(func() { _, _ = h.Verify(t.Context(), "", "x") })
			synctest.Wait()
		}
		start := time.Now()
		if _, err := h.Verify(t.Context(), "", "x"); !errors.Is(err, ErrBusy) || !h.Full() || time.Since(start) > 0 {
			t.Errorf("one too many: got %v after %v, want ErrBusy at once", err, time.Since(start))
		}
		wg.Wait() // each for a second
		if h.Full() {
			t.Error("still full when all have left")
		}
	})
}

func TestTurnsHeedTheContext(t *testing.T) {
	h := NewHasher(cheap, 1)
	h.turns <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.Hash(ctx, "x"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

// C01: what is cheaper than a hash of today is to be made anew.
func TestIsOutdated(t *testing.T) {
	h := NewHasher(Params{Memory: 128, Time: 2, Threads: 1}, 1)
	for _, tt := range []struct {
		name string
		Params
		want bool
	}{
		{"the same", Params{128, 2, 1}, false},
		{"less memory", Params{64, 2, 1}, true},
		{"less time", Params{128, 1, 1}, true},
		{"less memory, more time", Params{64, 8, 1}, true},
		{"more", Params{256, 3, 1}, false},
		{"other threads", Params{128, 2, 4}, false},
	} {
		phc, err := NewHasher(tt.Params, 1).Hash(t.Context(), "x")
		if err != nil {
			t.Fatal(err)
		}
		if got := h.IsOutdated(phc); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
	if h.IsOutdated("") || h.IsOutdated("hunter2") {
		t.Error("what is no hash is outdated")
	}
}

// C03: whatever the stored hash cost, and whether the password is right, it costs
// as much as one for nobody. What is counted is memory that was filled, the work
// of a hash.
func TestPasswordsCostTheSame(t *testing.T) {
	today := Params{Memory: 2048, Time: 2, Threads: 1}
	h := NewHasher(today, 1)
	filled := func(phc, password string) uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if ok, err := h.Verify(t.Context(), phc, password); ok != (password == "right") || err != nil {
			t.Fatalf("got %v, %v", ok, err)
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	if got := filled("", "wrong"); got < 2048<<10 || got > 2200<<10 {
		t.Errorf("nobody: %d kB are filled, want 2048", got>>10)
	}
	for _, old := range []Params{today, {2048, 1, 1}, {1024, 2, 1}, {512, 1, 1}, {3072, 1, 1}} {
		phc, err := NewHasher(old, 1).Hash(t.Context(), "right")
		if err != nil {
			t.Fatal(err)
		}
		for _, password := range []string{"wrong", "right"} {
			// Each pass over memory counts; memory is allocated once for all passes of a hash.
			first := uint64(old.Memory << 10)
			passes := first*uint64(old.Time) + (filled(phc, password)-first)*uint64(today.Time)
			if want := uint64(2 * 2048 << 10); passes < want || passes > want*105/100 {
				t.Errorf("%+v, %s: %d kB are filled, want %d", old, password, passes>>10, want>>10)
			}
		}
	}
}
