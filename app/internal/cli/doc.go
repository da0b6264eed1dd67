// Package cli is Mintmark's command line: one file per command, each a face
// of package tokens. The thing asked for goes to standard output, prose to
// standard error, and the exit code says how it went: 0 fine, 1 usage or
// input and output, 2 malformed, 3 signature, 4 time, 5 otherwise refused.
package cli
