package browser

import (
	"net/http"
	"testing"
)

func TestSingleFileWorksFromDisk(t *testing.T) {
	t.Parallel()
	address := SingleFile(t, Site(t))
	p := Start(t).NewPage(t)
	p.OpenReady(address)
	p.OpenReady(address + "#token=" + token)
	p.Reload()
	for _, got := range p.Requests() {
		if got != address && got != address+"#token="+token {
			t.Errorf("the file asked for %s", got)
		}
	}
	noComplaints(t, p)
}

func TestSingleFileCannotConnect(t *testing.T) {
	t.Parallel()
	listener := Serve(t, http.NotFoundHandler())
	p := Start(t).NewPage(t)
	p.OpenReady(SingleFile(t, Site(t)))
	got := Eval[string](p, `fetch("`+listener.URL+`", { mode: "no-cors" }).then(() => "sent", () => "refused")`)
	if want := "refused"; got != want {
		t.Errorf("a request from the file was %s, want %s", got, want)
	}
	if got := listener.Requests(); len(got) > 0 {
		t.Errorf("the file sent %q", got)
	}
}
