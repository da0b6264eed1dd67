package tokens

import (
	"slices"
	"strings"
)

// A spelling is another text in the place of one part.
type spelling struct {
	Difference
	text string
}

// spellings is what programs are known to hash in place of each part. Helpers
// are named where they do so; see the tests for the versions.
func (v *ClientValidation) spellings(r *Request) [partCount][]spelling {
	return [partCount][]spelling{
		methodPart:  methodSpellings(r),
		pathPart:    pathSpellings(r),
		queryPart:   querySpellings(r),
		headersPart: v.headerSpellings(r),
		bodyPart:    bodySpellings(r),
	}
}

func methodSpellings(r *Request) []spelling {
	const fix = "Sign the request that is sent: the token holds for one method and address."
	out := []spelling{{Difference{"method-case", "the method was hashed as it is written, not in capitals", "Hash the method in capitals."}, r.Method + "\n"}}
	for _, m := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
		out = append(out, spelling{Difference{"method", "the token was made for a " + m, fix}, m + "\n"})
	}
	return out
}

func pathSpellings(r *Request) []spelling {
	host, path, query := r.split()
	clean := cleanPath(path)
	segments := strings.Split(clean, "/")
	for i := range segments {
		segments[i] = respell(segments[i], "!'()", false)
	}
	const encode = "Escape all but letters, digits and - . _ ~ in the path, with hex digits in capitals."
	return []spelling{
		{Difference{"path-raw", "the path was hashed as it is written", "Take out . and .. and double slashes. " + encode}, path + "\n"},
		{Difference{"path-encoding", "the path was not escaped", encode}, clean + "\n"},
		{Difference{"path-dots", "the path was escaped, but not cleaned of dots and double slashes", "Take out . and .. and double slashes."}, respell(path, "/", false) + "\n"},
		{Difference{"path-escapes", "dots or slashes behind escapes in the path were taken for such, which is what Node's helper does with dots", "Send and hash a path without them."}, cleanPath(canonicalPath(path)) + "\n"},
		{Difference{"path-node", "the path was escaped as Node's helper does it, with ! ' ( ) as they are and %2F kept", encode}, strings.Join(segments, "/") + "\n"},
		{Difference{"path-blank", "blanks in the path were hashed as +", "Write a blank as %20."}, blanksAsPlus(canonicalPath(path)) + "\n"},
		{Difference{"path-query", "the query was hashed as part of the path", "Hash the query on a line of its own."}, path + "?" + query + "\n"},
		{Difference{"path-host", "the whole address was hashed in place of the path", "Hash the path alone; the host is among the headers."}, "https://" + host + path + "\n"},
	}
}

func blanksAsPlus(s string) string { return strings.ReplaceAll(s, "%20", "+") }

func querySpellings(r *Request) []spelling {
	_, _, query := r.split()
	ours := respellPairs(query, "")
	written := strings.Split(query, "&")
	sorted := slices.Sorted(slices.Values(written))
	const (
		encode = "Escape all but letters, digits and - . _ ~ in names and values, with a blank as %20 and hex digits in capitals."
		order  = "Escape first, then sort name=value."
	)
	return []spelling{
		{Difference{"query-raw", "the query was sorted but hashed as it is written, which is what Python's helper does", encode}, strings.Join(sorted, "&") + "\n"},
		{Difference{"query-java", "the query was escaped as Java's helper does it, which leaves alone what is not escaped", encode}, javaQuery(query) + "\n"},
		{Difference{"query-node", "the query was escaped as Node's helper does it, with ! ' ( ) as they are and values cut at a second =", encode}, nodeQuery(query) + "\n"},
		{Difference{"query-blank", "blanks in the query were hashed as +", "Write a blank as %20."}, blanksAsPlus(canonicalQuery(query)) + "\n"},
		{Difference{"query-order", "the query was not sorted", order}, strings.Join(ours, "&") + "\n"},
		{Difference{"query-order", "the query was sorted before it was escaped", order}, strings.Join(respellPairs(strings.Join(sorted, "&"), ""), "&") + "\n"},
		{Difference{"query-written", "the query was hashed as it is written, unsorted", encode + " " + order}, query + "\n"},
		{Difference{"query-mark", "the query was hashed with its question mark", "Hash what follows the question mark."}, "?" + canonicalQuery(query) + "\n"},
		{Difference{"query-missing", "the query was left out", "Hash the query too. Node's helper takes it as params, not as part of the address."}, "\n"},
	}
}

// javaQuery is what twilio-java makes of a query that it takes for escaped.
func javaQuery(query string) string {
	query = strings.NewReplacer("+", "%20", "*", "%2A", "%7E", "~").Replace(query)
	pairs := strings.Split(strings.TrimRight(query, "&"), "&")
	slices.Sort(pairs)
	return strings.Join(pairs, "&")
}

// nodeQuery is what twilio-node makes of a query's parameters.
func nodeQuery(query string) string {
	params := parseParams(query)
	pairs := make([]string, len(params))
	for i, p := range params {
		pairs[i] = p.Name + "=" + p.Value
	}
	slices.Sort(pairs)
	for i, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		value, _, _ = strings.Cut(value, "=")
		pairs[i] = respell(name, "!'()", false) + "=" + respell(value, "!'()", false)
	}
	return strings.Join(pairs, "&")
}

func (v *ClientValidation) headerSpellings(r *Request) []spelling {
	names, h := signedNames(v.SignedHeaders), r.headers()
	hrh, written := strings.Join(names, ";"), strings.Join(v.SignedHeaders, ";")
	lines := headerLines(names, h.values)
	lower := strings.Split(strings.ToLower(written), ";")
	const lowerFirst = "Turn the names to lower case, then sort them."
	return []spelling{
		{Difference{"header-order", "the header names were sorted before they were in lower case, which is what Java's helper does", lowerFirst}, headerLines(lower, h.values) + "\n" + strings.Join(lower, ";")},
		{Difference{"header-case", "the header names were not in lower case, and Python's helper leaves such headers out", lowerFirst}, headerLines(v.SignedHeaders, h.lowerValues) + "\n" + written},
		{Difference{"header-case", "the header names were not in lower case", lowerFirst}, headerLines(v.SignedHeaders, h.anyValues) + "\n" + written},
		{Difference{"header-case", "the header names were not in lower case in the list behind the headers", lowerFirst}, lines + "\n" + written},
		{Difference{"header-values", "the values of the headers were hashed as they are written", "Trim each value, make one blank of many, and take :443 and :80 off the host."}, headerLines(names, h.raw) + "\n" + hrh},
		{Difference{"host-port", "the host was hashed with its port", "Take :443 and :80 off the host."}, headerLines(names, h.withPort(":443")) + "\n" + hrh},
		{Difference{"host-port", "the host was hashed with its port", "Take :443 and :80 off the host."}, headerLines(names, h.withPort(":80")) + "\n" + hrh},
		{Difference{"headers-missing", "the headers were left out, but for the list of their names", "Hash a line with name and value for each."}, "\n" + hrh},
		{Difference{"headers-end", "there was no empty line behind the headers", "Each header ends its line, and an empty line follows the last."}, lines + hrh},
	}
}

// lowerValues finds a header whose name is in lower case alone.
func (h headers) lowerValues(name string) []string {
	if canonicalName(name) != name {
		return nil
	}
	return h.values(name)
}

// anyValues finds a header whatever the case of the name.
func (h headers) anyValues(name string) []string { return h.values(canonicalName(name)) }

// withPort puts a port behind the host.
func (h headers) withPort(port string) func(string) []string {
	return func(name string) []string {
		values := h.values(name)
		for i := range values {
			if name == "host" {
				values[i] += port
			}
		}
		return values
	}
}

func bodySpellings(r *Request) []spelling {
	const asSent = "Hash the body byte for byte as it is sent."
	trimmed := strings.TrimRight(string(r.Body), "\r\n")
	return []spelling{
		{Difference{"body-missing", "the body was left out", asSent}, "\n"},
		{Difference{"body-empty", "the hash of an empty body was taken", "Hash the body as it is sent; leave its line empty where there is none."}, "\n" + hashText("")},
		{Difference{"body-end", "there was no empty line in place of a body", "End the text with a line break where there is no body."}, ""},
		{Difference{"body-line-break", "the body was hashed without the line break at its end", asSent}, "\n" + hashBody([]byte(trimmed))},
		{Difference{"body-line-break", "the body was hashed with a line break at its end", asSent}, "\n" + hashBody([]byte(trimmed+"\n"))},
	}
}
