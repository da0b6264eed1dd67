package ui

import (
	"slices"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"mintmark/tokens"
)

func TestStandards(t *testing.T) {
	var met []string
	for _, r := range tokens.Rules() {
		said, address := standardOf(r.ID)
		generic := r.Stage == tokens.StructureStage || r.Stage == tokens.HeaderStage || r.Stage == tokens.TimeStage
		if generic && address == "" && len(r.Codes) == 0 && r.Severity == tokens.ErrorSeverity {
			t.Errorf("%s leads nowhere", r.ID)
		}
		if address != "" {
			met = append(met, r.ID)
			if !strings.HasPrefix(said, "RFC ") || !strings.Contains(address, "/rfc"+said[4:]+"#section-") {
				t.Errorf("%s leads to %q as %q", r.ID, address, said)
			}
		}
	}
	for _, want := range []string{"segments", "base64", "json", "alg-none", "exp-past", "nbf-future", "iss-sub-swapped", "jti-missing", "signature-mismatch"} {
		if !slices.Contains(met, want) {
			t.Errorf("%s leads to no RFC", want)
		}
	}
	for _, not := range []string{"field-sid", "identity-voice", "scope-app", "twr", "grants-none"} {
		if slices.Contains(met, not) {
			t.Errorf("%s is Twilio's, and leads to an RFC", not)
		}
	}
}

func TestFindingLeadsToItsStandard(t *testing.T) {
	_, draw := mount(t)
	if html := draw(func(d *desk) { d.setText(expiredToken) }); !strings.Contains(html, `href="https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4"`) {
		t.Error("the finding does not lead to the standard")
	}
}

func TestKeyIsConverted(t *testing.T) {
	const key = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n"
	m := testModel()
	m.byFile = true
	m.setKeys(key)
	jwk := m.publicHalf(0)
	if want := `{"kty":"OKP","crv":"Ed25519","x":"Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE"}`; jwk != want {
		t.Errorf("got %s, want %s", jwk, want)
	}
	if html := app.HTMLString(&keyCard{Desk: &desk{model: m}}); !strings.Contains(html, "Copy as JWK") {
		t.Error("nobody offers the other form")
	}
	m.setKeys(jwk)
	if got := m.publicHalf(0); got != key || m.otherForm() != "PEM" {
		t.Errorf("got %s, want what it began with", got)
	}
	m.setKeys(`{"kty":"oct","k":"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"}`)
	if got := m.publicHalf(0); got != "" || m.publicHalf(7) != "" {
		t.Errorf("a secret has the public half %s", got)
	}
}
