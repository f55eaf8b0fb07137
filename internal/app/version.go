package app

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"lockedit/recordings"
)

func (a *app) versionVerb() *cobra.Command {
	cmd := &cobra.Command{
		Use: "version [flags]", Short: "print the version",
		Long: "Prints the version, the commit and the toolchain.", Args: noArgs,
	}
	f := newFlags(cmd, CodeDone, CodeUsage)
	asJSON := f.group(groupOutput).Bool("json", false, "print the first line that every --json output has")
	f.add()
	cmd.RunE = func(*cobra.Command, []string) error {
		if *asJSON {
			return a.versionLine()
		}
		return a.versionText()
	}
	return cmd
}

// version is what the build stamped, or what the toolchain did.
func (a *app) version() recordings.VersionInfo {
	v := recordings.VersionInfo{Lockedit: a.env.Version, Schema: recordings.EventsSchema}
	switch {
	case v.Lockedit != "":
	case a.env.Build != nil && a.env.Build.Main.Version != "":
		v.Lockedit = a.env.Build.Main.Version
	default:
		v.Lockedit = "(devel)"
	}
	return v
}

func (a *app) versionLine() error {
	info := a.version()
	line, err := recordings.Line(recordings.Event{
		Type: recordings.TypeVersion, Level: "info", Message: "lockedit " + info.Lockedit,
		Time: a.env.Now().UTC(), Seq: 1, Version: &info,
	})
	if err == nil {
		_, err = a.Out.Write(line)
	}
	return err
}

func (a *app) versionText() error {
	text := "lockedit " + a.version().Lockedit
	if a.env.Build != nil {
		if revision := setting(a.env.Build, "vcs.revision"); revision != "" {
			text += "\ncommit " + revision + " " + setting(a.env.Build, "vcs.time")
		}
		text += "\n" + a.env.Build.GoVersion + " " + runtime.GOOS + "/" + runtime.GOARCH
	}
	_, err := fmt.Fprintln(a.Out, text)
	return err
}

func setting(build *debug.BuildInfo, key string) string {
	for _, s := range build.Settings {
		if s.Key == key {
			return s.Value
		}
	}
	return ""
}
