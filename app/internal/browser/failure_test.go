package browser

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFailureIsSaid breaks the program in every way that a page can notice:
// there must be a panel with words that a person can read.
func TestFailureIsSaid(t *testing.T) {
	t.Parallel()
	broken := filepath.Join(t.TempDir(), "crash.wasm")
	compile(t, "app/internal/browser/testdata/crash", "build", "-o", broken, "main.go")
	program, err := os.ReadFile(broken)
	if err != nil {
		t.Fatal(err)
	}
	page := Site(t).Handler()
	chromium := Start(t)

	tests := []struct {
		name    string
		program http.HandlerFunc
		hash    string
		after   string // JavaScript once the program runs
		want    string
	}{
		{"not there", http.NotFound, "", "", "the server answered 404"},
		{"cut short", serveWasm(program[:len(program)/2]), "", "", "could not start"},
		{"other type", serveAs("application/octet-stream", program), "#exit", "", "ended with code 0"},
		{"no answer", hangUp, "", "", "could not be fetched"},
		{"panic", serveWasm(program), "#panic", "", "ended with code 2"},
		{"exit", serveWasm(program), "#exit", "", "ended with code 0"},
		{"exception", serveWasm(program), "", `Object.defineProperty(window, "trap", { get() { throw new Error("sprung"); } }); setTimeout(wrong)`, "sprung"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server := Serve(t, withProgram(page, test.program))
			p := chromium.NewPage(t)
			p.Open(server.URL + test.hash)
			if test.after != "" {
				p.WaitReady()
				Eval[int](p, test.after)
			}
			p.Wait(`document.querySelector(".failure")?.checkVisibility()`)
			if got := Eval[string](p, `document.querySelector(".failure").innerText`); !strings.Contains(got, test.want) {
				t.Errorf("the panel says %q, want it to say %q", got, test.want)
			}
		})
	}
}

func withProgram(page http.Handler, program http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/app.wasm" {
			program(w, r)
			return
		}
		page.ServeHTTP(w, r)
	})
}

func serveWasm(content []byte) http.HandlerFunc { return serveAs("application/wasm", content) }

func serveAs(contentType string, content []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.Write(content)
	}
}

func hangUp(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
