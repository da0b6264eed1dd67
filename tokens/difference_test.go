package tokens_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"mintmark/tokens"
)

// Texts that programs hash in place of the canonical one, written out, and what
// is said about each.
func TestCheckRequest(t *testing.T) {
	get := func() *tokens.Request {
		return &tokens.Request{
			Method: "get", URL: "https://api.twilio.com/v1/./a b('c')?to=%2B1:2&q=x+~y=z&q=%7E",
			Header: map[string][]string{"Authorization": {"Basic  Zm9v"}, "Host": {"api.twilio.com:443"}},
		}
	}
	post := func() *tokens.Request {
		r := message()
		r.Body = append(r.Body, '\n')
		return r
	}
	const (
		path  = "/v1/a%20b%28%27c%27%29\n"
		query = "q=x%20~y%3Dz&q=~&to=%2B1%3A2\n"
		heads = "authorization:Basic Zm9v\nhost:api.twilio.com\n\nauthorization;host\n"

		messages = "/2010-04-01/Accounts/" + account + "/Messages.json\n\n"
		sent     = "authorization:Basic Zm9vOmJhcg==\nhost:api.twilio.com\n\nauthorization;host\n"
		body     = "To=%2B15550001234&Body=hello"
	)
	for _, test := range []struct {
		name    string
		request *tokens.Request
		hrh     string // authorization;host where empty
		text    string
		want    string
	}{
		{"as it should be", get(), "", "GET\n" + path + query + heads, ""},
		{"as it should be, with a body", post(), "", "POST\n" + messages + sent + sha(body+"\n"), ""},

		{"method in small letters", get(), "", "get\n" + path + query + heads, "method-case"},
		{"another method", get(), "", "POST\n" + path + query + heads, "method"},

		{"path as written", get(), "", "GET\n/v1/./a b('c')\n" + query + heads, "path-raw"},
		{"path not escaped", get(), "", "GET\n/v1/a b('c')\n" + query + heads, "path-encoding"},
		{"dots left", get(), "", "GET\n/v1/./a%20b%28%27c%27%29\n" + query + heads, "path-dots"},
		{"path as node", get(), "", "GET\n/v1/a%20b('c')\n" + query + heads, "path-node"},
		{"escaped dots resolved, as node", &tokens.Request{Method: "GET", URL: "https://api.twilio.com/v1/x/%2e%2E/y", Header: get().Header}, "", "GET\n/v1/y\n\n" + heads, "path-escapes"},
		{"blanks in the path as +", get(), "", "GET\n/v1/a+b%28%27c%27%29\n" + query + heads, "path-blank"},
		{"the whole address", get(), "", "GET\nhttps://api.twilio.com/v1/./a b('c')\n" + query + heads, "path-host"},
		{"query behind the path", get(), "", "GET\n/v1/./a b('c')?to=%2B1:2&q=x+~y=z&q=%7E\n\n" + heads, "path-query query-missing"},

		{"query as python", get(), "", "GET\n" + path + "q=%7E&q=x+~y=z&to=%2B1:2\n" + heads, "query-raw"},
		{"query as java", get(), "", "GET\n" + path + "q=x%20~y=z&q=~&to=%2B1:2\n" + heads, "query-java"},
		{"query as node", get(), "", "GET\n" + path + "q=x%20~y&q=~&to=%2B1%3A2\n" + heads, "query-node"},
		{"blanks in the query as +", get(), "", "GET\n" + path + "q=x+~y%3Dz&q=~&to=%2B1%3A2\n" + heads, "query-blank"},
		{"query not sorted", get(), "", "GET\n" + path + "to=%2B1%3A2&q=x%20~y%3Dz&q=~\n" + heads, "query-order"},
		{"query sorted before it was escaped", get(), "", "GET\n" + path + "q=~&q=x%20~y%3Dz&to=%2B1%3A2\n" + heads, "query-order"},
		{"query as written", get(), "", "GET\n" + path + "to=%2B1:2&q=x+~y=z&q=%7E\n" + heads, "query-written"},
		{"question mark", get(), "", "GET\n" + path + "?" + query + heads, "query-mark"},
		{"no query", get(), "", "GET\n" + path + "\n" + heads, "query-missing"},

		{"names as python", get(), "Authorization;Host", "GET\n" + path + query + "\nAuthorization;Host\n", "header-case"},
		{"names as written", get(), "Authorization;Host", "GET\n" + path + query + "Authorization:Basic Zm9v\nHost:api.twilio.com\n\nAuthorization;Host\n", "header-case"},
		{"names as written in hrh", get(), "Authorization;Host", "GET\n" + path + query + "authorization:Basic Zm9v\nhost:api.twilio.com\n\nAuthorization;Host\n", "header-case"},
		{"names as java", get(), "host;authorization", "GET\n" + path + query + "host:api.twilio.com\nauthorization:Basic Zm9v\n\nhost;authorization\n", "header-order"},
		{"values as written", get(), "", "GET\n" + path + query + "authorization:Basic  Zm9v\nhost:api.twilio.com:443\n\nauthorization;host\n", "header-values"},
		{"host with its port", get(), "", "GET\n" + path + query + "authorization:Basic Zm9v\nhost:api.twilio.com:443\n\nauthorization;host\n", "host-port"},
		{"host with the other port", get(), "", "GET\n" + path + query + "authorization:Basic Zm9v\nhost:api.twilio.com:80\n\nauthorization;host\n", "host-port"},
		{"no headers", get(), "", "GET\n" + path + query + "\nauthorization;host\n", "headers-missing"},
		{"no empty line behind the headers", get(), "", "GET\n" + path + query + "authorization:Basic Zm9v\nhost:api.twilio.com\nauthorization;host\n", "headers-end"},

		{"no body", post(), "", "POST\n" + messages + sent, "body-missing"},
		{"the hash of no body", get(), "", "GET\n" + path + query + heads + sha(""), "body-empty"},
		{"no line for the body", get(), "", "GET\n" + path + query + strings.TrimSuffix(heads, "\n"), "body-end"},
		{"no line break in the body", post(), "", "POST\n" + messages + sent + sha(body), "body-line-break"},
		{"a line break in the body", message(), "", "POST\n" + messages + sent + sha(body+"\n"), "body-line-break"},

		{"two at once, as python", get(), "", "GET\n/v1/./a b('c')\nq=%7E&q=x+~y=z&to=%2B1:2\n" + heads, "path-raw query-raw"},
		{"three at once", get(), "", "get\n/v1/./a b('c')\nq=%7E&q=x+~y=z&to=%2B1:2\n" + heads, "unexplained"},
		{"another body", post(), "", "POST\n" + messages + sent + sha("other"), "unexplained"},
		{"a header that is not there", get(), "authorization;host;x-other", "GET\n" + path + query + heads, "request lacks a signed header: x-other"},
	} {
		t.Run(test.name, func(t *testing.T) {
			hrh := "authorization;host"
			if test.hrh != "" {
				hrh = test.hrh
			}
			v := &tokens.ClientValidation{SignedHeaders: strings.Split(hrh, ";"), RequestHash: sha(test.text)}
			err := v.CheckRequest(test.request)
			if got := differenceIDs(err); got != test.want {
				t.Fatalf("got %q, want %q: %v", got, test.want, err)
			}
			var re *tokens.RequestError
			if errors.As(err, &re) != errors.Is(err, tokens.ErrRequestHash) {
				t.Errorf("got %T, want it to be %v as well", err, tokens.ErrRequestHash)
			}
			if err != nil && strings.Contains(err.Error(), "Zm9v") {
				t.Errorf("%v tells a credential", err)
			}
		})
	}
}

func TestCheckRequestWithoutHash(t *testing.T) {
	for _, hash := range []string{"", "abc", strings.Repeat("A", 64)} {
		err := (&tokens.ClientValidation{RequestHash: hash}).CheckRequest(message())
		var fe *tokens.FieldError
		if !errors.As(err, &fe) || fe.Path != "rqh" {
			t.Errorf("%q: got %v, want rqh refused", hash, err)
		}
	}
}

// A request far beyond what is sent is compared, and no more.
func TestCheckRequestOfAnySize(t *testing.T) {
	r := message()
	r.URL += "?" + strings.Repeat("a=%20&", 1<<18)
	v := &tokens.ClientValidation{RequestHash: r.Hash()}
	if err := v.CheckRequest(r); err != nil {
		t.Error(err)
	}
	r.Method = "PUT"
	if got := differenceIDs(v.CheckRequest(r)); got != "unexplained" {
		t.Errorf("got %q, want unexplained", got)
	}
}

func sha(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// differenceIDs is what explains a hash, with blanks between; "" where nothing
// is to be explained.
func differenceIDs(err error) string {
	if err == nil {
		return ""
	}
	var re *tokens.RequestError
	if !errors.As(err, &re) {
		return err.Error()
	}
	ids := make([]string, len(re.Differences))
	for i, d := range re.Differences {
		ids[i] = d.ID
	}
	if len(ids) == 0 {
		return "unexplained"
	}
	return strings.Join(ids, " ")
}
