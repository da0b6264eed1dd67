package cli

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"mintmark/tokens"
)

// listRules prints the table that [tokens.Diagnose] works by.
func (p *program) listRules(args []string) error {
	if len(args) > 0 {
		return usage("leave out one of them", "--list takes no token")
	}
	rules := tokens.Rules()
	if !p.json {
		var b bytes.Buffer
		printRules(&b, rules)
		return p.print(b.Bytes())
	}
	type rule struct {
		ID       string          `json:"id"`
		Stage    string          `json:"stage"`
		Severity tokens.Severity `json:"severity"`
		Codes    []int           `json:"codes,omitempty"`
		Title    string          `json:"title"`
		Why      string          `json:"why"`
		Fix      string          `json:"fix"`
	}
	out := make([]rule, 0, len(rules))
	for _, r := range rules {
		out = append(out, rule{r.ID, r.Stage.String(), r.Severity, r.Codes, r.Title, r.Why, r.Fix})
	}
	return p.printJSON(out)
}

// printRules writes the table of everything that is looked at.
func printRules(w io.Writer, rules []tokens.Rule) {
	for _, r := range rules {
		codes := make([]string, 0, len(r.Codes))
		for _, c := range r.Codes {
			codes = append(codes, strconv.Itoa(c))
		}
		if len(codes) == 0 {
			codes = []string{"-"}
		}
		fmt.Fprintf(w, "%-22s %-8s %-35s %s\n", r.ID, r.Severity, strings.Join(codes, ","), r.Title)
	}
}
