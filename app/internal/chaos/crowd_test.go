package chaos

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"mintmark/app/internal/server/contracttest"
)

// A crowd is clients that ask for tokens without a pause, each on a connection
// of its own.
type crowd struct {
	testing.TB
	key string
	wg  sync.WaitGroup

	mu       sync.Mutex
	changed  *sync.Cond
	received []string    // ids of tokens
	statuses map[int]int // how many answers had each
	failures []error     // of requests without a whole answer
	leaving  bool
}

// sampled is what of all exchanges is held against the OpenAPI document: to hold
// each would take of the time of the server, which is measured.
var sampled = &contracttest.Sample{Every: 50}

func newCrowd(s *site) *crowd {
	c := &crowd{TB: s, key: s.key, statuses: map[int]int{}}
	c.changed = sync.NewCond(&c.mu)
	return c
}

// come sends so many clients to a server. Each leaves when it is told to, when a
// connection fails, or when the server says that it was the last answer there.
func (c *crowd) come(clients int, url string) {
	for range clients {
		c.wg.Go(func() {
			client := &http.Client{Transport: contracttest.Transport{TB: c, Next: &http.Transport{}, Sample: sampled}}
			defer client.CloseIdleConnections()
			for more := true; more; {
				more = c.note(ask(client, url, c.key))
			}
		})
	}
}

// An answer is what one request came to.
type answer struct {
	status int
	id     string // of the token
	last   bool   // the server closes the connection
	err    error
}

func ask(client *http.Client, url, key string) (a answer) {
	r, err := http.NewRequest("POST", url+"/token", strings.NewReader("{}"))
	if err != nil {
		return answer{err: err}
	}
	r.Header.Set("Authorization", "Bearer "+key)
	r.Header.Set("Content-Type", "application/json")
	resp, err := client.Do(r)
	if err != nil {
		return answer{err: err}
	}
	defer resp.Body.Close()
	var body struct {
		ID string `json:"jti"`
	}
	err = json.NewDecoder(resp.Body).Decode(&body)
	if err == nil && (resp.StatusCode == http.StatusOK) != (body.ID != "") {
		err = fmt.Errorf("%s with the token %q", resp.Status, body.ID)
	}
	return answer{resp.StatusCode, body.ID, resp.Close, err}
}

func (c *crowd) note(a answer) (more bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	defer c.changed.Broadcast()
	if a.err != nil {
		c.failures = append(c.failures, a.err)
		return false
	}
	c.statuses[a.status]++
	if a.status == http.StatusOK {
		c.received = append(c.received, a.id)
	}
	return !c.leaving && !a.last
}

// await returns after so many more answers with a status, or when everybody has
// left. It returns how many there have been.
func (c *crowd) await(status, more int) (answers int) {
	c.Helper()
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		c.wg.Wait()
		c.changed.Broadcast()
	}()
	c.mu.Lock()
	defer c.mu.Unlock()
	for want := c.statuses[status] + more; c.statuses[status] < want; c.changed.Wait() {
		select {
		case <-gone:
			c.Errorf("all clients left: %v\n%v", c.statuses, c.failures)
			return c.statuses[status]
		default:
		}
	}
	return c.statuses[status]
}

// leave tells everybody to, and returns when they have.
func (c *crowd) leave() {
	c.mu.Lock()
	c.leaving = true
	c.mu.Unlock()
	c.wg.Wait()
}

// wantOnly wants no other answers than these, and no request without one.
func (c *crowd) wantOnly(statuses ...int) {
	c.Helper()
	for _, status := range slices.Sorted(maps.Keys(c.statuses)) {
		if !slices.Contains(statuses, status) {
			c.Errorf("%d answers with status %d", c.statuses[status], status)
		}
	}
	if len(c.failures) > 0 {
		c.Errorf("%d requests were lost: %v", len(c.failures), c.failures[0])
	}
}
