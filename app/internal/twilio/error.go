package twilio

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// What callers branch on.
var (
	// ErrNotFound is Twilio's own word that it has no such key.
	ErrNotFound = errors.New("twilio has no such key")

	// ErrUnsure is a change that Twilio may have made: the answer was lost, or
	// is none.
	ErrUnsure = errors.New("twilio may have done it, but its answer did not arrive")
)

// An Error is an answer other than the one that was hoped for.
type Error struct {
	Status   int    // of HTTP
	Code     int    // Twilio's own, as in 20003; 0 where it gave none
	Message  string // Twilio's own
	MoreInfo string // a page about the code

	retryAfter string
}

func (e *Error) Error() string {
	by := strconv.Itoa(e.Status)
	if e.Code != 0 {
		by += ", code " + strconv.Itoa(e.Code)
	}
	words := explain(e.Code, e.Status).what
	if words == "" {
		words = strings.TrimSpace(e.Message)
	}
	if words == "" {
		words = strings.ToLower(http.StatusText(e.Status))
	}
	return fmt.Sprintf("Twilio answered %s: %s", by, words)
}

// Is makes a 404 that Twilio itself gave [ErrNotFound]. That of a proxy, a page,
// proves nothing.
func (e *Error) Is(target error) bool {
	return target == ErrNotFound && e.Status == http.StatusNotFound && e.Code == 20404
}

// Advice says what to do about it, "" where there is nothing to say.
func (e *Error) Advice() string {
	if fix := explain(e.Code, e.Status).fix; fix != "" {
		return fix
	}
	if strings.HasPrefix(e.MoreInfo, "https://www.twilio.com/") {
		return "see " + e.MoreInfo
	}
	return ""
}

// An explanation is what an error code means here.
type explanation struct{ what, fix string }

// Source: Twilio docs, "Error and Warning Dictionary", 20001 to 20500, 70051.
var explanations = map[int]explanation{
	20001: {"it does not understand a field of the request", ""},
	20002: {"the name of the key is not to its taste", "a name has 64 characters at most"},
	20003: {"it does not take these credentials for keys",
		"keys are managed with the auth token or a Main key; a Standard key may not, and each region has credentials of its own"},
	20005: {"the account is not active", "it may be suspended or closed: the Console says why"},
	20006: {"these credentials are of another account", "take those of the account itself, or of its parent"},
	20008: {"these are test credentials", "take the live ones: test credentials have no keys"},
	20160: {"this is a Restricted key, or no key", "take the auth token or a Main key"},
	20403: {"these credentials may not do that", "keys are managed with the auth token or a Main key"},
	20404: {"there is nothing under this SID", "the key may be deleted, or of another account or region"},
	20429: {"too many requests", "wait a minute"},
	20500: {"something went wrong there", "status.twilio.com says whether others see it too"},
	20503: {"it cannot answer now", "status.twilio.com says whether others see it too"},
	70051: {"these credentials may not do that", "keys are managed with the auth token or a Main key"},
}

// statuses are for answers without a code, perhaps of a proxy.
var statuses = map[int]int{401: 20003, 403: 20403, 429: 20429, 500: 20500, 503: 20503}

func explain(code, status int) explanation {
	if code == 0 {
		code = statuses[status]
	}
	if e, ok := explanations[code]; ok {
		return e
	}
	switch {
	case status >= 300 && status < 400:
		return explanation{"it wants to send us elsewhere, which is not followed", "is the base URL right?"}
	case code == 0 && status >= 400:
		return explanation{"this is no answer of Twilio's API", "is there a proxy in between, and is the base URL right?"}
	}
	return explanation{}
}
