package tokens

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// headers is the values of a request's headers as they are written, by names in
// lower case.
type headers map[string][]string

// headers is those of the request, with the host of the address where none of
// them is one.
func (r *Request) headers() headers {
	h := make(headers, len(r.Header)+1)
	for _, n := range slices.Sorted(maps.Keys(r.Header)) {
		name := canonicalName(n)
		h[name] = append(h[name], r.Header[n]...)
	}
	if host, _, _ := r.split(); len(h["host"]) == 0 && host != "" {
		h["host"] = []string{host}
	}
	return h
}

// raw is every value of a header, as it is written.
func (h headers) raw(name string) []string { return h[name] }

// values is every value of a header, in the spelling that is hashed, sorted.
func (h headers) values(name string) []string {
	values := make([]string, len(h[name]))
	for i, v := range h[name] {
		values[i] = strings.Join(strings.Fields(v), " ")
		if name == "host" {
			values[i] = withoutPort(values[i])
		}
	}
	slices.Sort(values)
	return values
}

// check returns [ErrNoHeader] if one of the names has no value.
func (h headers) check(names []string) error {
	for _, name := range names {
		if name != "" && len(h[name]) == 0 {
			return fmt.Errorf("%w: %s", ErrNoHeader, clip(name))
		}
	}
	return nil
}

// headerLines is a line for each header that has values.
func headerLines(names []string, values func(name string) []string) string {
	var b strings.Builder
	for _, name := range names {
		if v := values(name); len(v) > 0 {
			b.WriteString(name + ":" + strings.Join(v, ",") + "\n")
		}
	}
	return b.String()
}

// withoutPort takes the port off that goes without saying. Some clients send
// it and some do not, whatever was hashed.
func withoutPort(host string) string {
	return strings.TrimSuffix(strings.TrimSuffix(host, ":443"), ":80")
}

func canonicalName(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// signedNames is the names of the signed headers as they are hashed: in lower
// case and only then sorted, each once.
func signedNames(names []string) []string {
	if len(names) == 0 {
		return []string{"authorization", "host"}
	}
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = canonicalName(name)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// checkHeader refuses names and values that no request can carry. Values are
// credentials: none is part of the error. Source: RFC 9110, section 5.
func (r *Request) checkHeader() error {
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		if !isToken(name) {
			return &FieldError{Path: "header", Want: "names of letters, digits and hyphens", Got: upToStray(name)}
		}
		for _, v := range r.Header[name] {
			if at := strings.IndexFunc(v, isControl); at >= 0 {
				return &FieldError{Path: "header." + canonicalName(name), Want: "a value on one line, without control characters", Got: "…" + v[at:at+1] + "…"}
			}
		}
	}
	return nil
}

// upToStray is a name with the first character that no name has: a value may
// follow.
func upToStray(name string) string {
	at := strayInToken(name)
	if at < 0 {
		return name
	}
	return name[:at] + string(firstRune(name[at:])) + "…"
}

// isControl is what no value of a header holds.
func isControl(r rune) bool { return r < ' ' && r != '\t' || r == '\x7f' }

// isToken is the rule of RFC 9110, section 5.6.2, for methods and header names.
func isToken(s string) bool { return s != "" && strayInToken(s) < 0 }

// strayInToken is where the first byte stands that no token has, -1 for none.
func strayInToken(s string) int {
	for i := range len(s) {
		if c := s[i]; !isBase64URL(c) && strings.IndexByte("!#$%&'*+.^`|~", c) < 0 {
			return i
		}
	}
	return -1
}
