// Package web holds what the browser gets: the shell that paints before the
// program is there, the script that starts the program, the service worker
// that keeps it for days without a network, the look and the icons.
// Package site fills in the blanks of index.html and puts the program beside them.
package web

import "embed"

// Files are the files of this folder under their own names.
//
//go:embed index.html boot.js sw.js manifest.webmanifest mintmark.css icon.svg *.png
var Files embed.FS

// Client is client.js, for the pages of those who run an issuance server.
//
//go:embed client.js
var Client []byte
