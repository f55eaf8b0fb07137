package spec_test

import (
	"strings"
	"testing"

	"lockedit/internal/spec"
)

var everything = spec.Needs{Console: true, Cluster: true, Wanted: true, Domain: true, Approval: true}

// enough is a command line that lacks nothing.
func enough(more ...string) []string {
	return append([]string{"--console-url", "http://h:7001/console", "--cluster", "c", "--data-source", "d",
		"--namespace", "soans", "--domain-uid", "soainfra"}, more...)
}

func TestValidateRefuses(t *testing.T) {
	long := strings.Repeat("a", 64)
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"other scheme", enough("--console-url", "ftp://h/console"), "--console-url: does not start with http:// or https://"},
		{"no scheme", enough("--console-url", "h:7001/console"), "--console-url: does not start with http:// or https://"},
		{"no host", enough("--console-url", "http:///console"), "--console-url: has no host"},
		{"port only", enough("--console-url", "http://:7001/console"), "--console-url: has no host"},
		{"account in URL", enough("--console-url", "http://a:b@h/console"), "--console-url: holds an account"},
		{"no context path", enough("--console-url", "http://h:7001/"), "--console-url: has no context path: usually it is http://h:7001/console"},
		{"page URL", enough("--console-url", "http://h/console/login/LoginForm.jsp"), "--console-url: goes on after the context path"},
		{"query", enough("--console-url", "http://h/console?x"), "--console-url: goes on after the context path"},
		{"bad port", enough("--console-url", "http://h:pass/console"), "--console-url: is not a URL: invalid port"},
		{"empty URL", enough("--console-url", ""), "--console-url: is empty"},
		{"url and forward", enough("--port-forward", "a/b:1"), "--console-url: stands beside portForward"},
		{"port too high", []string{"--port-forward", "a/b:70000"}, "--port-forward: is 70000, not a port"},
		{"pod name", []string{"--port-forward", "a/B_c:1"}, `--port-forward: is "B_c": a name in Kubernetes`},
		{"username twice", enough("--username", "a", "--username-env", "B"), "--username: stands beside usernameEnv"},
		{"password twice", enough("--password-file", "a", "--password-env", "B"), "--password-file: stands beside passwordEnv"},
		{"secret and name", enough("--credentials-secret", "a/b", "--username", "c"), "--credentials-secret: stands beside username"},
		{"secret form", enough("--credentials-secret", "b"), `--credentials-secret: is "b", not NAMESPACE/NAME`},
		{"secret empty", enough("--credentials-secret", ""), "--credentials-secret: is empty"},
		{"cluster empty", enough("--cluster", ""), "--cluster: is empty"},
		{"basis", enough("--migration-basis", "Database"), `--migration-basis: is "Database", not database or consensus`},
		{"consensus with a domain", enough("--migration-basis", "consensus"), "--migration-basis: is consensus, but for a domain on Kubernetes only database leasing is supported"},
		{"consensus without a domain", []string{"--console-url", "http://h/console", "--cluster", "c", "--migration-basis", "consensus"}, "--migration-basis: is consensus, which a domain on Kubernetes cannot have: elsewhere say --restart none"},
		{"consensus and a forward", []string{"--port-forward", "a/b:1", "--cluster", "c", "--migration-basis", "consensus", "--restart", "none"}, "only database leasing is supported"},
		{"table empty", enough("--table-name", ""), "--table-name: is empty"},
		{"data source empty", enough("--data-source", ""), "--data-source: is empty"},
		{"policy", enough("--policy", "always"), `--policy: is "always", not exactly-once, failure-recovery, shutdown-recovery or manual`},
		{"target empty", enough("--target", ""), "--target: has an empty name"},
		{"target twice", enough("--target", "a", "--target", "a"), `--target: names "a" twice`},
		{"strategy", enough("--restart", "yes"), `--restart: is "yes", not auto, full, rolling or none`},
		{"timeout", enough("--restart-timeout", "0s"), "--restart-timeout: is not longer than zero"},
		{"namespace", enough("--namespace", "So"), `--namespace: is "So": a name in Kubernetes`},
		{"namespace long", enough("--namespace", long), "--namespace: is longer than 63 characters"},
		{"uid", enough("--domain-uid", "a_b"), `--domain-uid: is "a_b"`},
		{"uid missing", []string{"--namespace", "a"}, "domain.uid: is missing: give --domain-uid or the key in a spec file"},
		{"nothing", nil, "console.url: is missing: give --console-url, or --port-forward"},
		{"no data source", []string{"--cluster", "c"}, "dataSource: is missing: give --data-source"},
		{"approvals", enough("--approvals", "2", "--approver-key", "a"), "--approvals: is 2, but there are public keys of 1 approvers"},
		{"approvals negative", enough("--approvals=-1"), "--approvals: is negative"},
		{"tsa", enough("--tsa-url", "x"), "--tsa-url: is not an http or https URL"},
		{"account in the tsa", enough("--tsa-url", "http://a:hush@h/"), "--tsa-url: holds an account"},
		{"malformed tsa", enough("--tsa-url", "http://a:hu%sh@h/"), "--tsa-url: is not an http or https URL"},
		{"new data source", enough("--new-data-source-name", "d"), "createDataSource.connection.host: is missing: give --new-data-source-host"},
		{"new data source named otherwise", enough("--new-data-source-name", "e"), "--data-source: is not the data source that createDataSource creates"},
		{"new password", enough("--new-data-source-name", "d"), "createDataSource.connection: needs exactly one of passwordEnv"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l, err := load(t, "", tt.args...)
			if err == nil {
				err = l.Validate(everything)
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

func TestValidateAccepts(t *testing.T) {
	tests := []struct {
		name  string
		needs spec.Needs
		args  []string
	}{
		{"everything", everything, enough()},
		{"no domain", everything, []string{"--console-url", "https://h/em/console", "--cluster", "c", "--data-source", "d", "--restart", "none"}},
		{"forward", everything, []string{"--port-forward", "soans/soainfra-adminserver:7001", "--cluster", "c", "--data-source", "d", "--restart", "none"}},
		{"consensus elsewhere", everything, []string{"--console-url", "http://h/console", "--cluster", "c", "--migration-basis", "consensus", "--restart", "none"}},
		{"nothing needed", spec.Needs{}, nil},
		{"approvals of a plan that is not applied", spec.Needs{}, []string{"--approvals", "2"}},
		{"restart", spec.Needs{Restart: true}, []string{"--namespace", "a", "--domain-uid", "b"}},
		{"new data source", everything, enough("--new-data-source-name", "d", "--new-data-source-type", "t",
			"--new-data-source-driver", "v", "--new-data-source-jndi", "j", "--new-data-source-target", "c",
			"--new-data-source-database", "x", "--new-data-source-host", "h", "--new-data-source-port", "1521",
			"--new-data-source-user", "u", "--new-data-source-password-env", "P")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l, err := load(t, "", tt.args...)
			if err == nil {
				err = l.Validate(tt.needs)
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
}

func TestValidateNamesThePlace(t *testing.T) {
	l, err := load(t, header+"policy: always\nconsole:\n  url: ftp://x/\n")
	if err == nil {
		err = l.Validate(spec.Needs{})
	}
	const want = "soa.yaml:5:8: console.url: does not start with http:// or https://\n" +
		`soa.yaml:3:9: policy: is "always", not exactly-once, failure-recovery, shutdown-recovery or manual`
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

func TestRestartNeedsARestart(t *testing.T) {
	l, err := load(t, "", "--namespace", "a", "--domain-uid", "b", "--restart", "none")
	if err == nil {
		err = l.Validate(spec.Needs{Restart: true})
	}
	if err == nil || !strings.Contains(err.Error(), "--restart: is none, which leaves nothing to do") {
		t.Errorf("got %v", err)
	}
}
