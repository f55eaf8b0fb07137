package app

import (
	"io"

	"github.com/spf13/cobra"

	"lockedit/internal/spec"
)

const rootText = `lockedit follows Oracle's documented path through the WebLogic Administration Console
in headless Chrome to switch on Automatic Service Migration, with a picture of every
step, and hands the restart to kubectl.

Begin with "lockedit plan": it changes nothing. Results go to standard output,
progress and questions to standard error.`

// root is the whole command tree.
func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "lockedit VERB",
		Short:         "switch on Automatic Service Migration through the WebLogic Administration Console",
		Long:          rootText,
		SilenceErrors: true, SilenceUsage: true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		Version:           a.version().Lockedit,
		PersistentPreRun:  func(*cobra.Command, []string) { a.began = true },
		RunE: func(cmd *cobra.Command, _ []string) error {
			usage := spec.Usagef("a verb is missing: %s", "plan, approve, apply, restart, verify, run, release, replay, compare, evidence, testenv, version or completion")
			usage.Hint = "lockedit --help says what each does; lockedit plan is the one to begin with"
			return usage
		},
	}
	root.SetVersionTemplate("lockedit {{.Version}}\n")
	root.SetIn(a.In)
	root.SetOut(a.Out)
	root.SetErr(a.Err)
	root.SetFlagErrorFunc(a.flagError)
	root.SetHelpCommand(a.helpVerb())
	verbs := []*cobra.Command{
		a.planVerb(), a.approveVerb(), a.applyVerb(), a.restartVerb(), a.verifyVerb(), a.runVerb(), a.releaseVerb(), a.replayVerb(), a.compareVerb(),
		a.evidenceVerb(), a.testenvVerb(), a.versionVerb(), a.completionVerb(),
	}
	root.AddCommand(verbs...)
	root.SetUsageFunc(func(*cobra.Command) error {
		_, err := io.WriteString(a.Out, rootUsage(verbs))
		return err
	})
	return root
}
