package cli

import (
	"slices"
	"testing"
)

func TestNearest(t *testing.T) {
	names := []string{"decode", "verify", "check", "video-room", "chat-service-sid", "sync-service-sid", "json"}
	tests := []struct {
		word string
		want []string
	}{
		{"decod", []string{"decode"}},
		{"dceode", []string{"decode"}},
		{"DECODE", []string{"decode"}},
		{"chekc", []string{"check"}},
		{"room", []string{"video-room"}},
		{"service-sid", []string{"chat-service-sid", "sync-service-sid"}},
		{"jsonn", []string{"json"}},
		{"", nil},
		{"banana", nil},
	}
	for _, tt := range tests {
		t.Run(tt.word, func(t *testing.T) {
			if got := nearest(tt.word, names); !slices.Equal(got, tt.want) {
				t.Errorf("nearest(%q) = %q, want %q", tt.word, got, tt.want)
			}
		})
	}
}
