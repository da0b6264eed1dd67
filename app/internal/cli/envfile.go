package cli

import (
	"fmt"
	"iter"
	"regexp"
	"strings"
	"sync"
	"unicode"

	"github.com/joho/godotenv"
)

// readEnv reads the text of a .env file. Where that is not possible it says in
// which line, which godotenv does not, and nothing of the text, secrets and all.
// A name alone, as in a file for docker run, takes its value from the environment:
// it is passed over, and bare says so.
func readEnv(text string) (values map[string]string, bare []string, err error) {
	text = strings.TrimPrefix(text, "\ufeff")
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	text, bare = withoutBareNames(text)
	if err := checkEnv(text); err != nil {
		return nil, nil, err
	}
	values, err = godotenv.Unmarshal(text)
	return values, bare, err
}

// Expressions are compiled when they are needed: other commands do not wait for them.
var bareName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(export\s+)?[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\s*(#.*)?$`)
})

// withoutBareNames leaves their lines empty, so that the others keep their
// numbers.
func withoutBareNames(text string) (rest string, bare []string) {
	end := 0
	var b strings.Builder
	for line, setting := range settings(text) {
		if !bareName().MatchString(setting) {
			continue
		}
		start := end + strings.Index(text[end:], setting)
		b.WriteString(text[end:start])
		end = start + len(setting)
		bare = append(bare, fmt.Sprintf("line %d: %s has no value and is passed over", line, strings.Fields(strings.TrimPrefix(setting, "export"))[0]))
	}
	return b.String() + text[end:], bare
}

// reference is a name in a value, in whose place godotenv puts its own value.
var reference = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\$\(?\{?([A-Z0-9_]+)`) })

// checkEnv finds the first line that is no setting, and refuses values that
// would not fit into memory: each name may stand for two of the one before.
func checkEnv(text string) error {
	length := map[string]int{} // of the values, at most
	whole := 0
	for line, setting := range settings(text) {
		one, err := godotenv.Unmarshal(setting)
		if opensQuote(setting) {
			return fmt.Errorf("line %d: the quote is not closed", line)
		}
		if err != nil || len(one) != 1 {
			return fmt.Errorf("line %d: want NAME=value", line)
		}
		grown := len(setting)
		for _, m := range reference().FindAllStringSubmatch(setting, -1) {
			grown += length[m[1]]
		}
		if whole += grown; whole > 4*maxEnv {
			return fmt.Errorf("line %d: the values get too long with other values in them", line)
		}
		for name := range one {
			if name == "" {
				return fmt.Errorf("line %d: want NAME=value", line)
			}
			length[name] = grown
		}
	}
	return nil
}

// opensQuote reports whether the value of a setting begins with a quote that ends
// nowhere.
func opensQuote(setting string) bool {
	_, value, _ := strings.Cut(setting, "=")
	value = strings.TrimSpace(value)
	if value == "" || value[0] != '"' && value[0] != '\'' {
		return false
	}
	for i := 1; i < len(value); i++ {
		if value[i] == value[0] && value[i-1] != '\\' {
			return false
		}
	}
	return true
}

// settings cuts a .env file where godotenv does, and gives the line, from 1, in
// which each setting begins.
func settings(text string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for line := 1; ; {
			rest := strings.TrimLeftFunc(text, unicode.IsSpace)
			line += strings.Count(text[:len(text)-len(rest)], "\n")
			if rest == "" {
				return
			}
			end := settingEnd(rest)
			if rest[0] != '#' && !yield(line, rest[:end]) {
				return
			}
			line += strings.Count(rest[:end], "\n")
			text = rest[end:]
		}
	}
}

// settingEnd is where the setting that a text begins with ends: behind its
// closing quote, else with the line.
func settingEnd(text string) int {
	first, _, _ := strings.Cut(text, "\n")
	end := len(first)
	sign := strings.IndexAny(first, "=:")
	if sign < 0 || text[0] == '#' {
		return end
	}
	value := strings.TrimLeft(first[sign+1:], " \t\v\f\u0085\u00a0")
	if value == "" || value[0] != '"' && value[0] != '\'' {
		return end
	}
	for i := end - len(value) + 1; i < len(text); i++ {
		if text[i] == value[0] && text[i-1] != '\\' {
			return i + 1
		}
	}
	return end
}
