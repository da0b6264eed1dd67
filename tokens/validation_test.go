package tokens_test

import (
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"math/big"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"mintmark/tokens"
)

// validationKey is the key that the helpers' tokens are signed with.
func validationKey(t testing.TB) tokens.Key {
	t.Helper()
	data, err := testdata.ReadFile("testdata/golden/val_key.pem")
	if err != nil {
		t.Fatal(err)
	}
	return parseKey(t, string(data))
}

func message() *tokens.Request {
	return &tokens.Request{
		Method: "POST", URL: "https://api.twilio.com/2010-04-01/Accounts/" + account + "/Messages.json",
		Header: map[string][]string{"Authorization": {"Basic Zm9vOmJhcg=="}, "Content-Type": {"application/x-www-form-urlencoded"}},
		Body:   []byte("To=%2B15550001234&Body=hello"),
	}
}

// validation is a token with nothing against it at [now].
func validation() *tokens.ClientValidation {
	return &tokens.ClientValidation{AccountSID: account, KeySID: apiKey, CredentialSID: credential, Request: message(), IssuedAt: now}
}

func TestClientValidationSign(t *testing.T) {
	for _, alg := range []string{"", "RS256", "PS256"} {
		v := validation()
		v.Alg = alg
		v.SignedHeaders = []string{"Host", "content-type", "Authorization"}
		signed, err := v.Sign(validationKey(t))
		if err != nil {
			t.Fatal(err)
		}
		tok := tokens.Decode(signed)
		if err := tokens.Verify(tok, validationKey(t)); err != nil {
			t.Error(err)
		}
		if alg == "" {
			alg = "RS256"
		}
		if got, want := string(tok.Header.Data), `{"typ":"JWT","alg":"`+alg+`","cty":"twilio-pkrv;v=1","kid":"`+credential+`"}`; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		want := `{"iss":"` + apiKey + `","sub":"` + account + `","hrh":"authorization;content-type;host","rqh":"` +
			message().Hash("authorization", "content-type", "host") + `","iat":1700000000,"exp":1700000300}`
		if got := string(tok.Payload.Data); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		if verdict := tokens.Diagnose(tok, tokens.Options{At: now}); verdict.Kind != tokens.ClientValidationKind || verdict.Count(tokens.ErrorSeverity) > 1 {
			t.Errorf("got %v, want nothing against it but its kind", verdict.Findings)
		}
	}
}

// Twilio counts from nbf, so that a token which begins earlier ends earlier.
func TestClientValidationTimes(t *testing.T) {
	for _, test := range []struct {
		name      string
		ttl       time.Duration
		notBefore time.Time
		want      string
	}{
		{"as long as Twilio takes", 0, time.Time{}, `"iat":1700000000,"exp":1700000300}`},
		{"from the same second", 0, now, `"iat":1700000000,"nbf":1700000000,"exp":1700000300}`},
		{"from ten seconds ago", 0, now.Add(-10 * time.Second), `"iat":1700000000,"nbf":1699999990,"exp":1700000290}`},
		{"from a second to come", 0, now.Add(time.Second), `"iat":1700000000,"nbf":1700000001,"exp":1700000300}`},
		{"as asked", time.Minute, now.Add(-10 * time.Second), `"iat":1700000000,"nbf":1699999990,"exp":1700000060}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := validation()
			v.TTL, v.NotBefore = test.ttl, test.notBefore
			signed, err := v.Sign(validationKey(t))
			if err != nil {
				t.Fatal(err)
			}
			if got := string(tokens.Decode(signed).Payload.Data); !strings.HasSuffix(got, test.want) {
				t.Errorf("got %s, want it to end in %s", got, test.want)
			}
		})
	}
}

func TestClientValidationRefuses(t *testing.T) {
	key := validationKey(t)
	type edit func(*tokens.ClientValidation)
	for _, test := range []struct {
		name string
		edit edit
		key  tokens.Key
		is   error // where callers may branch on one
		want string
	}{
		{"no account", func(v *tokens.ClientValidation) { v.AccountSID = "" }, key, nil, "account_sid is missing"},
		{"no credential", func(v *tokens.ClientValidation) { v.CredentialSID = "" }, key, nil, "credential_sid is missing"},
		{"no API key", func(v *tokens.ClientValidation) { v.KeySID = "" }, key, nil, "key_sid is missing"},
		{"no private key", nil, tokens.Key{}, tokens.ErrNoKey, "RSA private key"},
		{"no request", func(v *tokens.ClientValidation) { v.Request = nil }, key, nil, "request is missing"},
		{"no address", func(v *tokens.ClientValidation) { v.Request.URL = "" }, key, nil, "url is missing"},
		{"no method", func(v *tokens.ClientValidation) { v.Request.Method = "" }, key, nil, "method is missing"},

		{"swapped SIDs", func(v *tokens.ClientValidation) { v.AccountSID, v.KeySID = v.KeySID, v.AccountSID }, key, nil, "account_sid is an API key SID"},
		{"an algorithm that Twilio does not take", func(v *tokens.ClientValidation) { v.Alg = "RS512" }, key, tokens.ErrAlgorithm, "RS256 or PS256"},
		{"a secret", nil, tokens.SecretKey(secret), tokens.ErrKey, "takes an RSA key, this is a secret of 32 bytes"},
		{"a key on a curve", nil, parseKey(t, pkcs8(t, ecKey(t, elliptic.P256()))), tokens.ErrKey, "takes an RSA key, this is an EC private key"},
		{"the public half", nil, parseKey(t, spki(t, rsaKey(t))), tokens.ErrKey, "public half"},
		{"a short key", nil, publicKey(t, 1024, 65537), tokens.ErrKey, "2048 bits"},
		{"a long key", nil, publicKey(t, 4096, 65537), tokens.ErrKey, "2048 bits"},
		{"a small exponent", nil, publicKey(t, 2048, 3), tokens.ErrKey, "65537"},
		{"a JWK for the other algorithm", nil, parseKey(t, jwk(t, rsaKey(t), true, `,"alg":"PS256"`)), tokens.ErrAlgorithm, "PS256"},
		{"a JWK to verify", nil, parseKey(t, jwk(t, rsaKey(t), true, `,"key_ops":["verify"]`)), tokens.ErrKey, "key_ops do not allow to sign"},

		{"six minutes", func(v *tokens.ClientValidation) { v.TTL = 6 * time.Minute }, key, tokens.ErrTTL, "300 seconds at most, got 6m0s"},
		{"half a second", func(v *tokens.ClientValidation) { v.TTL = time.Second / 2 }, key, tokens.ErrTTL, ""},
		{"five minutes and nbf before", func(v *tokens.ClientValidation) { v.TTL, v.NotBefore = tokens.MaxValidationTTL, now.Add(-time.Second) }, key, tokens.ErrTTL, "got 5m1s"},
		{"nbf five minutes before", func(v *tokens.ClientValidation) { v.NotBefore = now.Add(-tokens.MaxValidationTTL) }, key, tokens.ErrTTL, "got 0s"},
		{"nbf long before", func(v *tokens.ClientValidation) { v.NotBefore = time.Unix(-60_000_000_000, 0) }, key, tokens.ErrTTL, ""},
		{"nbf behind the token", func(v *tokens.ClientValidation) { v.NotBefore = now.Add(time.Hour) }, key, nil, "nbf is"},

		{"host alone", func(v *tokens.ClientValidation) { v.SignedHeaders = []string{"host"} }, key, nil, "authorization and host among them"},
		{"two names in one", func(v *tokens.ClientValidation) { v.SignedHeaders = []string{"authorization", "host", "a;b"} }, key, nil, "names of headers"},
		{"a header that is not there", func(v *tokens.ClientValidation) { v.SignedHeaders = []string{"authorization", "host", "X-Other"} }, key, tokens.ErrNoHeader, "x-other"},
		{"no host", func(v *tokens.ClientValidation) { v.Request.URL = "/Messages" }, key, tokens.ErrNoHeader, "host"},
		{"a method of two lines", func(v *tokens.ClientValidation) { v.Request.Method = "GET\n/" }, key, nil, "method is"},
		{"another scheme", func(v *tokens.ClientValidation) { v.Request.URL = "ftp://user:pass@api.twilio.com/x" }, key, nil, `url is "api.twilio.com/x"`},
		{"an address that is none", func(v *tokens.ClientValidation) { v.Request.URL = "https://user:pass@[::1/x" }, key, nil, "url is"},
		{"a blank in the address", func(v *tokens.ClientValidation) { v.Request.URL += " /x" }, key, nil, "an address with blanks"},
		{"a blank behind the address", func(v *tokens.ClientValidation) { v.Request.URL += " " }, key, nil, "an address with blanks"},
		{"a character that nobody sees", func(v *tokens.ClientValidation) { v.Request.URL += "\u200b" }, key, nil, "an address with blanks"},
		{"a line break in the address", func(v *tokens.ClientValidation) { v.Request.URL += "\n" }, key, nil, "url is"},
		{"dots behind escapes", func(v *tokens.ClientValidation) { v.Request.URL += "/%2e%2E/x" }, key, nil, "no escape stands for . or .."},
		{"dots between escaped slashes", func(v *tokens.ClientValidation) { v.Request.URL += "/x%2F..%2fy" }, key, nil, "no escape stands for . or .."},
		{"a line break in a value", func(v *tokens.ClientValidation) { v.Request.Header["Authorization"] = []string{"Basic Zm9v\r\nX-A: b"} }, key, nil, `header.authorization is "…\r…": want a value on one line`},
		{"a zero byte in a value", func(v *tokens.ClientValidation) { v.Request.Header["X-Other"] = []string{"\x00"} }, key, nil, "header.x-other is"},
		{"a line break in a name", func(v *tokens.ClientValidation) { v.Request.Header["Host\nX-A"] = []string{"b"} }, key, nil, `header is "Host\n…": want names`},
		{"a value in a name", func(v *tokens.ClientValidation) { v.Request.Header["X-A: Zm9v"] = []string{"b"} }, key, nil, `header is "X-A:…": want names`},
		{"an empty name", func(v *tokens.ClientValidation) { v.Request.Header[""] = []string{"b"} }, key, nil, "header is missing: want names"},
		{"a line break behind a signed name", func(v *tokens.ClientValidation) { v.SignedHeaders = []string{"authorization", "host\n"} }, key, nil, "names of headers"},
		{"another request's hash", func(v *tokens.ClientValidation) { v.RequestHash = strings.Repeat("0", 64) }, key, tokens.ErrRequestHash, ""},
		{"no hash", func(v *tokens.ClientValidation) { v.Request, v.RequestHash = nil, "abc" }, key, nil, "rqh is"},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := validation()
			if test.edit != nil {
				test.edit(v)
			}
			got, err := v.Sign(test.key)
			if err == nil || !strings.Contains(err.Error(), test.want) || got != "" {
				t.Errorf("got %q, %v, want %q", got, err, test.want)
			}
			if test.is != nil && !errors.Is(err, test.is) {
				t.Errorf("got %v, want %v", err, test.is)
			}
			if strings.Contains(err.Error(), "Zm9v") || strings.Contains(err.Error(), "pass") {
				t.Errorf("%v tells a credential", err)
			}
		})
	}
}

// publicKey is one with a modulus of that size; it verifies nothing.
func publicKey(t *testing.T, bits uint, exponent int) tokens.Key {
	t.Helper()
	n := new(big.Int).Lsh(big.NewInt(1), bits-1)
	der, err := x509.MarshalPKIXPublicKey(&rsa.PublicKey{N: n.SetBit(n, 0, 1), E: exponent})
	return parseKey(t, pemOf(t, "PUBLIC KEY", der, err))
}

// The example of Twilio's documentation: request, text, token and key.
func TestClientValidationOfTheDocs(t *testing.T) {
	key, err := testdata.ReadFile("testdata/validation/docs.pub.pem")
	if err != nil {
		t.Fatal(err)
	}
	token, err := testdata.ReadFile("testdata/validation/docs.jwt")
	if err != nil {
		t.Fatal(err)
	}
	text, err := testdata.ReadFile("testdata/validation/docs.txt")
	if err != nil {
		t.Fatal(err)
	}
	request := &tokens.Request{
		Method: "POST", URL: "/2010-04-01/Accounts/AC00000000000000000000000000000000", Body: []byte("FriendlyName=my new friendly name"),
		Header: map[string][]string{
			"Host": {"api.twilio.com"}, "Authorization": {"Basic QUMwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDpmb29iYXI="},
			"Content-Type": {"application/x-www-form-urlencoded; charset=utf-8"}, "Content-Length": {"33"},
		},
	}
	if got := request.Canonical() + "\n"; got != string(text) {
		t.Errorf("got\n%s\nwant\n%s", got, text)
	}
	tok := tokens.Decode(string(token))
	if err := tokens.Verify(tok, parseKey(t, string(key))); err != nil {
		t.Error(err)
	}
	if err := tokens.CheckValidationKey(parseKey(t, string(key))); err != nil {
		t.Error(err)
	}
	got, err := tok.ClientValidation()
	if err != nil {
		t.Fatal(err)
	}
	if err := got.CheckRequest(request); err != nil {
		t.Error(err)
	}
	want := &tokens.ClientValidation{
		AccountSID: "AC00000000000000000000000000000000", KeySID: "SK00000000000000000000000000000000", CredentialSID: "CR00000000000000000000000000000000",
		Alg: "RS256", SignedHeaders: []string{"authorization", "host"}, RequestHash: "245eece1e638d9b0081ca0621183cd417fc97a1818bd822aa26697f9aa70c792",
		TTL: tokens.MaxValidationTTL, IssuedAt: time.Unix(1471827354-300, 0),
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestClientValidationOfAnotherToken(t *testing.T) {
	if got, err := tokens.Decode(docsVideo).ClientValidation(); !errors.Is(err, tokens.ErrMalformed) || got != nil {
		t.Errorf("got %v, %v, want %v", got, err, tokens.ErrMalformed)
	}
}

func TestClientValidationExplain(t *testing.T) {
	for _, test := range []struct {
		name string
		v    tokens.ClientValidation
		want string
	}{
		{"with its request", tokens.ClientValidation{Request: &tokens.Request{Method: "get", URL: "https://u:p@api.twilio.com:443/a//b?c=d"}},
			"signs one GET to api.twilio.com/a/b, with the headers authorization and host"},
		{"without", tokens.ClientValidation{SignedHeaders: []string{"host", "authorization", "content-type"}},
			"signs one request to Twilio's API, with the headers authorization, content-type and host"},
		{"one header", tokens.ClientValidation{SignedHeaders: []string{"host"}}, "signs one request to Twilio's API, with the header host"},
		{"none", tokens.ClientValidation{SignedHeaders: []string{""}}, "signs one request to Twilio's API, with no header"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := test.v.Explain(); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// One value signs for many goroutines.
func TestClientValidationSignInParallel(t *testing.T) {
	const many = 100
	v, key := validation(), validationKey(t)
	signed := make([]string, many)
	var wait sync.WaitGroup
	for i := range many {
		wait.Go(func() {
			var err error
			if signed[i], err = v.Sign(key); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	for _, s := range signed {
		tok := tokens.Decode(s)
		if err := tokens.Verify(tok, key); err != nil {
			t.Error(err)
		}
		if read, err := tok.ClientValidation(); err != nil || read.CheckRequest(message()) != nil {
			t.Errorf("got %v, %v", read, err)
		}
	}
	if n := len(slices.Compact(signed)); n != 1 {
		t.Errorf("got %d tokens, want RS256 to give one", n)
	}
}
