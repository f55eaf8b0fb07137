package app

import (
	"github.com/spf13/cobra"

	"lockedit/internal/engine"
	"lockedit/internal/spec"
)

const planText = `Logs in, walks the documented path, reads every value, takes the "before" pictures,
writes plan.json and prints the differences. It never clicks Lock & Edit.`

const planExample = `  lockedit plan --console-url http://wls.example.com/console --cluster soa_cluster \
      --data-source WLSSchemaDataSource --namespace soans --domain-uid soainfra
  lockedit plan -f soa.yaml --detailed-exitcode`

func (a *app) planVerb() *cobra.Command {
	cmd := &cobra.Command{
		Use: "plan [flags]", Short: "show what would change; touches nothing",
		Long:    planText,
		Example: planExample, Args: noArgs,
	}
	f := newFlags(cmd, CodeDone, CodeFailed, CodeDifferences, CodePerson, CodeUsage, CodeInterrupted)
	detailed := f.group(groupVerb).Bool("detailed-exitcode", false, "exit with 2 when there are differences")
	valid := f.group(groupVerb).Duration("valid-for", 0, "`DURATION` after which the plan is refused (default: never)")
	o := bindOptions(f, spec.GroupWhere, spec.GroupCluster, spec.GroupWhat, spec.GroupNew, spec.GroupRestart, spec.GroupApproval, spec.GroupEvidence)
	f.add()
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if *valid < 0 {
			return &spec.UsageError{Problems: []spec.Problem{{Where: "--valid-for", Text: "is negative"}}}
		}
		return a.drive(cmd.Context(), o, job{
			verb: "plan", needs: spec.Needs{Console: true, Cluster: true, Wanted: true, Domain: true},
			request: engine.Request{DetailedExitCode: *detailed, ValidFor: *valid}, act: Engine.Plan,
		})
	}
	return a.completing(cmd)
}
