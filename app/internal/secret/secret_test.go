package secret_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"mintmark/app/internal/secret"
)

const canary = "canary-7f3a"

func TestTextNeverPrints(t *testing.T) {
	type holder struct{ S secret.Text }
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%10s", "%U"} {
		t.Run(verb, func(t *testing.T) {
			hex := fmt.Sprintf("%x", canary)
			for _, v := range []any{secret.Text(canary), holder{canary}, &holder{canary}, []secret.Text{canary}} {
				got := strings.ToLower(fmt.Sprintf(verb, v))
				if strings.Contains(got, canary) || strings.Contains(got, hex) || !strings.Contains(got, "[redacted]") {
					t.Errorf("%s of %T = %s", verb, v, got)
				}
			}
		})
	}
}

func TestTextStaysOutOfLogsAndJSON(t *testing.T) {
	var out bytes.Buffer
	slog.New(slog.NewTextHandler(&out, nil)).Info("x", "s", secret.Text(canary), "m", map[string]any{"s": secret.Text(canary)})
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "s", secret.Text(canary), "m", struct{ S secret.Text }{canary})
	if err := json.NewEncoder(&out).Encode(struct{ S secret.Text }{canary}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), canary) {
		t.Errorf("the secret is in %s", &out)
	}
	if got := strings.Count(out.String(), "[redacted]"); got != 5 {
		t.Errorf("got %d redactions, want 5, in %s", got, &out)
	}
}

func TestReveal(t *testing.T) {
	var v struct{ S secret.Text }
	if err := json.Unmarshal([]byte(`{"S":"`+canary+`"}`), &v); err != nil {
		t.Fatal(err)
	}
	if got := v.S.Reveal(); got != canary {
		t.Errorf("got %q, want %q", got, canary)
	}
}
