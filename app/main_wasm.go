//go:build wasm

// Mintmark reads, judges and mints Twilio tokens: in a browser, the page.
package main

import "mintmark/app/internal/ui"

func main() { ui.Main() }
