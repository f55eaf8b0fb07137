package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"lockedit/internal/spec"
	"lockedit/recordings"
	"lockedit/recordings/seal"
)

const evidenceKeygenText = `Writes a key pair into a directory: NAME.key, which only its owner can read, and NAME.pub, to
be given to those who check. Openssl reads and writes the same files. A file that is there is
never overwritten.

The private key is protected by the password of LOCKEDIT_KEY_PASSWORD, of a file, or of the
answer to a question; without a terminal and without any of these it is not protected.`

const evidenceKeygenExample = `  lockedit evidence keygen keys --name operator
  lockedit evidence keygen keys --name ann --type ecdsa --key-password-file password`

// keygen are the flags of evidence keygen.
type keygen struct {
	name, kind, password string
	json                 bool
}

func (a *app) evidenceKeygen() *cobra.Command {
	cmd := &cobra.Command{
		Use: "keygen DIR [flags]", Short: "make a key pair that signs recordings and plans",
		Long: evidenceKeygenText, Example: evidenceKeygenExample, Args: oneArg("the directory for the keys"),
		ValidArgsFunction: directories,
	}
	f := newFlags(cmd)
	var k keygen
	f.group(groupVerb).StringVar(&k.name, "name", "lockedit", "`NAME` of the files, without .key and .pub")
	f.group(groupVerb).StringVar(&k.kind, "type", "ed25519", "`TYPE` of key: ed25519 or ecdsa (P-256)")
	f.group(groupKeys).StringVar(&k.password, "key-password-file", "", "`FILE` with the password, - for standard input")
	f.group(groupOutput).BoolVar(&k.json, "json", false, "print the files and the key's ID as one line of JSON")
	f.more = evidenceCodes("the keys could not be written")
	f.add()
	mustRegister(cmd, "type", cobra.FixedCompletions([]string{"ed25519", "ecdsa"}, cobra.ShellCompDirectiveNoFileComp))
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return a.keygen(cmd.Context(), args[0], k) }
	return cmd
}

func (a *app) keygen(ctx context.Context, dir string, k keygen) error {
	if err := checkKeygen(dir, k); err != nil {
		return err
	}
	password, err := a.newPassword(ctx, k.password)
	if err != nil {
		return err
	}
	signer, err := seal.Generate(k.kind)
	if err != nil {
		return err
	}
	private, public, err := seal.WritePair(dir, k.name, signer, password)
	var exists *seal.ExistsError
	if errors.As(err, &exists) {
		usage := spec.Usagef("%s", err)
		usage.Hint = "choose another directory or another --name"
		return usage
	}
	if err != nil {
		return err
	}
	if len(password) == 0 {
		a.view.Warning("the private key is not protected by a password: whoever reads " + private + " can sign with it")
	}
	if k.json {
		return json.NewEncoder(a.Out).Encode(map[string]any{"private": private, "public": public, "keyId": signer.ID()})
	}
	_, err = fmt.Fprintf(a.Out, "Private key: %s\nPublic key:  %s\nKey ID:      %s\n", private, public, signer.ID())
	return err
}

func checkKeygen(dir string, k keygen) error {
	usage := spec.Usagef("--type is %q, not ed25519 or ecdsa", k.kind)
	switch {
	case k.kind != "ed25519" && k.kind != "ecdsa":
	case k.name == "" || k.name != filepath.Base(k.name):
		usage = spec.Usagef("--name is %q, not the name of a file", k.name)
	case recordings.Recorded(dir):
		usage = spec.Usagef("%s is a recording, into which nothing is written", dir)
	default:
		return nil
	}
	usage.Hint = "lockedit evidence keygen --help shows how it is used"
	return usage
}

// newPassword is the password of a new key: from where [app.keyPassword] takes
// it, or asked for twice; empty without any of them.
func (a *app) newPassword(ctx context.Context, file string) ([]byte, error) {
	if _, set := a.env.Getenv(keyPasswordEnv); file != "" || set {
		return a.keyPassword(ctx, "", file)
	}
	if a.Ask == nil {
		return nil, nil
	}
	first, err := a.asked(ctx, "Password of the new key (empty for none): ")
	if err != nil || first == "" {
		return nil, err
	}
	again, err := a.asked(ctx, "The same password again: ")
	if err == nil && again != first {
		return nil, spec.Usagef("the two passwords differ")
	}
	return []byte(first), err
}
