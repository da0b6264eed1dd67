// Package twiliotest is Twilio's API for keys, as documented, on loopback, with
// all that may go wrong on the way there and back. It is for tests alone.
package twiliotest

import (
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"time"
)

// The account, and what may manage its keys.
const (
	AccountSID    = "AC0123456789abcdef0123456789abcdef"
	AuthToken     = "fedcba9876543210fedcba9876543210"
	MainKeySID    = "SK00000000000000000000000000000001"
	MainKeySecret = "synthetic-main-key-secret-012345"

	// A Standard key opens all but the keys.
	StandardKeySID    = "SK00000000000000000000000000000002"
	StandardKeySecret = "synthetic-std-key-secret-0123456"
)

// PageSize is how many keys a page has at most, whatever is asked for.
const PageSize = 3

type key struct {
	sid, name, secret string
	created           time.Time
}

// A Server is safe for concurrent use.
type Server struct {
	*httptest.Server

	mu     sync.Mutex
	keys   []key
	ghosts map[string]int // deleted, and shown so many times more
	faults map[string][]Fault
	calls  []string
}

// New starts a server with the two keys above. Close stops it.
func New() *Server {
	s := &Server{ghosts: map[string]int{}, faults: map[string][]Fault{}}
	s.keys = []key{
		{MainKeySID, "main", MainKeySecret, time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC)},
		{StandardKeySID, "standard", StandardKeySecret, time.Date(2025, 1, 2, 3, 4, 5, 0, time.UTC)},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/2010-04-01/Accounts/{account}/Keys.json", s.list)
	mux.HandleFunc("/2010-04-01/Accounts/{account}/Keys/{file}", s.one)
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.withFault(w, r, mux)
	}))
	return s
}

// Calls is every request so far: "GET /2010-04-01/…".
func (s *Server) Calls() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}

// Add makes a key as the Console would.
func (s *Server) Add(name string) (sid, secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k := s.add(name)
	return k.sid, k.secret
}

func (s *Server) add(name string) key {
	var digits [16]byte
	rand.Read(digits[:])
	k := key{"SK" + hex.EncodeToString(digits[:]), name, rand.Text() + rand.Text()[:6], time.Now().UTC().Truncate(time.Second)}
	s.keys = append(s.keys, k)
	return k
}

// Secret is that of the key with this SID, "" for none.
func (s *Server) Secret(sid string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := s.find(sid); i >= 0 {
		return s.keys[i].secret
	}
	return ""
}

// Names are those of all keys, in order.
func (s *Server) Names() (names []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range s.keys {
		names = append(names, k.name)
	}
	return names
}

// SID is that of the key with this name, "" for none.
func (s *Server) SID(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range s.keys {
		if k.name == name {
			return k.sid
		}
	}
	return ""
}

func (s *Server) find(sid string) int {
	return slices.IndexFunc(s.keys, func(k key) bool { return k.sid == sid })
}
