package server

import (
	"net/http"
	"path"
	"slices"
	"strings"
)

// A router is a mux that knows what it answers.
type router struct {
	mux    http.ServeMux
	routes []string // "POST /token"
}

// ServeHTTP knows one way only to write a path. The mux would send those who
// write another to this one, but somebody before us may have let them pass.
func (rt *router) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if isClean(r.URL.Path) && r.URL.RawPath == "" { // it has one where more is escaped than has to be
		rt.mux.ServeHTTP(w, r)
	} else {
		nothingHere.ServeHTTP(w, r)
	}
}

func isClean(p string) bool {
	cleaned := path.Clean(p)
	return strings.HasPrefix(p, "/") && (p == cleaned || p == cleaned+"/")
}

// nothingHere answers for paths that there are not.
var nothingHere = api(func(http.ResponseWriter, *http.Request) error { return &notFound })

// A family is routes that belong together.
type family interface{ mount(*router) }

// A table is the handlers of one path, by method. GET's answers HEAD too.
type table map[string]api

// answer takes a path. Methods that the table lacks get 405. Every request for
// the path goes through the wrappers first, the last one outermost.
func (rt *router) answer(path string, t table, wrappers ...func(http.Handler) http.Handler) {
	for method := range t {
		rt.routes = append(rt.routes, method+" "+path)
	}
	var h http.Handler = t
	for _, wrap := range wrappers {
		h = wrap(h)
	}
	rt.mux.Handle(path, h)
}

func (t table) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h, ok := t[r.Method]
	if !ok && r.Method == http.MethodHead {
		h, ok = t[http.MethodGet]
	}
	if !ok {
		h = refuseMethod(t.methods()...)
	}
	h.ServeHTTP(w, r)
}

func (t table) methods() (all []string) {
	for method := range t {
		if all = append(all, method); method == http.MethodGet {
			all = append(all, http.MethodHead)
		}
	}
	slices.Sort(all)
	return all
}

// refuseMethod answers what a path does not take.
func refuseMethod(takes ...string) api {
	methods := strings.Join(takes, ", ")
	p := methodNotAllowed.saying("this path takes %s", methods)
	p.header = "Allow: " + methods
	return func(http.ResponseWriter, *http.Request) error { return p }
}
