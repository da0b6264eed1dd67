package cli

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"mintmark/app/internal/policy"
)

// An idleRule decides no case: it is tried by none.
type idleRule struct {
	Rule string `json:"rule"`
	Deny bool   `json:"deny"` // it is a rule that denies
}

func (r idleRule) String() string {
	if r.Deny {
		return "deny " + printable(r.Rule)
	}
	return "rule " + printable(r.Rule)
}

// idleIn is every rule that denies, and denies no case, and every other that
// allows none.
func idleIn(p *policy.Policy, results []caseResult) []idleRule {
	allows, denies := map[string]bool{}, map[string]bool{}
	for i := range results {
		if d := &results[i].Decision; d.Allow {
			allows[d.Rule] = true
		} else {
			denies[d.Rule] = true
		}
	}
	idle := []idleRule{}
	deny, others := p.Rules()
	for _, id := range deny {
		if !denies[id] {
			idle = append(idle, idleRule{id, true})
		}
	}
	for _, id := range others {
		if !allows[id] {
			idle = append(idle, idleRule{id, false})
		}
	}
	return idle
}

func (a *policies) printResults(results []caseResult, idle []idleRule) error {
	failed := 0
	for i := range results {
		if !results[i].OK {
			failed++
		}
	}
	if err := a.printCases(results, failed, idle); err != nil {
		return err
	}
	if failed > 0 {
		return exit(exitUsage)
	}
	return nil
}

func (a *policies) printCases(results []caseResult, failed int, idle []idleRule) error {
	if a.json {
		return a.printJSON(map[string]any{"cases": results, "failed": failed, "idle": idle})
	}
	var b bytes.Buffer
	c := a.paint()
	for i := range results {
		results[i].print(&b, c)
	}
	if len(idle) > 0 {
		line(&b, "note  ", idleWords(idle))
	}
	if failed > 0 {
		line(&b, c.bad("FAIL"), fmt.Sprintf("  %d of %d cases", failed, len(results)))
	} else {
		line(&b, c.good("ok"), fmt.Sprintf("    %d cases", len(results)))
	}
	return a.print(b.Bytes())
}

func (r *caseResult) print(b *bytes.Buffer, c paint) {
	if r.OK {
		line(b, c.good("ok"), "    ", printable(r.Name))
		return
	}
	line(b, c.bad("FAIL"), "  ", printable(r.Name))
	for _, f := range r.Failures {
		line(b, "      ", printable(r.File), ":", strconv.Itoa(r.Line), ": ", printable(f))
	}
}

// idleWords are the first of them: "no case is decided by deny leavers, rule kiosk".
func idleWords(idle []idleRule) string {
	const most = 10
	var names []string
	for _, r := range idle[:min(most, len(idle))] {
		names = append(names, r.String())
	}
	words := "no case is decided by " + strings.Join(names, ", ")
	if more := len(idle) - most; more > 0 {
		words += fmt.Sprintf(" and %d more", more)
	}
	return words
}
