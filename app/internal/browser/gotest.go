package browser

import (
	"embed"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

//go:embed run
var runner embed.FS

// RunTests compiles the tests of the package in dir, a path below the
// module's root, to WebAssembly, runs them in the browser with arguments such
// as "-test.v", and is their output and exit code. There are no files in a
// browser but those that tests write themselves: they embed their testdata.
func (b *Browser) RunTests(t testing.TB, dir string, args ...string) (output string, code int) {
	t.Helper()
	program := filepath.Join(t.TempDir(), "test.wasm")
	compile(t, dir, "test", "-c", "-o", program)
	server := Serve(t, testFiles(t, program))
	p := b.NewPage(t)
	p.Open(server.URL + "?" + url.Values{"arg": args}.Encode())
	p.Wait(`"exit" in document.documentElement.dataset`)
	return Eval[string](p, `document.getElementById("output").textContent`),
		Eval[int](p, `Number(document.documentElement.dataset.exit)`)
}

// compile runs a go command, in a folder below the module's root, that makes
// a program for browsers.
func compile(t testing.TB, dir string, args ...string) {
	t.Helper()
	cmd := exec.Command("go", args...)
	cmd.Dir = filepath.Join(root(t), dir)
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go %s in %s: %v\n%s", args[0], dir, err, out)
	}
}

func testFiles(t testing.TB, program string) http.Handler {
	t.Helper()
	page, err := fs.Sub(runner, "run")
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/", http.FileServerFS(page))
	mux.HandleFunc("/test.wasm", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFile(w, r, program)
	})
	mux.HandleFunc("/wasm_exec.js", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFile(w, r, filepath.Join(root(t), "wasm_exec.js"))
	})
	return mux
}

// root is the folder of go.mod.
func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
	}
	t.Fatal("no go.mod above the test")
	return ""
}
