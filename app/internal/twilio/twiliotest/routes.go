package twiliotest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// list reads a page, or makes a key.
func (s *Server) list(w http.ResponseWriter, r *http.Request) {
	if !authorized(w, r) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch r.Method {
	case http.MethodGet:
		s.page(w, r)
	case http.MethodPost:
		s.create(w, r)
	default:
		Refuse(w, 405, 20004, "Method not allowed")
	}
}

func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	n, _ := strconv.Atoi(r.URL.Query().Get("Page"))
	from := min(n*PageSize, len(s.keys))
	to := min(from+PageSize, len(s.keys))
	keys := []map[string]any{}
	for _, k := range s.keys[from:to] {
		keys = append(keys, k.json())
	}
	var next any
	if to < len(s.keys) {
		next = fmt.Sprintf("%s?PageSize=%d&Page=%d&PageToken=PA%s", r.URL.Path, PageSize, n+1, s.keys[to-1].sid)
	}
	answer(w, 200, map[string]any{"keys": keys, "page": n, "page_size": PageSize, "start": from, "end": to - 1,
		"uri": r.URL.RequestURI(), "first_page_uri": r.URL.Path + "?PageSize=3&Page=0", "previous_page_uri": nil, "next_page_uri": next})
}

func (s *Server) create(w http.ResponseWriter, r *http.Request) {
	name := r.PostFormValue("FriendlyName")
	if len(name) > 64 {
		Refuse(w, 400, 20002, "Invalid FriendlyName")
		return
	}
	k := s.add(name)
	body := k.json()
	body["secret"] = k.secret
	answer(w, 201, body)
}

// one fetches or deletes a key.
func (s *Server) one(w http.ResponseWriter, r *http.Request) {
	if !authorized(w, r) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	sid := strings.TrimSuffix(r.PathValue("file"), ".json")
	i := s.find(sid)
	switch {
	case i < 0 && r.Method == http.MethodGet && s.ghosts[sid] > 0:
		s.ghosts[sid]--
		answer(w, 200, (&key{sid: sid, name: "ghost", created: time.Now()}).json())
	case i < 0:
		Refuse(w, 404, 20404, "The requested resource "+r.URL.Path+" was not found")
	case r.Method == http.MethodGet:
		answer(w, 200, s.keys[i].json())
	case r.Method == http.MethodDelete:
		s.keys = append(s.keys[:i:i], s.keys[i+1:]...)
		w.WriteHeader(http.StatusNoContent)
	default:
		Refuse(w, 405, 20004, "Method not allowed")
	}
}

func (k *key) json() map[string]any {
	at := k.created.Format(time.RFC1123Z)
	return map[string]any{"sid": k.sid, "friendly_name": k.name, "date_created": at, "date_updated": at}
}

// authorized answers those who may not, as Twilio does.
func authorized(w http.ResponseWriter, r *http.Request) bool {
	name, password, _ := r.BasicAuth()
	switch {
	case r.PathValue("account") != AccountSID:
	case name == AccountSID && password == AuthToken, name == MainKeySID && password == MainKeySecret:
		return true
	}
	Refuse(w, 401, 20003, "Authenticate")
	return false
}

// Refuse answers with Twilio's JSON about an error.
func Refuse(w http.ResponseWriter, status, code int, message string) {
	answer(w, status, map[string]any{"code": code, "message": message, "status": status,
		"more_info": "https://www.twilio.com/docs/errors/" + strconv.Itoa(code)})
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
