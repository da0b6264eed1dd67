package server_test

import (
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"mintmark/app/internal/policy"
	"mintmark/app/internal/server"
	"mintmark/tokens"
)

// F01: secrets that one would recognise, every endpoint and every failure; then
// a search of all that is left behind, in every form.
func TestCanary(t *testing.T) {
	voice := &tokens.Voice{Incoming: tokens.Incoming{Allow: true}}
	f := start(t, func(c *server.Config) {
		c.Policy = policy.ForEveryone(10*time.Minute, []tokens.Grant{voice})
		c.Page = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("page") })
	})
	good := f.login("anna", right)
	token := readToken(t, good).Token
	bodies := []reply{
		f.login("anna", wrong),
		f.login("nobody", wrong),
		f.login("carl", right),
		f.login("anna@example.com", right),
		f.do("POST", "/token", "", basic("anna", wrong)),
		f.do("POST", "/token?password="+right, `{"username":"anna","password":"`+right+`"`),
		f.do("POST", "/token", `{"username":"anna","password":"`+right+`","password":"`+wrong+`"}`),
		f.do("POST", "/token", `{"`+right+`":1,"`+right+`":2}`),
		f.do("POST", "/token", `{"username":"anna","password":["`+right+`"]}`),
		f.do("POST", "/token", right),
		f.do("POST", "/token", strings.Repeat(right, 1000)),
		f.do("GET", "/token?password="+right, ""),
		f.do("GET", "/healthz", "", func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) }),
		f.do("GET", "/?token="+token, "", func(r *http.Request) { r.Header.Set("Cookie", right) }),
	}
	f.exec(`CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(FAIL, 'disk is full'); END`)
	bodies = append(bodies, f.login("anna", right))
	f.exec(`ALTER TABLE users RENAME TO gone`)
	bodies = append(bodies, f.login("anna", right))
	f.must(f.stop())

	var answers strings.Builder
	for _, r := range bodies {
		answers.WriteString(r.body)
		_ = r.Header.Write(&answers)
	}
	left := map[string]string{"answers": answers.String(), "log": f.log.String(), "database": f.databaseBytes()}
	signature := token[strings.LastIndexByte(token, '.')+1:]
	for where, text := range left {
		if len(text) == 0 {
			t.Errorf("nothing to search in: %s", where)
		}
		for _, canary := range []string{keySecret, right, wrong, token, signature} {
			for form, c := range encodings(canary) {
				if strings.Contains(text, c) {
					t.Errorf("%s: found %s as %s", where, canary, form)
				}
			}
		}
	}
	if strings.Contains(good.body, keySecret) || strings.Contains(good.body, right) {
		t.Errorf("the token's answer has a secret: %s", good.body)
	}
}

// databaseBytes is the file and what SQLite keeps beside it.
func (f *fixture) databaseBytes() string {
	f.Helper()
	var all strings.Builder
	for _, suffix := range []string{"", "-wal"} {
		data, err := os.ReadFile(f.db + suffix)
		f.must(err)
		all.Write(data)
	}
	return all.String()
}

// encodings are the forms in which a text could slip through. Base64 is cut to
// where it does not depend on what is around the text.
func encodings(s string) map[string]string {
	return map[string]string{
		"text":         s,
		"hex":          hex.EncodeToString([]byte(s)),
		"base64":       base64.RawStdEncoding.EncodeToString([]byte(s[:len(s)/3*3])),
		"base64, +1":   base64.RawStdEncoding.EncodeToString([]byte(" " + s))[2 : len(s)/3*4],
		"base64, +2":   base64.RawStdEncoding.EncodeToString([]byte("  " + s))[3 : len(s)/3*4],
		"URL":          url.QueryEscape(s),
		"reversed":     reverse(s),
		"bytes listed": strings.Trim(strings.ReplaceAll(hexList(s), " ", ", "), "[]"),
	}
}

func reverse(s string) string {
	b := []byte(s)
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return string(b)
}

func hexList(s string) string {
	parts := make([]string, len(s))
	for i := range len(s) {
		parts[i] = "0x" + hex.EncodeToString([]byte{s[i]})
	}
	return "[" + strings.Join(parts, " ") + "]"
}
