package cli

import (
	"errors"
	"fmt"
	"strings"

	"mintmark/tokens"
)

// explain adds to an error of the library which flag or name it is about.
func (p *program) explain(f *mintFlags, err error, secretSource string) error {
	var field *tokens.FieldError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, tokens.ErrTTL):
		return usage("--ttl takes 15m, 1h30m, or 3600 for seconds", "%w", err)
	case errors.Is(err, tokens.ErrIdentity):
		return usage("another --identity will do", "%w", err)
	case errors.Is(err, tokens.ErrSecret):
		return usage("it comes from "+secretSource, "%w", err)
	case errors.As(err, &field):
		return p.explainField(f, field)
	}
	return err
}

func (p *program) explainField(f *mintFlags, err *tokens.FieldError) error {
	switch err.Path {
	case "account_sid":
		return usage("it comes from "+p.sidSource("account-sid", f.account, accountNames), "%w", withoutValue(err))
	case "key_sid":
		return usage("it comes from "+p.sidSource("key-sid", f.keySID, keyNames), "%w", withoutValue(err))
	case "region", "nbf":
		return usage("it comes from --"+err.Path, "%w", err)
	}
	for _, s := range f.slots {
		path, ok := strings.CutPrefix(err.Path, s.grant.Key()+".")
		if !ok {
			continue
		}
		name := "--" + flagName(s.kind.Name, path)
		if !s.named {
			name = "--grant"
		}
		if err.Got == "" {
			return usage("set it with "+name, "%w", err)
		}
		return usage("it comes from "+name, "%w", err)
	}
	return err
}

// sidSource says where a SID was taken from.
func (p *program) sidSource(flag, sid string, names []string) string {
	if value, name := p.env.first(names...); value == sid && name != "" {
		return p.env.source(name)
	}
	return "--" + flag
}

// withoutValue keeps a value that is no SID out of the message: it may be the
// secret, under the wrong name.
func withoutValue(err *tokens.FieldError) error {
	if tokens.NameSID(err.Got) != "" || err.Got == "" {
		return err
	}
	return fmt.Errorf("%s is not right: want %s", err.Path, err.Want)
}

// explainDropIn says which flag or name an error of the library is about.
func explainDropIn(err error, secretSource string) error {
	var field *tokens.FieldError
	switch {
	case errors.Is(err, tokens.ErrTTL):
		return usage("--ttl takes seconds, up to 86400", "%w", err)
	case errors.Is(err, tokens.ErrIdentity):
		return usage("another --identity will do", "%w", err)
	case errors.Is(err, tokens.ErrSecret):
		return usage("it comes from "+secretSource, "%w", err)
	case !errors.As(err, &field):
		return err
	case field.Path == "clientName":
		return usage("it comes from --identity", "%w", err)
	case field.Path == "account_sid" || field.Path == "key_sid":
		return usage("it comes from the environment", "%w", withoutValue(field))
	}
	for name, flag := range dropInHelp {
		if strings.Contains(" "+flag.field+" ", " "+field.Path+" ") {
			return usage("it comes from --"+name, "%w", err)
		}
	}
	return err
}

// explainCapability adds to an error of the library which flag or name it is
// about.
func (p *program) explainCapability(f *capabilityFlags, err error, secretSource string) error {
	var field *tokens.FieldError
	switch {
	case errors.Is(err, tokens.ErrTTL):
		return usage("--ttl takes 15m, 1h30m, or 3600 for seconds", "%w", err)
	case errors.Is(err, tokens.ErrSecret):
		return usage("it comes from "+secretSource, "%w", err)
	case !errors.As(err, &field):
		return err
	case field.Path == "account_sid":
		return usage("it comes from "+p.sidSource("account-sid", f.account, accountNames), "%w", withoutValue(field))
	}
	if flag := capabilityField[field.Path]; flag != "" {
		return usage("it comes from "+flag, "%w", err)
	}
	return usage("", "%w", err)
}

// capabilityField is the flag that gives a field.
var capabilityField = map[string]string{
	"appSid": "--outgoing", "clientName": "--incoming or --client-name", "scope": "--scope", "nbf": "--nbf",
	"workspace_sid": "--workspace-sid", "channel": "--channel-sid", "url": "--policy", "method": "--policy", "filter": "--policy",
}
