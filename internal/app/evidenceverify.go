package app

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lockedit/internal/spec"
	"lockedit/recordings"
	"lockedit/recordings/seal"
)

const evidenceVerifyText = `Finds every file of a recording that was added, removed, renamed, truncated or changed since
it was sealed, a wrong signer, and an envelope or a time stamp of another recording.

Every key that is given has to have signed. Without --key the signatures are listed but prove
nothing; the same is true of the time stamp without --tsa-cert. That needs --key, too: only a
signature that a given key made has a time. Nothing is contacted.`

const evidenceVerifyExample = `  lockedit evidence verify recordings/20260101T120000Z-run-soa_cluster --key operator.pub
  lockedit evidence verify DIR --key operator.pub --key board.pub --tsa-cert tsa.pem`

// verifying are the flags of evidence verify.
type verifying struct {
	keys, authorities []string
	json              bool
}

func (a *app) evidenceVerify() *cobra.Command {
	cmd := &cobra.Command{
		Use: "verify DIR [flags]", Short: "find whatever was changed in a recording, and who signed it",
		Long: evidenceVerifyText, Example: evidenceVerifyExample, Args: oneArg("the directory of a recording"),
		ValidArgsFunction: directories,
	}
	f := newFlags(cmd)
	var v verifying
	f.group(groupKeys).StringArrayVar(&v.keys, "key", nil, "public key `FILE` that has to have signed, repeatable")
	f.group(groupKeys).StringArrayVar(&v.authorities, "tsa-cert", nil, "certificate `FILE` that the time stamp has to go back to, repeatable")
	f.group(groupOutput).BoolVar(&v.json, "json", false, "print the result as one JSON object")
	f.more = evidenceCodes("the recording is not as it was sealed, or not signed by a given key")
	f.add()
	cmd.RunE = func(_ *cobra.Command, args []string) error { return a.verifyRecording(args[0], v) }
	return cmd
}

// directories completes names of directories.
func directories(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveFilterDirs
}

func (a *app) verifyRecording(dir string, v verifying) error {
	if len(v.authorities) > 0 && len(v.keys) == 0 {
		usage := spec.Usagef("--tsa-cert needs --key: a time stamp is worth no more than the signature that it is over")
		usage.Hint = "give the public key of whoever signed, from its owner"
		return usage
	}
	keys, err := seal.LoadKeys(v.keys, a.env.Open)
	if err != nil {
		return keyUsage(err)
	}
	authorities, err := a.authorities(v.authorities)
	if err != nil {
		return err
	}
	report, err := seal.Verify(dir, seal.Checks{Keys: keys, Authorities: authorities})
	if err != nil {
		return recordingError(err)
	}
	if err := a.printReport(report, v.json); err != nil || report.Intact {
		return err
	}
	return brokenSeal(dir, report)
}

// brokenSeal is the end of a verification that found something; what it is
// stands on standard output.
func brokenSeal(dir string, r seal.Report) error {
	if r.Problems[0].Kind == seal.KindUnsealed {
		return &adviceError{fmt.Errorf("recording %s is not sealed", dir),
			"`lockedit evidence show " + dir + "` says how far its run came; `lockedit evidence sign` seals it as incomplete"}
	}
	return notAsSealed(dir)
}

func (a *app) printReport(r seal.Report, asJSON bool) error {
	if asJSON {
		return recordings.WriteJSON(a.Out, r)
	}
	_, err := io.WriteString(a.Out, reportText(r))
	return err
}

// reportText says whether a recording is intact, and what of.
func reportText(r seal.Report) string {
	var b strings.Builder
	if r.Intact {
		fmt.Fprintf(&b, "Intact: %d files are as they were sealed\n", r.Files)
	} else {
		fmt.Fprintf(&b, "NOT intact (%d):\n", len(r.Problems))
	}
	for _, p := range r.Problems {
		fmt.Fprintf(&b, "  ✗ %s\n", p.Text)
	}
	if r.Sealed != nil {
		b.WriteString(sealedText(*r.Sealed) + signaturesText(r.Signatures))
	}
	if r.Stamp != nil {
		b.WriteString(stampText(r))
	}
	return b.String()
}

func sealedText(s recordings.SealedRun) string {
	var b strings.Builder
	line := func(format string, args ...any) {
		b.WriteString(recordings.Visible(fmt.Sprintf(format, args...)) + "\n")
	}
	line("Recording: %s %s, %s to %s, by %s on %s: %s", s.Verb, s.Cluster, moment(s.Started), moment(s.Ended), s.Operator.User, s.Operator.Host, s.Result)
	if s.Verdict != "" {
		line("Verdict: %s", s.Verdict)
	}
	line("Sealed: %s by %s, lockedit %s", moment(s.SealedAt), s.SealedBy, s.Lockedit)
	if !s.Complete {
		line("INCOMPLETE:")
	}
	for _, m := range s.Missing {
		line("  %s", m)
	}
	return b.String()
}

func signaturesText(all []seal.Signature) string {
	if len(all) == 0 {
		return "Not signed: this says nothing of who sealed it\n"
	}
	var b strings.Builder
	for _, s := range all {
		state := "not checked: give its public key with --key"
		if s.Verified {
			state = "verified with " + s.Key
		}
		b.WriteString(recordings.Visible("Signed: key "+s.KeyID+", "+state) + "\n")
	}
	return b.String()
}

func stampText(r seal.Report) string {
	state := "not checked: give its certificate with --tsa-cert, and the key of that signature with --key"
	switch {
	case r.Stamp.Verified:
		state = "verified"
	case slices.ContainsFunc(r.Problems, func(p seal.Problem) bool { return p.Kind == seal.KindStamp }):
		state = "NOT verified"
	}
	s := *r.Stamp
	return recordings.Visible(fmt.Sprintf("Time stamp: %s by %s, over the signature of key %s, %s", moment(s.Time), s.Authority, s.Over, state)) + "\n"
}

func moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05Z") }

// notAsSealed is the error of a recording that was changed after its seal.
func notAsSealed(dir string) error {
	return &adviceError{fmt.Errorf("recording %s is not as it was sealed", dir), "do not rely on this recording; ask for it as it was made"}
}
