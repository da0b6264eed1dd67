package strictyaml_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"mintmark/app/internal/strictyaml"
)

// Each mistake has its line, and nothing is guessed.
func TestParse(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"plain", "a: 1\nb: [x, y]\nc: { d: 'e' }\n", ""},
		{"JSON", `{"a": 1, "b": [true, null]}`, ""},
		{"a mark at the beginning", "\ufeffa: 1\n", ""},
		{"Windows lines", "a: 1\r\nb: 2\r\n", ""},
		{"nothing", "", ""},
		{"comments alone", "# one\n\n# two\n", ""},
		{"an empty document", "---\n", ""},
		{"one document with marks", "---\na: 1\n...\n", ""},
		{"a second document", "a: 1\n---\nb: 2\n", "line 2: a second document begins here: want one"},
		{"a second, broken document", "a: 1\n---\nb: [\n", "line 3: this is not YAML: "},
		{"an anchor", "a: 1\nb: &x { c: 2 }\n", "line 2: this has an anchor: write it out where it is needed"},
		{"an anchor on a key", "&x a: 1\n", "line 1: this has an anchor"},
		{"an alias", "a: &x 1\nb: *x\n", "line 1: this has an anchor: write it out where it is needed\nline 2: this is an alias: write out what it stands for"},
		{"an alias of nothing", "a: *x\n", "line 1: this is an alias, or a text that begins with * or &: put such a text in quotes"},
		{"a merge", "a: &x { c: 1 }\nb: { <<: *x }\n", "line 1: this has an anchor: write it out where it is needed\nline 2: this is an alias"},
		{"a tag", "a: !!str 1\n", "line 1: this has a tag: write the value alone"},
		{"a tag of one's own", "a:\n  - !secret canary\n", "line 2: this has a tag: write the value alone"},
		{"a tag on a mapping", "a: !!map { b: 1 }\n", "line 1: this has a tag"},
		{"a tab", "a:\n\tb: canary\n", "line 2: this is not YAML: "},
		{"a bracket that stays open", "a: [canary\n", "this is not YAML: "},
		{"a quote that stays open", "a: 'canary\n", "this is not YAML: "},
		{"two values", "a: canary: x\n", "line 1: this is not YAML: mapping values are not allowed in this context"},
		{"not UTF-8", "a: \xff\xfe\n", "this is not YAML: "},
		{"a zero", "a: b\x00c\n", "this is not YAML: "},
		{"deep", strings.Repeat("[", 33) + strings.Repeat("]", 33), ""},
		{"too deep", strings.Repeat("[", 34) + strings.Repeat("]", 34), "line 1: this is nested deeper than 32"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := strictyaml.Parse([]byte(tt.text))
			got := fmt.Sprint(err)
			if err == nil {
				got = ""
			}
			if tt.want == "" && got != "" || !strings.HasPrefix(got, tt.want) && !strings.Contains(got, ": "+tt.want) {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if strings.Contains(got, "canary") {
				t.Errorf("it quotes a value: %s", got)
			}
			if e := (*strictyaml.Error)(nil); err != nil && !errors.As(err, &e) {
				t.Errorf("got a %T", err)
			}
		})
	}
}

func TestParseNothing(t *testing.T) {
	for _, text := range []string{"", "\n", "# nothing\n", "---\n", "~", "null"} {
		if root, err := strictyaml.Parse([]byte(text)); root != nil || err != nil {
			t.Errorf("%q: got %v, %v, want nothing", text, root, err)
		}
	}
}

// What expands to gigabytes elsewhere is refused before it does, and a long text is
// read.
func TestParseHuge(t *testing.T) {
	bomb := "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
	for i := range 20 {
		bomb += fmt.Sprintf("a%d: &a%[1]d [*a%d, *a%[2]d, *a%[2]d, *a%[2]d, *a%[2]d, *a%[2]d, *a%[2]d, *a%[2]d, *a%[2]d]\n", i+1, i)
	}
	wide := strings.Repeat("- { name: anna, room: daily }\n", 30_000)
	for name, tt := range map[string]struct{ text, want string }{
		"aliases of aliases": {bomb, "this has an anchor"},
		"ten thousand deep":  {strings.Repeat("[", 10_001), "this is not YAML"},
		"a long list":        {wide, ""},
		"a long word":        {"a: " + strings.Repeat("x", 1<<20), ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := strictyaml.Parse([]byte(tt.text))
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("got %.200v, want %q", err, tt.want)
			}
			if err != nil && len(err.Error()) > 4000 {
				t.Errorf("the error has %d bytes", len(err.Error()))
			}
		})
	}
}

// A server is read from a document as packages config and policy read theirs.
type server struct {
	host, region string
	port         int
	on           bool
	wait         time.Duration
	names        []string
	json         string
}

func read(text string) (s server, err error) {
	root, err := strictyaml.Parse([]byte(text))
	if err != nil || root == nil {
		return s, err
	}
	var d strictyaml.Doc
	d.Map(root, "the server",
		strictyaml.Key{Name: "host", Required: true, Read: func(n *yaml.Node) { s.host = d.Text(n, "host") }},
		strictyaml.Key{Name: "region", Read: func(n *yaml.Node) { s.region = d.Text(n, "region") }},
		strictyaml.Key{Name: "port", Read: func(n *yaml.Node) { s.port = d.Int(n, "port", 1, 65535) }},
		strictyaml.Key{Name: "on", Read: func(n *yaml.Node) { s.on = d.Bool(n, "on") }},
		strictyaml.Key{Name: "wait", Read: func(n *yaml.Node) { s.wait = d.Duration(n, "wait") }},
		strictyaml.Key{Name: "names", Read: func(n *yaml.Node) { s.names = d.Texts(n, "names") }},
		strictyaml.Key{Name: "grants", Read: func(n *yaml.Node) { s.json = d.JSON(n, "grants") }},
	)
	return s, d.Err()
}

func TestMap(t *testing.T) {
	got, err := read("host: db\nregion: 1\nport: 0x10\non: TRUE\nwait: 90d\nnames: [a, b]\ngrants: { b: 1.5, a: [x, true, ~, 'y\"'] }\n")
	want := server{"db", "1", 0, true, 90 * 24 * time.Hour, []string{"a", "b"}, `{"b":1.5,"a":["x",true,null,"y\""]}`}
	if err == nil || err.Error() != "line 3: port: want a whole number from 1 to 65535" {
		t.Errorf("got %v", err)
	}
	if want.port = got.port; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if got, err := read("host: db\nnames: a\ngrants: '{\"x\":1}'\n"); fmt.Sprint(got.names) != "[a]" || got.json != `{"x":1}` || err != nil {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestMistakes(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"a slip", "host: a\nprot: 1\n", "line 2: the server has no key “prot”: did you mean port?"},
		{"other case", "Host: a\nhost: a\n", "line 1: the server has no key “Host”: did you mean host?"},
		{"no name at all", "host: a\nfoo_bar: 1\n", "line 2: the server has no key “foo_bar”: want host, region, port, on, wait, names, grants"},
		{"what a terminal obeys", "host: a\n\"a\\e[31mb\": 1\n", "line 2: the server has no key “a�[31mb”: want "},
		{"a long name", "host: a\n" + strings.Repeat("x", 60) + ": 1\n", "line 2: the server has no key “" + strings.Repeat("x", 40) + "…”: want "},
		{"twice", "host: a\nport: 1\nhost: b\n", "line 3: “host” is there twice: line 1 has it too"},
		{"twice in quotes", "host: a\n\"host\": b\n", "line 2: “host” is there twice: line 1 has it too"},
		{"twice below", "host: a\ngrants: { x: { y: 1, y: 2 } }\n", "line 2: “y” is there twice: line 2 has it too"},
		{"a merge of nothing", "host: a\n<<: { port: 1 }\n", "line 2: the server has a key that is no name"},
		{"a key that is null", "host: a\n~: 1\n", "line 2: the server has a key that is no name"},
		{"a key that is a list", "host: a\n? [x]\n: 1\n", "line 2: the server has a key that is no name"},
		{"an empty key", "host: a\n'': 1\n", "line 2: the server has a key that is no name"},
		{"lacking", "port: 1\n", "line 1: the server lacks host"},
		{"a list in place of it", "- host\n", "line 1: the server is a list: want a mapping of keys to values"},
		{"a text in place of it", "host\n", "line 1: the server is a text: want a mapping of keys to values"},
		{"empty", "host:\n", "line 1: host is empty: want a text"},
		{"empty text", "host: ''\n", "line 1: host is empty: want a text"},
		{"a mapping", "host: { canary: x }\n", "line 1: host is a mapping: want a text"},
		{"yes or no", "host: true\n", "line 1: host is true or false: want a text, in quotes if that is it"},
		{"no number", "host: a\nport: canary\n", "line 2: port: want a whole number from 1 to 65535"},
		{"a number in quotes", "host: a\nport: '1'\n", "line 2: port: want a whole number from 1 to 65535"},
		{"too large", "host: a\nport: 65536\n", "line 2: port: want a whole number from 1 to 65535"},
		{"larger than any", "host: a\nport: 99999999999999999999\n", "line 2: port: want a whole number from 1 to 65535"},
		{"a fraction", "host: a\nport: 1.0\n", "line 2: port: want a whole number from 1 to 65535"},
		{"yes", "host: a\non: yes\n", "line 2: on is a text: want true or false"},
		{"a number for a truth", "host: a\non: 1\n", "line 2: on is a number: want true or false"},
		{"no unit", "host: a\nwait: 90\n", "line 2: wait has no unit: want a time such as 90s, 15m, 1h30m or 7d"},
		{"no time", "host: a\nwait: soon\n", "line 2: wait is “soon”: want a time such as"},
		{"below zero", "host: a\nwait: -5m\n", "line 2: wait is “-5m”: want a time such as"},
		{"none", "host: a\nwait: 0s\n", "line 2: wait is “0s”: want a time such as"},
		{"more days than there are", "host: a\nwait: 999999999d\n", "line 2: wait is “999999999d”: want a time such as"},
		{"days and hours", "host: a\nwait: 1d12h\n", "line 2: wait is “1d12h”: want a time such as"},
		{"an empty list", "host: a\nnames: []\n", "line 2: names is an empty list: leave it out"},
		{"the same again", "host: a\nnames:\n  - x\n  - y\n  - x\n", "line 5: names names “x” twice"},
		{"a list in a list", "host: a\nnames: [[x]]\n", "line 2: names is a list: want a text"},
		{"a number JSON has not", "host: a\ngrants: { x: .inf }\n", "line 2: grants: JSON does not write this number so"},
		{"a number with a hole", "host: a\ngrants: { x: 1_000 }\n", "line 2: grants: JSON does not write this number so"},
		{"several", "prot: 1\non: 2\n", "line 1: the server has no key “prot”: did you mean port?\nline 1: the server lacks host\nline 2: on is a number: want true or false"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := read(tt.text)
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) || strings.Contains(tt.want, "\n") && err.Error() != tt.want {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), "canary") {
				t.Errorf("it quotes a value: %v", err)
			}
		})
	}
}

func TestError(t *testing.T) {
	var d strictyaml.Doc
	if d.Err() != nil || d.Count() != 0 {
		t.Errorf("got %v of nothing", d.Err())
	}
	for line := range 25 {
		d.Fail(&yaml.Node{Line: 25 - line}, "mistake")
	}
	d.Fail(&yaml.Node{Line: 1}, "mistake") // the same again is one
	d.Adopt(nil, &strictyaml.Error{Mistakes: []strictyaml.Mistake{{Line: 0, Text: "of the whole"}}})
	d.Adopt(&yaml.Node{Line: 2}, errors.New("of others"))
	d.Adopt(nil, nil)
	var e *strictyaml.Error
	if !errors.As(d.Err(), &e) {
		t.Fatal("it is no *Error")
	}
	e.File = "mintmark.yaml"
	lines := strings.Split(e.Error(), "\n")
	want := []string{"mintmark.yaml: of the whole", "mintmark.yaml:1: mistake", "mintmark.yaml:2: mistake", "mintmark.yaml:2: of others"}
	if strings.Join(lines[:4], "\n") != strings.Join(want, "\n") || lines[len(lines)-1] != "and 7 more" || len(lines) != 21 {
		t.Errorf("got\n%s", e)
	}
}

func TestLike(t *testing.T) {
	names := []string{"account_sid", "listen", "trusted_proxies", "ttl", "max_ttl"}
	for typed, want := range map[string]string{
		"acount_sid": "account_sid", "accountSid": "account_sid", "ACCOUNT-SID": "account_sid", "lisen": "listen", "lsiten": "listen",
		"trusted_proxy": "trusted_proxies", "tll": "ttl", "maxttl": "max_ttl",
		"": "", "_": "", "port": "", "accounts_of_all": "", strings.Repeat("l", 1000): "",
	} {
		if got := strictyaml.Like(typed, names); got != want {
			t.Errorf("%.40s: got %q, want %q", typed, got, want)
		}
	}
}

// Whatever it is, reading ends, and a mistake has a line that there is.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"", "a: 1", "host: db\nport: 1\nnames: [a, b]\n", "a: &x [*x]", "? [a]\n: b", "<<: {a: 1}", "!!binary aGk=", "a: |\n  b\n", "---\na\n---\nb", "\"\\x00\"", "{a: {b: [c, {d: 1e9}]}}"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, err := read(text)
		var e *strictyaml.Error
		if err == nil {
			return
		}
		if !errors.As(err, &e) || len(e.Mistakes) == 0 {
			t.Fatalf("got %v", err)
		}
		for _, m := range e.Mistakes {
			if m.Line < 0 || m.Line > lines(text)+1 || m.Text == "" {
				t.Errorf("got %+v in %d lines", m, lines(text))
			}
		}
	})
}

// lines counts them as YAML does.
func lines(text string) int {
	return 1 + strings.Count(text, "\n") + strings.Count(text, "\r") + strings.Count(text, "\u0085") + strings.Count(text, "\u2028") + strings.Count(text, "\u2029")
}

func TestFormatDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0s", time.Second: "1s", 90 * time.Second: "1m30s", 10 * time.Minute: "10m", time.Hour: "1h", 24 * time.Hour: "24h",
		90 * time.Minute: "1h30m", time.Hour + time.Second: "1h0m1s", 1500 * time.Millisecond: "1.5s",
	} {
		got := strictyaml.FormatDuration(d)
		if got != want {
			t.Errorf("%d: got %s, want %s", d, got, want)
		}
		if back, ok := strictyaml.ParseDuration(got); !ok || back != d {
			t.Errorf("%s: got %v back, want %v", got, back, d)
		}
	}
}
