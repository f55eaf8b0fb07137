package app

import (
	"github.com/spf13/cobra"

	"lockedit/internal/spec"
)

const verifyText = `Logs in again, reads back every value from freshly opened pages, and compares it with
what was asked. It never clicks Lock & Edit. The values are in force if every server was
restarted after they were activated: the console does not show that, lockedit run does.`

const verifyExample = `  lockedit verify -f soa.yaml`

func (a *app) verifyVerb() *cobra.Command {
	cmd := &cobra.Command{
		Use: "verify [flags]", Short: "read every value back; touches nothing",
		Long:    verifyText,
		Example: verifyExample, Args: noArgs,
	}
	f := newFlags(cmd, CodeDone, CodeFailed, CodeUsage, CodeInterrupted)
	o := bindOptions(f, spec.GroupWhere, spec.GroupCluster, spec.GroupWhat, spec.GroupRestart, spec.GroupEvidence)
	f.add()
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return a.drive(cmd.Context(), o, job{
			verb: "verify", needs: spec.Needs{Console: true, Cluster: true, Wanted: true}, act: Engine.Verify,
		})
	}
	return a.completing(cmd)
}
