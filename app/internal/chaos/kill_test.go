package chaos

import (
	"math/rand/v2"
	"net/http"
	"testing"
	"time"
)

// F05: kill -9 at any moment. The database opens, every token that a client
// received has its row, and no id is there twice.
func TestKilled(t *testing.T) {
	const clients = 8
	for _, engine := range engines {
		t.Run(engine.name, func(t *testing.T) {
			s := engine.site(t)
			var received []string
			for range *kills {
				p := s.serve()
				c := newCrowd(s)
				c.come(clients, p.url)
				c.await(http.StatusOK, 1+rand.IntN(40))
				time.Sleep(time.Duration(rand.IntN(3_000)) * time.Microsecond) // anywhere in a request
				p.kill()
				c.wg.Wait()
				received = append(received, c.received...)
				s.intact()
			}
			rows := s.check(received)
			t.Logf("%d kills: %d tokens received, %d rows", *kills, len(received), rows)
		})
	}
}
