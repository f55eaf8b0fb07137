package app

import (
	"github.com/spf13/cobra"

	"lockedit/internal/spec"
)

const restartText = `Restarts the whole domain with kubectl and waits until every server is back in a new pod.
"full" stops all servers first, which means downtime; "rolling" takes one after the other.
When it is interrupted or fails, it puts the domain's previous policy back.`

const restartExample = `  lockedit restart --namespace soans --domain-uid soainfra --restart full`

func (a *app) restartVerb() *cobra.Command {
	cmd := &cobra.Command{
		Use: "restart [flags]", Short: "restart the whole domain with kubectl",
		Long:    restartText,
		Example: restartExample, Args: noArgs,
	}
	f := newFlags(cmd, CodeDone, CodeFailed, CodeActivated, CodePerson, CodeUsage, CodeInterrupted)
	o := bindOptions(f, spec.GroupRestart, spec.GroupCluster, spec.GroupEvidence)
	f.add()
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return a.drive(cmd.Context(), o, job{verb: "restart", needs: spec.Needs{Restart: true}, act: Engine.Restart})
	}
	return a.completing(cmd)
}
