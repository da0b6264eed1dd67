package chaos

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mintmark/app/internal/store"
)

// How long a server takes to be there, with a million users and 10,000 rules. Asked:
// a second at most.
func BenchmarkStart(b *testing.B) {
	for _, engine := range engines {
		b.Run(engine.name, func(b *testing.B) {
			s := engine.site(b)
			s.addManyUsers(1_000_000)
			s.addManyRules(10_000)
			var took, cpu []float64
			peak := 0.0
			for b.Loop() {
				begin := time.Now()
				p := s.serve()
				took = append(took, time.Since(begin).Seconds()*1e3)
				cpu = append(cpu, p.cpu().Seconds()*1e3)
				peak = max(peak, p.peakMiB())
				p.wantToken(s.key)
				p.stop()
			}
			b.ReportMetric(median(took), "ms")
			b.ReportMetric(median(cpu), "cpu-ms")
			b.ReportMetric(peak, "peak-MiB")
			b.ReportMetric(0, "ns/op")
		})
	}
}

func (s *site) addManyUsers(n int) {
	s.Helper()
	driver, many := "sqlite", `WITH RECURSIVE many (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < %d)`
	if store.IsAddress(s.place) {
		driver, many = "pgx", `WITH many (n) AS (SELECT generate_series(1, %d))`
	}
	db, err := sql.Open(driver, s.place.Reveal())
	s.must(err)
	defer db.Close()
	_, err = db.Exec(fmt.Sprintf(many, n) + ` INSERT INTO users (name, hash, created_at, changed_at)
		SELECT 'user' || n, '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g', 0, 0 FROM many`)
	s.must(err)
}

// addManyRules puts so many before the one rule that there is.
func (s *site) addManyRules(n int) {
	s.Helper()
	path := filepath.Join(s.dir, "mintmark.yaml")
	text, err := os.ReadFile(path)
	s.must(err)
	var rules strings.Builder
	for i := range n {
		fmt.Fprintf(&rules, "\n    - { id: r%d, match: { principals: [u%[1]d, v%[1]d] }, identity: { from: request, match: \"g-%[1]d-*\" }, allow: { profiles: lobby, max_ttl: 15m } }", i)
	}
	before, after, _ := strings.Cut(string(text), " [ { id: all")
	s.must(os.WriteFile(path, []byte(before+rules.String()+"\n    - { id: all"+strings.Replace(after, " ]\n", "\n", 1)), 0o600))
}
