package store

import "time"

// A Budget is how often somebody has failed to log in. What follows from that
// is decided elsewhere.
type Budget struct {
	Key      string // a hash of who it is; never a name that somebody typed
	Failures int
	Until    time.Time // to the microsecond, UTC
}
