package cli

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mintmark/app/internal/config"
	"mintmark/app/internal/deploy"
)

// blocks are the fenced blocks of that language.
func blocks(t *testing.T, text, language string) (all []string) {
	t.Helper()
	for _, m := range regexp.MustCompile("(?ms)^```"+language+"\n(.*?)^```").FindAllStringSubmatch(text, -1) {
		all = append(all, m[1])
	}
	if len(all) == 0 {
		t.Fatalf("there is no block of %s", language)
	}
	return all
}

// The guide names commands and flags that there are.
func TestGuideCommands(t *testing.T) {
	lines := regexp.MustCompile("`(mintmark [a-z][^`]*)`").FindAllStringSubmatch(deploy.Guide, -1)
	for _, block := range blocks(t, deploy.Guide, "sh") {
		for line := range strings.Lines(block) {
			if strings.HasPrefix(line, "mintmark ") {
				lines = append(lines, []string{"", line})
			}
		}
	}
	for _, m := range lines {
		line, _, _ := strings.Cut(strings.TrimSpace(m[1]), " >")
		t.Run(line, func(t *testing.T) {
			checkCommand(t, strings.Fields(line)[1:])
		})
	}
}

// checkCommand fails where the program has no such command, or that has no such
// flag.
func checkCommand(t *testing.T, args []string) {
	t.Helper()
	if args[0] == "COMMAND" {
		args = args[1:]
	}
	p := &program{}
	cmd, rest, err := p.rootCmd().Find(args)
	if err != nil {
		t.Fatal(err)
	}
	if cmd.HasSubCommands() && len(rest) > 0 && !strings.HasPrefix(rest[0], "-") {
		t.Fatalf("%s has no command %s", cmd.Name(), rest[0])
	}
	if cmd.Hidden {
		t.Errorf("%s is hidden", cmd.Name())
	}
	cmd.InitDefaultHelpFlag()
	if err := cmd.ParseFlags(rest); err != nil && !strings.Contains(err.Error(), "help requested") {
		t.Error(err)
	}
}

// Each piece of a configuration in the guide is one that serve takes, beside what
// those before it have.
func TestGuideConfigurations(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(dir+"/secrets", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir+"/secrets/sk_a", []byte(testSecret), 0o600); err != nil {
		t.Fatal(err)
	}
	merged := map[string]string{}
	for i, piece := range blocks(t, deploy.Guide, "yaml") {
		if strings.HasPrefix(piece, "cases:") {
			put(t, dir, "mintmark.yaml", strings.Join(slices.Sorted(maps.Values(merged)), ""))
			put(t, dir, "cases.yaml", piece)
			run(t, dir, "", "policy", "test", "cases.yaml")
			continue
		}
		maps.Copy(merged, sections(piece))
		text := strings.Join(slices.Sorted(maps.Values(merged)), "")
		c, err := config.Parse([]byte(text), dir, func(string) string { return "postgres://mintmark@db/mintmark" })
		if err != nil {
			t.Errorf("block %d: %v\n%s", i, err, text)
			continue
		}
		for _, f := range misfits(c) {
			t.Errorf("block %d: %s", i, f.found)
		}
		if len(c.Twilio.Keys) != 1 || c.Policy == nil {
			t.Errorf("block %d is not all that was read", i)
		}
	}
}

// sections are the top-level parts of a YAML document, by name.
func sections(text string) map[string]string {
	all := map[string]string{}
	name := ""
	for line := range strings.Lines(text) {
		if line[0] != ' ' {
			name, _, _ = strings.Cut(line, ":")
		}
		all[name] += line
	}
	return all
}
