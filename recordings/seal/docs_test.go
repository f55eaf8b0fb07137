package seal_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lockedit/recordings"
	"lockedit/recordings/seal"
)

// blocks are the sh blocks of a page in Markdown.
func blocks(t *testing.T, page string) []string {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, part := range strings.Split(string(text), "\n```sh\n")[1:] {
		block, _, ok := strings.Cut(part, "\n```")
		if !ok {
			t.Fatalf("%s: a block has no end", page)
		}
		all = append(all, block)
	}
	return all
}

// stage makes all that the page speaks of.
func stage(t *testing.T) string {
	t.Helper()
	now := clock()
	dir := t.TempDir()
	operator, board, ann := newSigner(t, "ed25519"), newSigner(t, "ecdsa"), newSigner(t, "ed25519")
	for name, s := range map[string]*seal.Signer{"operator": operator, "board": board, "ann": ann} {
		if _, _, err := seal.WritePair(dir, name, s, nil); err != nil {
			t.Fatal(err)
		}
	}
	j := begin(t, now, operator)
	plan := samplePlan(t)
	if err := j.WritePlan(plan); err != nil {
		t.Fatal(err)
	}
	if err := j.Keep("approvals", recordings.ApprovalsFile, approve(t, plan, ann, at.Add(time.Hour))); err != nil {
		t.Fatal(err)
	}
	if err := j.Finish(recordings.Outcome{Result: "done", Verdict: "in force"}); err != nil {
		t.Fatal(err)
	}
	a := newAuthority(t)
	s := signing(now)
	s.Authority = a.url
	mustSign(t, j.Dir(), s)
	mustSign(t, j.Dir(), signing(now, board))
	ca, err := os.ReadFile(filepath.Join(a.dir, "ca.pem"))
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "tsa-ca.pem"), ca, 0o600)
	}
	if err == nil {
		err = os.Rename(j.Dir(), filepath.Join(dir, "recording"))
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// shell runs commands as a person would type them, and stops at the first that
// fails.
func shell(t *testing.T, dir, commands string) (string, error) {
	t.Helper()
	cmd := exec.Command("bash", "-euo", "pipefail", "-c", commands)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// TestTheCommandsOfThePageWork runs what docs/evidence.md tells people to type.
func TestTheCommandsOfThePageWork(t *testing.T) {
	for _, tool := range []string{"openssl", "bash", "sha256sum", "awk"} {
		need(t, tool)
	}
	dir := stage(t)
	all := blocks(t, filepath.Join("..", "..", "docs", "evidence.md"))
	if len(all) < 8 {
		t.Fatalf("only %d blocks were found", len(all))
	}
	said := ""
	for _, block := range all {
		out, err := shell(t, dir, block)
		if err != nil {
			t.Fatalf("%v\n%s\n%s", err, block, out)
		}
		said += out
	}
	for _, want := range []string{"statement.dsse.json: OK", "run.json: OK", "Signature Verified Successfully", "Verified OK", "Verification: OK", "Time stamp: ", "recording/plan.json: OK"} {
		if !strings.Contains(said, want) {
			t.Errorf("no command says %q:\n%s", want, said)
		}
	}
}

// TestTheCommandsOfThePageFindChanges holds that they do not pass just anything.
func TestTheCommandsOfThePageFindChanges(t *testing.T) {
	needOpenssl(t)
	all := blocks(t, filepath.Join("..", "..", "docs", "evidence.md"))
	for name, harm := range map[string]string{
		"a changed file":     "printf x >> recording/run.json",
		"an added file":      "printf x > recording/more.png",
		"a removed file":     "rm recording/steps/01-lock/before.png",
		"another signer":     "cp board.pub x && cp operator.pub board.pub && cp x operator.pub",
		"another approver":   "cp operator.pub ann.pub",
		"another authority":  "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=x -keyout /dev/null -out tsa-ca.pem",
		"a changed envelope": `sed -i 's/"payload": "ey/"payload": "fy/; s/"payload": "ewog/"payload": "ewoJ/' recording/statement.dsse.json`,
	} {
		t.Run(name, func(t *testing.T) {
			dir := stage(t)
			if out, err := shell(t, dir, harm); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			for _, block := range all {
				if _, err := shell(t, dir, block); err != nil {
					return
				}
			}
			t.Error("every command passes")
		})
	}
}
