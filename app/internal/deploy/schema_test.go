package deploy_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// schemas are Kubernetes' own, of the kinds that are used here.
type schemas struct {
	Kinds   map[string]string `json:"kinds"` // "apps/v1 Deployment" to the name of its schema
	Schemas map[string]schema `json:"schemas"`
}

type schema struct {
	Ref        string            `json:"$ref"`
	Type       string            `json:"type"`
	Properties map[string]schema `json:"properties"`
	Additional *schema           `json:"additionalProperties"`
	Required   []string          `json:"required"`
	Items      *schema           `json:"items"`
	Enum       []any             `json:"enum"`
	OneOf      []schema          `json:"oneOf"`
}

func readSchemas(t *testing.T) (s schemas) {
	t.Helper()
	data, err := os.ReadFile("testdata/kubernetes.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// faults are what Kubernetes would refuse, and fields that it would ignore.
func (s *schemas) faults(at string, sc schema, v any) []string {
	if sc.Ref != "" {
		ref, ok := s.Schemas[sc.Ref]
		if !ok {
			return []string{at + ": no schema " + sc.Ref}
		}
		return s.faults(at, ref, v)
	}
	if len(sc.Enum) > 0 && !slices.Contains(sc.Enum, v) {
		return []string{fmt.Sprintf("%s is %v: want one of %v", at, v, sc.Enum)}
	}
	switch {
	case len(sc.OneOf) > 0:
		if slices.ContainsFunc(sc.OneOf, func(o schema) bool { return len(s.faults(at, o, v)) == 0 }) {
			return nil
		}
		return []string{at + " is of no type that it may have"}
	case sc.Type == "object" || len(sc.Properties) > 0:
		return s.objectFaults(at, sc, v)
	case sc.Type == "array":
		return s.arrayFaults(at, sc, v)
	}
	return typeFault(at, sc.Type, v)
}

func (s *schemas) objectFaults(at string, sc schema, v any) (all []string) {
	object, ok := v.(map[string]any)
	if !ok {
		return []string{fmt.Sprintf("%s is %T, not an object", at, v)}
	}
	for _, name := range sc.Required {
		if _, there := object[name]; !there {
			all = append(all, at+" has no "+name)
		}
	}
	for name, value := range object {
		field, known := sc.Properties[name]
		switch {
		case known:
			all = append(all, s.faults(at+"."+name, field, value)...)
		case sc.Additional != nil:
			all = append(all, s.faults(at+"."+name, *sc.Additional, value)...)
		default:
			all = append(all, at+"."+name+" is unknown")
		}
	}
	return all
}

func (s *schemas) arrayFaults(at string, sc schema, v any) (all []string) {
	list, ok := v.([]any)
	if !ok {
		return []string{fmt.Sprintf("%s is %T, not a list", at, v)}
	}
	for i, item := range list {
		all = append(all, s.faults(fmt.Sprintf("%s[%d]", at, i), *sc.Items, item)...)
	}
	return all
}

func typeFault(at, want string, v any) []string {
	got := ""
	switch v.(type) {
	case string:
		got = "string"
	case int:
		got = "integer"
	case float64:
		got = "number"
	case bool:
		got = "boolean"
	}
	if got == want || want == "" || want == "number" && got == "integer" {
		return nil
	}
	return []string{fmt.Sprintf("%s is %T, not %s", at, v, want)}
}

// The check finds what it should: a test that cannot fail proves nothing.
func TestSchemaFindsFaults(t *testing.T) {
	s := readSchemas(t)
	for _, tt := range []struct{ name, from, to, want string }{
		{"an unknown field", "readOnlyRootFilesystem: true", "readonlyRootFilesystem: true", ".securityContext.readonlyRootFilesystem is unknown"},
		{"a text for a number", "replicas: 3", `replicas: "3"`, ".spec.replicas is string, not integer"},
		{"a field in the wrong place", "      terminationGracePeriodSeconds: 45\n", "      grace: 45\n", ".spec.template.spec.grace is unknown"},
		{"a required field missing", "  selector:\n    matchLabels: { app.kubernetes.io/name: mintmark }\n  strategy:", "  strategy:", "apps/v1 Deployment.spec has no selector"},
		{"a probe without port", "httpGet: { path: /readyz, port: http }", "httpGet: { path: /readyz }", ".readinessProbe.httpGet has no port"},
		{"a list for an object", "podSelector:\n    matchExpressions:", "podSelector:\n    matchLabels:", "is []interface {}, not an object"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := strings.Replace(kubernetes, tt.from, tt.to, 1)
			if text == kubernetes {
				t.Fatalf("there is no %q to replace", tt.from)
			}
			var all []string
			for _, o := range objects(t, text) {
				all = append(all, s.faults(o.kind, schema{Ref: s.Kinds[o.kind]}, o.fields)...)
			}
			if got := strings.Join(all, "\n"); !strings.Contains(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
