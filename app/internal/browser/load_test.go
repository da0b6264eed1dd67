package browser

import (
	"slices"
	"testing"
)

// loadTime is the milliseconds from the start of the navigation until the
// program has replaced the shell.
const loadTime = `performance.getEntriesByName("mintmark.ready")[0].startTime`

// BenchmarkLoad reports, as the median, how long a person waits: on the first
// visit with an empty profile, on a later one with the service worker, and
// for the single file. Use -benchtime=5x: each load has a new Chromium.
func BenchmarkLoad(b *testing.B) {
	b.Run("cold", func(b *testing.B) {
		server := Serve(b, Site(b).Handler())
		report(b, func() float64 {
			p := StartAlone(b).NewPage(b)
			p.OpenReady(server.URL)
			return Eval[float64](p, loadTime)
		})
	})
	b.Run("warm", func(b *testing.B) {
		server := Serve(b, Site(b).Handler())
		chromium := StartAlone(b)
		first := chromium.NewPage(b)
		first.OpenReady(server.URL)
		first.WaitKept()
		report(b, func() float64 {
			p := chromium.NewPage(b)
			p.OpenReady(server.URL)
			return Eval[float64](p, loadTime)
		})
	})
	b.Run("single file", func(b *testing.B) {
		address := SingleFile(b, Site(b))
		report(b, func() float64 {
			p := StartAlone(b).NewPage(b)
			p.OpenReady(address)
			return Eval[float64](p, loadTime)
		})
	})
}

// report loads b.N times and reports the median in place of ns/op.
func report(b *testing.B, load func() float64) {
	b.Helper()
	var times []float64
	for range b.N {
		times = append(times, load())
	}
	slices.Sort(times)
	b.ReportMetric(times[len(times)/2], "ms/load")
	b.ReportMetric(0, "ns/op")
}
