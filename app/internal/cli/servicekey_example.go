package cli

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"mintmark/app/internal/config"
	"mintmark/app/internal/policy"
	"mintmark/tokens"
)

// howToAsk is a request that the policy lets a service key make, to be pasted.
// Without a configuration there is nothing to name.
func (k *serviceKeys) howToAsk(id string) string {
	const with, ask = "with the key in KEY and the server's address in URL: ", `curl -s -X POST -H "Authorization: Bearer $KEY" `
	if k.file == "" {
		return with + ask + "$URL/token"
	}
	c, err := config.LoadWithoutSecrets(k.file)
	if err != nil {
		return k.command("mintmark config check") + " says what is wrong with the policy; " + with + ask + "$URL/token"
	}
	who := policy.Principal{Name: policy.ServicePrefix + ":" + id, Method: byServiceKey, ServiceKey: id}
	body, ok := exampleFor(c.Policy, who)
	switch {
	case !ok:
		return "mintmark policy explain --config " + quoteShell(k.file) + " --service-key " + id + " says why it gets nothing yet"
	case body == "{}":
		return with + ask + "$URL/token"
	}
	return with + ask + `-H "Content-Type: application/json" -d ` + quoteShell(body) + " $URL/v1/token"
}

// A requestBody is that of POST /v1/token.
type requestBody struct {
	Profile  string         `json:"profile,omitempty"`
	Identity string         `json:"identity,omitempty"`
	Grants   jsontext.Value `json:"grants,omitempty"`
}

// exampleFor is a request that somebody may make, with no more in it than it has
// to name; false where there is none.
func exampleFor(p *policy.Policy, who policy.Principal) (body string, ok bool) {
	samples := map[string][]tokens.Grant{}
	for _, s := range p.Samples() {
		samples[s.Profile] = s.Grants
	}
	for _, prof := range p.Profiles(who) {
		var ask policy.Request
		if !prof.Default {
			ask.Profile = prof.Name
		}
		if prof.Named {
			ask.Identity = strings.ReplaceAll(prof.Identity, "*", "1")
		}
		for _, f := range prof.Fields {
			if f.Required {
				ask.Grants = samples[prof.Name]
			}
		}
		if !p.Decide(who, ask).Allow {
			continue
		}
		grants, err := tokens.MarshalGrants("", ask.Grants)
		if len(ask.Grants) == 0 {
			grants = nil
		}
		text, _ := marshal(requestBody{ask.Profile, ask.Identity, jsontext.Value(grants)})
		return string(text), err == nil
	}
	return "", false
}
