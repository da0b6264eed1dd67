package server_test

import (
	"io"
	"strings"
	"testing"
	"time"

	"mintmark/app/internal/policy"
	"mintmark/app/internal/server"
	"mintmark/tokens"
)

// A03, A05, A08: what could make no token does not start.
func TestNewRefuses(t *testing.T) {
	video := []tokens.Grant{&tokens.Video{}}
	tests := []struct {
		name string
		edit func(*server.Config)
		want string
	}{
		{"account is a key", func(c *server.Config) { c.Signers[0].AccountSID = keySID }, "account_sid"},
		{"key is an account", func(c *server.Config) { c.Signers[0].KeySID = accountSID }, "key_sid"},
		{"no secret", func(c *server.Config) { c.Signers[0].Secret = "" }, "secret"},
		{"short secret", func(c *server.Config) { c.Signers[0].Secret = "short" }, "secret"},
		{"auth token", func(c *server.Config) { c.Signers[0].Secret = "0123456789abcdef0123456789abcdef" }, "auth token"},
		{"region", func(c *server.Config) { c.Signers[0].Region = "Ireland" }, "region"},
		{"no policy", func(c *server.Config) { c.Policy = nil }, "policy"},
		{"no key", func(c *server.Config) { c.Signers = nil }, "key"},
		{"second key", func(c *server.Config) {
			c.Signers = append(c.Signers, server.Signer{AccountSID: accountSID, KeySID: keySID})
		}, "secret"},
		{"wrong grant", func(c *server.Config) {
			c.Policy = policy.ForEveryone(time.Minute, []tokens.Grant{&tokens.Chat{ServiceSID: keySID}})
		}, "chat.service_sid"},
		{"too long a time", func(c *server.Config) { c.Policy = policy.ForEveryone(25*time.Hour, video) }, "24h"},
		{"half a second", func(c *server.Config) { c.Policy = policy.ForEveryone(1500*time.Millisecond, video) }, "whole seconds"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := config(nil, io.Discard)
			tt.edit(&c)
			_, err := server.New(c)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want something about %q", err, tt.want)
			}
			if err != nil && len(c.Signers) > 0 && c.Signers[0].Secret != "" && strings.Contains(err.Error(), c.Signers[0].Secret.Reveal()) {
				t.Errorf("the secret is in %v", err)
			}
		})
	}
}
