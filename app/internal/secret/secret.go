// Package secret keeps passwords and keys out of logs: a [Text] prints as
// [redacted] however it is printed, and gives itself away only to [Text.Reveal].
package secret

import (
	"fmt"
	"io"
	"log/slog"
)

const redacted = "[redacted]"

// Text is a secret. It is read from JSON as a string and written as [redacted].
type Text string

// Reveal is the secret itself, for the one call that needs it.
func (t Text) Reveal() string { return string(t) }

// String is never the secret.
func (Text) String() string { return redacted }

// Format answers every verb alike: with a Stringer alone %d would leak.
func (Text) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, redacted) }

// LogValue keeps slog from looking inside.
func (Text) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText keeps JSON and the like from looking inside.
func (Text) MarshalText() ([]byte, error) { return []byte(redacted), nil }
