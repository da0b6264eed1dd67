package config

import _ "embed"

// Example is a configuration with a word about each of its parts.
//
//go:embed example.yaml
var Example string
