package app

import (
	"github.com/spf13/cobra"

	"lockedit/internal/spec"
)

const runText = `Plans, asks, applies, restarts and verifies, as one recording. The question shows what
will change and which restart follows; only the answer "yes" goes on. --yes skips it.`

const runExample = `  lockedit run -f soa.yaml
  lockedit run --console-url http://wls.example.com/console --cluster soa_cluster \
      --data-source WLSSchemaDataSource --restart none --yes`

func (a *app) runVerb() *cobra.Command {
	cmd := &cobra.Command{
		Use: "run [flags]", Short: "plan, question, apply, restart and verify in one go",
		Long:    runText,
		Example: runExample, Args: noArgs,
	}
	f := newFlags(cmd, CodeDone, CodeFailed, CodeActivated, CodePerson, CodeUsage, CodeInterrupted)
	yes := f.group(groupVerb).BoolP("yes", "y", false, "go on without a question")
	o := bindOptions(f, spec.GroupWhere, spec.GroupCluster, spec.GroupWhat, spec.GroupNew, spec.GroupRestart, spec.GroupApproval, spec.GroupEvidence)
	f.add()
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return a.drive(cmd.Context(), o, job{
			verb: "run", needs: spec.Needs{Console: true, Cluster: true, Wanted: true, Domain: true},
			asks: !*yes, act: Engine.Run,
		})
	}
	return a.completing(cmd)
}
