package tokens_test

import (
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"mintmark/tokens"
)

// The claims of an access token as golang-jwt's users write them: the peer to
// compare with, in the same run.
type peerClaims struct {
	jwt.RegisteredClaims
	Grants map[string]any `json:"grants"`
}

func BenchmarkMint(b *testing.B) {
	b.Run("ours", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := good().Sign(secret); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("golang-jwt", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			t := jwt.NewWithClaims(jwt.SigningMethodHS256, peerClaims{
				RegisteredClaims: jwt.RegisteredClaims{
					ID: apiKey + "-1", Issuer: apiKey, Subject: account,
					IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(time.Hour)),
				},
				Grants: map[string]any{"identity": "alice", "video": map[string]string{"room": "cool room"}},
			})
			t.Header["cty"] = tokens.ContentType
			if _, err := t.SignedString([]byte(secret)); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	signed := mustSign(b, good())
	key := tokens.SecretKey(secret)
	b.Run("ours", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := tokens.Verify(tokens.Decode(signed), key); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("ours-with-verdict", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if v := tokens.Diagnose(tokens.Decode(signed), tokens.Options{At: now, Key: key}); v.Refused {
				b.Fatal(v.Headline)
			}
		}
	})
	b.Run("golang-jwt", func(b *testing.B) {
		parser := jwt.NewParser(jwt.WithTimeFunc(func() time.Time { return now }))
		b.ReportAllocs()
		for b.Loop() {
			_, err := parser.ParseWithClaims(signed, &peerClaims{}, func(*jwt.Token) (any, error) { return []byte(secret), nil })
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}
