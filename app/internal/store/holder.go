package store

// A Holder is in whose name a token is recorded, a [User] or a [ServiceKey], as
// he was when he was read.
type Holder interface {
	// unchanged asks whether he still is, and may have tokens.
	unchanged() (query string, args []any)
}

const (
	userUnchanged = `SELECT EXISTS (SELECT 1 FROM users WHERE name = $1 AND hash = $2 AND NOT disabled)`
	keyUnchanged  = `SELECT EXISTS (SELECT 1 FROM service_keys WHERE id = $1 AND hash = $2 AND NOT revoked)`
)

func (u User) unchanged() (string, []any)       { return userUnchanged, []any{u.Name, u.Hash} }
func (k ServiceKey) unchanged() (string, []any) { return keyUnchanged, []any{k.ID, k.Hash[:]} }
