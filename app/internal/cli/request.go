package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"mintmark/tokens"
)

// requestFlags describe one request to Twilio's API.
type requestFlags struct {
	line    string
	headers []string
	body    string
}

func (r *requestFlags) add(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&r.line, "request", "", "the `request` that a client validation token is for: 'GET https://api.twilio.com/…'")
	f.StringArrayVar(&r.headers, "header", nil, "a `header` of it, 'Authorization: Basic …'; may be repeated")
	f.StringVar(&r.body, "body", "", "the `body` of it, or @file, @- for standard input")
}

// request is what the flags describe; nil where they do not.
func (p *program) request(ctx context.Context, r *requestFlags) (*tokens.Request, error) {
	if r.line == "" {
		if len(r.headers) > 0 || r.body != "" {
			return nil, usage("--request 'GET https://api.twilio.com/…'", "--header and --body are about --request, which is missing")
		}
		return nil, nil
	}
	method, address, ok := strings.Cut(strings.TrimSpace(r.line), " ")
	if !ok {
		return nil, usage("--request 'GET https://api.twilio.com/…'", "--request is %q: want a method and an address", shorten(r.line))
	}
	q := &tokens.Request{Method: strings.ToUpper(method), URL: strings.TrimSpace(address), Header: map[string][]string{}, Body: []byte(r.body)}
	for _, h := range r.headers {
		name, value, ok := strings.Cut(h, ":")
		if name = strings.TrimSpace(name); !ok || name == "" {
			return nil, usage("--header 'Name: value'", "a --header has no name and value")
		}
		q.Header[name] = append(q.Header[name], strings.TrimSpace(value))
	}
	if file, ok := strings.CutPrefix(r.body, "@"); ok {
		body, err := p.readFile(ctx, file, maxInput)
		if err != nil {
			return nil, fmt.Errorf("--body: %w", err)
		}
		q.Body = body
	}
	return q, nil
}
