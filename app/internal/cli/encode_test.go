package cli

import (
	"bytes"
	"strings"
	"testing"
)

// TestEncodeLong: a payload beyond what a token may have is an object all the
// same.
func TestEncodeLong(t *testing.T) {
	t.Chdir(t.TempDir())
	payload := `{"a":"` + strings.Repeat("a", 2<<20) + `"}`
	t.Setenv("TWILIO_API_KEY_SECRET", "Zm9vYmFyQmF6UXV4MDEyMzQ1Njc4OWFi")
	var stdout, stderr bytes.Buffer
	if err := Run(t.Context(), []string{"encode"}, strings.NewReader(payload), &stdout, &stderr); err != nil {
		t.Fatal(err)
	}
	if got := stderr.String(); got != "" {
		t.Errorf("standard error: got %q, want nothing", got)
	}
	if got := strings.Count(stdout.String(), "."); got != 2 {
		t.Errorf("got %d dots in the token, want 2", got)
	}
}
