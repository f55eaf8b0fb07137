package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"lockedit/internal/spec"
	"lockedit/recordings/seal"
)

const evidenceSignText = `Adds a signature to a recording, or a time stamp, or both. Only the envelope, the time stamp
and their lines in SHA256SUMS are written; a recording that is not as it was sealed is refused.

A run that died left its recording without a seal. This seals it as incomplete, with what is
certain of that run; it never becomes complete.`

const evidenceSignExample = `  lockedit evidence sign recordings/20260101T120000Z-run-soa_cluster --key board.key
  lockedit evidence sign DIR --tsa-url http://tsa.example.com/`

// signing are the flags of evidence sign.
type signing struct {
	key, password, authority string
	json                     bool
}

func (a *app) evidenceSign() *cobra.Command {
	cmd := &cobra.Command{
		Use: "sign DIR [flags]", Short: "add a signature or a time stamp to a recording",
		Long: evidenceSignText, Example: evidenceSignExample, Args: oneArg("the directory of a recording"),
		ValidArgsFunction: directories,
	}
	f := newFlags(cmd)
	var s signing
	bindKey(f, &s.key, &s.password, "private `FILE` to sign with (PEM; ed25519, or ECDSA on P-256, P-384 or P-521)")
	f.group(groupKeys).StringVar(&s.authority, "tsa-url", "", "`URL` of a time stamping authority (RFC 3161)")
	f.group(groupOutput).BoolVar(&s.json, "json", false, "print the result as one line of JSON")
	f.more = evidenceCodes("the recording is not as it was sealed or still written; or there is no time stamp")
	f.add()
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return a.signRecording(cmd.Context(), args[0], s) }
	return cmd
}

func (a *app) signRecording(ctx context.Context, dir string, s signing) error {
	if s.key == "" && s.authority == "" {
		usage := spec.Usagef("there is nothing to add: --key and --tsa-url are both missing")
		usage.Hint = "give a private key; `lockedit evidence keygen` makes one"
		return usage
	}
	if wrong := spec.WrongTSAURL(s.authority); s.authority != "" && wrong != "" {
		return spec.Usagef("--tsa-url: %s", wrong)
	}
	adding := seal.Signing{Authority: s.authority, Now: a.env.Now, Lockedit: a.version().Lockedit}
	if s.key != "" {
		signer, err := a.signer(ctx, s.key, s.password)
		if err != nil {
			return err
		}
		adding.Signers = []*seal.Signer{signer}
	}
	done, err := seal.Sign(ctx, dir, adding)
	var stamp *seal.StampError
	switch {
	case errors.As(err, &stamp):
		return &adviceError{err, "ask again when it answers: `lockedit evidence sign " + dir + " --tsa-url URL`; signatures are written"}
	case err != nil:
		return recordingError(err)
	}
	return a.printSigned(dir, done, s.json)
}

func (a *app) printSigned(dir string, done seal.Signed, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(a.Out).Encode(map[string]any{"dir": dir, "complete": done.Complete,
			"signatures": done.Signatures, "sealedNow": done.Fresh, "stamped": done.Stamped})
	}
	text := fmt.Sprintf("Signed: %s has %d signatures now", dir, done.Signatures)
	if done.Signatures == 1 {
		text = fmt.Sprintf("Signed: %s has 1 signature now", dir)
	}
	if !done.Complete {
		text += "; it is sealed as INCOMPLETE"
	}
	switch {
	case done.Stamped:
		text += "\nTime stamp added"
	case done.HadStamp:
		text += "\nThe time stamp that it has was kept"
	}
	_, err := fmt.Fprintln(a.Out, text)
	return err
}
