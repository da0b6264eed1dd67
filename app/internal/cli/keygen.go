package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

type keygenFlags struct {
	format, out, public string
	bits                int
}

// keygenCmd makes keys.
func (p *program) keygenCmd() *cobra.Command {
	f := &keygenFlags{format: "pem", bits: 2048}
	cmd := &cobra.Command{
		Use:   "keygen kind",
		Short: "Make a key: a secret, RSA, EC or Ed25519",
		Example: `  mintmark keygen hs256                                  a secret
  mintmark keygen rsa --out private.pem                  for Twilio's public key client validation
  mintmark keygen es256 --format jwk --out private.jwk --public public.jwk`,
		Long: `The kinds are ` + strings.Join(keyKindNames(), ", ") + `.

The private key goes to standard output, or with --out into a file that only you
can read, and the public half to standard output then, or into the file of
--public. Files that are there are not written over. A secret is text that is used
to the letter, and has no public half.

The kid is the thumbprint of RFC 7638. A JWK has it inside; with --out it is said
on standard error too. --json prints {"kid", "algorithm", "private", "public"}.`,
		Args:      oneKind,
		ValidArgs: keyKindNames(),
		RunE:      func(cmd *cobra.Command, args []string) error { return p.keygen(cmd, args[0], f) },
	}
	flags := cmd.Flags()
	flags.Var(&choice{&f.format, []string{"pem", "jwk"}}, "format", "write this `format`: pem or jwk; a secret is text, or a JWK")
	flags.IntVar(&f.bits, "bits", 2048, "of an RSA key: 2048, 3072 or 4096 `bits`")
	flags.StringVar(&f.out, "out", "", "write the private key to this `file`, which only you can read and which is not there yet")
	flags.StringVar(&f.public, "public", "", "write the public half to this `file`")
	return cmd
}

func oneKind(cmd *cobra.Command, args []string) error {
	see := "the kinds are " + strings.Join(keyKindNames(), ", ")
	switch {
	case len(args) == 0:
		return usage(see, "no kind of key is named")
	case len(args) > 1:
		return usage("make them one by one", "%s makes one key, got %d kinds", cmd.CommandPath(), len(args))
	case slices.Contains(keyKindNames(), args[0]):
		return nil
	}
	near := nearest(args[0], keyKindNames())
	if kind := otherKeyNames[strings.ToLower(args[0])]; kind != "" {
		near = []string{kind}
	}
	if len(near) > 0 {
		see = "did you mean " + strings.Join(near, " or ") + "?"
	}
	return usage(see, "no kind of key is called %s", shorten(args[0]))
}

// otherKeyNames are what others call a kind: the algorithm that it signs with, or
// the family.
var otherKeyNames = map[string]string{
	"rs256": "rsa", "rs384": "rsa", "rs512": "rsa", "ps256": "rsa", "ps384": "rsa", "ps512": "rsa", "rsa2048": "rsa",
	"eddsa": "ed25519", "okp": "ed25519", "ec": "es256", "ecdsa": "es256", "p256": "es256", "p-256": "es256", "prime256v1": "es256",
	"p384": "es384", "p-384": "es384", "p521": "es512", "p-521": "es512",
	"secret": "hs256", "hmac": "hs256", "oct": "hs256",
}

func (p *program) keygen(cmd *cobra.Command, name string, f *keygenFlags) error {
	if f.out == "-" {
		f.out = ""
	}
	if f.public == "-" {
		return usage("leave it out: with --out the public half goes there", "--public - is no file")
	}
	kind := keyKinds[slices.Index(keyKindNames(), name)]
	switch {
	case cmd.Flags().Changed("bits") && name != "rsa":
		return usage("leave it out", "--bits is for rsa")
	case !slices.Contains([]int{2048, 3072, 4096}, f.bits):
		return usage("Twilio takes 2048 for client validation", "--bits is %d: want 2048, 3072 or 4096", f.bits)
	case kind.make == nil && f.public != "":
		return usage("leave out --public", "a secret has no public half")
	case kind.make == nil && cmd.Flags().Changed("format") && f.format == "pem":
		return usage("leave out --format, or take jwk", "a secret has no PEM form")
	}
	key, err := kind.generate(f)
	if err != nil {
		return err
	}
	return p.deliverKey(&key, f)
}

// deliverKey writes the public half first: left alone, it does no harm.
func (p *program) deliverKey(key *newKey, f *keygenFlags) error {
	if f.public != "" {
		if err := writeNew(f.public, key.Public, 0o644); err != nil {
			return err
		}
	}
	if f.out != "" {
		if err := writeNew(f.out, key.Private, 0o600); err != nil {
			return err
		}
		key.Private = ""
	}
	switch {
	case p.json:
		return p.printJSON(key.json())
	case f.out == "":
		return p.print([]byte(key.Private))
	case key.Public == "":
		return nil
	}
	p.tell("the kid is %s", key.KID)
	if f.public != "" {
		return nil
	}
	return p.print([]byte(key.Public))
}

// writeNew writes a file that was not there: a key that is written over is lost.
func writeNew(name, text string, mode fs.FileMode) error {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if errors.Is(err, fs.ErrExist) {
		return usage("take another name, or move it away", "%s is there already", name)
	}
	if err != nil {
		return fmt.Errorf("write the key: %w", err)
	}
	_, err = file.WriteString(text)
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fmt.Errorf("write the key: %w", err)
	}
	return nil
}
