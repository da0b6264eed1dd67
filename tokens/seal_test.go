package tokens

import (
	"strings"
	"testing"
)

// TestSeal holds the short cut for HS256 against golang-jwt, for secrets around
// the block size of SHA-256 and texts around the memory set aside.
func TestSeal(t *testing.T) {
	const header = `{"alg":"HS256"}`
	for _, secretLen := range []int{1, 31, 32, 63, 64, 65, 200} {
		for _, length := range []int{0, 1, 40, 700, 5000} {
			secret, payload := strings.Repeat("é", secretLen)[:secretLen], []byte(strings.Repeat("x", length))
			got := seal(nil, b64.EncodeToString([]byte(header)), payload, secret)
			want, err := Encode([]byte(header), payload, SecretKey(secret))
			if err != nil {
				t.Fatal(err)
			}
			if got != want {
				t.Errorf("a secret of %d bytes, a payload of %d: got %s, want %s", secretLen, length, got, want)
			}
		}
	}
}

// TestSignAllocates holds what a mint costs in memory: it is what servers do all
// day.
func TestSignAllocates(t *testing.T) {
	access := AccessToken{
		AccountSID: "AC" + strings.Repeat("0", 32), KeySID: "SK" + strings.Repeat("0", 32), Identity: "alice",
		Grants: []Grant{&Video{Room: "daily"}},
	}
	secret := "synthetic-api-key-secret-0123456"
	got := testing.AllocsPerRun(100, func() {
		if _, err := access.Sign(secret); err != nil {
			t.Fatal(err)
		}
	})
	if want := 10.0; got > want {
		t.Errorf("got %v allocations, want at most %v", got, want)
	}
}
