package deploy_test

import (
	"errors"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"mintmark/app/internal/deploy"
)

var kubernetes = deploy.Kubernetes

type fields = map[string]any

// An object is one manifest.
type object struct {
	kind   string // "apps/v1 Deployment"
	fields fields
}

// objects reads the manifests; a key that is there twice is an error.
func objects(t *testing.T, text string) (all []object) {
	t.Helper()
	for d := yaml.NewDecoder(strings.NewReader(text)); ; {
		var f fields
		err := d.Decode(&f)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, object{f["apiVersion"].(string) + " " + f["kind"].(string), f})
	}
}

// one is the only manifest of a kind.
func one(t *testing.T, kind string) fields {
	t.Helper()
	for _, o := range objects(t, kubernetes) {
		if o.kind == kind {
			return o.fields
		}
	}
	t.Fatalf("there is no %s", kind)
	return nil
}

// at follows a path of names and indices.
func at(t *testing.T, v any, path ...any) any {
	t.Helper()
	for i, step := range path {
		switch step := step.(type) {
		case string:
			v = v.(fields)[step]
		case int:
			v = v.([]any)[step]
		}
		if v == nil {
			t.Fatalf("there is no %v", path[:i+1])
		}
	}
	return v
}

func TestKubernetesSchema(t *testing.T) {
	s := readSchemas(t)
	var kinds []string
	for _, o := range objects(t, kubernetes) {
		kinds = append(kinds, o.kind)
		if _, known := s.Kinds[o.kind]; !known {
			t.Errorf("%s: no schema for it", o.kind)
		}
		for _, fault := range s.faults(o.kind, schema{Ref: s.Kinds[o.kind]}, o.fields) {
			t.Error(fault)
		}
	}
	if slices.Sort(kinds); !slices.Equal(kinds, slices.Sorted(maps.Keys(s.Kinds))) {
		t.Errorf("got kinds %v, want one of each of %v", kinds, slices.Sorted(maps.Keys(s.Kinds)))
	}
}

// What names something else names something that is there.
func TestKubernetesFitsTogether(t *testing.T) {
	deployment := one(t, "apps/v1 Deployment")
	labels := at(t, deployment, "spec", "template", "metadata", "labels")
	pod := at(t, deployment, "spec", "template", "spec")
	container := at(t, pod, "containers", 0)
	ports := map[any]any{}
	for _, p := range at(t, container, "ports").([]any) {
		ports[at(t, p, "name")] = at(t, p, "containerPort")
	}
	if want := (map[any]any{"http": 8080, "metrics": 9090}); !reflect.DeepEqual(ports, want) {
		t.Fatalf("got ports %v, want %v", ports, want)
	}
	service := one(t, "v1 Service")
	policy := one(t, "networking.k8s.io/v1 NetworkPolicy")
	for what, pair := range map[string][2]any{
		"deployment":    {at(t, deployment, "spec", "selector", "matchLabels"), labels},
		"service":       {at(t, service, "spec", "selector"), labels},
		"budget":        {at(t, one(t, "policy/v1 PodDisruptionBudget"), "spec", "selector", "matchLabels"), labels},
		"spread":        {at(t, pod, "topologySpreadConstraints", 0, "labelSelector", "matchLabels"), labels},
		"network, pods": {at(t, policy, "spec", "podSelector", "matchExpressions", 0, "values", 0), at(t, labels, "app.kubernetes.io/name")},
		"network, job": {at(t, policy, "spec", "podSelector", "matchExpressions", 0, "values", 1),
			at(t, one(t, "batch/v1 Job"), "spec", "template", "metadata", "labels", "app.kubernetes.io/name")},
		"network, http":    {at(t, policy, "spec", "ingress", 0, "ports", 0, "port"), ports["http"]},
		"network, metrics": {at(t, policy, "spec", "ingress", 1, "ports", 0, "port"), ports["metrics"]},
		"service, port":    {at(t, service, "spec", "ports", 0, "targetPort"), "http"},
		"liveness":         {at(t, container, "livenessProbe", "httpGet"), fields{"path": "/healthz", "port": "http"}},
		"readiness":        {at(t, container, "readinessProbe", "httpGet"), fields{"path": "/readyz", "port": "http"}},
		"account":          {at(t, pod, "serviceAccountName"), at(t, one(t, "v1 ServiceAccount"), "metadata", "name")},
		"config":           {at(t, pod, "volumes", 0, "configMap", "name"), at(t, one(t, "v1 ConfigMap"), "metadata", "name")},
		"config, job":      {at(t, one(t, "batch/v1 Job"), "spec", "template", "spec", "volumes"), at(t, pod, "volumes")},
		"mount, job":       {at(t, one(t, "batch/v1 Job"), "spec", "template", "spec", "containers", 0, "volumeMounts"), at(t, container, "volumeMounts")},
		"images":           {at(t, one(t, "batch/v1 Job"), "spec", "template", "spec", "containers", 0, "image"), at(t, container, "image")},
	} {
		if !reflect.DeepEqual(pair[0], pair[1]) {
			t.Errorf("%s: got %v, want %v", what, pair[0], pair[1])
		}
	}
}

// Two of three replicas stay while a node is emptied, and all while a new version
// is rolled out; a stop has the time that the server takes.
func TestKubernetesStaysUp(t *testing.T) {
	deployment := one(t, "apps/v1 Deployment")
	for what, pair := range map[string][2]any{
		"replicas":    {at(t, deployment, "spec", "replicas"), 3},
		"budget":      {at(t, one(t, "policy/v1 PodDisruptionBudget"), "spec", "minAvailable"), 2},
		"unavailable": {at(t, deployment, "spec", "strategy", "rollingUpdate", "maxUnavailable"), 0},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: got %v, want %v", what, pair[0], pair[1])
		}
	}
	if got := at(t, deployment, "spec", "template", "spec", "terminationGracePeriodSeconds").(int); got < 40 {
		t.Errorf("got %d s for a stop, want 40 or more", got)
	}
}

// Both pods meet the "restricted" Pod Security Standard, and hold no secret.
func TestKubernetesIsRestricted(t *testing.T) {
	for _, kind := range []string{"apps/v1 Deployment", "batch/v1 Job"} {
		pod := at(t, one(t, kind), "spec", "template", "spec")
		container := at(t, pod, "containers", 0)
		for what, pair := range map[string][2]any{
			"root":       {at(t, pod, "securityContext", "runAsNonRoot"), true},
			"seccomp":    {at(t, pod, "securityContext", "seccompProfile", "type"), "RuntimeDefault"},
			"token":      {at(t, pod, "automountServiceAccountToken"), false},
			"escalation": {at(t, container, "securityContext", "allowPrivilegeEscalation"), false},
			"file tree":  {at(t, container, "securityContext", "readOnlyRootFilesystem"), true},
			"privileges": {at(t, container, "securityContext", "capabilities", "drop"), []any{"ALL"}},
		} {
			if !reflect.DeepEqual(pair[0], pair[1]) {
				t.Errorf("%s: %s: got %v, want %v", kind, what, pair[0], pair[1])
			}
		}
		at(t, container, "resources", "limits", "memory")
		for _, env := range at(t, container, "env").([]any) {
			if _, plain := env.(fields)["value"]; plain {
				t.Errorf("%s: %v is no reference", kind, env)
			}
		}
	}
	for _, o := range objects(t, kubernetes) {
		if o.kind == "v1 Secret" {
			t.Error("there is a Secret in the file")
		}
	}
}
