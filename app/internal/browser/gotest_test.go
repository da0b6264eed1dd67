package browser

import (
	"strings"
	"testing"
)

// TestTokens runs the tests of package tokens where the page runs them.
func TestTokens(t *testing.T) {
	t.Parallel()
	output, code := Start(t).RunTests(t, "tokens", "-test.v")
	if code != 0 {
		t.Errorf("exit code %d:\n%s", code, output)
	}
	if !strings.Contains(output, "--- PASS: Test") {
		t.Errorf("no test ran:\n%s", output)
	}
}

func TestRunTestsSeesFailure(t *testing.T) {
	t.Parallel()
	output, code := Start(t).RunTests(t, "app/internal/browser/testdata/failing")
	if code != 1 {
		t.Errorf("exit code %d, want 1", code)
	}
	for _, want := range []string{"--- FAIL: TestFails", "as asked, <nil>"} {
		if !strings.Contains(output, want) {
			t.Errorf("the output has no %q:\n%s", want, output)
		}
	}
}
