// Package store keeps what the server must not forget: its users, and the audit
// trail that tells of every decision and every change. [Store] is the interface;
// [OpenSQLite] is the one behind it that needs no set-up, a single file. Package
// storetest holds every implementation to the same behaviour.
//
// A change to a user and the event that tells of it are committed together, and
// whatever has been written is on disk by the time that the call returns.
package store
