package server_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// baseline is what the server promises, line by line. Each line has a test that
// begins its comment, or the name of a case, with the line's id: "C07: …".
var baseline = map[string]string{
	"A01": "a token's header is as documented; nothing that a caller sends reaches it",
	"A02": "HS256 is a constant",
	"A03": "a secret that is short, a sample or an auth token refuses the start",
	"A04": "0 < exp-iat ≤ min(the rule's max_ttl, 24h), whatever is asked",
	"A05": "SIDs match their pattern",
	"A06": "jti is unique across replicas within one second",
	"A07": "the identity is the principal's unless a rule lets it name others",
	"A08": "no grant without a rule",
	"B01": "algorithms are allow-listed by issuer, never HS from a JWKS",
	"B02": "exact iss, aud and exp are required",
	"B03": "the key is found by issuer and kid only",
	"B04": "the principal is issuer and sub, never an e-mail",
	"B06": "tokens with random kids cause one fetch at most per 30s",
	"B07": "JWKS down: known keys go on, unknown ones are 503",
	"B08": "over 16 KiB, duplicate members or crit: 401",
	"C01": "argon2id with m=19 MiB, t=2, p=1 and 16 bytes of salt; rehash when parameters rise",
	"C02": "unknown, wrong and disabled users get the same answer",
	"C03": "and after the same time",
	"C04": "the name is folded once, for look-up, limits and audit alike",
	"C05": "the password is used exactly as sent, 1 to 1024 bytes",
	"C06": "hashing is bounded: the rest waits up to 1s, then 503",
	"C07": "service keys mm_<id>_<43 base62>, kept as SHA-256",
	"C08": "no default account, no default password",
	"C09": "disabling works on the next request, on every replica within 5s",
	"D01": "separate budgets per client and per account × client",
	"D02": "delays are exponential, capped and never permanent",
	"D03": "unknown names count too",
	"D04": "budgets survive a restart",
	"D06": "memory is bounded under random names",
	"E01": "no-store on every token answer and error",
	"E05": "body ≤ 16 KiB, depth ≤ 8, no trailing data, no duplicate members, JSON only",
	"E06": "header ≤ 16 KiB; timeouts; slow clients do not hurt others",
	"E07": "smuggling is refused and closed",
	"E10": "CORS: exact origins, never reflected, null refused, Vary: Origin",
	"E12": "nosniff, no-referrer, HSTS under TLS, CSP on the API",
	"E13": "a request id on every answer",
	"F01": "canary: no secret in logs, metrics, audit and bodies",
	"F02": "a secret file that others can read refuses the start",
	"F04": "an audit row for every decision",
	"F05": "the token leaves only after its row is committed",
	"F07": "nothing that a client sends can forge a log line",
	"F09": "a panic is a 500 and a counter, the process lives",
}

// A line of the baseline is named "C07: …", or several: "A01, A02: …", "B01 to B04: …".
var (
	idList = regexp.MustCompile(`(?m)^([A-F]\d\d(?:(?:, | and |, and | to )[A-F]\d\d)*)[,:]`)
	id     = regexp.MustCompile(`[A-F]\d\d`)
)

// Every line of the baseline has a test that names it, and no test names a line
// that there is not.
func TestBaseline(t *testing.T) {
	tests := map[string][]string{}
	err := filepath.WalkDir("../../..", func(path string, d fs.DirEntry, err error) error {
		if d != nil && d.IsDir() && (d.Name() == ".git" || d.Name() == "dist" || d.Name() == "node_modules") {
			return filepath.SkipDir
		}
		if err != nil || !strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "baseline_test.go") {
			return err
		}
		for name, ids := range namesIn(t, path) {
			for _, id := range ids {
				tests[id] = append(tests[id], name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for id, what := range baseline {
		if len(tests[id]) == 0 {
			t.Errorf("%s has no test: %s", id, what)
		}
	}
	for id, names := range tests {
		if baseline[id] == "" {
			t.Errorf("%v: there is no line %s", names, id)
		}
		slices.Sort(names)
		t.Logf("%s %s", id, strings.Join(slices.Compact(names), " "))
	}
}

// namesIn is the ids that each test of a file names.
func namesIn(t *testing.T, path string) map[string][]string {
	t.Helper()
	source, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string][]string{}
	if !id.Match(source) {
		return names
	}
	file, err := parser.ParseFile(token.NewFileSet(), path, source, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || !strings.HasPrefix(f.Name.Name, "Test") && !strings.HasPrefix(f.Name.Name, "Fuzz") {
			continue
		}
		text := f.Doc.Text() + "\n"
		ast.Inspect(f, func(n ast.Node) bool {
			if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
				text += l.Value[1:len(l.Value)-1] + "\n"
			}
			return true
		})
		// A comment may go on about another line after a full stop.
		for _, sentence := range strings.Split(strings.ReplaceAll(text, ". ", "\n"), "\n") {
			for _, list := range idList.FindAllStringSubmatch(sentence, -1) {
				ids := id.FindAllString(list[1], -1)
				if strings.Contains(list[1], " to ") {
					ids = between(ids[0], ids[1])
				}
				names[f.Name.Name] = append(names[f.Name.Name], ids...)
			}
		}
	}
	return names
}

// between is the lines of the baseline from one to another.
func between(from, to string) (ids []string) {
	for id := range baseline {
		if from <= id && id <= to {
			ids = append(ids, id)
		}
	}
	return ids
}
