package cli

import (
	"errors"
	"fmt"

	"mintmark/tokens"
)

// The names under which the tutorials keep what a grant is for, and the field
// that they fill.
var grantNames = map[string][]string{
	"voice.outgoing.application_sid": {"TWILIO_TWIML_APP_SID", "TWILIO_TWIML_APPLICATION_SID"},
	"chat.service_sid":               {"TWILIO_CONVERSATIONS_SERVICE_SID", "TWILIO_CHAT_SERVICE_SID"},
	"data_sync.service_sid":          {"TWILIO_SYNC_SERVICE_SID"},
}

// grants is what the names of the tutorials ask for: a product each, and Video
// if there are none, which needs no name.
func (e *environment) grants() (grants []tokens.Grant) {
	if app, _ := e.first(grantNames["voice.outgoing.application_sid"]...); app != "" {
		grants = append(grants, &tokens.Voice{
			Incoming: tokens.Incoming{Allow: true},
			Outgoing: tokens.Outgoing{ApplicationSID: app},
		})
	}
	if service, _ := e.first(grantNames["chat.service_sid"]...); service != "" {
		grants = append(grants, &tokens.Chat{ServiceSID: service})
	}
	if service, _ := e.first(grantNames["data_sync.service_sid"]...); service != "" {
		grants = append(grants, &tokens.Sync{ServiceSID: service})
	}
	if len(grants) == 0 {
		grants = append(grants, &tokens.Video{})
	}
	return grants
}

// rehearse makes a token as everyone will get it and judges it: nobody is to
// find out later that Twilio takes none of them.
func (s *serve) rehearse() error {
	if s.ttl.d <= 0 {
		return s.explainServe(fmt.Errorf("%w, got %v", tokens.ErrTTL, s.ttl.d))
	}
	t := tokens.AccessToken{
		AccountSID: s.signer.AccountSID, KeySID: s.signer.KeySID, Region: s.region, Identity: "rehearsal",
		TTL: s.ttl.d, Now: s.now(), IssuedAt: s.now(), Grants: s.everyone,
	}
	text, err := t.Sign(s.signer.Secret.Reveal())
	if err != nil {
		return s.explainServe(err)
	}
	v := tokens.Diagnose(tokens.Decode(text), tokens.Options{At: t.IssuedAt, Key: tokens.SecretKey(s.signer.Secret.Reveal())})
	for _, f := range v.Findings {
		switch {
		case f.Severity == tokens.NoteSeverity:
		case f.Severity == tokens.WarningSeverity || s.grants.unknown && f.Rule == "grants-none":
			s.warn("every token: %s", f.Found)
		default:
			return usage(f.Fix, "Twilio would refuse these tokens: %s", f.Found)
		}
	}
	return nil
}

// explainServe adds to an error of the library where the value comes from.
func (s *serve) explainServe(err error) error {
	var field *tokens.FieldError
	switch {
	case errors.Is(err, tokens.ErrTTL):
		return usage("--ttl takes 15m, 1h30m, or 3600 for seconds", "%w", err)
	case !errors.As(err, &field):
		return err
	case field.Path == "region":
		return usage("it comes from --region", "%w", err)
	case len(s.grants.texts) > 0:
		return usage("it comes from --grant", "%w", err)
	}
	if _, name := s.env.first(grantNames[field.Path]...); name != "" {
		return usage("it comes from "+s.env.source(name), "%w", err)
	}
	return usage("mintmark serve --help says what is read from the environment", "%w", err)
}
