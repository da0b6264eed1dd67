// Package store keeps what the server must not forget: users, service keys,
// login budgets, and the audit trail that tells of every decision and every
// change. [Store] is the interface. Behind it are [OpenSQLite], a single file
// that needs no set-up, and [OpenPostgres], which several servers share. Package
// storetest holds both to the same behaviour.
//
// A change and the event that tells of it are committed together, and whatever
// has been written is on disk by the time that the call returns. Events that
// come at the same time share a commit.
//
// Whoever is stopped gets nothing more from that moment on, on any server:
// [Store.RecordFor] looks at the user or key in the transaction that writes the
// row, and no token leaves without its row. So nobody has to be told of changes.
package store
