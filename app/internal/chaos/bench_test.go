package chaos

import (
	"slices"
	"testing"
	"time"
)

// What a token costs by service key, with its audit row on disk, beside a bare
// handler that answers as many bytes: both have one core and 64 connections, and
// take turns. Asked: 3 times the CPU at most, 25 ms for 99 in 100.
func BenchmarkIssuance(b *testing.B) {
	for _, engine := range engines {
		b.Run(engine.name, func(b *testing.B) {
			const connections, turn = 64, time.Second
			s := engine.site(b)
			s.env = append(s.env, "GOMAXPROCS=1")
			ours := s.serve()
			plain := launch(b, "bare", b.TempDir(), []string{"GOMAXPROCS=1"})
			login := "Authorization: Bearer " + s.key + "\r\n"
			storm(b, ours, connections, turn/4, login, "{}")
			var ratio, each, bare, late, bareLate, rate []float64
			for b.Loop() {
				least := storm(b, plain, connections, turn, login, "{}")
				got := storm(b, ours, connections, turn, login, "{}")
				if got.Statuses[200] != got.answers() {
					b.Fatalf("got %v", got.Statuses)
				}
				ratio = append(ratio, float64(got.cpuEach())/float64(least.cpuEach()))
				each, bare = append(each, got.cpuEach().Seconds()*1e6), append(bare, least.cpuEach().Seconds()*1e6)
				late, bareLate = append(late, got.at(.99).Seconds()*1e3), append(bareLate, least.at(.99).Seconds()*1e3)
				rate = append(rate, float64(got.answers())/got.span.Seconds())
			}
			for _, m := range []struct {
				unit   string
				values []float64
			}{
				{"times-bare-cpu", ratio}, {"cpu-µs/token", each}, {"bare-cpu-µs", bare},
				{"p99-ms", late}, {"bare-p99-ms", bareLate}, {"tokens/s", rate},
			} {
				b.ReportMetric(median(m.values), m.unit)
			}
			b.ReportMetric(ours.peakMiB(), "peak-MiB")
			b.ReportMetric(0, "ns/op") // a turn is as long as we say
			s.check(nil)
		})
	}
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
