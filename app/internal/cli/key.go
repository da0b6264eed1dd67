package cli

import (
	"cmp"
	"context"
	"errors"

	"github.com/spf13/cobra"

	"mintmark/app/internal/config"
	"mintmark/app/internal/secret"
	"mintmark/app/internal/store"
	"mintmark/app/internal/twilio"
	"mintmark/tokens"
)

// keys is what the commands below mintmark key share.
type keys struct {
	*program
	place
	twilio          config.Twilio // of the configuration, where there is one: the account and the region
	configured      keysInUse     // of the configuration too
	account, main   string
	username        string // that Twilio was asked with
	region, edge    string
	base            string
	secrets         secretFlags
	name, out       string // of a new key
	yes, regardless bool   // when deleting
}

// What may manage keys. The secret of a Main key stands under a name of its own:
// no server should find it.
var (
	mainKeyNames = []string{"TWILIO_MAIN_KEY_SID"}
	mainSecret   = credential{"secret of the Main key", "Secret of the Main key: ", []string{"TWILIO_MAIN_KEY_SECRET"}}
	baseNames    = []string{"TWILIO_API_BASE_URL"}
	regionNames  = []string{"TWILIO_REGION"}
	edgeNames    = []string{"TWILIO_EDGE"}
)

// keyCmd keeps the API keys that the server signs with.
func (p *program) keyCmd() *cobra.Command {
	k := &keys{program: p}
	cmd := &cobra.Command{
		Use:   "key",
		Short: "Keep the API keys at Twilio that the server signs with",
		Example: `  mintmark key create --name web-b --out secrets/sk_b
  mintmark key list
  mintmark key status                        when does the last token of each key end?
  mintmark key delete SK…                    refuses every token that it signed`,
		Long: whichDB,
		Args: p.commandsOnly,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	k.add(cmd.PersistentFlags())
	cmd.AddCommand(
		suggestedFor(k.createCmd(), "new", "add", "make"),
		suggestedFor(k.listCmd(), "ls", "show"),
		suggestedFor(k.statusCmd(), "usage", "use"),
		suggestedFor(k.deleteCmd(), "remove", "rm", "del", "revoke"),
	)
	return cmd
}

// atTwilio is the help of the commands that ask Twilio.
const atTwilio = `Twilio lets the auth token manage keys, or a Main key, which the Console makes; a
Standard key may not. Give one for this call: TWILIO_AUTH_TOKEN, or
TWILIO_MAIN_KEY_SID and TWILIO_MAIN_KEY_SECRET, in the environment or in .env, the
secret also by --secret-file or at the prompt. No server needs it.`

// asksTwilio gives a command the flags that say whom to ask, and as who.
func (k *keys) asksTwilio(cmd *cobra.Command) *cobra.Command {
	f := cmd.Flags()
	f.StringVar(&k.account, "account-sid", "", "the account, `AC...`")
	f.StringVar(&k.main, "main-key", "", "a Main key, `SK...`, in place of the auth token")
	f.StringVar(&k.secrets.file, "secret-file", "", "read the auth token, or the secret of the Main key, from this `file`, - for standard input")
	f.StringVar(&k.region, "region", "", "`region` of the keys, as in ie1; us1 if empty")
	f.StringVar(&k.edge, "edge", "", "the `edge` where to enter the region, as in dublin")
	f.StringVar(&k.base, "base-url", "", "ask this `address` in place of https://api.twilio.com")
	cmd.Long += "\n\n" + atTwilio
	return cmd
}

// load reads the environment, which database it is, and whose account.
func (k *keys) load(cmd *cobra.Command) (err error) {
	k.secrets.envFile = k.envFile
	if err = k.loadEnv(cmd, &k.secrets); err != nil {
		return err
	}
	if err = k.read(k.program); err == nil && k.file != "" {
		k.twilio, err = config.LoadAccount(k.file, k.lookup)
	}
	return err
}

// loadInUse is load and what the configuration says about keys. A new key may
// be wanted for the first one there.
func (k *keys) loadInUse(cmd *cobra.Command) (err error) {
	if err = k.load(cmd); err == nil && k.file != "" {
		k.configured, err = config.LoadKeySIDs(k.file, k.lookup)
	}
	return err
}

// client is who asks Twilio, with the credentials for this one call.
func (k *keys) client(ctx context.Context) (*twilio.Client, error) {
	base, err := k.baseURL()
	if err != nil {
		return nil, err
	}
	account, source := k.whose()
	if account == "" {
		return nil, usage(k.env.putIn("it")+", or pass --account-sid", "%s", k.env.lacking(accountNames[0], accountNames))
	}
	if tokens.CheckSID("AC", account) != nil {
		return nil, checkEnvSID(source, "AC", account)
	}
	with, err := k.proof(ctx, account, source)
	if err != nil {
		return nil, err
	}
	c, err := twilio.New(base, account, with)
	if err != nil {
		return nil, usage("--base-url, or TWILIO_API_BASE_URL", "%w", err)
	}
	return c, nil
}

// whose account it is, and where that stands: the configuration goes before the
// environment, as in the server.
func (k *keys) whose() (account, source string) {
	switch {
	case k.account != "":
		return k.account, "--account-sid"
	case k.twilio.AccountSID != "":
		return k.twilio.AccountSID, "account_sid in " + k.file
	}
	account, name := k.env.first(accountNames...)
	return account, k.env.source(name)
}

// proof is the auth token, or a Main key where one is named.
func (k *keys) proof(ctx context.Context, account, source string) (twilio.Credentials, error) {
	username := account
	k.secrets.of = authToken
	if value, name := k.env.first(mainKeyNames...); cmp.Or(k.main, value) != "" {
		k.secrets.of = mainSecret
		username, source = value, k.env.source(name)
		if k.main != "" {
			username, source = k.main, "--main-key"
		}
		if err := checkEnvSID(source, "SK", username); err != nil {
			return twilio.Credentials{}, err
		}
	}
	k.username = username
	found, err := k.needSecret(ctx, &k.secrets)
	if err == nil {
		err = found.owner.mustBe(username, source, found.source, "set both in the same place, or pass --secret-file")
	}
	return twilio.Credentials{Username: username, Password: secret.Text(found.text)}, err
}

// baseURL is where Twilio answers. Out of a .env file that nobody named it is
// not taken: whoever wrote that would be sent the credentials.
func (k *keys) baseURL() (string, error) {
	value, name := k.env.first(baseNames...)
	switch {
	case k.base != "":
		return k.base, nil
	case value != "" && !k.env.mayPoint(name):
		return "", usage("--env-file "+k.env.path+" says that you trust the file; or pass --base-url", "%s is not taken out of a file that is read unasked", k.env.source(name))
	case value != "":
		return value, nil
	}
	region, _ := k.env.first(regionNames...)
	edge, _ := k.env.first(edgeNames...)
	base, err := twilio.BaseURL(cmp.Or(k.region, k.twilio.Region, region), cmp.Or(k.edge, edge))
	if err != nil {
		return "", usage("--region ie1 --edge dublin", "%w", err)
	}
	return base, nil
}

// trail is the database of the server, nil where there is none: keys may be made
// before it.
func (k *keys) trail(ctx context.Context) (store.Store, error) {
	if !k.missing() {
		return k.connect(ctx)
	}
	if k.given("db") {
		return nil, k.noDatabase("mintmark serve makes it, and mintmark user add")
	}
	return nil, nil
}

// record writes to the audit trail what was done at Twilio.
func (k *keys) record(ctx context.Context, db store.Store, kind store.Kind, key twilio.Key) error {
	if db == nil {
		return nil
	}
	return db.Record(context.WithoutCancel(ctx), store.Event{Time: k.now(), Kind: kind, Principal: key.SID, Method: "cli", Reason: key.Name})
}

// answered gives an error of Twilio's its hint, unless it has one.
func answered(err error) error {
	var e *twilio.Error
	var f *failure
	if !errors.As(err, &f) && errors.As(err, &e) && e.Advice() != "" {
		return usage(e.Advice(), "%w", err)
	}
	return err
}
