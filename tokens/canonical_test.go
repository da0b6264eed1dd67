package tokens_test

import (
	"strings"
	"testing"

	"mintmark/tokens"
)

// lines are those of the canonical request: method, path, query and so on.
func lines(r tokens.Request) []string { return strings.Split(r.Canonical(), "\n") }

func TestCanonicalPath(t *testing.T) {
	for _, test := range []struct{ name, path, want string }{
		// Of Twilio's text and the tests of twilio-java and twilio-node.
		{"docs: a dot", "/foobar/./barfoo", "/foobar/barfoo"},
		{"docs: two dots", "/foobar/../barfoo", "/barfoo"},
		{"java testNormalizesPath", "/v1/Workspaces/../test", "/v1/test"},
		{"java testNormalizesPath2", "/v1/Workspaces/./test", "/v1/Workspaces/test"},
		{"java testEmptyPath", "", "/"},
		{"java testPathHasUnreservedCharacters", "/start%20*%7E+end", "/start%20%2A~%2Bend"},
		{"java testPathHasEncodedCharacters", "/v1/Workspaces/test()+%C3%A4/Workers", "/v1/Workspaces/test%28%29%2B%C3%A4/Workers"},
		{"java testPathHasNotEncodedCharactersAndControlCharacters", "/v1/Channels/é()+", "/v1/Channels/%C3%A9%28%29%2B"},
		{"node: dots behind two slashes", "//foobar/../barfoo", "/barfoo"},
		{"node: should encode url correctly", "//foo bar+/baz*qux/abc%7Edef", "/foo%20bar%2B/baz%2Aqux/abc~def"},

		// What the JDK does, on which twilio-java builds.
		{"slash at the end", "/a/b/", "/a/b/"},
		{"dots at the end", "/a/b/..", "/a/"},
		{"a dot at the end", "/a/b/.", "/a/b/"},
		{"nothing left", "/a/..", "/"},
		{"slashes in a row", "/a///../b", "/b"},
		{"an escaped slash", "/a%2Fb", "/a/b"},
		{"escaped dots are no dots", "/a/%2E%2E/b", "/a/../b"},
		{"reserved characters", "/a:b@c,d!$'()*+;e=f&g", "/a%3Ab%40c%2Cd%21%24%27%28%29%2A%2B%3Be%3Df%26g"},
		{"an escaped percent sign", "/%25", "/%25"},

		// Where the JDK keeps dots, and refuses, RFC 3986 does not.
		{"dots above the root", "/../../b", "/b"},
		{"a stray percent sign", "/100%/%zz", "/100%25/%25zz"},
		{"escapes in small letters", "/%c3%a9%4f", "/%C3%A9O"},
		{"no UTF-8", "/\xff", "/%FF"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := lines(tokens.Request{URL: "https://api.twilio.com" + test.path})[1]; got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestCanonicalQuery(t *testing.T) {
	for _, test := range []struct{ name, query, want string }{
		{"java testEmptyQuery", "", ""},
		{"java testReplacesEncodedWhitespaceInQueryParams", "key+with+whitespace=value+with+whitespace", "key%20with%20whitespace=value%20with%20whitespace"},
		{"java testDecodesEncodedTildeInQueryParams", "a%7Ea=b%7Eb", "a~a=b~b"},
		{"java testEncodesMultiplyInQueryParams", "a*a=b*b", "a%2Aa=b%2Ab"},
		{"java testDoesNotEncodeUriEncodedSpace", "a%20a=b%20b", "a%20a=b%20b"},
		{"java testDoesNotEncodeEncodedMultiplyInQueryParams", "a%2Aa=b%2Ab", "a%2Aa=b%2Ab"},
		{
			"java testScriptUsedAsQueryMatchesWithServer",
			"a=%3Csvg+xmlns%3D%22http%3A%2F%2Fwww.w3.org%2F2000%2Fsvg%22+viewBox%3D%220+0+100+100%22%3E%3Cpath+d%3D%22M10%2C10+H90+L50%2C70%22%2F%3E%3Ctext+y%3D%2290%22%3E%22+%27+%23+%25+%26amp%3B+%C2%BF+%F0%9F%94%A3%3C%2Ftext%3E%3C%2Fsvg%3E%0A",
			"a=%3Csvg%20xmlns%3D%22http%3A%2F%2Fwww.w3.org%2F2000%2Fsvg%22%20viewBox%3D%220%200%20100%20100%22%3E%3Cpath%20d%3D%22M10%2C10%20H90%20L50%2C70%22%2F%3E%3Ctext%20y%3D%2290%22%3E%22%20%27%20%23%20%25%20%26amp%3B%20%C2%BF%20%F0%9F%94%A3%3C%2Ftext%3E%3C%2Fsvg%3E%0A",
		},
		{
			"java testCharacterMapMatchesWithServer",
			"a=-_.%7E%21*%27%28%29%3B%3A%40%26%3D%2B%24%2C%2F%3F%25%23%5B%5D%3F%40+ABCXYZabcxyz0123456789",
			"a=-_.~%21%2A%27%28%29%3B%3A%40%26%3D%2B%24%2C%2F%3F%25%23%5B%5D%3F%40%20ABCXYZabcxyz0123456789",
		},
		{
			"java testMultipleQueryParamsSortsParams",
			"queryParam2=Hello+World&queryParam3=1%3D1&query+Param1=a*%7E%2F%3Db",
			"query%20Param1=a%2A~%2F%3Db&queryParam2=Hello%20World&queryParam3=1%3D1",
		},
		{"java testMultipleQueryParamsSortsParamsWithIdenticalKey", "param=value2&param=value1", "param=value1&param=value2"},
		{"node: should sort and encode query params correctly", "To=%2B1&To9=%2B2&PageSize=20", "PageSize=20&To9=%2B2&To=%2B1"},

		// Twilio's text is plain about these; twilio-java leaves them as they are.
		{"docs: a name without a value", "b&a", "a=&b="},
		{"docs: reserved characters", "a=b:c,d", "a=b%3Ac%2Cd"},
		{"a second =, at which node cuts the value", "a=b=c", "a=b%3Dc"},
		{"escapes in small letters", "a=%c3%a9", "a=%C3%A9"},

		{"empty pairs", "&a=1&&b=2&", "a=1&b=2"},
		{"a stray percent sign", "a=100%&b=%zz", "a=100%25&b=%25zz"},
		{"sorted once encoded, as java does", "a=%7E&a=b", "a=b&a=~"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := lines(tokens.Request{URL: "https://api.twilio.com/x?" + test.query})[2]; got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// The whole text, as the tests of twilio-java and twilio-python have it.
func TestCanonical(t *testing.T) {
	const body = "c3ab8ff13720e8ad9047dd39466b3c8974e592c2fa383d4a3960714caef0c4f2" // of foobar
	request := func(edit func(*tokens.Request)) *tokens.Request {
		r := &tokens.Request{
			Method: "GET", URL: "/Messages?PageSize=5&Limit=10", Body: []byte("foobar"),
			Header: map[string][]string{"host": {"api.twilio.com"}, "authorization": {"foobar"}},
		}
		if edit != nil {
			edit(r)
		}
		return r
	}
	const plain = "GET\n/Messages\nLimit=10&PageSize=5\nauthorization:foobar\nhost:api.twilio.com\n\nauthorization;host\n" + body
	for _, test := range []struct {
		name   string
		edit   func(*tokens.Request)
		signed []string
		want   string
	}{
		{"plain", nil, nil, plain},
		{"method in small letters", func(r *tokens.Request) { r.Method = " get " }, nil, plain},
		{"names in any case and order", func(r *tokens.Request) {
			r.Header = map[string][]string{"Host": {"api.twilio.com"}, "AUTHORIZATION": {"foobar"}}
		}, []string{"Host", "authorization"}, plain},
		{"host out of the address", func(r *tokens.Request) {
			r.URL = "https://user:pass@api.twilio.com" + r.URL + "#fragment"
			delete(r.Header, "host")
		}, nil, plain},
		{"the port of https", func(r *tokens.Request) { r.Header["host"] = []string{"api.twilio.com:443"} }, nil, plain},
		{"the port of http", func(r *tokens.Request) { r.Header["host"] = []string{"api.twilio.com:80"} }, nil, plain},
		{"another port", func(r *tokens.Request) { r.Header["host"] = []string{"api.twilio.com:8443"} }, nil,
			strings.Replace(plain, "host:api.twilio.com", "host:api.twilio.com:8443", 1)},
		{"blanks in a value", func(r *tokens.Request) { r.Header["authorization"] = []string{" a \t b\r\nc "} }, nil,
			strings.Replace(plain, "foobar", "a b c", 1)},
		{"a header twice", func(r *tokens.Request) {
			r.Header["duplicate"], r.Header["Duplicate"] = []string{"value2"}, []string{"value3", "value1"}
		}, []string{"authorization", "duplicate", "host"},
			"GET\n/Messages\nLimit=10&PageSize=5\nauthorization:foobar\nduplicate:value1,value2,value3\nhost:api.twilio.com\n\nauthorization;duplicate;host\n" + body},
		{"a header that is not there", nil, []string{"host", "x-other"},
			"GET\n/Messages\nLimit=10&PageSize=5\nhost:api.twilio.com\n\nhost;x-other\n" + body},
		{"a name twice", nil, []string{"host", "authorization", " Host"}, plain},
		{"no header", nil, []string{""}, "GET\n/Messages\nLimit=10&PageSize=5\n\n\n" + body},
		{"no body", func(r *tokens.Request) { r.Body = nil }, nil, strings.TrimSuffix(plain, body)},
		{"no path, no query", func(r *tokens.Request) { r.URL = "https://api.twilio.com" }, nil,
			strings.Replace(plain, "/Messages\nLimit=10&PageSize=5", "/\n", 1)},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := request(test.edit).Canonical(test.signed...); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// FuzzCanonical holds that no request makes the canonicaliser panic, that what
// is canonical stays as it is, that a hash fits its own request, and that no
// header adds a line.
func FuzzCanonical(f *testing.F) {
	f.Add("GET", "https://api.twilio.com/a/../b%2F%2e?q=%7E&a=b+c&&d", "X-A", "b\nhost:evil", "host;X-a")
	f.Add("post", "//u:p@h:443/%zz?%", "authorization", "\xff", "Authorization;host")
	f.Add("", "", "", "", "")
	f.Fuzz(func(t *testing.T, method, address, name, value, hrh string) {
		r := &tokens.Request{Method: method, URL: address, Header: map[string][]string{name: {value}, "authorization": {"x"}, "host": {"y"}}}
		names := strings.Split(hrh, ";")
		v := &tokens.ClientValidation{SignedHeaders: names, RequestHash: r.Hash(names...), Request: r}
		_ = v.Explain()
		if err := v.CheckRequest(r); err != nil && !strings.Contains(err.Error(), tokens.ErrNoHeader.Error()) {
			t.Errorf("got %v for the request itself", err)
		}
		v.RequestHash = strings.Repeat("0", 64)
		if err := v.CheckRequest(r); err == nil {
			t.Error("got no error for another hash")
		}
		if strings.Contains(method, "\n") {
			return
		}
		first := lines(*r)
		if len(first) != 8 {
			t.Fatalf("got %d lines, want 8: %q", len(first), first)
		}
		lower := strings.ToLower(address)
		if strings.Contains(lower, "%2e") || strings.Contains(lower, "%2f") {
			return // dots and slashes that come out of escapes are as good as others
		}
		again := lines(tokens.Request{URL: first[1] + "?" + first[2]})
		if again[1] != first[1] || again[2] != first[2] {
			t.Errorf("got %q, then %q", first[1:3], again[1:3])
		}
	})
}
