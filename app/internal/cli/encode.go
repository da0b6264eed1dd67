package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"mintmark/tokens"
)

type encodeFlags struct {
	keyFlags
	deliveryFlags
	header, alg string
}

// encodeCmd signs whatever it is given.
func (p *program) encodeCmd() *cobra.Command {
	f := &encodeFlags{}
	cmd := &cobra.Command{
		Use:   "encode [payload | -]",
		Short: "Sign any JWT, with the header and the payload as they are",
		Example: `  mintmark encode '{"sub":"alice"}'                     HS256, with the secret in .env
  mintmark encode --key private.pem --alg RS256 @claims.json
  mintmark decode --json eyJ… | jq -c .payload | mintmark encode --secret-file secret.txt
  mintmark encode --header '{"alg":"ES256","kid":"1"}' --key ec.jwk @claims.json`,
		Long: `Nothing is checked but that the header names an algorithm that the key makes: for
tests and for repairs. Tokens for Twilio are minted with mintmark mint.

The payload is kept byte for byte: text, @file, or standard input. The header is
{"alg":…,"typ":"JWT"} unless --header gives another; --alg and --kid are put into
it. Without --alg and without an alg in the header the key decides.

The key comes from --key, --secret or --secret-file, else from
TWILIO_API_KEY_SECRET or TWILIO_API_SECRET in the environment or .env, else from a
prompt on a terminal. --json prints {"token", "algorithm", "key"}.`,
		Args: atMostOne("the payload"),
		RunE: func(cmd *cobra.Command, args []string) error { return p.encode(cmd, args, f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.header, "header", "", "the `header`: JSON or @file")
	flags.Var(&algorithm{&f.alg}, "alg", "sign with this `algorithm`: HS256, RS256, PS256, ES256, EdDSA and the like")
	f.deliveryFlags.add(cmd)
	f.keyFlags.add(cmd)
	flags.Lookup("key").Usage = "sign with the private key or the secret in this `file`: PEM, JWK, or a text"
	flags.Lookup("kid").Usage = "put this `id` into the header, and of several keys take the one that has it"
	return cmd
}

func (p *program) encode(cmd *cobra.Command, args []string, f *encodeFlags) error {
	if err := p.loadEnv(cmd, &f.secretFlags); err != nil {
		return err
	}
	payload, err := p.payload(cmd.Context(), args)
	if err != nil {
		return err
	}
	key, err := p.encodingKey(cmd.Context(), f)
	if err != nil {
		return err
	}
	header, err := p.encodingHeader(cmd.Context(), f, key)
	if err != nil {
		return err
	}
	text, err := tokens.Encode(header, payload, key)
	if err != nil {
		return explainEncode(err, key)
	}
	if weak := key.Weakness(f.alg); weak != "" {
		p.warn("%s", weak)
	}
	if !isObject(payload) {
		p.warn("the payload is no JSON object, so no JWT: few readers will take it")
	}
	return p.deliver(cmd.Context(), &f.deliveryFlags, delivery{
		token: text,
		json: struct {
			Token     string `json:"token"`
			Algorithm string `json:"algorithm"`
			Key       string `json:"key"`
		}{text, f.alg, key.Describe()},
	})
}

// isObject reports whether a text of any length is a JSON object.
func isObject(text []byte) bool {
	return bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")) && json.Valid(text)
}

// payload is the argument, the file that it names, or standard input. One with
// nothing in it is a program in front of the pipe that failed.
func (p *program) payload(ctx context.Context, args []string) (payload []byte, err error) {
	switch {
	case len(args) == 0 && isTerminal(p.stdin):
	case len(args) == 0 || isDash(args):
		payload, err = p.readFile(ctx, "-", maxInput)
	default:
		payload, err = p.textOrFile(ctx, args[0])
	}
	if err == nil && len(bytes.TrimSpace(payload)) == 0 {
		err = usage(`mintmark encode '{"sub":"alice"}'`, "there is no payload")
	}
	return payload, err
}

// encodingKey is the one key to sign with.
func (p *program) encodingKey(ctx context.Context, f *encodeFlags) (tokens.Key, error) {
	if len(f.files) == 0 {
		secret, err := p.needSecret(ctx, &f.secretFlags)
		return tokens.SecretKey(secret.text), err
	}
	var ring keyring
	if err := p.readKeys(ctx, &keyFlags{secretFlags: f.secretFlags, files: f.files}, &ring); err != nil {
		return tokens.Key{}, err
	}
	switch n := len(ring.given); {
	case n == 1: // --kid is for the header then
	case f.id == "":
		return tokens.Key{}, usage("--kid takes one of them", "there are %d keys", n)
	default:
		if err := ring.pick(f.id); err != nil {
			return tokens.Key{}, err
		}
	}
	return ring.given[0].Key, nil
}

func explainEncode(err error, key tokens.Key) error {
	switch {
	case errors.Is(err, tokens.ErrAlgorithm) && len(key.Algorithms()) > 0:
		return usage("this key makes "+strings.Join(key.Algorithms(), ", "), "%w", err)
	case errors.Is(err, tokens.ErrKey):
		return usage("--key takes the private key", "%w", err)
	}
	return err
}
