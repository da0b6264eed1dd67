package twiliotest

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
)

// A Fault is what happens to a request in place of what should. Carry has it
// carried out, with nobody to hear the answer.
type Fault func(w http.ResponseWriter, r *http.Request, carry func() *httptest.ResponseRecorder)

// Faults are the usual ones, by name.
var Faults = map[string]Fault{
	"pass":       nil,
	"cut-before": func(http.ResponseWriter, *http.Request, func() *httptest.ResponseRecorder) { cut() },
	"cut-after": func(_ http.ResponseWriter, _ *http.Request, carry func() *httptest.ResponseRecorder) {
		carry()
		cut()
	},
	"cut-half": func(w http.ResponseWriter, _ *http.Request, carry func() *httptest.ResponseRecorder) {
		resp := carry()
		w.Header().Set("Content-Length", fmt.Sprint(resp.Body.Len()+1))
		w.WriteHeader(resp.Code)
		_, _ = w.Write(resp.Body.Bytes()[:resp.Body.Len()/2])
		cut()
	},
	"slow-after": func(_ http.ResponseWriter, r *http.Request, carry func() *httptest.ResponseRecorder) {
		carry()
		<-r.Context().Done()
	},
	"html-after": func(w http.ResponseWriter, _ *http.Request, carry func() *httptest.ResponseRecorder) {
		carry()
		page(w, 502)
	},
	"html-200":     func(w http.ResponseWriter, _ *http.Request, _ func() *httptest.ResponseRecorder) { page(w, 200) },
	"html-403":     func(w http.ResponseWriter, _ *http.Request, _ func() *httptest.ResponseRecorder) { page(w, 403) },
	"html-404":     func(w http.ResponseWriter, _ *http.Request, _ func() *httptest.ResponseRecorder) { page(w, 404) },
	"html-502":     func(w http.ResponseWriter, _ *http.Request, _ func() *httptest.ResponseRecorder) { page(w, 502) },
	"refuse-20008": refuse(403, 20008, "Resource not accessible with Test Account Credentials"),
	"refuse-20160": refuse(401, 20160, "Invalid Token"),
	"refuse-20429": refuse(429, 20429, "Too Many Requests"),
	"refuse-20500": refuse(500, 20500, "Internal Server Error"),
	"refuse-99999": refuse(400, 99999, "Something that nobody knows"),
	"no-secret": func(w http.ResponseWriter, _ *http.Request, carry func() *httptest.ResponseRecorder) {
		resp := carry()
		before, _, _ := strings.Cut(resp.Body.String(), `,"secret"`)
		w.WriteHeader(resp.Code)
		_, _ = io.WriteString(w, before+"}")
	},
	"elsewhere": func(w http.ResponseWriter, _ *http.Request, _ func() *httptest.ResponseRecorder) {
		_, _ = io.WriteString(w, `{"keys":[],"next_page_uri":"http://127.0.0.2:1/2010-04-01/Accounts/`+AccountSID+`/Keys.json"}`)
	},
	"redirect": func(w http.ResponseWriter, r *http.Request, _ func() *httptest.ResponseRecorder) {
		http.Redirect(w, r, "/moved", http.StatusTemporaryRedirect)
	},
	"endless": func(w http.ResponseWriter, _ *http.Request, _ func() *httptest.ResponseRecorder) {
		_, _ = io.WriteString(w, `{"keys":[`)
		for range 3 << 10 {
			_, _ = io.WriteString(w, strings.Repeat(" ", 1<<10))
		}
	},
}

// cut ends the connection.
func cut() { panic(http.ErrAbortHandler) }

func page(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, "<html><body><h1>Bad gateway</h1></body></html>")
}

func refuse(status, code int, message string) Fault {
	return func(w http.ResponseWriter, _ *http.Request, _ func() *httptest.ResponseRecorder) {
		Refuse(w, status, code, message)
	}
}

// Fail has these faults happen to the next requests of a method, one each.
func (s *Server) Fail(method string, faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[method] = append(s.faults[method], faults...)
}

// Linger shows a key so many times more after it is deleted.
func (s *Server) Linger(sid string, times int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ghosts[sid] = times
}

func (s *Server) withFault(w http.ResponseWriter, r *http.Request, next http.Handler) {
	_ = r.ParseForm() // the whole body, so that a connection that ends is noticed
	fault := s.fault(r)
	if fault == nil {
		next.ServeHTTP(w, r)
		return
	}
	fault(w, r, func() *httptest.ResponseRecorder {
		rec := httptest.NewRecorder()
		next.ServeHTTP(rec, r)
		return rec
	})
}

func (s *Server) fault(r *http.Request) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, r.Method+" "+r.URL.RequestURI())
	queue := s.faults[r.Method]
	if len(queue) == 0 {
		return nil
	}
	s.faults[r.Method] = queue[1:]
	return queue[0]
}
