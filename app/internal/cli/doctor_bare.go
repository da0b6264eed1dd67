package cli

import (
	"context"
	"time"

	"mintmark/app/internal/config"
	"mintmark/app/internal/policy"
)

// unconfigured is what mintmark serve would do where there is no configuration.
// It has no key where serve would not start.
func (d *doctor) unconfigured(ctx context.Context) *config.Config {
	d.warning("configuration", "mintmark config example >mintmark.yaml prints one to begin with",
		"there is no mintmark.yaml: mintmark serve would take credentials from the environment or .env, and give everyone the same")
	c := config.Default()
	c.Admin, c.Policy = "", policy.ForEveryone(10*time.Minute, d.env.grants())
	key, account, err := d.ownKey(ctx)
	if err != nil {
		d.failWith("secrets", err)
		return c
	}
	c.Twilio = config.Twilio{AccountSID: account, Keys: []config.Key{key}}
	return c
}

// ownKey is the key that mintmark serve would sign with.
func (d *doctor) ownKey(ctx context.Context) (key config.Key, account string, err error) {
	s := &serve{program: d.program, secrets: secretFlags{envFile: d.envFile}}
	if s.found, err = d.secret(ctx, &s.secrets, false); err != nil {
		return key, "", err
	}
	if err = s.credentials(); err == nil {
		err = s.checkPrivate()
	}
	return config.Key{SID: s.signer.KeySID, Secret: s.signer.Secret}, s.signer.AccountSID, err
}
