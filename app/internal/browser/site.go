package browser

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"mintmark/app/internal/site"
)

// Site is the page as it was built into this test.
func Site(t testing.TB) *site.Site {
	t.Helper()
	s, err := site.Open()
	if errors.Is(err, site.ErrNotBuilt) {
		missing(t, err.Error())
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// SingleFile writes the page as one file, and is its file:// address.
func SingleFile(t testing.TB, s *site.Site) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "mint mark.html")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.WriteSingleFile(f); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(name)}).String()
}
