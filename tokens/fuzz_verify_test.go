package tokens_test

import (
	"slices"
	"testing"

	"mintmark/tokens"
)

// The tokens of RFC 7515, appendices A.1 and A.3, and RFC 8037, appendix A.4,
// with the keys that verify them.
var published = []struct{ token, key string }{
	{"eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
		`{"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"}`},
	{"eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
		`{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}`},
	{"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
		`{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`},
}

func publishedKeys(t testing.TB) (keys []tokens.Key) {
	t.Helper()
	for _, p := range published {
		keys = append(keys, parseKey(t, p.key))
	}
	return keys
}

func TestVerifyPublished(t *testing.T) {
	keys := publishedKeys(t)
	for i, p := range published {
		for k, key := range keys {
			if err := tokens.Verify(tokens.Decode(p.token), key); (err == nil) != (i == k) {
				t.Errorf("token %d under key %d: got %v", i, k, err)
			}
		}
	}
}

// FuzzVerify holds that no text verifies but one that holds, letter for letter,
// a token that was signed.
func FuzzVerify(f *testing.F) {
	for _, p := range published {
		f.Add(p.token)
		f.Add("Bearer " + p.token + "\n")
		f.Add(p.token + "=")
	}
	keys := publishedKeys(f)
	f.Fuzz(func(t *testing.T, text string) {
		token := tokens.Decode(text)
		if _, err := tokens.VerifyAny(token, keys); err != nil {
			return
		}
		if !slices.ContainsFunc(published, func(p struct{ token, key string }) bool { return p.token == token.Raw }) {
			t.Errorf("%s verifies, and nobody has signed it", token.Raw)
		}
	})
}
