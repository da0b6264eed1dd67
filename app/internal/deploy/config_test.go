package deploy_test

import (
	"testing"

	"mintmark/app/internal/config"
)

// The configuration in the manifests is one that the server takes, on the ports
// that the pod has.
func TestKubernetesConfiguration(t *testing.T) {
	text := at(t, one(t, "v1 ConfigMap"), "data", "mintmark.yaml").(string)
	env := map[string]string{
		"TWILIO_API_SECRET_A": "canarySecretQ1w2E3r4T5y6U7i8O9p0",
		"DATABASE_URL":        "postgres://mintmark@db/mintmark",
	}
	given := map[string]bool{}
	for _, e := range at(t, one(t, "apps/v1 Deployment"), "spec", "template", "spec", "containers", 0, "env").([]any) {
		given[at(t, e, "name").(string)] = true
	}
	c, err := config.Parse([]byte(text), ".", func(name string) string {
		if !given[name] {
			t.Errorf("the pod has no %s", name)
		}
		return env[name]
	})
	if err != nil {
		t.Fatal(err)
	}
	if c.Listen != "0.0.0.0:8080" || c.Admin != "0.0.0.0:9090" || c.Store.Driver != config.Postgres {
		t.Errorf("got listen %s, admin %s, store %s", c.Listen, c.Admin, c.Store.Driver)
	}
}
