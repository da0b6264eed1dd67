// Package chaos breaks the issuance server while it is under load, and looks at
// what is left: every token that a client received has its row in the audit
// trail, none is there twice, and the server goes on by itself as soon as it can.
// The first answer of each kind, and at most one in fifty, is held against the
// OpenAPI document: to hold each would take time from the server.
//
// It is tests alone, on the program as a process of its own, with SQLite and with
// PostgreSQL. Where that can be done, on Linux on amd64, such a process is told
// another time than all others: its clock is set without setting theirs.
// make chaos runs all of it for longer than make test does.
package chaos
