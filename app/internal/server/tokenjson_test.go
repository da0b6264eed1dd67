package server_test

import (
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"mintmark/app/internal/server"
)

// The answer is written by hand. Its tags say what is wanted.
func TestTokenAnswerJSON(t *testing.T) {
	whole := server.TokenAnswer{
		Token: "a.b.c", Identity: "Ännä \"<&>\" \u2028\U0001f600\x01", Profile: "lobby", ID: "SK-1",
		IssuedAt: now.UTC().Truncate(time.Second), ExpiresAt: now.UTC().Add(time.Hour),
		ExpiresIn: 3600, RefreshAfter: 2880, Grants: jsontext.Value(`{"video":{"room":"daily"}}`),
	}
	for _, a := range []server.TokenAnswer{whole, {Grants: jsontext.Value(`{}`)}} {
		want, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(a.JSON()); got != string(want) {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}
