// Package site puts the page together: the shell from package web, the
// compiled program and the loader that the Go toolchain ships for it. It
// serves the result, writes it out as a static site, or packs it into one
// HTML file that works from disk. What it makes depends on nothing but its
// inputs, so the same sources give the same bytes.
//
// The program itself is too big to check in. `make build` compiles it, and
// package press puts it into built/, from where this package embeds it.
package site
