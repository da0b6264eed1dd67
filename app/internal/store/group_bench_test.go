package store_test

import (
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"mintmark/app/internal/store"
)

// What an issuance costs the store: reading the service key, and recording, from
// so many connections at once.
func BenchmarkRecord(b *testing.B) {
	for _, clients := range []int{1, 8, 64} {
		b.Run(fmt.Sprint("clients=", clients), func(b *testing.B) {
			s, err := store.OpenSQLite(b.Context(), filepath.Join(b.TempDir(), "mintmark.db"))
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			benchmarkRecord(b, s, clients)
		})
	}
}

func benchmarkRecord(b *testing.B, s store.Store, clients int) {
	ctx := b.Context()
	_, hash, err := store.NewServiceKey("kiosk")
	if err == nil {
		err = s.AddServiceKey(ctx, "kiosk", hash, store.Event{Time: time.Now()})
	}
	if err != nil {
		b.Fatal(err)
	}
	e := store.Event{Time: time.Now(), Kind: store.TokenIssued, RequestID: "0123456789abcdef0123456789abcdef", Principal: "service:kiosk",
		Method: "service_key", Client: "192.0.2.7/32", Rule: "kiosk", Identity: "guest-1234", Grants: `{"video":{"room":"team-1"}}`,
		TTL: 10 * time.Minute, TokenID: "SK0123456789abcdef0123456789abcdef-1234567890", KeySID: "SK0123456789abcdef0123456789abcdef"}
	b.ReportAllocs()
	before := cpuTime(b)
	b.ResetTimer()
	var wg sync.WaitGroup
	for range clients {
		wg.Go(func() {
			for range b.N / clients {
				key, err := s.ServiceKey(ctx, "kiosk")
				if err == nil {
					err = s.RecordFor(ctx, key, e)
				}
				if err != nil {
					b.Error(err)
				}
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64((cpuTime(b)-before).Nanoseconds())/float64(b.N), "cpu-ns/op")
}
