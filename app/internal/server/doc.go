// Package server is Mintmark's issuance server. A request is read once into a
// struct and becomes a principal; the policy is asked once; the token is signed;
// the audit row is committed; only then does the token leave.
//
// Handlers return errors. One adapter turns a [problem] into
// application/problem+json (RFC 9457), and anything else into a 500 that tells
// the client nothing but where to find it in the log. Each family of routes is a
// small struct in a file of its own, which holds what it needs and mounts itself.
//
// Connections are package net/http's, but for two things: what could be read in two
// ways is refused below it, and plain requests for tokens are answered there.
package server
