package server_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var (
	typeLine   = regexp.MustCompile(`^# (HELP|TYPE) ([a-z_:][a-z0-9_:]*)(?: (counter|gauge|histogram|summary))?$`)
	sampleLine = regexp.MustCompile(`^([a-z_:][a-z0-9_:]*)(?:\{([A-Za-z_]+="(?:[^"\\\n]|\\[\\"n])*"(?:, ?[A-Za-z_]+="(?:[^"\\\n]|\\[\\"n])*")*)\})? (\S+)$`)
)

// checkExposition holds a text to the rules of Prometheus' format: the type of a
// metric stands once, above all of its samples, which stand together, each once.
//
// Source: https://prometheus.io/docs/instrumenting/exposition_formats/
func checkExposition(t testing.TB, text string) (types map[string]string) {
	t.Helper()
	if !strings.HasSuffix(text, "\n") {
		t.Error("the last line does not end")
	}
	types = map[string]string{}
	seen := map[string]bool{}
	family := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if m := typeLine.FindStringSubmatch(line); m != nil {
			if family = m[2]; types[family] != "" || (m[1] == "TYPE") != (m[3] != "") {
				t.Errorf("%s: there are samples of it above, or another type, or none", line)
			}
			if m[1] == "TYPE" {
				types[family] = m[3]
			}
			continue
		}
		m := sampleLine.FindStringSubmatch(line)
		if m == nil {
			t.Errorf("%s: neither a sample nor a type", line)
			continue
		}
		if !isOf(family, types[family], m[1], m[2]) {
			t.Errorf("%s: it is under %s, a %s", line, family, types[family])
		}
		if _, err := strconv.ParseFloat(m[3], 64); err != nil {
			t.Errorf("%s: no number", line)
		}
		if sample := m[1] + "{" + m[2]; seen[sample] {
			t.Errorf("%s: there twice", line)
		} else {
			seen[sample] = true
		}
	}
	return types
}

// isOf reports whether a family of that type has such a sample.
func isOf(family, kind, name, labels string) bool {
	suffix, ok := strings.CutPrefix(name, family)
	le, quantile := strings.Contains(labels, `le="`), strings.Contains(labels, `quantile="`)
	switch {
	case !ok:
		return false
	case kind == "histogram":
		return suffix == "_bucket" && le || suffix == "_sum" || suffix == "_count"
	case kind == "summary":
		return suffix == "" && quantile || suffix == "_sum" || suffix == "_count"
	}
	return (kind == "counter" || kind == "gauge") && suffix == ""
}
