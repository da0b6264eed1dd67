package tokens

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"
)

// A Request is one request to Twilio's REST API, as far as a client validation
// token covers it.
type Request struct {
	Method string // "GET"

	// URL is the address in full, or its path and query where Header has a
	// host. A user and a fragment in it are not sent and not looked at.
	URL string

	// Header is as net/http has it. Names may be in any case. Where it has no
	// host, that of URL counts.
	Header map[string][]string

	Body []byte
}

// Canonical is the text that Twilio hashes, with the values of the headers that
// are named; none named means authorization and host. It holds credentials:
// keep it out of logs.
//
//	POST
//	/2010-04-01/Accounts/AC…
//
//	authorization:Basic …
//	host:api.twilio.com
//
//	authorization;host
//	b8e20591615abc52293f088c87be6df8e9b7b40c3da573f134c9132add851e2d
//
// Source: Twilio docs, "Public Key Client Validation Quickstart", Hash the
// Canonical Request. Where the helper libraries differ it follows that text and
// the tests of the Java helper that compare with Twilio's server.
func (r *Request) Canonical(signed ...string) string {
	parts := r.canonical(signedNames(signed))
	return strings.Join(parts[:], "")
}

// Hash is the SHA-256 of [Request.Canonical] in 64 hex digits: the claim rqh.
func (r *Request) Hash(signed ...string) string { return hashText(r.Canonical(signed...)) }

func hashText(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// The parts of a canonical request, in their order.
const (
	methodPart = iota
	pathPart
	queryPart
	headersPart
	bodyPart
	partCount
)

// canonicalParts make up the text when put one behind the other.
type canonicalParts [partCount]string

func (r *Request) canonical(names []string) canonicalParts {
	_, path, query := r.split()
	return canonicalParts{
		methodPart:  strings.ToUpper(strings.TrimSpace(r.Method)) + "\n",
		pathPart:    canonicalPath(path) + "\n",
		queryPart:   canonicalQuery(query) + "\n",
		headersPart: headerLines(names, r.headers().values) + "\n" + strings.Join(names, ";"),
		bodyPart:    "\n" + hashBody(r.Body),
	}
}

func hashBody(body []byte) string {
	if len(body) == 0 {
		return ""
	}
	return hashText(string(body))
}

// split takes the address apart, whatever it looks like.
func (r *Request) split() (host, path, query string) {
	address, _, _ := strings.Cut(r.URL, "#")
	path, query, _ = strings.Cut(address, "?")
	if _, rest, ok := strings.Cut(path, "://"); ok && !strings.HasPrefix(path, "/") {
		host, path, _ = strings.Cut(rest, "/")
		host, path = host[strings.LastIndexByte(host, '@')+1:], "/"+path
	}
	return host, path, query
}

// validate refuses a request that cannot be sent, or that lacks a header which
// is to be signed.
func (r *Request) validate(names []string) error {
	if !isToken(r.Method) {
		return &FieldError{Path: "method", Want: "an HTTP method such as GET", Got: r.Method}
	}
	if want := r.wantAddress(); want != "" {
		host, path, _ := r.split() // a user in the address stays out of the message
		return &FieldError{Path: "url", Want: want, Got: host + path}
	}
	if err := r.checkHeader(); err != nil {
		return err
	}
	return r.headers().check(names)
}

// wantAddress says what is wanted of an address that nobody sends as it is, or
// that each program takes for another; "" where it is fine. Of dots behind
// escapes Node's helper makes dots, and Java's does not.
func (r *Request) wantAddress() string {
	_, path, _ := r.split()
	clean := canonicalPath(path)
	switch {
	case !r.hasAddress():
		return "an address such as https://api.twilio.com/2010-04-01/Accounts.json"
	case strings.Contains(r.URL, " ") || legible(r.URL) != r.URL:
		return "an address with blanks, and all that cannot be seen, as %20 and the like"
	case cleanPath(clean) != clean:
		return "a path in which no escape stands for . or .. or an empty segment"
	}
	return ""
}

func (r *Request) hasAddress() bool {
	u, err := url.Parse(r.URL)
	if err != nil {
		return false
	}
	return u.Scheme == "" && u.Host == "" && strings.HasPrefix(u.Path, "/") || (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}
