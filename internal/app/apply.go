package app

import (
	"github.com/spf13/cobra"

	"lockedit/internal/engine"
	"lockedit/internal/spec"
	"lockedit/recordings"
)

const applyText = `Reads everything again and refuses a plan that is stale; then locks, changes exactly what
the plan says, saves, reads back, activates, and reads back. It does not restart: the
changes come into force with "lockedit restart".

With --approvals N it refuses a plan that has not N valid approvals by different keys, each
named with --approver-key. See "lockedit approve".`

const applyExample = `  lockedit apply recordings/20260101T120000Z-plan-soa_cluster/plan.json --namespace soans --domain-uid soainfra
  lockedit apply plan.json -f soa.yaml`

func (a *app) applyVerb() *cobra.Command {
	cmd := &cobra.Command{
		Use: "apply PLAN [flags]", Short: "make exactly the changes of a plan",
		Long:    applyText,
		Example: applyExample, Args: oneArg("the file plan.json"),
		ValidArgsFunction: filesOf("json"),
	}
	f := newFlags(cmd, CodeDone, CodeFailed, CodeActivated, CodePerson, CodeUsage, CodeInterrupted)
	o := bindOptions(f, spec.GroupWhere, spec.GroupCluster, spec.GroupRestart, spec.GroupApproval, spec.GroupEvidence)
	f.group(spec.GroupApproval).StringArrayVar(&o.approvals, "approval", nil, "`FILE` with approvals, besides the one that lockedit approve writes beside the plan; repeatable")
	f.add()
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		plan, err := readPlan(args[0])
		if err != nil {
			return err
		}
		return a.drive(cmd.Context(), o, job{
			verb: "apply", needs: spec.Needs{Console: true, Cluster: true, Domain: true, Approval: true}, plan: &plan,
			request: engine.Request{PlanFile: args[0]}, act: Engine.Apply,
		})
	}
	return a.completing(cmd)
}

// readPlan reads a plan before anything is contacted; a file that is no plan,
// or was changed, is wrong usage.
func readPlan(name string) (recordings.Plan, error) {
	plan, err := recordings.ReadPlan(name)
	if err != nil {
		usage := spec.Usagef("%s", err)
		usage.Hint = "give the plan.json that lockedit plan wrote, unchanged"
		return plan, usage
	}
	return plan, nil
}
