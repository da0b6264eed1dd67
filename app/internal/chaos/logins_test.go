package chaos

import (
	"os"
	"sync"
	"testing"
	"time"

	"mintmark/app/internal/password"
	"mintmark/app/internal/store"
)

const typed = "canary-Pa55word"

func (s *site) addUser(name store.Name) {
	s.Helper()
	hash, err := password.NewHasher(password.Default, 1).Hash(s.Context(), typed)
	s.must(err)
	db := s.open()
	defer db.Close()
	s.must(db.AddUser(s.Context(), name, hash, store.Event{Time: time.Now(), Kind: store.UserAdded, Principal: string(name)}))
}

// hashCost is the CPU time of one check of a password.
func hashCost(b *testing.B) time.Duration {
	const times = 5
	h := password.NewHasher(password.Default, 1)
	before := cpuOf(b, os.Getpid())
	for range times {
		if _, err := h.Verify(b.Context(), "", typed); err != nil {
			b.Fatal(err)
		}
	}
	return (cpuOf(b, os.Getpid()) - before) / times
}

// What a login costs beside the hash of its password, asked 1.2 times; and what
// many more logins than there is time for do to service keys beside them, asked
// less than 2 times what 99 in 100 take alone. Such logins get 429 or 503.
func BenchmarkLogins(b *testing.B) {
	const turn, few, flood = 2 * time.Second, 8, 64
	s := engines[0].site(b)
	s.addUser("anna")
	p := s.serve()
	login, key := `{"username":"anna","password":"`+typed+`"}`, "Authorization: Bearer "+s.key+"\r\n"
	var cost, alone, beside, slower []float64
	for b.Loop() {
		hash := hashCost(b)
		one := storm(b, p, 1, turn, "", login)
		cost = append(cost, float64(one.cpuEach())/float64(hash))

		quiet := storm(b, p, few, turn, key, "{}")
		var keys, logins run
		var wg sync.WaitGroup
		wg.Go(func() { keys = storm(b, p, few, turn, key, "{}") })
		wg.Go(func() { logins = storm(b, p, flood, turn, "", login) })
		wg.Wait()
		if keys.statuses[200] != keys.answers() || logins.statuses[200]+logins.statuses[429]+logins.statuses[503] != logins.answers() {
			b.Fatalf("service keys got %v, logins %v", keys.statuses, logins.statuses)
		}
		alone, beside = append(alone, quiet.at(.99).Seconds()*1e3), append(beside, keys.at(.99).Seconds()*1e3)
		slower = append(slower, float64(keys.at(.99))/float64(quiet.at(.99)))
	}
	b.ReportMetric(median(cost), "times-hash-cpu")
	b.ReportMetric(median(alone), "key-p99-ms")
	b.ReportMetric(median(beside), "key-p99-ms-in-flood")
	b.ReportMetric(median(slower), "times-p99")
	b.ReportMetric(p.peakMiB(), "peak-MiB")
	b.ReportMetric(0, "ns/op")
}
