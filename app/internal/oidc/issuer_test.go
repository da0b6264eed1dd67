package oidc_test

import (
	"strings"
	"testing"
	"time"

	"mintmark/app/internal/oidc"
)

// B01, B02: what is not sure is not configured.
func TestIssuerRefused(t *testing.T) {
	tests := []struct {
		name string
		edit func(*oidc.Issuer)
		want string // in the error; "" for none
	}{
		{"fine", func(*oidc.Issuer) {}, ""},
		{"with a path", func(i *oidc.Issuer) { i.URL = "https://idp.example.com/realms/x/" }, ""},
		{"this machine", func(i *oidc.Issuer) { i.URL = "http://127.0.0.1:8080" }, ""},
		{"this machine, IPv6", func(i *oidc.Issuer) { i.URL = "http://[::1]:8080" }, ""},
		{"http", func(i *oidc.Issuer) { i.URL = "http://idp.example.com" }, "https://"},
		{"http, like this machine", func(i *oidc.Issuer) { i.URL = "http://localhost.example.com" }, "https://"},
		{"no scheme", func(i *oidc.Issuer) { i.URL = "idp.example.com" }, "https://"},
		{"no host", func(i *oidc.Issuer) { i.URL = "https:///x" }, "https://"},
		{"empty", func(i *oidc.Issuer) { i.URL = "" }, "https://"},
		{"user", func(i *oidc.Issuer) { i.URL = "https://u:p@idp.example.com" }, "user"},
		{"query", func(i *oidc.Issuer) { i.URL = "https://idp.example.com?x" }, "query"},
		{"fragment", func(i *oidc.Issuer) { i.URL = "https://idp.example.com#" }, "fragment"},
		{"no name", func(i *oidc.Issuer) { i.Name = "" }, "name"},
		{"name with a colon", func(i *oidc.Issuer) { i.Name = "a:b" }, "name"},
		{"name of service keys", func(i *oidc.Issuer) { i.Name = "service" }, "taken"},
		{"no audience", func(i *oidc.Issuer) { i.Audience = nil }, "audience"},
		{"empty audience", func(i *oidc.Issuer) { i.Audience = []string{""} }, "audience"},
		{"HS256", func(i *oidc.Issuer) { i.Algorithms = []string{"RS256", "HS256"} }, "HS256"},
		{"none", func(i *oidc.Issuer) { i.Algorithms = []string{"none"} }, "none"},
		{"leeway", func(i *oidc.Issuer) { i.Leeway = time.Minute + 1 }, "leeway"},
		{"negative leeway", func(i *oidc.Issuer) { i.Leeway = -1 }, "leeway"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			i := oidc.Issuer{Name: "corp", URL: "https://idp.example.com", Audience: []string{"mintmark"}, Leeway: time.Minute}
			tt.edit(&i)
			v, err := oidc.New(oidc.Config{Issuers: []oidc.Issuer{i}})
			if err == nil {
				v.Close()
			}
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want something about %q", err, tt.want)
			}
		})
	}
	two := oidc.Issuer{Name: "corp", URL: "https://idp.example.com", Audience: []string{"mintmark"}}
	if _, err := oidc.New(oidc.Config{Issuers: []oidc.Issuer{two, two}}); err == nil {
		t.Error("two of the same name are taken")
	}
}
