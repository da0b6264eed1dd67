package oidc

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"mintmark/tokens"
)

// MaxToken is how long a token may be, in bytes.
const MaxToken = 16 << 10

// ErrToken is a token that proves nothing. What follows it in an error says why,
// in words of this package: nothing in it comes from the token.
var ErrToken = errors.New("ID token refused")

func refuse(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrToken}, args...)...)
}

// read takes a token apart if there is one way only to read it.
func read(text string) (*tokens.Token, error) {
	if len(text) > MaxToken {
		return nil, refuse("it is longer than %d bytes", MaxToken)
	}
	if err := skim(text); err != nil {
		return nil, err
	}
	t := tokens.Decode(text)
	if t.Raw != text || len(t.Faults) > 0 {
		return nil, refuse("it is not one token in three parts")
	}
	for _, s := range []*tokens.Segment{&t.Header, &t.Payload, &t.Signature} {
		if len(s.Faults) > 0 { // duplicates, not base64url to the letter, not UTF-8
			return nil, refuse("its %s is malformed: %s", s.Name, s.Faults[0].Rule)
		}
	}
	return t, checkHeader(t.Header.Value)
}

// checkHeader refuses what asks its reader for more than a signature, and tokens
// that say that they are for something else, such as logging out or access.
func checkHeader(header *tokens.Value) error {
	for _, name := range []string{"crit", "b64"} {
		if header.Get(name) != nil {
			return refuse("its header has %s", name)
		}
	}
	typ, isText := header.Get("typ").Text()
	if header.Get("typ") != nil && (!isText || !strings.EqualFold(typ, "JWT")) {
		return refuse("its typ is not JWT")
	}
	return nil
}

// keyID is the kid, "" where there is none.
func keyID(header *tokens.Value) (string, error) {
	kid, isText := header.Get("kid").Text()
	if header.Get("kid") != nil && !isText {
		return "", refuse("its kid is no string")
	}
	return kid, nil
}

// timeOf is a time in the payload, zero where it is not there.
func timeOf(t *tokens.Token, claim string) (time.Time, error) {
	if t.Payload.Value.Get(claim) == nil {
		return time.Time{}, nil
	}
	at, ok := t.Time(claim)
	if !ok {
		return time.Time{}, refuse("its %s is no time", claim)
	}
	return at, nil
}

// textsOf is a claim that is a string or a list of strings.
func textsOf(v *tokens.Value) (texts []string, ok bool) {
	if text, isText := v.Text(); isText {
		return []string{text}, true
	}
	if !v.Is(tokens.ArrayValue) {
		return nil, false
	}
	for i := range v.Elements {
		text, isText := v.Elements[i].Text()
		if !isText {
			return nil, false
		}
		texts = append(texts, text)
	}
	return texts, true
}
