package spec_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"

	"lockedit/internal/spec"
)

func allGroups() []spec.Group {
	return []spec.Group{spec.GroupWhere, spec.GroupCluster, spec.GroupWhat, spec.GroupNew,
		spec.GroupRestart, spec.GroupApproval, spec.GroupEvidence}
}

// load reads a file text (none when empty) and arguments, all flags bound.
func load(t *testing.T, file string, args ...string) (*spec.Loaded, error) {
	t.Helper()
	set := pflag.NewFlagSet("test", pflag.ContinueOnError)
	flags := spec.Bind(func(spec.Group) *pflag.FlagSet { return set }, allGroups()...)
	if err := set.Parse(args); err != nil {
		t.Fatal(err)
	}
	var source *spec.Source
	if file != "" {
		source = &spec.Source{Name: "soa.yaml", Text: []byte(file)}
	}
	return spec.Load(source, flags)
}

// leaves lists the keys of a struct that have a value of their own.
func leaves(t reflect.Type, path string) []string {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || t == reflect.TypeFor[spec.Targets]() {
		return []string{path}
	}
	var out []string
	for field := range t.Fields() {
		name := field.Tag.Get("yaml")
		if path != "" {
			name = path + "." + name
		}
		out = append(out, leaves(field.Type, name)...)
	}
	return out
}

// TestEveryKeyHasAFlag walks the Spec: a key without an entry in the table of
// keys would be refused in files, and one without a flag breaks the contract.
func TestEveryKeyHasAFlag(t *testing.T) {
	table := spec.KeyFlags()
	set := pflag.NewFlagSet("test", pflag.ContinueOnError)
	spec.Bind(func(spec.Group) *pflag.FlagSet { return set }, allGroups()...)
	want := leaves(reflect.TypeFor[spec.Spec](), "")
	for _, path := range want {
		if path == "apiVersion" || path == "kind" {
			continue // they say what the file is; there is only one value
		}
		flag := table[path]
		if flag == "" {
			t.Errorf("key %s has no flag", path)
			continue
		}
		if f := set.Lookup(flag); f == nil || f.Usage == "" {
			t.Errorf("key %s: flag --%s is not bound, or has no usage", path, flag)
		}
	}
	for path := range table {
		if !slices.Contains(want, path) {
			t.Errorf("the table has %s, which Spec lacks", path)
		}
	}
}

// pair is one key, its flag, and what both must make of one value.
type pair struct {
	key, yaml string
	args      []string
	want      func(*spec.Spec)
}

func pairs() []pair {
	connection := func(s *spec.Spec) *spec.Connection { return &create(s).Connection }
	return []pair{
		{"console.url", "http://h:7001/console", []string{"--console-url", "http://h:7001/console"}, func(s *spec.Spec) { s.Console.URL = "http://h:7001/console" }},
		{"console.portForward", "{namespace: soans, pod: p-0, port: 7001}", []string{"--port-forward", "soans/p-0:7001"}, func(s *spec.Spec) {
			s.Console.PortForward = &spec.PortForward{Namespace: "soans", Pod: "p-0", Port: 7001}
		}},
		{"credentials.usernameEnv", "U", []string{"--username-env", "U"}, func(s *spec.Spec) { s.Credentials.UsernameEnv = "U" }},
		{"credentials.passwordEnv", "P", []string{"--password-env", "P"}, func(s *spec.Spec) { s.Credentials.PasswordEnv = "P" }},
		{"credentials.username", "me", []string{"--username", "me"}, func(s *spec.Spec) { s.Credentials.Username, s.Credentials.UsernameEnv = "me", "" }},
		{"credentials.passwordFile", "f", []string{"--password-file", "f"}, func(s *spec.Spec) { s.Credentials.PasswordFile, s.Credentials.PasswordEnv = "f", "" }},
		{"credentials.secret", "ns/s", []string{"--credentials-secret", "ns/s"}, func(s *spec.Spec) { s.Credentials = spec.Credentials{Secret: "ns/s"} }},
		{"cluster", "'a, b '", []string{"--cluster", "a, b "}, func(s *spec.Spec) { s.Cluster = "a, b " }},
		{"migrationBasis", "consensus", []string{"--migration-basis", "consensus"}, func(s *spec.Spec) { s.MigrationBasis = spec.BasisConsensus }},
		{"autoMigrationTableName", "T", []string{"--table-name", "T"}, func(s *spec.Spec) { s.AutoMigrationTableName = "T" }},
		{"dataSource", "DS", []string{"--data-source", "DS"}, func(s *spec.Spec) { s.DataSource = "DS" }},
		{"targets", "[a, 'b, c']", []string{"--target", "a", "--target", "b, c"}, func(s *spec.Spec) { s.Targets = spec.Targets{Names: []string{"a", "b, c"}} }},
		{"targets", "all", []string{"--target", "all"}, func(s *spec.Spec) { s.Targets = spec.Targets{All: true} }},
		{"policy", "manual", []string{"--policy", "manual"}, func(s *spec.Spec) { s.Policy = spec.PolicyManual }},
		{"createDataSource.name", "N", []string{"--new-data-source-name", "N"}, func(s *spec.Spec) { create(s).Name, s.DataSource = "N", "N" }},
		{"createDataSource.jndiNames", "[a, b]", []string{"--new-data-source-jndi", "a", "--new-data-source-jndi", "b"}, func(s *spec.Spec) { create(s).JNDINames = []string{"a", "b"} }},
		{"createDataSource.databaseType", "Oracle", []string{"--new-data-source-type", "Oracle"}, func(s *spec.Spec) { create(s).DatabaseType = "Oracle" }},
		{"createDataSource.driver", "D", []string{"--new-data-source-driver", "D"}, func(s *spec.Spec) { create(s).Driver = "D" }},
		{"createDataSource.transactions", "X", []string{"--new-data-source-transactions", "X"}, func(s *spec.Spec) { create(s).Transactions = "X" }},
		{"createDataSource.testTable", "SQL", []string{"--new-data-source-test-table", "SQL"}, func(s *spec.Spec) { create(s).TestTable = "SQL" }},
		{"createDataSource.skipTest", "true", []string{"--new-data-source-skip-test"}, func(s *spec.Spec) { create(s).SkipTest = true }},
		{"createDataSource.targets", "[c]", []string{"--new-data-source-target", "c"}, func(s *spec.Spec) { create(s).Targets = []string{"c"} }},
		{"createDataSource.connection.database", "d", []string{"--new-data-source-database", "d"}, func(s *spec.Spec) { connection(s).Database = "d" }},
		{"createDataSource.connection.host", "h", []string{"--new-data-source-host", "h"}, func(s *spec.Spec) { connection(s).Host = "h" }},
		{"createDataSource.connection.port", "1521", []string{"--new-data-source-port", "1521"}, func(s *spec.Spec) { connection(s).Port = 1521 }},
		{"createDataSource.connection.user", "u", []string{"--new-data-source-user", "u"}, func(s *spec.Spec) { connection(s).User = "u" }},
		{"createDataSource.connection.passwordEnv", "E", []string{"--new-data-source-password-env", "E"}, func(s *spec.Spec) { connection(s).PasswordEnv = "E" }},
		{"createDataSource.connection.passwordFile", "F", []string{"--new-data-source-password-file", "F"}, func(s *spec.Spec) { connection(s).PasswordFile = "F" }},
		{"createDataSource.connection.passwordSecret", "n/s", []string{"--new-data-source-password-secret", "n/s"}, func(s *spec.Spec) { connection(s).PasswordSecret = "n/s" }},
		{"domain.namespace", "soans", []string{"--namespace", "soans"}, func(s *spec.Spec) { s.Domain.Namespace = "soans" }},
		{"domain.uid", "soainfra", []string{"--domain-uid", "soainfra"}, func(s *spec.Spec) { s.Domain.UID = "soainfra" }},
		{"restart.strategy", "full", []string{"--restart", "full"}, func(s *spec.Spec) { s.Restart.Strategy = spec.StrategyFull }},
		{"restart.timeout", "1h30m", []string{"--restart-timeout", "1h30m"}, func(s *spec.Spec) { s.Restart.Timeout = 90 * time.Minute }},
		{"approval.required", "2", []string{"--approvals", "2"}, func(s *spec.Spec) { s.Approval.Required = 2 }},
		{"approval.keys", "[a.pem]", []string{"--approver-key", "a.pem"}, func(s *spec.Spec) { s.Approval.Keys = []string{"a.pem"} }},
		{"evidence.dir", "d", []string{"--out", "d"}, func(s *spec.Spec) { s.Evidence.Dir = "d" }},
		{"evidence.key", "k.pem", []string{"--signing-key", "k.pem"}, func(s *spec.Spec) { s.Evidence.Key = "k.pem" }},
		{"evidence.tsaURL", "http://t/", []string{"--tsa-url", "http://t/"}, func(s *spec.Spec) { s.Evidence.TSAURL = "http://t/" }},
	}
}

func create(s *spec.Spec) *spec.CreateDataSource {
	if s.CreateDataSource == nil {
		s.CreateDataSource = &spec.CreateDataSource{}
	}
	return s.CreateDataSource
}

const header = "apiVersion: lockedit/v1\nkind: ServiceMigration\n"

// nested writes a dotted key as block YAML.
func nested(key, value string) string {
	parts := strings.Split(key, ".")
	var b strings.Builder
	b.WriteString(header)
	for i, p := range parts {
		b.WriteString(strings.Repeat("  ", i) + p + ":")
		if i < len(parts)-1 {
			b.WriteString("\n")
		}
	}
	return b.String() + " " + value + "\n"
}

func TestFileAndFlagSayTheSame(t *testing.T) {
	covered := map[string]bool{}
	for _, tt := range pairs() {
		covered[tt.key] = true
		t.Run(strings.Join(tt.args, " "), func(t *testing.T) {
			base, err := load(t, "")
			if err != nil {
				t.Fatal(err)
			}
			tt.want(&base.Spec)
			byFile, err := load(t, nested(tt.key, tt.yaml))
			if err != nil {
				t.Fatalf("file: %v", err)
			}
			byFlag, err := load(t, "", tt.args...)
			if err != nil {
				t.Fatalf("flag: %v", err)
			}
			if diff := cmp.Diff(base.Spec, byFile.Spec); diff != "" {
				t.Errorf("file (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(base.Spec, byFlag.Spec); diff != "" {
				t.Errorf("flag (-want +got):\n%s", diff)
			}
		})
	}
	for key := range spec.KeyFlags() {
		if !covered[key] && !strings.HasPrefix(key, "console.portForward.") {
			t.Errorf("key %s has no row in this test", key)
		}
	}
}

func TestDefaults(t *testing.T) {
	got, err := load(t, "")
	if err != nil {
		t.Fatal(err)
	}
	want := spec.Spec{
		APIVersion: "lockedit/v1", Kind: "ServiceMigration",
		Credentials:    spec.Credentials{UsernameEnv: "LOCKEDIT_USERNAME", PasswordEnv: "LOCKEDIT_PASSWORD"},
		MigrationBasis: "database", AutoMigrationTableName: "ACTIVE", Targets: spec.Targets{All: true},
		Policy: "exactly-once", Restart: spec.Restart{Strategy: "auto", Timeout: 30 * time.Minute},
	}
	if diff := cmp.Diff(want, got.Spec); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFlagsWinOverAlternatives(t *testing.T) {
	const file = header + `
console: {portForward: {namespace: a, pod: b, port: 1}}
credentials: {secret: a/b}
cluster: from-file
`
	got, err := load(t, file, "--console-url", "http://h/console/", "--username", "me", "--cluster", "x", "--cluster", "y")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(spec.Console{URL: "http://h/console"}, got.Console); diff != "" {
		t.Errorf("console (-want +got):\n%s", diff)
	}
	want := spec.Credentials{Username: "me", PasswordEnv: "LOCKEDIT_PASSWORD"}
	if diff := cmp.Diff(want, got.Credentials); diff != "" {
		t.Errorf("credentials (-want +got):\n%s", diff)
	}
	if got.Cluster != "y" {
		t.Errorf("cluster %q: the last flag wins", got.Cluster)
	}
}

func TestSecretNeverPrints(t *testing.T) {
	_, err := load(t, header+"credentials: {password: hunter2}\nconsole: {url: 'http://me:hunter2@h/console'}\n")
	var usage *spec.UsageError
	if !errors.As(err, &usage) || strings.Contains(err.Error(), "hunter2") {
		t.Fatalf("got %v", err)
	}
	if !strings.Contains(err.Error(), "a password never stands in a spec") {
		t.Errorf("got %v, want the way out", err)
	}
}
