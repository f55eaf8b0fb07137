package app

import (
	"encoding/json"
	"fmt"
	"net"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"lockedit/internal/app/testenv"
	"lockedit/internal/spec"
	"lockedit/testenv/console"
)

const testenvText = `Starts a test console that behaves like the Administration Console, and with --kube a real
Kubernetes API with a domain "soainfra" whose operator is played. Prints where they are and
a command line to try, and runs until it is interrupted.

The account is weblogic with the password of LOCKEDIT_TESTENV_PASSWORD, or welcome1-test;
weblogic2 is a second administrator, oper and mon may only look.`

const testenvExample = `  lockedit testenv
  lockedit testenv --kube --operator v8 --version-flavour 12.2.1.3 --language ja --targets 40
  lockedit testenv --fault activate-answer-lost --fault '{"name":"slow","match":{"page":"clusters"}}'`

// defaultTestPassword is that of the test console's accounts.
const defaultTestPassword = "welcome1-test"

// testenvFlags are the flags of testenv that need a second look.
type testenvFlags struct {
	o           testenv.Options
	faults      []string
	listen      string
	port        int
	controlPort int
	json        bool
	development bool
}

func (a *app) testenvVerb() *cobra.Command {
	cmd := &cobra.Command{
		Use: "testenv [flags]", Short: "start a test console, and a Kubernetes API, to try everything on",
		Long:    testenvText,
		Example: testenvExample, Args: noArgs,
	}
	f := newFlags(cmd, CodeDone, CodeFailed, CodeUsage)
	t := &testenvFlags{}
	t.bindFlavour(f.group("Flavour"))
	t.bindMarkup(f.group("Markup"))
	t.bindWhere(f.group("Where"))
	t.bindKube(f.group(groupKube))
	f.group(groupOutput).BoolVar(&t.json, "json", false, "print where everything is as one line of JSON")
	f.more = flavours
	f.add()
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		options, err := a.testenvOptions(t, cmd.Flags())
		if err != nil {
			return err
		}
		return testenv.Run(cmd.Context(), options, func(i testenv.Info) error { return a.announce(i, t.json) })
	}
	completeTestenv(cmd)
	return cmd
}

func (t *testenvFlags) bindFlavour(set *pflag.FlagSet) {
	c := &t.o.Console
	set.StringVar(&c.Version, "version-flavour", "12.2.1.4", "`VERSION` of the console")
	set.StringVar(&c.Language, "language", "", "`LANGUAGE` whatever the browser asks for")
	set.IntVar(&t.o.Targets, "targets", 3, "`NUMBER` of migratable targets of soa_cluster")
	set.BoolVar(&c.Production, "production", false, "a domain in production mode (the default)")
	set.BoolVar(&t.development, "development", false, "a domain in development mode")
	set.BoolVar(&c.AutoLock, "auto-lock", false, "with --development: each Save locks and activates by itself")
	set.BoolVar(&c.UndoReleases, "undo-releases", false, "Undo All Changes gives the lock back")
	set.Int64Var(&c.Seed, "seed", 0, "`NUMBER` that random names and values come from")
	set.BoolVar(&c.FixedNames, "fixed-names", false, "the likely names of pages and fields instead of random ones")
	set.DurationVar(&c.Latency, "latency", 0, "`DURATION` by which each page is delayed")
	set.IntVar(&c.PageSize, "page-size", 10, "`ROWS` of a table page")
	set.IntVar(&c.DeployingHits, "deploying", 0, "`NUMBER` of first requests that get the page \"Deploying application\"")
	set.StringArrayVar(&t.faults, "fault", nil, "`FAULT` to play: its name for once, or JSON with name, match, times; repeatable")
}

func (t *testenvFlags) bindMarkup(set *pflag.FlagSet) {
	c := &t.o.Console
	set.StringVar((*string)(&c.OptionValues), "option-values", "plain", "`LOOK` of the values of select options: plain, opaque or handle")
	set.StringVar((*string)(&c.OtherLock), "other-lock", "disabled", "`LOOK` of somebody else's lock: disabled, takeover, takeover-beside, silent or no-buttons")
	set.StringVar((*string)(&c.Labels), "labels", "plain", "`STYLE` of labels: plain, split, reordered or nbsp")
	set.StringVar((*string)(&c.TabTitle), "tab-title", "own", "`STYLE` of tab titles: own, both or none")
	set.StringVar(&c.TargetsInTree, "targets-in-tree", "", "`PLACE` of Migratable Targets: sibling, child or none")
	set.BoolVar(&c.TreeCollapsed, "tree-collapsed", false, "only the tree's first level is open after login")
	set.BoolVar(&c.DoubleEncoded, "double-encoded", false, "handles in links are percent-encoded twice")
	set.BoolVar(&c.PercentBlanks, "percent-blanks", false, "a blank in a handle is %20 instead of +")
	set.BoolVar(&c.ActiveTabText, "active-tab-text", false, "the active tab is no link")
	set.BoolVar(&c.HyphenPolicies, "hyphen-policies", false, "policy texts as the guides print them")
	set.BoolVar(&c.PlainPolicies, "plain-policies", false, "policy texts without the inner hyphen")
}

func (t *testenvFlags) bindWhere(set *pflag.FlagSet) {
	c := &t.o.Console
	set.IntVar(&t.port, "port", 7001, "`PORT` of the console on 127.0.0.1; 0 is any free one")
	set.StringVar(&t.listen, "listen", "", "`ADDRESS` of the console, HOST:PORT, instead of --port")
	set.IntVar(&t.controlPort, "control-port", 0, "`PORT` of the control API on 127.0.0.1; 0 is any free one")
	set.StringVar(&c.ContextPath, "context-path", "/console", "`PATH` of the console")
	set.BoolVar(&c.TLS, "tls", false, "serve https with a certificate of an authority made for it")
}

func (t *testenvFlags) bindKube(set *pflag.FlagSet) {
	set.BoolVar(&t.o.Kube, "kube", false, "start a Kubernetes API server and play the operator")
	set.StringVar(&t.o.Operator, "operator", "v9", "API `VERSION` of the Domain: v9 (operator 4) or v8 (operator 3)")
	set.StringVar(&t.o.KubeBin, "kube-bin", "", "`DIR` with kube-apiserver, etcd and kubectl (default bin/kube, as make kube builds it)")
	set.DurationVar(&t.o.Step, "operator-step", 0, "`DURATION` of each thing that the operator does (default 60ms)")
}

// testenvOptions checks the flags and puts them together.
func (a *app) testenvOptions(t *testenvFlags, set *pflag.FlagSet) (testenv.Options, error) {
	o := t.o
	o.Console.Development = t.development
	o.Console.Password = defaultTestPassword
	if password, ok := a.env.Getenv("LOCKEDIT_TESTENV_PASSWORD"); ok && password != "" {
		o.Console.Password = password
	}
	o.Console.Addr, o.Control = t.listen, local(t.controlPort)
	if t.listen == "" {
		o.Console.Addr = local(t.port)
	}
	if o.KubeBin == "" {
		o.KubeBin = a.kubeBin()
	}
	var err error
	if o.Faults, err = parseFaults(t.faults); err != nil {
		return o, err
	}
	return o, t.check(o, set)
}

func local(port int) string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)) }

// check refuses what the console would refuse, before anything is started.
func (t *testenvFlags) check(o testenv.Options, set *pflag.FlagSet) error {
	var p []spec.Problem
	wrong := func(flag, text string) { p = append(p, spec.Problem{Where: "--" + flag, Text: text}) }
	if t.listen != "" && set.Changed("port") {
		wrong("listen", "stands beside --port: choose one of them")
	}
	if o.Targets < 1 {
		wrong("targets", "is less than 1")
	}
	if o.Console.AutoLock && !t.development {
		wrong("auto-lock", "is for --development: in production mode one always locks")
	}
	if !slices.Contains([]string{"v8", "v9"}, o.Operator) {
		wrong("operator", fmt.Sprintf("is %q, not v8 or v9", o.Operator))
	}
	if len(p) > 0 {
		return &spec.UsageError{Problems: p}
	}
	if _, err := console.New(o.Console); err != nil {
		return spec.Usagef("%s", err)
	}
	return nil
}

// parseFaults reads names, and faults as JSON.
func parseFaults(texts []string) ([]console.Fault, error) {
	var faults []console.Fault
	for _, text := range texts {
		f := console.Fault{Name: text}
		if strings.HasPrefix(text, "{") {
			var err error
			if f, err = faultOf(text); err != nil {
				return nil, spec.Usagef("--fault: %s", err)
			}
		}
		if !slices.Contains(console.FaultNames(), f.Name) {
			return nil, spec.Usagef("--fault: %q is not one of %s", f.Name, strings.Join(console.FaultNames(), ", "))
		}
		faults = append(faults, f)
	}
	return faults, nil
}

// faultOf reads one fault as JSON. The fault reads itself leniently, so its
// keys are held against those that it has first.
func faultOf(text string) (console.Fault, error) {
	var keys struct {
		Name, Text, URL string
		Match           console.Match
		Times, Status   int
		Delay           any
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&keys); err != nil {
		return console.Fault{}, err
	}
	var f console.Fault
	err := json.Unmarshal([]byte(text), &f)
	return f, err
}

// kubeBin is bin/kube of the working directory, or else beside the program.
func (a *app) kubeBin() string {
	here := filepath.Join("bin", "kube")
	if file, err := a.env.Open(filepath.Join(here, "kubectl")); err == nil {
		_ = file.Close() // it was not read
		return here
	}
	return filepath.Join(filepath.Dir(a.env.Executable), "kube")
}

// announce prints where everything is.
func (a *app) announce(i testenv.Info, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(a.Out).Encode(i)
	}
	lines := [][2]string{
		{"console", i.Console}, {"control", i.Control}, {"account", i.Username + " / " + i.Password},
		{"kubeconfig", i.Kubeconfig}, {"kubectl", i.Kubectl}, {"admin", i.AdminKubeconfig},
	}
	for _, l := range lines {
		if l[1] == "" {
			continue
		}
		if _, err := fmt.Fprintf(a.Out, "%-11s %s\n", l[0]+":", l[1]); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(a.Out, "\nTry it:\n\n  %s\n\nStop it with Ctrl-C.\n", i.Command(a.env.Executable, a.env.Root))
	return err
}

// flavours lists for the help page what the console can be and do.
func flavours() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Versions:  %s\n", strings.Join(console.Versions(), ", "))
	fmt.Fprintf(&b, "Languages: %s\n\nFaults:\n", strings.Join(console.Languages(), ", "))
	for _, f := range console.FaultRegistry() {
		wait := ""
		if f.Delay > 0 {
			wait = " (" + f.Delay.Round(time.Millisecond).String() + ")"
		}
		fmt.Fprintf(&b, "  %-22s %s%s\n", f.Name, f.Doc, wait)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func completeTestenv(cmd *cobra.Command) {
	for flag, words := range map[string][]string{
		"version-flavour": console.Versions(), "language": console.Languages(), "fault": console.FaultNames(),
		"operator": {"v9", "v8"}, "option-values": {"plain", "opaque", "handle"},
	} {
		mustRegister(cmd, flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
	}
}
