package oidc

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"time"

	gooidc "github.com/coreos/go-oidc/v3/oidc"

	"mintmark/tokens"
)

const (
	maxResponse = 1 << 20 // bytes of what an issuer may answer, unpacked
	fetchWait   = 10 * time.Second
)

// newClient returns what asks an issuer at url. It goes to no other host than
// the one it was sent to, and reads no more than [maxResponse].
func newClient(issuer string, base http.RoundTripper) *http.Client {
	u, err := url.Parse(issuer)
	local := err == nil && isLoopback(u)
	return &http.Client{
		Transport: careful{base, local},
		Timeout:   fetchWait,
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if len(via) > 3 || r.URL.Host != via[0].URL.Host {
				return fmt.Errorf("%s sends us on to %s", via[0].URL.Host, r.URL.Host)
			}
			return nil
		},
	}
}

// careful is a transport that takes safe URLs and short answers only.
type careful struct {
	http.RoundTripper
	local bool // the issuer is on this machine
}

func (c careful) RoundTrip(r *http.Request) (*http.Response, error) {
	if !isSafe(r.URL, c.local) {
		return nil, fmt.Errorf("%s is not fetched: it does not begin with https://", r.URL.Redacted())
	}
	resp, err := c.RoundTripper.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	resp.Body = http.MaxBytesReader(nil, resp.Body, maxResponse)
	return resp, nil
}

// fetchKeys asks an issuer for the keys under which it signs now.
//
// Source: OpenID Connect Discovery 1.0, sections 3 and 4.
func fetchKeys(ctx context.Context, client *http.Client, issuer string) ([]tokens.Key, error) {
	provider, err := gooidc.NewProvider(gooidc.ClientContext(ctx, client), issuer)
	if err != nil {
		return nil, err
	}
	var has struct {
		JWKS string `json:"jwks_uri"`
	}
	if err := provider.Claims(&has); err != nil {
		return nil, err
	}
	text, err := get(ctx, client, has.JWKS)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", has.JWKS, err)
	}
	keys, err := tokens.ParseKeys(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", has.JWKS, err)
	}
	return slices.DeleteFunc(keys, isUnfit), nil
}

// isUnfit is true of a secret, which everybody who can read the set would have,
// and of a key that is too short.
func isUnfit(k tokens.Key) bool { return k.IsSecret() || k.Weakness("") != "" }

func get(ctx context.Context, client *http.Client, url string) (string, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return "", err
	}
	resp, err := client.Do(r)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return "", fmt.Errorf("it answers %s", resp.Status)
	}
	body, err := io.ReadAll(resp.Body)
	return string(body), err
}
