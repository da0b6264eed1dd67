package tokens

import (
	"slices"
	"strings"
)

// A RequestError is an [ErrRequestHash] with the reason.
type RequestError struct {
	// Differences explain the hash, all of them together; none where no usual
	// difference does.
	Differences []Difference
}

func (e *RequestError) Error() string {
	if len(e.Differences) == 0 {
		return ErrRequestHash.Error() + ": the token was made for another address, other header values or another body"
	}
	found := make([]string, len(e.Differences))
	for i, d := range e.Differences {
		found[i] = d.Found
	}
	return ErrRequestHash.Error() + ": " + strings.Join(found, ", and ")
}

// Unwrap is [ErrRequestHash].
func (*RequestError) Unwrap() error { return ErrRequestHash }

// A Difference is a usual way in which a program hashes a request otherwise
// than Twilio does.
type Difference struct {
	ID    string // what to branch on, "method-case"; it never changes
	Found string // a clause: "the token was made for a POST"
	Fix   string
}

// CheckRequest returns nil if the token was made for that request: if rqh is
// the request's hash with the headers that hrh names. It fails with
// [ErrNoHeader], with a [*RequestError] that says which usual difference explains
// the hash, or with a [*FieldError] where rqh cannot be a hash.
func (v *ClientValidation) CheckRequest(r *Request) error {
	names := signedNames(v.SignedHeaders)
	if err := firstError(
		func() error { return checkHash(v.RequestHash) },
		func() error { return r.headers().check(names) },
	); err != nil {
		return err
	}
	if r.Hash(names...) == v.RequestHash {
		return nil
	}
	return &RequestError{v.findDifferences(r, r.canonical(names))}
}

// longestRequest is how long a canonical request may be, in bytes, to be searched
// for differences. No server takes one as long, but for its body, of which the
// hash alone is in it.
const longestRequest = 1 << 14

// findDifferences looks for the fewest spellings in place of canonical parts
// that give the hash, at most two: that is some hundreds of texts to try.
func (v *ClientValidation) findDifferences(r *Request, canonical canonicalParts) []Difference {
	if len(strings.Join(canonical[:], "")) > longestRequest || len(v.SignedHeaders) > maxSigned {
		return nil
	}
	others := v.spellings(r)
	for i := range others {
		others[i] = slices.DeleteFunc(others[i], func(s spelling) bool { return len(s.text) > 2*longestRequest })
	}
	for n := 1; n <= 2; n++ {
		if found, ok := respelled(v.RequestHash, "", canonical[:], others[:], n); ok {
			return found
		}
	}
	return nil
}

// maxSigned is how many names of headers a token may list to be searched: a
// name that is there a thousand times has its values hashed as often.
const maxSigned = 100

// respelled puts n other spellings into the parts that follow text.
func respelled(hash, text string, canonical []string, others [][]spelling, n int) ([]Difference, bool) {
	if len(canonical) == 0 {
		return nil, n == 0 && hashText(text) == hash
	}
	if found, ok := respelled(hash, text+canonical[0], canonical[1:], others[1:], n); ok || n == 0 {
		return found, ok
	}
	for _, s := range others[0] {
		if found, ok := respelled(hash, text+s.text, canonical[1:], others[1:], n-1); ok {
			return append([]Difference{s.Difference}, found...), true
		}
	}
	return nil, false
}
