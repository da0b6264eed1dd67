package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mintmark/app/internal/site"
)

// runSite runs mintmark site in an empty folder.
func runSite(t *testing.T, args ...string) (stdout, stderr string) {
	t.Helper()
	if _, err := site.Open(); errors.Is(err, site.ErrNotBuilt) && os.Getenv("CI") != "true" {
		t.Skip(err)
	}
	t.Chdir(t.TempDir())
	var out, prose bytes.Buffer
	if err := Run(context.Background(), append([]string{"site"}, args...), strings.NewReader(""), &out, &prose); err != nil {
		t.Fatal(err)
	}
	return out.String(), prose.String()
}

func TestSite(t *testing.T) {
	tests := []struct {
		name string
		args []string
		want []string
		not  string
	}{
		{"by default", nil, []string{"dist/index.html", "dist/app.wasm", "dist/app.wasm.br"}, "mintmark.html"},
		{"out", []string{"--out", "a/b"}, []string{"a/b/index.html"}, "dist"},
		{"single file", []string{"--single-file", "mintmark.html"}, []string{"mintmark.html"}, "dist"},
		{"single file in folders", []string{"--single-file", "a/b/c.html"}, []string{"a/b/c.html"}, "dist"},
		{"both", []string{"--out", "dist", "--single-file", "dist/one.html"}, []string{"dist/index.html", "dist/one.html"}, "one.html"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			stdout, stderr := runSite(t, test.args...)
			if stdout != "" {
				t.Errorf("standard output: %q", stdout)
			}
			for _, name := range test.want {
				if info, err := os.Stat(filepath.FromSlash(name)); err != nil || info.Size() == 0 {
					t.Errorf("%s: %v", name, err)
				}
			}
			if _, err := os.Stat(test.not); err == nil {
				t.Errorf("there is a %s", test.not)
			}
			if !strings.Contains(stderr, "mintmark: wrote the page, version ") {
				t.Errorf("standard error: %q", stderr)
			}
		})
	}
}

func TestSiteToStandardOutput(t *testing.T) {
	stdout, stderr := runSite(t, "--single-file", "-")
	if !strings.HasPrefix(stdout, "<!doctype html>") || !strings.HasSuffix(stdout, "</html>\n") {
		t.Errorf("got %d bytes that are no page", len(stdout))
	}
	if stderr != "" {
		t.Errorf("standard error: %q", stderr)
	}
}

func TestSiteJSON(t *testing.T) {
	stdout, _ := runSite(t, "--json", "--out", "here")
	var got struct{ Version, Out string }
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatalf("%q: %v", stdout, err)
	}
	if got.Out != "here" || len(got.Version) != 16 {
		t.Errorf("got %+v, want out here and a version of 16 digits", got)
	}
}
