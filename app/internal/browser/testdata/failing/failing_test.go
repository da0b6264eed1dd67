// Package failing has a test that fails, to show that a failure is seen.
package failing

import (
	"os"
	"path/filepath"
	"testing"
)

func TestFails(t *testing.T) {
	name := filepath.Join(t.TempDir(), "note")
	if err := os.WriteFile(name, []byte("as asked"), 0o600); err != nil {
		t.Fatal(err)
	}
	note, err := os.ReadFile(name)
	t.Errorf("%s, %v", note, err)
}
