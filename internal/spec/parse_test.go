package spec_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"lockedit/internal/spec"
)

func TestWrongFiles(t *testing.T) {
	tests := []struct{ name, file, want string }{
		{"empty", "# nothing\n", "soa.yaml: is empty: a spec starts with apiVersion: lockedit/v1"},
		{"syntax", header + "cluster: [a\n", "soa.yaml:3:10: sequence end token ']' not found"},
		{"tab", header + "\tcluster: a\n", "soa.yaml:3:1: found character '\t' that cannot start any token"},
		{"unknown key", header + "clutser: a\n", "soa.yaml:3:1: clutser: no such key; there are apiVersion, approval, autoMigrationTableName, cluster, console, createDataSource, credentials, dataSource, domain, evidence, kind, migrationBasis, policy, restart, targets"},
		{"unknown nested key", header + "domain:\n  namespace: a\n  uuid: b\n", "soa.yaml:5:3: domain.uuid: no such key; there are namespace, uid"},
		{"unknown key in flow style", header + "domain: {namespace: a, x: b}\n", "soa.yaml:3:24: domain.x: no such key; there are namespace, uid"},
		{"twice", header + "cluster: a\npolicy: manual\ncluster: b\n", "soa.yaml:5:1: cluster: is there twice; first at soa.yaml:3:1"},
		{"number for text", header + "cluster: 12\n", "soa.yaml:3:10: cluster: is a number, not text: put it in quotes"},
		{"bool for text", header + "cluster: true\n", "soa.yaml:3:10: cluster: is true or false, not text: put it in quotes"},
		{"text for number", header + "approval: {required: \"2\"}\n", "soa.yaml:3:22: approval.required: is a text, not a whole number"},
		{"fraction", header + "approval: {required: 1.5}\n", "soa.yaml:3:22: approval.required: is a number, not a whole number"},
		{"no unit", header + "restart: {timeout: 30}\n", "soa.yaml:3:20: restart.timeout: is a number, not a duration such as 30m"},
		{"no duration", header + "restart: {timeout: soon}\n", "soa.yaml:3:20: restart.timeout: is not a duration with a unit, such as 90s, 30m or 1h30m"},
		{"null for text", header + "cluster:\n", "soa.yaml:3:1: cluster: has no value: give it one, or leave the key out"},
		{"list for text", header + "cluster: [a]\n", "soa.yaml:3:1: cluster: is a list, not text"},
		{"text for section", header + "domain: soainfra\n", "soa.yaml:3:1: domain: is a text, not a mapping of keys"},
		{"root is a list", "- a\n", "soa.yaml:1:1: is a list, not a mapping of keys"},
		{"targets word", header + "targets: soa_server1\n", "soa.yaml:3:10: targets: is neither all nor a list: write all, or [a, b]"},
		{"targets empty", header + "targets: []\n", "soa.yaml:3:10: targets: is an empty list"},
		{"targets with all", header + "targets: [all]\n", "soa.yaml:3:11: targets: has the entry all: write all without a list"},
		{"targets with number", header + "targets: [1]\n", "soa.yaml:3:11: targets: has an entry that is a number, not text: put it in quotes"},
		{"alias", header + "cluster: &a x\ndataSource: *a\n", "soa.yaml:3:10: cluster: is an anchor or alias, which a spec does not have, not text"},
		{"merge key", header + "<<: {cluster: a}\n", "soa.yaml:3:1: has a key that is not a plain text"},
		{"tag", header + "cluster: !!str 12\n", "soa.yaml:3:10: cluster: is a tagged value, which a spec does not have, not text"},
		{"two documents", header + "---\ncluster: b\n", "soa.yaml: holds more than one document"},
		{"no header", "cluster: a\n", "soa.yaml: apiVersion: is missing"},
		{"other version", "apiVersion: lockedit/v2\nkind: ServiceMigration\n", `soa.yaml:1:13: apiVersion: is "lockedit/v2"; this program reads "lockedit/v1"`},
		{"other kind", "apiVersion: lockedit/v1\nkind: Fleet\n", `soa.yaml:2:7: kind: is "Fleet"; this program reads "ServiceMigration"`},
		{"binary", "\xff\xfe", "soa.yaml: is not a UTF-8 text"},
		{"huge", strings.Repeat("#", 64<<10+1), "soa.yaml: is larger than 64 KiB: not a spec"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := load(t, tt.file)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

func TestAllProblemsAtOnce(t *testing.T) {
	_, err := load(t, header+"a: 1\nb: 2\n", "--approvals", "x", "--port-forward", "y")
	if err == nil || strings.Count(err.Error(), "\n") != 3 {
		t.Errorf("got %v, want four problems", err)
	}
}

func TestNullDataSource(t *testing.T) {
	got, err := load(t, header+"createDataSource: null\nconsole: {portForward: ~}\n")
	if err != nil || got.CreateDataSource != nil || got.Console.PortForward != nil {
		t.Errorf("got %+v, %v", got, err)
	}
}

// FuzzLoad holds that no file ends the program, that every message is text of
// one line a problem, and that what is read can be validated.
func FuzzLoad(f *testing.F) {
	for _, tt := range pairs() {
		f.Add([]byte(nested(tt.key, tt.yaml)))
	}
	for _, text := range []string{"", "a: &x [*x]", "? {a: b}\n: c", "a: |\n  b\n", "{", "- - -", "%YAML 1.2\n---\na: b", "<<: *a", "a: !x y", "\"\\x", "a:\n\t- b", "--- a\n--- b"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		l, err := spec.Load(&spec.Source{Name: "f", Text: text}, nil)
		if err == nil {
			err = l.Validate(spec.Needs{Console: true, Cluster: true, Wanted: true, Domain: true})
		}
		if err != nil && !utf8.ValidString(err.Error()) {
			t.Errorf("message is not text: %q", err)
		}
	})
}
