package strictyaml

import (
	"math"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// Text is a text that is not empty, or "" after noting the mistake. A number
// counts as the text that it is written as.
func (d *Doc) Text(n *yaml.Node, what string) string {
	switch {
	case n.Kind != yaml.ScalarNode || n.Tag == "!!null" || n.Value == "":
		d.Fail(n, "%s is %s: want a text", what, kindOf(n))
		return ""
	case n.Tag == "!!bool":
		d.Fail(n, "%s is true or false: want a text, in quotes if that is it", what)
		return ""
	}
	return n.Value
}

// Texts is a list of texts, or one alone, without repetition.
func (d *Doc) Texts(n *yaml.Node, what string) []string {
	if n.Kind == yaml.ScalarNode {
		return []string{d.Text(n, what)}
	}
	var all []string
	seen := map[string]bool{}
	for _, item := range d.List(n, what) {
		text := d.Text(item, what)
		if seen[text] && text != "" {
			d.Fail(item, "%s names %s twice", what, Quote(text))
		}
		seen[text] = true
		all = append(all, text)
	}
	return all
}

// Bool is true or false.
func (d *Doc) Bool(n *yaml.Node, what string) bool {
	if n.Kind != yaml.ScalarNode || n.Tag != "!!bool" {
		d.Fail(n, "%s is %s: want true or false", what, kindOf(n))
		return false
	}
	return strings.EqualFold(n.Value, "true")
}

// Int is a whole number from least to most.
func (d *Doc) Int(n *yaml.Node, what string, least, most int) int {
	i, err := strconv.Atoi(n.Value)
	if n.Kind != yaml.ScalarNode || n.Tag != "!!int" || err != nil || i < least || i > most {
		d.Fail(n, "%s: want a whole number from %d to %d", what, least, most)
		return least
	}
	return i
}

// Duration is a time like 90s, 15m, 1h30m or 90d, more than none.
func (d *Doc) Duration(n *yaml.Node, what string) time.Duration {
	const hint = "want a time such as 90s, 15m, 1h30m or 7d"
	switch _, err := strconv.Atoi(n.Value); {
	case n.Kind != yaml.ScalarNode:
		d.Fail(n, "%s is %s: %s", what, kindOf(n), hint)
		return 0
	case err == nil:
		d.Fail(n, "%s has no unit: %s", what, hint)
		return 0
	}
	t, ok := ParseDuration(n.Value)
	if !ok || t <= 0 {
		d.Fail(n, "%s is %s: %s", what, Quote(n.Value), hint)
		return 0
	}
	return t
}

// ParseDuration is [time.ParseDuration] with days, as in 90d, alone.
func ParseDuration(text string) (time.Duration, bool) {
	if days, ok := strings.CutSuffix(text, "d"); ok {
		n, err := strconv.ParseUint(days, 10, 32)
		if err != nil || n > math.MaxInt64/uint64(24*time.Hour) {
			return 0, false
		}
		return time.Duration(n) * 24 * time.Hour, true
	}
	t, err := time.ParseDuration(text)
	return t, err == nil
}

// FormatDuration is a time as people write it: 15m, not 15m0s.
func FormatDuration(t time.Duration) string {
	text := t.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(text, zero) {
			text = strings.TrimSuffix(text, zero[1:])
		}
	}
	return text
}

// kindOf says what a node is, and nothing of what is in it.
func kindOf(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "a mapping"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case n.Tag == "!!null" || n.Value == "":
		return "empty"
	case n.Tag == "!!bool":
		return "true or false"
	case n.Tag == "!!int" || n.Tag == "!!float":
		return "a number"
	}
	return "a text"
}
