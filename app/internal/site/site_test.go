package site

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"mintmark/web"
)

// program stands in for the real one, which is the same to this package but
// for its size.
var program = bytes.Repeat([]byte("\x00asm a program that packs well "), 100)

func built() fstest.MapFS {
	return fstest.MapFS{
		"app.wasm.br":  {Data: Brotli(program)},
		"app.wasm.gz":  {Data: Gzip(program)},
		"wasm_exec.js": {Data: []byte("globalThis.Go = class {};\n")},
	}
}

// shell is what package web holds, with some files changed.
func shell(t *testing.T, changed map[string]string) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	entries, err := fs.ReadDir(web.Files, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		content, err := fs.ReadFile(web.Files, e.Name())
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = &fstest.MapFile{Data: content}
	}
	for name, content := range changed {
		files[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return files
}

func assemble(t *testing.T, changed map[string]string) *Site {
	t.Helper()
	s, err := Assemble(shell(t, changed), built())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAssembleWithoutProgram(t *testing.T) {
	for _, name := range []string{"app.wasm.br", "app.wasm.gz", "wasm_exec.js"} {
		t.Run(name, func(t *testing.T) {
			files := built()
			delete(files, name)
			if _, err := Assemble(web.Files, files); !errors.Is(err, ErrNotBuilt) {
				t.Errorf("got %v, want ErrNotBuilt", err)
			}
		})
	}
}

func TestVersion(t *testing.T) {
	first := assemble(t, nil).Version()
	if again := assemble(t, nil).Version(); again != first {
		t.Errorf("version %s, want %s again", again, first)
	}
	for _, name := range []string{"index.html", "sw.js", "boot.js", "icon.svg"} {
		if got := assemble(t, map[string]string{name: "<changed/>"}); got.Version() == first {
			t.Errorf("the version stays the same when %s changes", name)
		}
	}
	files := built()
	files["app.wasm.gz"] = &fstest.MapFile{Data: Gzip([]byte("another"))}
	other, err := Assemble(web.Files, files)
	if err != nil {
		t.Fatal(err)
	}
	if other.Version() == first {
		t.Error("the version stays the same when the program changes")
	}
}

func TestWorkerKeepsEveryFile(t *testing.T) {
	s := assemble(t, nil)
	line, _, _ := strings.Cut(string(s.file("sw.js").plain), "\n")
	for _, f := range s.files {
		if f.name == "sw.js" {
			continue
		}
		url := `"url":"` + f.name
		if f.name == "index.html" {
			url = `"url":"./"`
		}
		if !strings.Contains(line, url) || !strings.Contains(line, f.integrity()) {
			t.Errorf("the worker does not keep %s", f.name)
		}
	}
	if want := `"url":"` + s.file("app.wasm").address(); !strings.Contains(line, want) {
		t.Errorf("the worker does not ask for the program as the page does, %s", want)
	}
}

func TestWriteDirIsReproducible(t *testing.T) {
	first, second := t.TempDir(), filepath.Join(t.TempDir(), "made", "on", "demand")
	for _, dir := range []string{first, second} {
		if err := assemble(t, nil).WriteDir(dir); err != nil {
			t.Fatal(err)
		}
	}
	want, got := readAll(t, first), readAll(t, second)
	if len(got) != len(want) {
		t.Errorf("%d files, want %d", len(got), len(want))
	}
	for name, content := range want {
		if !bytes.Equal(got[name], content) {
			t.Errorf("%s differs", name)
		}
	}
	for _, name := range []string{"index.html", "app.wasm", "app.wasm.br", "app.wasm.gz", "boot.js.br", "icon-192.png"} {
		if want[name] == nil {
			t.Errorf("%s is not there", name)
		}
	}
	if !bytes.Equal(want["app.wasm"], program) {
		t.Error("app.wasm is not the program")
	}
}

func readAll(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := make(map[string][]byte)
	for _, e := range entries {
		if files[e.Name()], err = os.ReadFile(filepath.Join(dir, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

func TestWriteSingleFile(t *testing.T) {
	var first, second bytes.Buffer
	if err := assemble(t, nil).WriteSingleFile(&first); err != nil {
		t.Fatal(err)
	}
	if err := assemble(t, nil).WriteSingleFile(&second); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("two builds differ")
	}
	page := first.String()
	for _, want := range []string{"default-src 'none'; script-src 'sha256-", "connect-src 'none'", encode(Gzip(program))} {
		if !strings.Contains(page, want) {
			t.Errorf("the file has no %.60s", want)
		}
	}
	for _, not := range []string{` src="`, `rel="manifest"`, `rel="stylesheet"`, "'self'", "{{"} {
		if strings.Contains(page, not) {
			t.Errorf("the file has %s", not)
		}
	}
}

func TestWriteSingleFileRefusesWhatEndsItsElement(t *testing.T) {
	tests := map[string]map[string]string{
		"script":  {"boot.js": `"</script>"`},
		"comment": {"boot.js": `"<!--"`},
		"style":   {"mintmark.css": `a::after { content: "</style>" }`},
	}
	for name, changed := range tests {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			if err := assemble(t, changed).WriteSingleFile(&b); err == nil {
				t.Error("got no error")
			}
			if b.Len() > 0 {
				t.Errorf("wrote %d bytes", b.Len())
			}
		})
	}
}

// TestLoader holds wasm_exec.js to the toolchain that compiles the program:
// the two must be of one version.
func TestLoader(t *testing.T) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../../wasm_exec.js")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("wasm_exec.js at the top of the repository is not this toolchain's: copy it from $(go env GOROOT)/lib/wasm")
	}
}

// TestBuilt looks at the page that this program was built with.
func TestBuilt(t *testing.T) {
	s, err := Open()
	if errors.Is(err, ErrNotBuilt) && os.Getenv("CI") != "true" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	loader, err := os.ReadFile("../../../wasm_exec.js")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(s.file("wasm_exec.js").plain, loader) {
		t.Error("the loader was changed since the page was built: run make build")
	}
	if got, most := len(s.file("app.wasm").br), 1_800_000; got > most {
		t.Errorf("the program is %d bytes on the wire, want at most %d", got, most)
	}
	var b bytes.Buffer
	if err := s.WriteSingleFile(&b); err != nil {
		t.Fatal(err)
	}
	if got, most := b.Len(), 3_600_000; got > most {
		t.Errorf("the single file is %d bytes, want at most %d", got, most)
	}
}

// On loopback the page has no worker, and the script under the worker's name
// keeps nothing.
func TestWithoutWorker(t *testing.T) {
	s := assemble(t, nil)
	bare, err := s.WithoutWorker()
	if err != nil {
		t.Fatal(err)
	}
	named := []byte(`data-worker="sw.js"`)
	if !bytes.Contains(s.file("index.html").plain, named) || bytes.Contains(bare.file("index.html").plain, named) {
		t.Error("the page names a worker where there is none, or none where there is one")
	}
	if line, _, _ := strings.Cut(string(bare.file("sw.js").plain), "\n"); !strings.Contains(line, `"files":[]`) {
		t.Errorf("the worker keeps files: %s", line)
	}
	if len(bare.files) != len(s.files) {
		t.Errorf("%d files, want %d", len(bare.files), len(s.files))
	}
}
