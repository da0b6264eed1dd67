package cli

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"net"
	"os"
	"path/filepath"

	"mintmark/app/internal/secret"
	"mintmark/app/internal/server"
	"mintmark/app/internal/store"
)

const (
	devUser store.Name = "dev"

	devReason = "serve --dev" // in the audit trail, of what was done to this user
)

// runDev makes up what the server lacks: a user, a database unless one is
// named, and a key unless the environment has one. Only this machine can reach it.
func (s *serve) runDev(ctx context.Context, keepDB bool) error {
	addr, err := loopback(s.listen)
	if err != nil {
		return err
	}
	if err := s.devCredentials(); err != nil {
		return err
	}
	if err := s.configure(ctx); err != nil {
		return err
	}
	if !keepDB {
		dir, err := os.MkdirTemp("", "mintmark-dev-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		s.db = filepath.Join(dir, "mintmark.db")
	}
	return s.answerDev(ctx, addr)
}

func (s *serve) answerDev(ctx context.Context, addr string) error {
	ln, db, err := s.open(ctx, addr)
	if err != nil {
		return err
	}
	defer ln.Close()
	defer db.Close()
	password := secret.Text(rand.Text())
	if err := s.makeDevUser(ctx, db, password); err != nil {
		return err
	}
	err = s.answer(ctx, ln, db, greeting{Username: string(devUser), Password: password.Reveal()})
	return errors.Join(err, s.stopDevUser(ctx, db))
}

// stopDevUser leaves nobody in the database whose password was on a screen.
func (s *serve) stopDevUser(ctx context.Context, db store.Store) error {
	return db.SetDisabled(context.WithoutCancel(ctx), devUser, true, s.devEvent(store.UserDisabled))
}

func (s *serve) devEvent(kind store.Kind) store.Event {
	return store.Event{Time: s.now(), Kind: kind, Principal: string(devUser), Method: "cli", Reason: devReason}
}

// ownsDevUser reports whether it was serve --dev that last gave the user dev a
// password: otherwise somebody is using that name.
func ownsDevUser(ctx context.Context, db store.Store) (owns bool, err error) {
	latest := store.Filter{Principal: string(devUser), Kinds: []store.Kind{store.UserAdded, store.PasswordChanged}, Last: 1}
	for e, err := range db.Find(ctx, latest) {
		if err != nil {
			return false, err
		}
		owns = e.Reason == devReason
	}
	return owns, nil
}

// loopback resolves the address before anything listens on it.
func loopback(addr string) (string, error) {
	tcp, err := net.ResolveTCPAddr("tcp", addr)
	if err != nil {
		return "", usage("as in --listen 127.0.0.1:8080", "--listen: %w", err)
	}
	if !tcp.IP.IsLoopback() {
		return "", usage("--listen 127.0.0.1:8080, or leave --dev out", "--dev answers this machine only, and %s can be reached from others", addr)
	}
	return tcp.String(), nil
}

// devCredentials takes the environment's key if there is all of it.
func (s *serve) devCredentials() error {
	missing := s.missing()
	if len(missing) == 0 {
		return cmp.Or(s.credentials(), s.checkPrivate())
	}
	s.warn("Twilio will refuse these tokens: they are signed with a key made up for this run, because %s", lackWords(missing))
	s.signer = server.Signer{AccountSID: madeUpSID("AC"), KeySID: madeUpSID("SK"), Secret: secret.Text(rand.Text() + rand.Text())}
	return nil
}

func madeUpSID(prefix string) string {
	var digits [16]byte
	rand.Read(digits[:]) // never fails
	return prefix + hex.EncodeToString(digits[:])
}

// makeDevUser adds the user, or gives that of an earlier run a new password:
// nobody knows the old one any more.
func (s *serve) makeDevUser(ctx context.Context, db store.Store, password secret.Text) error {
	hash, err := s.hasher.Hash(ctx, password.Reveal())
	if err != nil {
		return err
	}
	err = db.AddUser(ctx, devUser, hash, s.devEvent(store.UserAdded))
	if !errors.Is(err, store.ErrExists) {
		return err
	}
	if err := s.refuseOthersUser(ctx, db); err != nil {
		return err
	}
	if err := db.SetHash(ctx, devUser, hash, s.devEvent(store.PasswordChanged)); err != nil {
		return err
	}
	return db.SetDisabled(ctx, devUser, false, s.devEvent(store.UserEnabled))
}

// refuseOthersUser refuses to take the name from somebody else, and from another
// serve --dev, whose user would be shut out.
func (s *serve) refuseOthersUser(ctx context.Context, db store.Store) error {
	owns, err := ownsDevUser(ctx, db)
	if err != nil {
		return err
	}
	if !owns {
		return usage("--db another.db, or leave --db out", "%s has a user %s whose password serve --dev did not make", s.db, devUser)
	}
	user, err := db.User(ctx, devUser)
	if err != nil {
		return err
	}
	if !user.Disabled {
		return usage("leave --db out, or if that one was killed, "+s.userCommand("disable dev"), "another serve --dev is using %s", s.db)
	}
	return nil
}
