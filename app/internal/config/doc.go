// Package config reads mintmark.yaml: what the issuance server is to do. One
// file, read to the letter, every mistake in it told at once with its line.
//
// No secret stands in the file. Where one is wanted there is {env: NAME} or
// {file: path}. A secret in a file that others can read is refused, and so is
// one that cannot be what it is meant to be. All paths are relative to the file.
package config
