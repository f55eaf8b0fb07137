package view

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lockedit/internal/kubectl"
)

// byHand are the commands that start a domain again, as package kubectl writes them.
func byHand() map[string]string {
	args := kubectl.PatchArgs(kubectl.Domain{APIVersion: "weblogic.oracle/v9", Meta: kubectl.Meta{Name: "soainfra"}},
		`{"spec":{"serverStartPolicy":"IfNeeded"}}`)
	return map[string]string{
		"plain":     kubectl.New(kubectl.Options{}).CommandLine("soans", args...),
		"elsewhere": kubectl.New(kubectl.Options{Path: "/opt/k 1/kubectl", Env: []string{"KUBECONFIG=/a b:/it's"}, Context: "pro`d; x"}).CommandLine("soans", args...),
		"by flags":  kubectl.New(kubectl.Options{Path: "./oc", Kubeconfig: "/home/é/config"}).CommandLine("soans", args...),
	}
}

// TestACommandStandsAlone has each command that starts a domain in each text that
// names it: whole and alone on a terminal of any width, and as it is elsewhere.
func TestACommandStandsAlone(t *testing.T) {
	t.Parallel()
	for name, command := range byHand() {
		for _, text := range []string{
			"the domain may be down; start it with: " + command,
			"the domain may be down; start it again with: " + command + "; then run lockedit restart and lockedit verify",
			"somebody else's policy was left alone; the one before is set with: " + command,
		} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				for _, columns := range []int{20, 80, 1000} {
					lines := Fit("next: ", text, columns)
					if strings.Count("\n"+strings.Join(lines, "\n")+"\n", "\n"+command+"\n") != 1 {
						t.Errorf("%d columns:\n%s", columns, strings.Join(lines, "\n"))
					}
				}
				if diff := cmp.Diff([]string{"next: " + text}, Fit("next: ", text, 0)); diff != "" {
					t.Errorf("no terminal (-want +got):\n%s", diff)
				}
			})
		}
	}
}

func TestFit(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []string
	}{
		{"prose", "wait until whoever edits the domain has activated", []string{"next: wait until whoever edits", "      the domain has activated"}},
		{"mentions stay whole in their sentence", "look, and undo; `lockedit release` shows, lockedit release --undo undoes it", []string{
			"next: look, and undo;", "      `lockedit release`", "      shows,", "      lockedit release --undo", "      undoes it"}},
		{"with arguments", "run `lockedit restart --namespace soans --domain-uid soainfra`, then `lockedit verify`", []string{
			"next: run", "lockedit restart --namespace soans --domain-uid soainfra", "      then `lockedit verify`"}},
		{"a quoted backtick", "run `lockedit restart --context 'a`b c'`.", []string{"next: run", "lockedit restart --context 'a`b c'"}},
		{"unquoted", "`lockedit evidence show /é/x` says so", []string{"next:", "lockedit evidence show /é/x", "      says so"}},
		{"one that failed", "not permitted: kubectl --namespace n get pods -l a=b -o json --request-timeout=27s: Error from server", []string{
			"next: not permitted:", "kubectl --namespace n get pods -l a=b -o json --request-timeout=27s", "      Error from server"}},
		{"kubectl in prose", "look at the pods with kubectl, then get help", []string{"next: look at the pods with", "      kubectl, then get help"}},
		{"nothing", "", []string{"next:"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, Fit("next: ", test.text, 32)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// FuzzFit holds that nothing is lost but blanks, marks and punctuation.
func FuzzFit(f *testing.F) {
	f.Add("start it with: kubectl patch a b --type=merge --patch '{}'; then run `lockedit verify`", 30)
	f.Fuzz(func(t *testing.T, text string, columns int) {
		got := strings.Join(Fit("", text, columns%200), "")
		squeeze := strings.NewReplacer(" ", "", "`", "", ",", "", ";", "", ":", "", ".", "", "\x00", "").Replace
		if squeeze(got) != squeeze(text) {
			t.Errorf("Fit(%q, %d) lost something: %q", text, columns, got)
		}
	})
}
