package cli

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"mintmark/app/internal/deploy"
	"mintmark/app/internal/secret"
	"mintmark/app/internal/store"
	"mintmark/app/internal/store/pgtest"
)

// A manifest is what matters here of one.
type manifest struct {
	Kind string
	Data map[string]string
	Spec struct {
		Template struct {
			Spec struct {
				Containers []struct{ Args []string }
			}
		}
	}
}

// manifests are the printed ones, by kind.
func manifests(t *testing.T) map[string]manifest {
	t.Helper()
	all := map[string]manifest{}
	for d := yaml.NewDecoder(strings.NewReader(deploy.Kubernetes)); ; {
		var m manifest
		err := d.Decode(&m)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all[m.Kind] = m
	}
}

// What the manifests run is what this program does: the job first, then a
// replica, on the configuration that they hold.
func TestDeployedKubernetes(t *testing.T) {
	all, dir := manifests(t), t.TempDir()
	address := pgtest.DSN(t)
	text := all["ConfigMap"].Data["mintmark.yaml"]
	put(t, dir, "mintmark.yaml", strings.Replace(text, "0.0.0.0:9090", "127.0.0.1:0", 1))
	argsOf := func(kind string) []string {
		args := strings.Join(all[kind].Spec.Template.Spec.Containers[0].Args, " ")
		return strings.Fields(strings.Replace(args, "/etc/mintmark/", dir+"/", 1))
	}
	env := []string{"DATABASE_URL=" + address}
	if out, err := command(dir, env, argsOf("Job")...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %v %s", argsOf("Job"), err, out)
	}
	db, err := store.Open(t.Context(), secret.Text(address))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	bearer := addServiceKey(t, db, "kiosk")
	d := startServe(t, dir, append(env, "TWILIO_API_SECRET_A="+testSecret), argsOf("Deployment")[1:]...)
	if status, answer, _ := d.ask(http.DefaultClient, "GET", d.url+"/readyz", "", ""); status != http.StatusOK {
		t.Errorf("readyz: got %d %s", status, answer)
	}
	if status, answer, _ := d.ask(http.DefaultClient, "GET", d.url+"/v1/whoami", bearer, ""); status != http.StatusOK || !strings.Contains(answer, "service:kiosk") {
		t.Errorf("whoami: got %d %s", status, answer)
	}
	d.kill() // it would linger
}
