// Press puts the compiled page where package site embeds it: the program without
// its line numbers, packed with brotli and with gzip, and the loader that fits it.
//
//	go run ./app/internal/site/press app.wasm wasm_exec.js app/internal/site/built
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"mintmark/app/internal/site"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: press PROGRAM LOADER DIR")
		os.Exit(1)
	}
	if err := press(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "press:", err)
		os.Exit(1)
	}
}

func press(programPath, loaderPath, dir string) error {
	program, err := os.ReadFile(programPath)
	if err != nil {
		return err
	}
	if program, err = site.DropLines(program); err != nil {
		return err
	}
	loader, err := os.ReadFile(loaderPath)
	if err != nil {
		return err
	}
	for name, content := range map[string][]byte{
		"app.wasm.br":  site.Brotli(program),
		"app.wasm.gz":  site.Gzip(program),
		"wasm_exec.js": loader,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
