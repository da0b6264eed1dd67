package browser

import (
	"strings"
	"testing"
)

// TestTokens runs the tests of package tokens where the page runs them.
func TestTokens(t *testing.T) {
	output, code := Start(t).RunTests(t, "tokens", "-test.v")
	if code != 0 {
		t.Errorf("exit code %d:\n%s", code, output)
	}
	if !strings.Contains(output, "--- PASS: Test") {
		t.Errorf("no test ran:\n%s", output)
	}
}
