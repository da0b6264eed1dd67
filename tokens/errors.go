package tokens

import (
	"errors"
	"strconv"
	"strings"
)

// What callers of this package branch on.
var (
	// ErrTTL is a lifetime that Twilio refuses, not a whole number of seconds from
	// 1 to 86400, or would make longer, for it begins in the future.
	ErrTTL = errors.New("time to live must be whole seconds, from 1s to 24h")

	// ErrSecret is a text that cannot be an API key secret. It never carries
	// the text.
	ErrSecret = errors.New("not an API key secret")

	// ErrIdentity is an identity that a product in the same token refuses.
	ErrIdentity = errors.New("identity not usable")

	// ErrMalformed is a token of which a needed part cannot be read.
	ErrMalformed = errors.New("token is malformed")

	// ErrAlgorithm is a signature algorithm that the key at hand does not make.
	ErrAlgorithm = errors.New("algorithm does not fit the key")

	// ErrExtension is a header that demands of its reader what Mintmark does not
	// do, with crit or b64 (RFC 7515, section 4.1.11).
	ErrExtension = errors.New("header demands an extension that Mintmark does not implement")

	// ErrSignature is a signature that the key at hand did not make.
	ErrSignature = errors.New("signature does not match")

	// ErrKey is a key that cannot be read, or that is not for what is asked of
	// it. It never carries the key.
	ErrKey = errors.New("key not usable")

	// ErrRequestHash is a client validation token that was made for another
	// request than the one at hand. A [*RequestError] says more. Source: error
	// 70156.
	ErrRequestHash = errors.New("request hash does not match")

	// ErrNoHeader is a request that lacks a header which the token signs.
	// Source: error 70155.
	ErrNoHeader = errors.New("request lacks a signed header")

	// ErrNoKey is the zero [Key]: there is nothing to sign or to verify with.
	ErrNoKey = errors.New("no key given")
)

// A FieldError says which field of a token is wrong and what was wanted.
type FieldError struct {
	Path string // "account_sid", or within the grants "chat.service_sid"
	Want string // "IS and 32 hex digits"
	Got  string // the value, as given; empty where it is missing
}

func (e *FieldError) Error() string {
	is := "is " + legible(strconv.Quote(clip(e.Got)))
	switch name := NameSID(e.Got); {
	case e.Got == "":
		is = "is missing"
	case e.Got == `""`: // of JSON
		is = "is empty"
	case name != "":
		is = "is " + name
	}
	return showPath(e.Path) + " " + is + ": want " + e.Want
}

// under returns the error with its path put under a parent's name.
func (e *FieldError) under(parent string) *FieldError {
	return &FieldError{Path: parent + "." + e.Path, Want: e.Want, Got: e.Got}
}

// An UnknownNameError is a grant, or a field of one, that Mintmark does not
// know. Twilio ignores such a name, and with it what it was to narrow down.
type UnknownNameError struct {
	Grant string // whose field it is, by its key; empty for a grant
	Name  string // as given
	Like  string // what was most likely meant: "room"; empty for nothing near
}

func (e *UnknownNameError) Error() string {
	name := legible(strconv.Quote(clip(e.Name)))
	text := "there is no grant " + name
	if e.Grant != "" {
		text = "the " + e.Grant + " grant has no field " + name
	}
	if e.Like == "" {
		return text
	}
	like := e.Like
	if group, field, nested := strings.Cut(e.Like, "."); nested { // a name with a dot in it is none
		like = `{"` + group + `":{"` + field + `":…}}`
	}
	return text + "; did you mean " + like + "?"
}

// clip shortens what is quoted in a message, so that a megabyte of junk does
// not become a megabyte of error.
func clip(s string) string {
	const most = 80
	if len(s) <= most {
		return s
	}
	r := []rune(s[:min(len(s), 4*most)])
	if len(r) <= most && len(s) <= 4*most {
		return s
	}
	return string(r[:min(len(r), most)]) + "…"
}
