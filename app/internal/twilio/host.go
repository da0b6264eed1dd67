package twilio

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
)

// edges are where requests enter a region, unless somebody names another place.
//
// Source: Twilio docs, "Understanding edge locations".
var edges = map[string]string{
	"us1": "ashburn", "us2": "umatilla", "ie1": "dublin", "au1": "sydney", "jp1": "tokyo",
	"jp2": "osaka", "br1": "sao-paulo", "de1": "frankfurt", "sg1": "singapore",
}

// isLabel is for what becomes one part of a host's name.
func isLabel(s string) bool {
	const longest = 32
	other := func(c rune) bool { return (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' }
	return s != "" && len(s) <= longest && !strings.ContainsFunc(s, other) && s[0] != '-' && s[len(s)-1] != '-'
}

// BaseURL is where the API of a region answers, through an edge location. Both
// may be empty.
//
// Source: Twilio docs, "Using the Twilio REST API in a non-US Region".
func BaseURL(region, edge string) (string, error) {
	if region == "" && edge == "" {
		return "https://api.twilio.com", nil
	}
	if region == "" {
		region = "us1"
	}
	if edge == "" {
		edge = edges[region]
	}
	switch {
	case !isLabel(region):
		return "", fmt.Errorf("region is %q: want one such as ie1", region)
	case edge == "":
		return "", fmt.Errorf("region %s has no edge location that is known here: name one, such as dublin", region)
	case !isLabel(edge):
		return "", fmt.Errorf("edge is %q: want one such as dublin", edge)
	}
	return "https://api." + edge + "." + region + ".twilio.com", nil
}

// parseBase takes https://host, and http://host on this machine only: the
// credentials go there.
func parseBase(base string) (*url.URL, error) {
	u, err := url.Parse(base)
	switch {
	case err != nil || u.Host == "" || u.Opaque != "":
		return nil, errors.New("base URL must be as in https://api.twilio.com")
	case u.User != nil:
		return nil, errors.New("base URL must have no credentials in it")
	case u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "":
		return nil, errors.New("base URL must end behind the host")
	case u.Scheme == "https" || u.Scheme == "http" && isLoopback(u.Hostname()):
		return &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/"}, nil
	}
	return nil, errors.New("base URL must begin with https://, or with http:// on this machine")
}

// isLoopback takes addresses only: where a name leads, others decide.
func isLoopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}
