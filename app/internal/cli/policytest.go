package cli

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"mintmark/app/internal/config"
	"mintmark/app/internal/policy"
	"mintmark/app/internal/strictyaml"
	"mintmark/tokens"
)

// testCmd holds the policy against cases.
func (a *policies) testCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "test FILE...",
		Short: "Hold the policy against cases of who should get what",
		Example: `  mintmark policy test cases.yaml
  mintmark policy test --config etc/mintmark.yaml etc/*.cases.yaml`,
		Long: `A file of cases is YAML:

  cases:
    - name: a user gets the lobby
      who: anna
      allow: { rule: users, profile: lobby, ttl: 10m, grants: { video: { room: lobby } } }
    - name: but no room of another team
      who: { principal: "corp:42", groups: [staff] }
      ask: { profile: room, grants: { video: { room: theirs } } }
      deny: { field: grants.video.room }
    - name: nothing for those who left
      who: "corp:mallory"
      deny: true

who is a principal, or has principal, method, issuer, service_key, groups and
claims. ask has profile, identity, ttl and grants, as in POST /v1/token. Of what
comes of it only what is there is looked at: of a token that is given rule,
profile, identity, ttl and grants, of one that is refused rule, profile and field.
Rules that decide no case are named: those that allow none, or deny none.

Exit codes: 0 every case is as it should be, 1 one is not.`,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("mintmark policy test cases.yaml; --help shows what is in one", "name a file of cases")
			}
			return a.test(args)
		},
	}
}

// A caseResult is a case and what came of it.
type caseResult struct {
	File     string       `json:"file"`
	Line     int          `json:"line"`
	Name     string       `json:"name"`
	OK       bool         `json:"ok"`
	Failures []string     `json:"failures,omitempty"` // "rule: got users, want staff"
	Decision decisionLine `json:"decision,omitzero"`
}

func (a *policies) test(files []string) error {
	c, err := a.load()
	if err != nil {
		return err
	}
	results := []caseResult{}
	for _, file := range files {
		cases, err := readCases(file)
		if err != nil {
			return err
		}
		for i := range cases {
			results = append(results, cases[i].run(c, file))
		}
	}
	return a.printResults(results, idleIn(c.Policy, results))
}

// run asks the policy.
func (k *policyCase) run(c *config.Config, file string) (r caseResult) {
	r = caseResult{File: file, Line: k.line, Name: k.name}
	who, err := k.who.principal(c)
	if err != nil {
		r.Failures = []string{"who: " + err.Error()}
		return r
	}
	x := explained{who: who, Decision: c.Policy.Decide(who, k.ask)}
	if r.Decision, err = x.line(); err != nil {
		r.Failures = []string{err.Error()}
		return r
	}
	r.Failures = k.want.failures(&x.Decision)
	r.OK = len(r.Failures) == 0
	return r
}

// failures is in what the decision is another than it should be.
func (e *expectation) failures(d *policy.Decision) (all []string) {
	if d.Allow != e.allow {
		if d.Allow {
			return []string{fmt.Sprintf("got allowed by the rule %s, want refused", d.Rule)}
		}
		return []string{fmt.Sprintf("got refused, %s: %s; want allowed", d.Field, d.Reason)}
	}
	differ := func(what, got, want string) {
		if want != "" && got != want {
			all = append(all, fmt.Sprintf("%s: got %s, want %s", what, cmp.Or(got, "none"), want))
		}
	}
	differ("rule", d.Rule, e.rule)
	differ("profile", d.Profile, e.profile)
	differ("identity", d.Identity, e.identity)
	differ("field", d.Field, e.field)
	if e.ttl != 0 {
		differ("ttl", strictyaml.FormatDuration(d.TTL), strictyaml.FormatDuration(e.ttl))
	}
	if e.grants != nil {
		differ("grants", grantsText(d.Grants), grantsText(e.grants))
	}
	return all
}

// grantsText is the same for the same grants, in whatever order they were given.
func grantsText(grants []tokens.Grant) string {
	sorted := slices.SortedFunc(slices.Values(grants), func(a, b tokens.Grant) int { return cmp.Compare(a.Key(), b.Key()) })
	text, err := tokens.MarshalGrants("", sorted)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
