package store_test

import (
	"fmt"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"mintmark/app/internal/secret"
	"mintmark/app/internal/store"
	"mintmark/app/internal/store/storetest"
)

const manyUsers = 1_000_000

// With a million users, and as many rows in the audit trail: how long opening
// takes, which is most of a start, a login's look-up, showing some users, and
// showing all of them, with the memory that this needs.
func BenchmarkMany(b *testing.B) {
	b.Run("SQLite", func(b *testing.B) {
		place := secret.Text(filepath.Join(b.TempDir(), "mintmark.db"))
		if _, _, err := store.Migrate(b.Context(), place); err != nil {
			b.Fatal(err)
		}
		benchmarkMany(b, place, `WITH RECURSIVE many (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < %d)`)
	})
	b.Run("PostgreSQL", func(b *testing.B) {
		address, _ := storetest.Postgres(b)
		benchmarkMany(b, address, `WITH many (n) AS (SELECT generate_series(1, %d))`)
	})
}

func benchmarkMany(b *testing.B, place secret.Text, many string) {
	ctx := b.Context()
	s := openPlace(b, place)
	defer s.Close()
	many = fmt.Sprintf(many, manyUsers)
	hash := "$argon2id$v=19$m=19456,t=2,p=1$" + "c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g"
	s.Exec(b, many+` INSERT INTO users (name, hash, created_at, changed_at) SELECT 'user' || n, '`+hash+`', 0, 0 FROM many`)
	s.Exec(b, many+` INSERT INTO audit (time, kind, request_id, principal, method, client, reason, rule, identity, grants, ttl, token_id, key_sid)
		SELECT CAST(n AS bigint) * 1000000, 'token_issued', '', 'user' || n, 'password', '192.0.2.7/32', '', 'everyone', 'user' || n, '{"video":{}}', 600, 'SK-' || n, 'SK' FROM many`)
	s.Exec(b, `ANALYZE`) // as PostgreSQL does by itself within a minute
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			if err := openPlace(b, place).Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("login", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			if _, err := s.User(ctx, store.Name(fmt.Sprint("user", 1+i*7919%manyUsers))); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("some users", func(b *testing.B) {
		for b.Loop() {
			if got := count(b, s, "user99999"); got != 11 {
				b.Fatalf("got %d users", got)
			}
		}
	})
	b.Run("all users", func(b *testing.B) {
		for b.Loop() {
			if got := count(b, s, ""); got != manyUsers {
				b.Fatalf("got %d users", got)
			}
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.HeapSys)/1e6, "MB-heap")
	})
	for name, f := range map[string]store.Filter{
		"an hour of the trail": {Since: time.Unix(500_000, 0), Until: time.Unix(503_600, 0)},
		"most of the trail":    {Since: time.Unix(100_000, 0), Until: time.Unix(900_000, 0)},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				n := 0
				for _, err := range s.Find(ctx, f) {
					if n++; err != nil {
						b.Fatal(err)
					}
				}
				if want := int(f.Until.Sub(f.Since).Seconds()); n != want {
					b.Fatalf("got %d events, want %d", n, want)
				}
			}
		})
	}
	b.Run("prune 1000", func(b *testing.B) {
		for b.Loop() {
			if n, err := s.PruneEvents(ctx, time.Unix(900_000, 0), 1000); n != 1000 && n != 0 || err != nil {
				b.Fatal(n, err)
			}
		}
	})
}

func count(b *testing.B, s store.Store, prefix store.Name) (n int) {
	for _, err := range s.Users(b.Context(), prefix) {
		if n++; err != nil {
			b.Fatal(err)
		}
	}
	return n
}

func openPlace(b *testing.B, place secret.Text) planner {
	b.Helper()
	s, err := store.Open(b.Context(), place)
	if err != nil {
		b.Fatal(err)
	}
	return s.(planner)
}
