package browser

import (
	"bytes"
	"io"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/systeminfo"
	"github.com/chromedp/chromedp"
)

// loads is how many cold profiles a median is taken of.
const loads = 5

// notice writes down when what a person waits for is on the screen, in
// milliseconds since the start of the navigation.
const notice = `(() => {
	window.noticed = {};
	const once = (name, seen) => (noticed[name] ??= seen ? performance.now() : undefined);
	const look = () => {
		once("claims", document.querySelector(".who")?.textContent.includes("susan"));
		once("verdict", document.querySelector(".verdict h1")?.textContent.startsWith("Twilio will"));
		if (!noticed.verdict) requestAnimationFrame(look);
	};
	look();
})()`

// moments are the names of what notice writes down, and the first paint.
const moments = `({ paint: Math.max(...performance.getEntriesByType("paint").map((e) => e.startTime)), ...noticed })`

type budget map[string]float64 // a moment to milliseconds

// BenchmarkPage reports how long a person waits who opens a link with a token
// in it, how long they should at most, and beside the median the least, and how
// long the processors worked: on a busy machine those say more.
func BenchmarkPage(b *testing.B) {
	conditions := []struct {
		name   string
		set    func(p *Page)
		budget budget
	}{
		{"cold", func(*Page) {}, budget{"paint": 300, "claims": 500, "verdict": 900}},
		{"slow processor", slowProcessor, budget{"verdict": 1800}},
		{"slow network", slowNetwork, budget{"verdict": 2300}},
	}
	hosted := Serve(b, Site(b).Handler()).URL
	for _, c := range conditions {
		report(b, c.name, c.budget, func() budget { return loadCold(b, hosted, c.set) })
	}
	file := SingleFile(b, Site(b))
	report(b, "single file", nil, func() budget { return loadCold(b, file, func(*Page) {}) })
	visited := StartAlone(b)
	first := visited.NewPage(b)
	first.OpenReady(hosted)
	first.WaitKept()
	first.Close()
	report(b, "warm", budget{"verdict": 250}, func() budget { return load(b, visited, hosted, func(*Page) {}) })
}

// BenchmarkSize reports what there is to fetch.
func BenchmarkSize(b *testing.B) {
	program := fetched(b, Serve(b, Site(b).Handler()).URL+"app.wasm")
	var file bytes.Buffer
	if err := Site(b).WriteSingleFile(&file); err != nil {
		b.Fatal(err)
	}
	for name, size := range map[string]struct{ bytes, most float64 }{
		"app.wasm.br": {float64(program), 1.8},
		"single file": {float64(file.Len()), 3.6},
	} {
		b.Run(name, func(b *testing.B) { reportMedian(b, []float64{size.bytes / 1e6}, "MB", size.most) })
	}
}

// fetched is how many bytes a browser gets from an address.
func fetched(b *testing.B, address string) int {
	r, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		b.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "br")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	defer answer.Body.Close() //nolint:errcheck // it is read to its end
	n, err := io.Copy(io.Discard, answer.Body)
	if err != nil {
		b.Fatal(err)
	}
	return int(n)
}

// loadCold has a Chromium of its own, which would slow down the next one.
func loadCold(b *testing.B, address string, set func(p *Page)) budget {
	browser := StartAlone(b)
	defer browser.stop()
	return load(b, browser, address, set)
}

// load opens the page with a token in its address.
func load(b *testing.B, browser *Browser, address string, set func(p *Page)) budget {
	p := browser.NewPage(b)
	defer p.Close() // or its clock goes on ticking beside the next
	p.Before(notice)
	set(p)
	browser.settle(b)
	worked := browser.worked(b)
	p.Open(address + "#token=" + token)
	p.Wait(`noticed.claims > 0 && noticed.verdict > 0 && performance.getEntriesByType("paint").length > 0`)
	cpu := since(worked, browser.worked(b))
	times := Eval[budget](p, moments)
	times["cpu"] = float64(cpu.Milliseconds())
	return times
}

// worked is for how many seconds the processors have worked for each process of
// this Chromium.
func (b *Browser) worked(t testing.TB) map[int64]float64 {
	info, err := cdp.Call(b.ctx, chromedp.FromContext(b.ctx).Browser, systeminfo.GetProcessInfo, cdp.Empty{})
	if err != nil {
		t.Fatal(err)
	}
	seconds := make(map[int64]float64)
	for _, p := range info.ProcessInfo {
		seconds[p.ID] = p.CPUTime
	}
	return seconds
}

// since is how long they worked for those that are still there.
func since(before, now map[int64]float64) time.Duration {
	seconds := 0.0
	for id, s := range now {
		seconds += s - before[id]
	}
	return time.Duration(seconds * float64(time.Second))
}

// settle waits until Chromium rests. It is starting for a second or two after
// it takes its first command, and a person has it open already.
func (b *Browser) settle(t testing.TB) {
	const look, little = 200 * time.Millisecond, 10 * time.Millisecond
	before := b.worked(t)
	for rest, looks := 0, 0; rest < 2 && looks < 50; looks++ {
		time.Sleep(look)
		now := b.worked(t)
		if rest++; since(before, now) > little {
			rest = 0
		}
		before = now
	}
}

func slowProcessor(p *Page) {
	call(p, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: 4})
}

// slowNetwork is 10 Mbit/s and 40 ms.
func slowNetwork(p *Page) {
	call(p, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{Latency: 40, DownloadThroughput: 10e6 / 8, UploadThroughput: 10e6 / 8}},
	})
}

// report measures several times and reports the median of each moment.
func report(b *testing.B, name string, most budget, measure func() budget) {
	times := map[string][]float64{}
	for range loads {
		for moment, ms := range measure() {
			times[moment] = append(times[moment], ms)
		}
	}
	for _, moment := range []string{"paint", "claims", "verdict"} {
		b.Run(name+"/"+moment, func(b *testing.B) {
			if moment == "verdict" {
				b.ReportMetric(median(times["cpu"]), "cpu-ms")
			}
			reportMedian(b, times[moment], "ms", most[moment])
		})
	}
}

func median(values []float64) float64 { return slices.Sorted(slices.Values(values))[len(values)/2] }

// reportMedian reports a median and the least in place of ns/op, beside the most
// that it should be where there is such a thing.
func reportMedian(b *testing.B, values []float64, unit string, most float64) {
	b.ReportMetric(math.Round(median(values)*100)/100, unit)
	if len(values) > 1 {
		b.ReportMetric(math.Round(slices.Min(values)*10)/10, unit+"-least")
	}
	if most > 0 {
		b.ReportMetric(most, unit+"-at-most")
	}
	b.ReportMetric(0, "ns/op")
}

// BenchmarkMemory reports what the page holds after an hour of editing.
func BenchmarkMemory(b *testing.B) {
	p := StartAlone(b).NewPage(b)
	p.Before(keepMemory)
	p.OpenReady(Serve(b, Site(b).Handler()).URL)
	var last float64
	edit(p, hour, func(_ int, mib float64) { last = mib })
	reportMedian(b, []float64{last}, "MiB", 32)
}

// BenchmarkPaste reports how long it takes from a paste of so many bytes until
// the verdict is on the screen.
func BenchmarkPaste(b *testing.B) {
	p := StartAlone(b).NewPage(b)
	p.OpenReady(Serve(b, Site(b).Handler()).URL)
	for _, size := range []struct {
		name  string
		bytes int
		most  float64
	}{{"400 B", 400, 16}, {"200 kB", 200_000, 100}, {"1 MB", 1_000_000, 0}} {
		text := unsigned(`{"exp":1,"grants":{"identity":"` + strings.Repeat("a", size.bytes*3/4) + `"}}`)
		Eval[int](p, `(window.big = `+scriptText(text)+`).length`)
		b.Run(size.name, func(b *testing.B) {
			var times []float64
			for range loads {
				times = append(times, pasteTime(p))
			}
			reportMedian(b, times, "ms", size.most)
		})
	}
}

// BenchmarkMany reports how long it takes from a paste of 1,000 tokens until all
// of them stand in the table.
func BenchmarkMany(b *testing.B) {
	p := StartAlone(b).NewPage(b)
	p.OpenReady(Serve(b, Site(b).Handler()).URL + "#/many")
	var text strings.Builder
	for i := range 1000 {
		text.WriteString(unsigned(`{"exp":`+strconv.Itoa(1+i)+`,"grants":{"identity":"susan`+strconv.Itoa(i)+`"}}`) + "\n")
	}
	Eval[int](p, `(window.big = `+scriptText(text.String())+`).length`)
	var times []float64
	for range loads {
		times = append(times, Eval[float64](p, `(() => {
			const field = document.getElementById("many");
			field.focus();
			const start = performance.now();
			field.setRangeText(big, 0, field.value.length, "end");
			field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
			return new Promise((done) => {
				const look = () => {
					if (!document.getElementById("many-state").innerText.startsWith("1,000 tokens")) return requestAnimationFrame(look);
					done(performance.now() - start);
				};
				look();
			});
		})()`))
		press(p, "main .token header .btn") // Clear
		p.Wait(`document.getElementById("many-state").innerText.startsWith("It is read here")`)
	}
	reportMedian(b, times, "ms", 1000)
}

// pasteTime pastes window.big over another text.
func pasteTime(p *Page) float64 {
	p.Paste("#token", "x")
	p.Wait(headline + ` !== "" && !` + contains(headline, "Twilio will"))
	return Eval[float64](p, `(() => {
		const field = document.getElementById("token");
		field.select();
		const start = performance.now();
		document.execCommand("insertText", false, big);
		return new Promise((done) => {
			const look = () => {
				if (!document.querySelector(".verdict h1").innerText.startsWith("Twilio will")) return requestAnimationFrame(look);
				field.select();
				done(performance.now() - start);
			};
			look();
		});
	})()`)
}
