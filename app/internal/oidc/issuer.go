package oidc

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
)

// MaxLeeway is how far the clocks of issuer and server may be apart.
const MaxLeeway = time.Minute

// algorithms are those that an issuer may use, all of them with a key of which
// it publishes one half only.
var algorithms = []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}

// An Issuer is one identity provider, as it is configured.
type Issuer struct {
	Name     string   // in rules and in the audit trail: "corp"
	URL      string   // its iss, to the letter; https, or http on this machine
	Audience []string // any of these in aud makes a token ours

	Algorithms  []string      // nil: all that have a public key; "RS256", "ES256", "EdDSA", …
	GroupsClaim string        // "groups", or a path "realm_access.roles"; "" for none
	Leeway      time.Duration // for exp, nbf and iat, up to [MaxLeeway]
}

// check returns why no token of the issuer could be judged.
func (i *Issuer) check() error {
	switch {
	case !isName(i.Name):
		return fmt.Errorf("oidc issuer %q: the name must be lower-case letters, digits and hyphens", i.Name)
	case i.Name == "service":
		return errors.New("oidc issuer service: the name is taken, by service keys")
	case len(i.Audience) == 0 || slices.Contains(i.Audience, ""):
		return fmt.Errorf("oidc issuer %s: want an audience", i.Name)
	case i.Leeway < 0 || i.Leeway > MaxLeeway:
		return fmt.Errorf("oidc issuer %s: the leeway must be %v at most, not %v", i.Name, MaxLeeway, i.Leeway)
	}
	for _, alg := range i.Algorithms {
		if !slices.Contains(algorithms, alg) {
			return fmt.Errorf("oidc issuer %s: algorithm %q is none of %s", i.Name, alg, strings.Join(algorithms, ", "))
		}
	}
	if err := checkURL(i.URL); err != nil {
		return fmt.Errorf("oidc issuer %s: %w", i.Name, err)
	}
	return nil
}

// isName keeps ":" out of names: it ends them in "corp:subject".
func isName(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// checkURL returns why a URL cannot be an issuer's.
func checkURL(text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return errors.New("the issuer is no URL")
	case u.User != nil || u.RawQuery != "" || u.ForceQuery || strings.Contains(text, "#"):
		return errors.New("the issuer's URL must have no user, query or fragment")
	case !isSafe(u, isLoopback(u)):
		return errors.New("the issuer's URL must begin with https://")
	}
	return nil
}

// isSafe reports whether nobody on the way can change what the URL answers.
// Where a test or a sidecar is the issuer, on this machine, that goes for http.
func isSafe(u *url.URL, local bool) bool {
	return u.Host != "" && (u.Scheme == "https" || local && u.Scheme == "http" && isLoopback(u))
}

func isLoopback(u *url.URL) bool {
	addr, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() == "localhost" || err == nil && addr.IsLoopback()
}
