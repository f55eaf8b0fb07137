package spec

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Needs says which parts a verb cannot do without. What is there is always
// validated, needed or not.
type Needs struct {
	// Console needs a console and so an account.
	Console bool
	// Cluster needs the name of a cluster.
	Cluster bool
	// Wanted needs the values to change to: a data source.
	Wanted bool
	// Domain needs a Domain on Kubernetes unless the restart is "none".
	Domain bool
	// Restart needs a Domain and a restart other than "none".
	Restart bool
	// Approval needs the public keys of as many approvers as have to sign.
	Approval bool
}

// Validate holds everything in a spec against what the console, WebLogic
// Server and Kubernetes accept. The error is a *UsageError.
func (l *Loaded) Validate(needs Needs) error {
	var p problems
	l.validateConsole(needs, &p)
	l.validateCredentials(&p)
	l.validateWanted(needs, &p)
	l.validateCreate(&p)
	l.validateDomain(needs, &p)
	l.validateRest(needs, &p)
	return p.err()
}

// wrong adds a problem with a value of the spec.
func (l *Loaded) wrong(p *problems, key, format string, args ...any) {
	p.add(l.from[key], key, format, args...)
}

// missing adds a problem with a value that is not there, or is there and empty.
func (l *Loaded) missing(p *problems, key string) {
	if l.Given(key) {
		l.wrong(p, key, "is empty")
		return
	}
	p.add("", key, "is missing: give --%s or the key in a spec file", flagOf(key))
}

func flagOf(path string) string {
	for _, k := range keys() {
		if k.path == path {
			return k.flag
		}
	}
	return ""
}

func (l *Loaded) validateConsole(needs Needs, p *problems) {
	c := l.Console
	switch {
	case c.URL != "" && c.PortForward != nil:
		l.wrong(p, "console.url", "stands beside portForward: choose one of them")
	case c.URL != "" || l.Given("console.url"):
		l.validateURL(p)
	case c.PortForward != nil:
		l.validatePortForward(p)
	case needs.Console:
		p.add("", "console.url", "is missing: give --console-url, or --port-forward, or one of the keys in a spec file")
	}
}

// validateURL never repeats the URL: it may hold a password.
func (l *Loaded) validateURL(p *problems) {
	const key = "console.url"
	u, err := url.Parse(l.Console.URL)
	switch {
	case l.Console.URL == "":
		l.missing(p, key)
	case err != nil:
		l.wrong(p, key, "is not a URL: %s", urlErrorText(err))
	case u.Scheme != "http" && u.Scheme != "https":
		l.wrong(p, key, "does not start with http:// or https://")
	case u.Hostname() == "":
		l.wrong(p, key, "has no host")
	case u.User != nil:
		l.wrong(p, key, "holds an account: name and password have their own keys")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.HasSuffix(u.Path, ".jsp") || strings.HasSuffix(u.Path, ".portal"):
		l.wrong(p, key, "goes on after the context path: give it up to there, such as http://%s/console", u.Host)
	case u.Path == "":
		l.wrong(p, key, "has no context path: usually it is http://%s/console", u.Host)
	}
}

// urlErrorText is the reason alone, without the URL that url.Error repeats.
func urlErrorText(err error) string {
	if e, ok := err.(*url.Error); ok { //nolint:errorlint // url.Parse returns it bare
		return reasonOf(e.Err)
	}
	return "malformed"
}

// reasonOf hides the details of errors that quote a part of the URL.
func reasonOf(err error) string {
	text, _, _ := strings.Cut(err.Error(), `"`)
	return strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), ":"))
}

func (l *Loaded) validatePortForward(p *problems) {
	f := l.Console.PortForward
	const key = "console.portForward"
	l.label(p, key+".namespace", f.Namespace)
	l.subdomain(p, key+".pod", f.Pod)
	l.port(p, key+".port", f.Port)
}

func (l *Loaded) port(p *problems, key string, n int) {
	switch {
	case n == 0 && !l.Given(key):
		l.missing(p, key)
	case n < 1 || n > 65535:
		l.wrong(p, key, "is %d, not a port from 1 to 65535", n)
	}
}

// dnsLabel is a name as RFC 1123 has it, in lower case, as Kubernetes asks of
// namespaces, and of domain UIDs, which become parts of services' names.
var (
	dnsLabel     = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`)
	dnsSubdomain = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`)
)

func (l *Loaded) label(p *problems, key, value string) {
	l.dnsName(p, key, value, 63, dnsLabel)
}

func (l *Loaded) subdomain(p *problems, key, value string) {
	l.dnsName(p, key, value, 253, dnsSubdomain)
}

func (l *Loaded) dnsName(p *problems, key, value string, limit int, form *regexp.Regexp) {
	switch {
	case value == "":
		l.missing(p, key)
	case len(value) > limit:
		l.wrong(p, key, "is longer than %d characters", limit)
	case !form.MatchString(value):
		l.wrong(p, key, "is %q: a name in Kubernetes has lower case letters, digits and inner hyphens", value)
	}
}

func (l *Loaded) validateCredentials(p *problems) {
	const at = "credentials."
	for _, key := range []string{"usernameEnv", "passwordEnv", "username", "passwordFile", "secret"} {
		if l.Given(at+key) && l.credential(key) == "" {
			l.wrong(p, at+key, "is empty")
		}
	}
	for _, pair := range [][2]string{{"username", "usernameEnv"}, {"passwordFile", "passwordEnv"}} {
		if l.Given(at+pair[0]) && l.Given(at+pair[1]) {
			l.wrong(p, at+pair[0], "stands beside %s: choose one of them", pair[1])
		}
	}
	if l.Credentials.Secret != "" {
		l.validateSecret(p)
	}
}

func (l *Loaded) credential(key string) string {
	c := l.Credentials
	return map[string]string{"usernameEnv": c.UsernameEnv, "passwordEnv": c.PasswordEnv,
		"username": c.Username, "passwordFile": c.PasswordFile, "secret": c.Secret}[key]
}

func (l *Loaded) validateSecret(p *problems) {
	const at = "credentials."
	for _, other := range []string{"username", "usernameEnv", "passwordFile", "passwordEnv"} {
		if l.Given(at + other) {
			l.wrong(p, at+"secret", "stands beside %s: the secret has both name and password", other)
		}
	}
	l.secretName(p, at+"secret", l.Credentials.Secret)
}

func (l *Loaded) secretName(p *problems, key, value string) {
	namespace, name, ok := strings.Cut(value, "/")
	if !ok {
		l.wrong(p, key, "is %q, not NAMESPACE/NAME", value)
		return
	}
	if !dnsLabel.MatchString(namespace) || !dnsSubdomain.MatchString(name) {
		l.wrong(p, key, "is %q: a name in Kubernetes has lower case letters, digits and inner hyphens", value)
	}
}

func (l *Loaded) validateWanted(needs Needs, p *problems) {
	if l.Cluster == "" && (needs.Cluster || l.Given("cluster")) {
		l.missing(p, "cluster")
	}
	l.oneOf(p, "migrationBasis", l.MigrationBasis, BasisDatabase, BasisConsensus)
	l.oneOf(p, "policy", l.Policy, PolicyExactlyOnce, PolicyFailureRecovery, PolicyShutdownRecovery, PolicyManual)
	l.validateTargets(p)
	if l.MigrationBasis == BasisConsensus {
		l.validateConsensus(p)
		return
	}
	if l.AutoMigrationTableName == "" {
		l.missing(p, "autoMigrationTableName")
	}
	if l.DataSource == "" && (needs.Wanted || l.Given("dataSource")) {
		l.missing(p, "dataSource")
	}
}

// oneOf holds that a value is one of a few words.
func (l *Loaded) oneOf(p *problems, key string, value any, words ...any) {
	if slices.Contains(words, value) {
		return
	}
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = fmt.Sprint(w)
	}
	last := len(texts) - 1
	l.wrong(p, key, "is %q, not %s or %s", fmt.Sprint(value), strings.Join(texts[:last], ", "), texts[last])
}

// validateConsensus refuses what the page of the documented path rules out:
// on Kubernetes service migration works with database leasing only.
func (l *Loaded) validateConsensus(p *problems) {
	switch {
	case l.Domain != (Domain{}) || l.Console.PortForward != nil:
		l.wrong(p, "migrationBasis", "is consensus, but for a domain on Kubernetes only database leasing is supported")
	case l.Restart.Strategy != StrategyNone:
		l.wrong(p, "migrationBasis", "is consensus, which a domain on Kubernetes cannot have: elsewhere say --restart none")
	}
	if l.CreateDataSource != nil || l.Given("dataSource") {
		l.wrong(p, "dataSource", "is of no use with consensus leasing, which needs no database: leave it out")
	}
}

func (l *Loaded) validateTargets(p *problems) {
	seen := map[string]bool{}
	for _, name := range l.Targets.Names {
		switch {
		case name == "":
			l.wrong(p, "targets", "has an empty name")
		case seen[name]:
			l.wrong(p, "targets", "names %q twice", name)
		}
		seen[name] = true
	}
}

func (l *Loaded) validateDomain(needs Needs, p *problems) {
	l.oneOf(p, "restart.strategy", l.Restart.Strategy, StrategyAuto, StrategyFull, StrategyRolling, StrategyNone)
	if l.Restart.Timeout <= 0 {
		l.wrong(p, "restart.timeout", "is not longer than zero")
	}
	if needs.Restart && l.Restart.Strategy == StrategyNone {
		l.wrong(p, "restart.strategy", "is none, which leaves nothing to do")
	}
	wanted := needs.Restart || needs.Domain && l.Restart.Strategy != StrategyNone
	if wanted || l.Given("domain.namespace") || l.Given("domain.uid") {
		l.label(p, "domain.namespace", l.Domain.Namespace)
		l.label(p, "domain.uid", l.Domain.UID)
	}
}

func (l *Loaded) validateRest(needs Needs, p *problems) {
	switch n, have := l.Approval.Required, len(l.Approval.Keys); {
	case n < 0:
		l.wrong(p, "approval.required", "is negative")
	case needs.Approval && n > have:
		l.wrong(p, "approval.required", "is %d, but there are public keys of %d approvers", n, have)
	}
	if slices.Contains(l.Approval.Keys, "") {
		l.wrong(p, "approval.keys", "has an empty name of a file")
	}
	if l.Evidence.TSAURL == "" {
		return
	}
	if wrong := WrongTSAURL(l.Evidence.TSAURL); wrong != "" {
		l.wrong(p, "evidence.tsaURL", "%s", wrong)
	}
}

// WrongTSAURL says what is wrong with the address of a time stamping authority, and ""
// where nothing is. It never repeats the address: it may hold a password.
func WrongTSAURL(address string) string {
	switch u, err := url.Parse(address); {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return "is not an http or https URL"
	case u.User != nil:
		return "holds an account, which every user of the machine could read: give it without one"
	}
	return ""
}

func (l *Loaded) validateCreate(p *problems) {
	c := l.CreateDataSource
	if c == nil {
		return
	}
	const at = "createDataSource."
	for _, must := range []struct{ key, value string }{
		{"name", c.Name}, {"databaseType", c.DatabaseType}, {"driver", c.Driver},
		{"connection.database", c.Connection.Database}, {"connection.host", c.Connection.Host},
		{"connection.user", c.Connection.User},
	} {
		if must.value == "" {
			l.missing(p, at+must.key)
		}
	}
	l.port(p, at+"connection.port", c.Connection.Port)
	l.someOf(p, at+"jndiNames", c.JNDINames)
	l.someOf(p, at+"targets", c.Targets)
	if c.Name != "" && l.DataSource != c.Name {
		l.wrong(p, "dataSource", "is not the data source that createDataSource creates")
	}
	l.validateConnection(p, c.Connection)
}

func (l *Loaded) someOf(p *problems, key string, values []string) {
	switch {
	case len(values) == 0:
		l.missing(p, key)
	case slices.Contains(values, ""):
		l.wrong(p, key, "has an empty name")
	}
}

func (l *Loaded) validateConnection(p *problems, c Connection) {
	const at = "createDataSource.connection"
	given := 0
	for _, v := range []string{c.PasswordEnv, c.PasswordFile, c.PasswordSecret} {
		if v != "" {
			given++
		}
	}
	if given != 1 {
		l.wrong(p, at, "needs exactly one of passwordEnv, passwordFile and passwordSecret")
	}
	if c.PasswordSecret != "" {
		l.secretName(p, at+".passwordSecret", c.PasswordSecret)
	}
}
