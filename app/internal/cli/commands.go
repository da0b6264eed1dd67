package cli

import "github.com/spf13/cobra"

// An entry is a command that is not made yet.
type entry struct {
	group, name string
	make        func() *cobra.Command
}

// commands are all, in no order that anybody sees.
func (p *program) commands() []entry {
	all := []entry{
		{"read", "decode", p.decodeCmd}, {"read", "check", p.checkCmd}, {"read", "verify", p.verifyCmd}, {"read", "diff", p.diffCmd},
		{"mint", "mint", p.mintCmd}, {"mint", "encode", p.encodeCmd}, {"mint", "keygen", p.keygenCmd},
		{"serve", "serve", p.serveCmd}, {"serve", "user", p.userCmd}, {"serve", "servicekey", p.serviceKeyCmd}, {"serve", "key", p.keyCmd},
		{"serve", "audit", p.auditCmd}, {"serve", "migrate", p.migrateCmd}, {"serve", "backup", p.backupCmd},
		{"serve", "config", p.configCmd}, {"serve", "policy", p.policyCmd}, {"serve", "doctor", p.doctorCmd},
		{"serve", "deploy", p.deployCmd}, {"serve", "site", p.siteCmd},
		{"", "completion", p.completionCmd}, {"", "man", p.manCmd}, {"", "version", p.versionCmd}, {"", "token", p.tokenCmd},
	}
	for _, d := range dropIns {
		all = append(all, entry{"", d.name, func() *cobra.Command { return p.dropInCmd(d) }})
	}
	return all
}

// addCommands adds those that this run may need.
func (p *program) addCommands(root *cobra.Command) {
	one := p.one()
	for _, c := range p.commands() {
		if one != "" && one != c.name {
			continue
		}
		cmd := suggestedFor(c.make(), otherWords[c.name]...)
		cmd.GroupID = c.group
		root.AddCommand(cmd)
	}
}

// otherWords are what other programs call what a command does.
var otherWords = map[string][]string{
	"decode":     {"inspect", "parse", "read", "show", "print"},
	"check":      {"validate", "judge", "lint", "test", "diagnose"},
	"mint":       {"create", "generate", "new", "issue", "make"},
	"encode":     {"sign"},
	"diff":       {"compare"},
	"keygen":     {"genkey", "generate-key"},
	"serve":      {"server", "start", "run"},
	"user":       {"users", "useradd", "adduser"},
	"servicekey": {"servicekeys", "service-key", "service"},
	"key":        {"keys", "apikey", "api-key", "api-keys"},
	"audit":      {"log", "logs", "trail"},
	"migrate":    {"upgrade", "migration", "migrations"},
	"backup":     {"dump", "copy"},
	"config":     {"configuration", "configure", "init"},
	"policy":     {"policies", "rules", "explain"},
	"doctor":     {"diagnostics", "health", "status"},
	"deploy":     {"systemd", "kubernetes", "k8s", "docker", "dockerfile"},
	"site":       {"page", "html"},
}

// one is the command that this run is for, "" where it may need them all.
// Making the flags of every command takes as long as minting a token.
func (p *program) one() string {
	if len(p.args) == 0 || p.args[0] == "completion" || p.args[0] == "man" {
		return ""
	}
	for _, c := range p.commands() {
		if c.name == p.args[0] {
			return c.name
		}
	}
	return ""
}
