package store

import (
	"sync"
	"time"
)

// keyAge is how old what [Store.ServiceKey] says may be. RecordFor looks itself.
const keyAge = time.Second

// A keyCache spares most requests the question who they come from. It holds keys
// that are good alone, so that nobody can fill it and a new key is good at once.
type keyCache struct {
	now func() time.Time

	mu   sync.RWMutex
	keys map[string]agedKey
}

type agedKey struct {
	ServiceKey

	read time.Time // when the question was asked
}

func newKeyCache() *keyCache {
	return &keyCache{now: time.Now, keys: map[string]agedKey{}}
}

func (c *keyCache) get(id string) (ServiceKey, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	k, ok := c.keys[id]
	return k.ServiceKey, ok && c.now().Sub(k.read) < keyAge
}

func (c *keyCache) put(k ServiceKey, read time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if k.Revoked {
		delete(c.keys, k.ID)
	} else {
		c.keys[k.ID] = agedKey{k, read}
	}
}

func (c *keyCache) forget(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.keys, id)
}
