package browser

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"mintmark/app/internal/site"
)

var open = sync.OnceValues(site.Open)

// Site is the page as it was built into this test.
func Site(t testing.TB) *site.Site {
	t.Helper()
	s, err := open()
	if errors.Is(err, site.ErrNotBuilt) {
		missing(t, err.Error())
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var bare = sync.OnceValues(func() (*site.Site, error) {
	s, err := open()
	if err != nil {
		return nil, err
	}
	return s.WithoutWorker()
})

// Hosted serves the page for a test that has nothing to do with service workers,
// and is its address. One would fetch all of the page anew for each profile.
func Hosted(t testing.TB) string {
	t.Helper()
	Site(t)
	s, err := bare()
	if err != nil {
		t.Fatal(err)
	}
	return Serve(t, s.Handler()).URL
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
