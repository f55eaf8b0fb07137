package app

import (
	"github.com/spf13/cobra"

	"lockedit/internal/engine"
	"lockedit/internal/spec"
)

const releaseText = `Shows what a crashed run of this account left behind: a lock, pending edits. With --undo it
undoes the pending edits and releases the lock. It touches nobody else's.`

const releaseExample = `  lockedit release --console-url http://wls.example.com/console
  lockedit release --console-url http://wls.example.com/console --undo`

func (a *app) releaseVerb() *cobra.Command {
	cmd := &cobra.Command{
		Use: "release [flags]", Short: "show, or undo, what a crashed run left behind",
		Long:    releaseText,
		Example: releaseExample, Args: noArgs,
	}
	f := newFlags(cmd, CodeDone, CodeFailed, CodePerson, CodeUsage, CodeInterrupted)
	undo := f.group(groupVerb).Bool("undo", false, "undo this account's pending edits and release its lock")
	o := bindOptions(f, spec.GroupWhere, spec.GroupCluster, spec.GroupEvidence)
	f.add()
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return a.drive(cmd.Context(), o, job{
			verb: "release", needs: spec.Needs{Console: true}, request: engine.Request{Undo: *undo}, act: Engine.Release,
		})
	}
	return a.completing(cmd)
}
