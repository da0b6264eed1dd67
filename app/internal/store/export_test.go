package store

import "testing"

// Pragma is a setting of the connection that writes.
func (s *SQLite) Pragma(t *testing.T, name string) (value string) {
	t.Helper()
	if err := s.writer.QueryRow("PRAGMA " + name).Scan(&value); err != nil {
		t.Fatal(err)
	}
	return value
}
