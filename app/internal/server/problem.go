package server

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"
)

// A problem is an error that the client is told of.
//
// Source: RFC 9457.
type problem struct {
	status int
	code   string // for programs; part of the API, never changed
	detail string // for people
	header string // one more header of the answer, "Name: value"
	cause  error  // for the log only
}

func (p *problem) Error() string {
	if p.cause != nil {
		return fmt.Sprintf("%s: %v", p.code, p.cause)
	}
	return p.code
}

func (p *problem) Unwrap() error { return p.cause }

// problemOf is what the client is told of an error: of most, nothing but that it was
// none of his.
func problemOf(err error) *problem {
	if p, ok := errors.AsType[*problem](err); ok {
		return p
	}
	return &internalError
}

// with returns the problem with its cause.
func (p problem) with(cause error) *problem {
	p.cause = cause
	return &p
}

// saying returns the problem with other words for people.
func (p problem) saying(format string, args ...any) *problem {
	p.detail = fmt.Sprintf(format, args...)
	return &p
}

// after returns the problem with the time after which to try again, rounded up.
func (p problem) after(wait time.Duration) *problem {
	p.header = "Retry-After: " + strconv.Itoa(max(1, int(math.Ceil(wait.Seconds()))))
	return &p
}

// Every problem of the API. A copy carries what is particular to one request.
var (
	malformedRequest = problem{status: http.StatusBadRequest, code: "malformed_request"}

	// The same for whatever is wrong with the credentials, so that nobody can
	// ask which users there are.
	invalidCredentials = problem{status: http.StatusUnauthorized, code: "invalid_credentials",
		detail: "the user name or the password is missing or wrong",
		header: `WWW-Authenticate: Basic realm="mintmark", charset="UTF-8"`}
	invalidBearer = problem{status: http.StatusUnauthorized, code: "invalid_credentials",
		detail: "the service key or ID token is missing, wrong or no longer valid",
		header: `WWW-Authenticate: Bearer realm="mintmark", error="invalid_token"`}
	noPasswords = problem{status: http.StatusUnauthorized, code: "invalid_credentials",
		detail: "this server takes no passwords: send a service key or an ID token as Bearer",
		header: `WWW-Authenticate: Bearer realm="mintmark"`}

	originNotAllowed = problem{status: http.StatusForbidden, code: "origin_not_allowed",
		detail: "a page of another origin may not ask for tokens"}
	hostNotAllowed = problem{status: http.StatusMisdirectedRequest, code: "host_not_allowed",
		detail: "this server answers for localhost only"}

	policyDenied         = problem{status: http.StatusForbidden, code: "policy_denied"}
	notFound             = problem{status: http.StatusNotFound, code: "not_found", detail: "there is nothing at this path"}
	methodNotAllowed     = problem{status: http.StatusMethodNotAllowed, code: "method_not_allowed"}
	bodyTooLarge         = problem{status: http.StatusRequestEntityTooLarge, code: "body_too_large", header: "Connection: close"}
	unsupportedMediaType = problem{status: http.StatusUnsupportedMediaType, code: "unsupported_media_type",
		detail: "send the body as JSON, with Content-Type: application/json"}

	ttlOutOfRange = problem{status: http.StatusUnprocessableEntity, code: "ttl_out_of_range"}

	rateLimited = problem{status: http.StatusTooManyRequests, code: "rate_limited",
		detail: "too many attempts: try again later", header: "Retry-After: 1"}

	internalError = problem{status: http.StatusInternalServerError, code: "internal",
		detail: "the server made a mistake; its log has more under the request id"}

	overloaded = problem{status: http.StatusServiceUnavailable, code: "overloaded",
		detail: "too many logins at once: try again in a moment", header: "Retry-After: 1"}
	storeUnavailable = problem{status: http.StatusServiceUnavailable, code: "store_unavailable",
		detail: "the users cannot be looked up: try again in a moment", header: "Retry-After: 5"}
	auditUnavailable = problem{status: http.StatusServiceUnavailable, code: "audit_unavailable",
		detail: "the decision cannot be recorded, so there is none: try again in a moment", header: "Retry-After: 5"}
	issuerUnavailable = problem{status: http.StatusServiceUnavailable, code: "issuer_unavailable",
		detail: "the keys of the ID token's issuer cannot be had: try again in a moment"}
	draining = problem{status: http.StatusServiceUnavailable, code: "draining",
		detail: "this server is about to stop: ask another", header: "Retry-After: 1"}
)
