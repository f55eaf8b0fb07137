package app

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lockedit/internal/spec"
)

const completionText = `Prints a script that lets a shell complete verbs, flags and their values.

  bash:        source <(lockedit completion bash)
  zsh:         lockedit completion zsh > "${fpath[1]}/_lockedit"
  fish:        lockedit completion fish | source
  powershell:  lockedit completion powershell | Out-String | Invoke-Expression`

func shells() []string { return []string{"bash", "zsh", "fish", "powershell"} }

func (a *app) completionVerb() *cobra.Command {
	cmd := &cobra.Command{
		Use: "completion SHELL", Short: "print a completion script",
		Long: completionText,
		Args: oneArg(strings.Join(shells(), ", ")), ValidArgs: shells(),
	}
	f := newFlags(cmd, CodeDone, CodeUsage)
	f.add()
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		root := cmd.Root()
		switch args[0] {
		case "bash":
			return root.GenBashCompletionV2(a.Out, true)
		case "zsh":
			return root.GenZshCompletion(a.Out)
		case "fish":
			return root.GenFishCompletion(a.Out, true)
		case "powershell":
			return root.GenPowerShellCompletionWithDesc(a.Out)
		}
		usage := spec.Usagef("no completion for %q", args[0])
		usage.Hint = "choose " + strings.Join(shells(), ", ")
		return usage
	}
	return cmd
}

// completing adds the values that are cheap to know to a verb's completion.
func (a *app) completing(cmd *cobra.Command) *cobra.Command {
	words := map[string][]string{
		"migration-basis": {string(spec.BasisDatabase), string(spec.BasisConsensus)},
		"policy":          {string(spec.PolicyExactlyOnce), string(spec.PolicyFailureRecovery), string(spec.PolicyShutdownRecovery), string(spec.PolicyManual)},
		"restart":         {string(spec.StrategyAuto), string(spec.StrategyFull), string(spec.StrategyRolling), string(spec.StrategyNone)},
		"target":          {"all"}, "evidence": evidenceWords(), "log-level": logLevels(), "log-format": logFormats(),
	}
	for flag, values := range words {
		if cmd.Flags().Lookup(flag) != nil {
			mustRegister(cmd, flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
		}
	}
	mustRegister(cmd, "file", filesOf("yaml", "yml"))
	return cmd
}

// mustRegister cannot fail: the flag was looked up, and is registered once.
func mustRegister(cmd *cobra.Command, flag string, complete cobra.CompletionFunc) {
	_ = cmd.RegisterFlagCompletionFunc(flag, complete)
}

// filesOf completes names of files with one of the extensions.
func filesOf(extensions ...string) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return slices.Clone(extensions), cobra.ShellCompDirectiveFilterFileExt
	}
}
