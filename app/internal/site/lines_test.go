package site

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// panicking compiles a program that says where it is and then panics.
func panicking(t *testing.T) []byte {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{
		"go.mod": "module panicking\n",
		"main.go": `package main

import "runtime"

func main() { inside() }

//go:noinline
func inside() {
	_, file, line, ok := runtime.Caller(0)
	println("called in", file, line, ok)
	panic("as asked")
}
`} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	build := exec.Command("go", "build", "-ldflags=-s -w", "-o", "main.wasm", ".")
	build.Dir = dir
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOFLAGS=")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	program, err := os.ReadFile(filepath.Join(dir, "main.wasm"))
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// Without lines a program packs better, and runs as before. How it runs in a
// browser the tests of package browser show.
func TestDropLines(t *testing.T) {
	program := panicking(t)
	dropped, err := DropLines(program)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(Gzip(dropped)), len(Gzip(program)); got > want*9/10 {
		t.Errorf("got %d bytes packed, want at most nine tenths of %d", got, want)
	}
	if again, err := DropLines(dropped); err != nil || !bytes.Equal(again, dropped) {
		t.Errorf("a second time changes it: %v", err)
	}
	if out, ok := runWasm(t, dropped); ok {
		for _, want := range []string{"called in ? 0 true", "panic: as asked", "main.inside", "main.main"} {
			if !strings.Contains(out, want) {
				t.Errorf("%q is not in what it says:\n%s", want, out)
			}
		}
	}
}

// A program has the same memory in other segments, and few of them.
func TestReplaceData(t *testing.T) {
	program := panicking(t)
	before, err := readData(program)
	if err != nil {
		t.Fatal(err)
	}
	memory := before.memory(program)
	replaced := before.replace(program, memory)
	after, err := readData(replaced)
	if err != nil {
		t.Fatal(err)
	}
	if got := after.memory(replaced); !bytes.Equal(got, bytes.TrimRight(memory, "\x00")) {
		t.Error("the memory is another one")
	}
	if got, want := len(after.segments), len(before.segments)/100; got == 0 || got > want {
		t.Errorf("got %d segments of %d, want at most %d", got, len(before.segments), want)
	}
	if rest := program[before.end:]; !bytes.Equal(replaced[after.end:], rest) || len(rest) == 0 {
		t.Error("what follows is another thing")
	}
}

// runWasm runs a program under Node; false where there is none.
func runWasm(t *testing.T, program []byte) (said string, ok bool) {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		return "", false
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "main.wasm")
	if err := os.WriteFile(name, program, 0o644); err != nil {
		t.Fatal(err)
	}
	out, _ := exec.Command(node, filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec_node.js"), name).CombinedOutput()
	return string(out), true
}

func TestDropLinesOfWhatIsNone(t *testing.T) {
	program := panicking(t)
	broken := bytes.Clone(program)
	copy(broken[bytes.Index(broken, tablesMagic)+atCount:], "\xff\xff\xff\xff")
	tests := []struct {
		name    string
		program []byte
		want    error
	}{
		{"nothing", nil, errNotWasm},
		{"a text", []byte("no program at all"), errNotWasm},
		{"the beginning", program[:len(program)/2], errNotWasm},
		{"no data", program[:8], errNotWasm},
		{"other tables", bytes.ReplaceAll(program, tablesMagic, []byte("01234567")), errNoTables},
		{"too many functions", broken, errNoTables},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, err := DropLines(test.program); !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
		})
	}
}
