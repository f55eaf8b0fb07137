package app

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lockedit/recordings"
	"lockedit/recordings/seal"
)

const evidenceShowText = `Opens a recording: who did what where, the verdict, every value, and whether it is as it was
sealed. Of a run that died it says how far it came, and what is certain.`

const evidenceShowExample = `  lockedit evidence show recordings/20260101T120000Z-run-soa_cluster`

func (a *app) evidenceShow() *cobra.Command {
	cmd := &cobra.Command{
		Use: "show DIR [flags]", Short: "say what a recording tells, also of a run that died",
		Long: evidenceShowText, Example: evidenceShowExample, Args: oneArg("the directory of a recording"),
		ValidArgsFunction: directories,
	}
	f := newFlags(cmd)
	asJSON := f.group(groupOutput).Bool("json", false, "print the recording as one JSON object")
	f.more = evidenceCodes("the recording cannot be read, or is not as it was sealed")
	f.add()
	cmd.RunE = func(_ *cobra.Command, args []string) error { return a.showRecording(args[0], *asJSON) }
	return cmd
}

func (a *app) showRecording(dir string, asJSON bool) error {
	found, err := recordings.Find(dir)
	if err != nil {
		return recordingError(err)
	}
	report, err := seal.Verify(dir, seal.Checks{})
	if err != nil {
		return recordingError(err)
	}
	if err := a.showFound(dir, found, report, asJSON); err != nil {
		return err
	}
	if report.Sealed != nil && !report.Intact && !found.Running {
		return notAsSealed(dir)
	}
	return nil
}

func (a *app) showFound(dir string, found recordings.Found, report seal.Report, asJSON bool) error {
	if asJSON {
		return a.showJSON(found, report)
	}
	if _, err := io.WriteString(a.Out, foundText(found)); err != nil {
		return err
	}
	outcome := recordings.Outcome{Verdict: found.Run.Verdict}
	a.view.Ended(found.Run, outcome, "")
	if _, err := io.WriteString(a.Out, lastLines(dir, found, report)); err != nil {
		return err
	}
	if found.Next != "" {
		a.view.Say("Next: " + found.Next)
	}
	return nil
}

func (a *app) showJSON(found recordings.Found, report seal.Report) error {
	state := "ended"
	switch {
	case found.Dead:
		state = "died"
	case found.Running:
		state = "running"
	}
	return recordings.WriteJSON(a.Out, map[string]any{"state": state, "run": found.Run, "events": found.Events, "tornBytes": found.Torn,
		"certain": append([]string{}, found.Certain...), "next": found.Next, "seal": report})
}

// foundText says who did what where, and of a run that died what is certain.
func foundText(f recordings.Found) string {
	var b strings.Builder
	line := func(format string, args ...any) {
		b.WriteString(recordings.Visible(fmt.Sprintf(format, args...)) + "\n")
	}
	r := f.Run
	line("lockedit %s %s, %s to %s", r.Verb, r.Cluster, moment(r.Started), moment(r.Ended))
	line("  by %s on %s%s", r.Operator.User, r.Operator.Host, prefixed(", as ", r.Operator.Account))
	if r.Console.URL != "" {
		line("  console %s%s%s", recordings.CleanURL(r.Console.URL), prefixed(" ", r.Console.Version), prefixed(", domain ", r.Console.Domain))
	}
	for _, approval := range r.Approvals {
		line("  approved by %s at %s with key %s", approval.Name, moment(approval.At), approval.KeyID)
	}
	for _, s := range r.Steps {
		line("  %s %s", stepMark(s.Status), s.Title)
	}
	switch {
	case f.Running:
		line("Still running, or its process hangs: this is what it told so far")
	case f.Dead:
		line("INCOMPLETE: the run died. What is certain:")
	}
	for _, sentence := range f.Certain {
		line("  %s", sentence)
	}
	return b.String()
}

func prefixed(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + text
}

func stepMark(s recordings.Status) string {
	switch s {
	case recordings.StatusPassed:
		return "✓"
	case recordings.StatusFailed:
		return "✗"
	case recordings.StatusSkipped:
		return "-"
	}
	return "?"
}

// lastLines say how the seal is and where to read on.
func lastLines(dir string, f recordings.Found, r seal.Report) string {
	var b strings.Builder
	line := func(format string, args ...any) {
		b.WriteString(recordings.Visible(fmt.Sprintf(format, args...)) + "\n")
	}
	switch {
	case f.Running:
	case r.Sealed == nil:
		line("Not sealed; lockedit evidence sign %s --key KEY seals it as incomplete", dir)
	case r.Intact:
		line("Sealed %s, %d files intact, signatures: %d (check them with lockedit evidence verify --key)",
			r.Sealed.SealedAt.UTC().Format(time.RFC3339), r.Files, len(r.Signatures))
	default:
		line("NOT as it was sealed: lockedit evidence verify %s says what was changed", dir)
	}
	if report := filepath.Join(dir, "report.html"); f.Run.Complete && exists(report) {
		line("Report: %s", report)
	}
	return b.String()
}

// exists says whether a file is there: a recording of minimal evidence has no report.
func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}
