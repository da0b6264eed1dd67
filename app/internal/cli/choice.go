package cli

import (
	"fmt"
	"slices"
	"strings"
)

// A choice is a flag that takes one of a few words, the first by default.
type choice struct {
	value *string
	of    []string
}

func (c *choice) Set(text string) error {
	i := slices.IndexFunc(c.of, func(word string) bool { return strings.EqualFold(word, text) })
	if i < 0 {
		return fmt.Errorf("want one of %s", strings.Join(c.of, ", "))
	}
	*c.value = c.of[i]
	return nil
}

func (c *choice) String() string {
	if c.value == nil || *c.value == "" {
		return ""
	}
	return *c.value
}

func (c *choice) Type() string { return "when" }
