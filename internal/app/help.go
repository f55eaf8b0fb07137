package app

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"lockedit/internal/app/view"
	"lockedit/internal/spec"
)

// helpWidth is the width of help pages, in columns.
const helpWidth = 100

// usage is the part of a help page below its text: how the verb is called, its
// flags by group, and its exit codes.
func (f *flags) usage() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Usage:\n  %s\n", f.cmd.UseLine())
	if f.cmd.HasExample() {
		fmt.Fprintf(&b, "\nExamples:\n%s\n", f.cmd.Example)
	}
	for _, g := range f.groups {
		fmt.Fprintf(&b, "\n%s:\n%s", g, flagTable(f.sets[g]))
	}
	if len(f.codes) > 0 {
		b.WriteString(exitCodes(f.codes...))
	}
	if f.more != nil {
		b.WriteString("\n" + f.more() + "\n")
	}
	return b.String()
}

// flagTable lists flags with their usages, wrapped.
func flagTable(set *pflag.FlagSet) string {
	column := 0
	set.VisitAll(func(f *pflag.Flag) { column = max(column, len(flagName(f))) })
	var b strings.Builder
	set.VisitAll(func(f *pflag.Flag) {
		_, usage := pflag.UnquoteUsage(f)
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "0" && f.DefValue != "0s" && f.DefValue != "[]" {
			usage += " (default " + f.DefValue + ")"
		}
		left := flagName(f)
		for _, line := range view.Wrap(usage, helpWidth-column-2) {
			fmt.Fprintf(&b, "%-*s  %s\n", column, left, line)
			left = ""
		}
	})
	return b.String()
}

// flagName is a flag as it is typed, with the placeholder of its value.
func flagName(f *pflag.Flag) string {
	name := "      --" + f.Name
	if f.Shorthand != "" {
		name = "  -" + f.Shorthand + ", --" + f.Name
	}
	value, _ := pflag.UnquoteUsage(f)
	if value != "" {
		name += " " + value
	}
	return name
}

// rootUsage is the help page of the program, with the verbs in the order of
// their use.
func rootUsage(verbs []*cobra.Command) string {
	var b strings.Builder
	b.WriteString("Usage:\n  lockedit VERB [flags]\n\nVerbs:\n")
	for _, c := range verbs {
		fmt.Fprintf(&b, "  %-11s %s\n", c.Name(), c.Short)
	}
	b.WriteString("\n\"lockedit VERB --help\" says what a verb does, its flags and its exit codes.\n")
	return b.String() + exitCodes(CodeDone, CodeFailed, CodeDifferences, CodeActivated, CodePerson, CodeUsage, CodeInterrupted)
}

// helpVerb is "lockedit help VERB", for those who type it that way.
func (a *app) helpVerb() *cobra.Command {
	return &cobra.Command{
		Use: "help [VERB]", Short: "help about a verb", Hidden: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			found, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return spec.Usagef("there is no verb %q", strings.Join(args, " "))
			}
			return found.Help()
		},
	}
}

// usageOf turns what cobra and pflag refuse into usage errors that say where
// to look. Errors of a verb that has begun pass unchanged.
func (a *app) usageOf(err error) error {
	var usage *spec.UsageError
	if err == nil || a.began || errors.As(err, &usage) {
		return err
	}
	message, _, _ := strings.Cut(err.Error(), "\n") // cobra appends suggestions
	message = strings.TrimSuffix(message, ` for "lockedit"`)
	problem := spec.Usagef("%s", strings.Replace(message, "unknown command", "unknown verb", 1))
	problem.Hint = "lockedit --help lists the verbs"
	return problem
}

// flagError explains a flag that a verb does not have. It never repeats the
// value of one that may hold a password.
func (a *app) flagError(cmd *cobra.Command, err error) error {
	usage := spec.Usagef("%s", err)
	usage.Hint = cmd.CommandPath() + " --help lists its flags"
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return usage
	}
	name := unknown.GetSpecifiedName()
	switch {
	case unknown.GetSpecifiedShortnames() != "":
		usage.Problems[0].Text = fmt.Sprintf("unknown flag: -%s", name)
	case strings.HasPrefix(name, "pass"):
		usage.Problems[0].Text = fmt.Sprintf("unknown flag: --%s: a password never stands on a command line, where every user of the machine can read it", name)
		usage.Hint = "set LOCKEDIT_PASSWORD, or give --password-file FILE (- for standard input) or --credentials-secret NAMESPACE/NAME"
	case len(verbsWith(cmd.Root(), name)) > 0:
		usage.Problems[0].Text = fmt.Sprintf("--%s is no flag of %s; it belongs to %s", name, cmd.Name(), strings.Join(verbsWith(cmd.Root(), name), ", "))
	}
	return usage
}

// verbsWith lists the verbs that have a flag.
func verbsWith(root *cobra.Command, flag string) []string {
	var names []string
	for _, c := range root.Commands() {
		if c.Flags().Lookup(flag) != nil {
			names = append(names, c.Name())
		}
	}
	return names
}

// noArgs refuses arguments of a verb that has flags only.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	usage := spec.Usagef("%s takes no arguments; there is %q", cmd.Name(), args[0])
	usage.Hint = cmd.CommandPath() + " --help shows how it is used"
	return usage
}

// oneArg asks for exactly one argument.
func oneArg(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 1 && args[0] != "" {
			return nil
		}
		usage := spec.Usagef("%s takes one argument, %s; there are %d", cmd.Name(), what, len(args))
		usage.Hint = cmd.CommandPath() + " --help shows how it is used"
		return usage
	}
}
