package app

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"lockedit/internal/spec"
	"lockedit/recordings"
	"lockedit/recordings/seal"
)

const evidenceText = `Checks, signs and opens recordings. It contacts nothing but, if asked to, a time stamping
authority. What it checks can be checked without lockedit, too: see docs/evidence.md.`

func (a *app) evidenceVerb() *cobra.Command {
	cmd := &cobra.Command{
		Use: "evidence VERB", Short: "check, sign or open a recording; make keys",
		Long: evidenceText, Args: cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, args []string) error {
			usage := spec.Usagef("evidence is followed by verify, sign, show or keygen, not by %q", strings.Join(args[:min(1, len(args))], ""))
			usage.Hint = "lockedit evidence --help says what each does"
			return usage
		},
	}
	verbs := []*cobra.Command{a.evidenceVerify(), a.evidenceSign(), a.evidenceShow(), a.evidenceKeygen()}
	cmd.AddCommand(verbs...)
	cmd.SetUsageFunc(func(c *cobra.Command) error {
		_, err := io.WriteString(a.Out, evidenceUsage(verbs))
		return err
	})
	return cmd
}

func evidenceUsage(verbs []*cobra.Command) string {
	var b strings.Builder
	b.WriteString("Usage:\n  lockedit evidence VERB [flags]\n\nVerbs:\n")
	for _, c := range verbs {
		fmt.Fprintf(&b, "  %-7s %s\n", c.Name(), c.Short)
	}
	b.WriteString("\n\"lockedit evidence VERB --help\" says what a verb does, its flags and its exit codes.\n")
	return b.String()
}

// adviceError is an error that knows what to do next.
type adviceError struct {
	err  error
	next string
}

func (e *adviceError) Error() string { return e.err.Error() }

func (e *adviceError) Unwrap() error { return e.err }

// recordingError is an error of a recording as the program ends with it: what is
// no recording, or one of a newer lockedit, is wrong usage.
func recordingError(err error) error {
	var foreign *recordings.ForeignError
	var newer *recordings.NewerSchemaError
	var held *recordings.HeldError
	var broken *seal.BrokenError
	usage := spec.Usagef("%v", err)
	switch {
	case errors.As(err, &foreign):
		usage.Hint = "give the directory of a recording, as lockedit made it"
		return usage
	case errors.As(err, &newer):
		usage.Hint = "read it with a lockedit at least as new as the one that wrote it"
		return usage
	case errors.As(err, &held):
		return &adviceError{err, "wait until that run has ended; nothing was written"}
	case errors.As(err, &broken):
		return &adviceError{err, "find the recording as it was made; this one is not signed, and nothing was written into it"}
	}
	return keyUsage(err)
}

// evidenceCodes replaces the texts of the exit codes of a run.
func evidenceCodes(failed string) func() string {
	return func() string {
		return fmt.Sprintf("Exit codes:\n  %3d  %s\n  %3d  %s\n  %3d  %s", CodeDone, "done", CodeFailed, failed, CodeUsage,
			"wrong usage; no recording, one of a newer lockedit, or a key that cannot be used")
	}
}
