package spec

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"
)

// Group is a set of flags that a verb takes or leaves as a whole.
type Group string

// The groups of flags; the texts are the headings of help pages.
const (
	GroupWhere    Group = "Console and account"
	GroupCluster  Group = "Cluster"
	GroupWhat     Group = "What to change"
	GroupNew      Group = "A new data source"
	GroupRestart  Group = "Domain and restart"
	GroupApproval Group = "Approval"
	GroupEvidence Group = "Evidence"
)

// portForwardFlag sets the three keys of console.portForward at once.
const portForwardFlag = "port-forward"

// Flags are the flags over a spec file that one command line has.
type Flags struct {
	values map[string]*flagValue
}

// flagValue keeps every value that a flag was given, in order.
type flagValue struct {
	kind   kind
	holder string
	given  []string
}

// Set takes one more value; a flag that is not a list keeps only the last.
func (v *flagValue) Set(s string) error {
	if v.kind != kindList {
		v.given = nil
	}
	v.given = append(v.given, s)
	return nil
}

// String is for pflag's default texts, which the usages give themselves.
func (v *flagValue) String() string { return "" }

// Type is the placeholder in help texts.
func (v *flagValue) Type() string { return v.holder }

// Bind defines the flags of some groups in one flag set a group, and returns
// what their values will be kept in after parsing.
func Bind(set func(Group) *pflag.FlagSet, groups ...Group) *Flags {
	f := &Flags{values: map[string]*flagValue{}}
	for _, k := range keys() {
		if slices.Contains(groups, k.group) && f.values[k.flag] == nil {
			f.bind(set(k.group), k)
		}
	}
	return f
}

func (f *Flags) bind(set *pflag.FlagSet, k key) {
	v := &flagValue{kind: k.kind, holder: k.value}
	f.values[k.flag] = v
	flag := set.VarPF(v, k.flag, "", k.usage)
	if k.kind == kindBool {
		flag.NoOptDefVal = "true"
	}
}

// given returns the values of a flag, or nil when it is not on the command line.
func (f *Flags) given(name string) []string {
	if f == nil || f.values[name] == nil {
		return nil
	}
	return f.values[name].given
}

// anyGiven says whether one of the flags is on the command line.
func (f *Flags) anyGiven(names ...string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return f.given(n) != nil })
}

// overlay writes the flags over what the file says.
func (f *Flags) overlay(l *Loaded, p *problems) {
	f.clearAlternatives(l)
	for _, k := range keys() {
		values := f.given(k.flag)
		if values == nil || k.flag == portForwardFlag {
			continue
		}
		if err := k.set(&l.Spec, values); err != nil {
			p.add("--"+k.flag, k.path, "%s %s", quoteAll(values), err)
		}
		l.from[k.path] = "--" + k.flag
	}
	if values := f.given(portForwardFlag); values != nil {
		overlayPortForward(l, values[0], p)
	}
}

// clearAlternatives removes what the file says where a flag chooses another of
// several exclusive ways, so that a flag wins over the file there, too.
func (f *Flags) clearAlternatives(l *Loaded) {
	if f.anyGiven("console-url", portForwardFlag) {
		l.clear("console.url", "console.portForward")
		l.Console = Console{}
	}
	c := &l.Credentials
	if f.anyGiven("credentials-secret") {
		l.clear("credentials")
		*c = Credentials{}
	}
	if f.anyGiven("username", "username-env") {
		l.clear("credentials.username", "credentials.usernameEnv", "credentials.secret")
		c.Username, c.UsernameEnv, c.Secret = "", "", ""
	}
	if f.anyGiven("password-file", "password-env") {
		l.clear("credentials.passwordFile", "credentials.passwordEnv", "credentials.secret")
		c.PasswordFile, c.PasswordEnv, c.Secret = "", "", ""
	}
}

var portForwardForm = regexp.MustCompile(`^([^/:]+)/([^/:]+):([0-9]{1,5})$`)

func overlayPortForward(l *Loaded, value string, p *problems) {
	for _, name := range []string{"namespace", "pod", "port"} {
		l.from["console.portForward."+name] = "--" + portForwardFlag
	}
	l.from["console.portForward"] = "--" + portForwardFlag
	m := portForwardForm.FindStringSubmatch(value)
	if m == nil {
		p.add("--"+portForwardFlag, "", "%q is not NAMESPACE/POD:PORT, such as soans/soainfra-adminserver:7001", value)
		return
	}
	port, _ := strconv.Atoi(m[3]) // at most five digits, as matched
	l.Console.PortForward = &PortForward{Namespace: m[1], Pod: m[2], Port: port}
}

func quoteAll(values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = strconv.Quote(v)
	}
	return strings.Join(quoted, ", ")
}
