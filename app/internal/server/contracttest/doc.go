// Package contracttest holds what clients and the server say to each other
// against the OpenAPI document that the server has of itself. A test whose server
// is answered by an exchange that the document does not have fails.
//
// Where to stand is up to the test: [Handler] is around a server in the same
// process, [Transport] around the client of one that is not, and [Proxy] between
// the two, for clients that are programs: a shell, a browser.
package contracttest
