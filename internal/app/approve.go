package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"lockedit/internal/spec"
	"lockedit/recordings"
	"lockedit/recordings/seal"
)

const approveText = `Shows a plan and signs it as an approver. Several approvers can sign, one after the other or
each on a machine of their own with a copy of the plan; "lockedit apply --approvals N" counts
those whose public keys it is given. Nothing is contacted.

The approval is appended to PLAN.approvals.intoto.jsonl beside the plan, or beside the
recording that the plan is in, because nothing is written into that.`

const approveExample = `  lockedit approve recordings/20260101T120000Z-plan-soa_cluster/plan.json --key ann.key --valid-for 24h
  lockedit apply recordings/20260101T120000Z-plan-soa_cluster/plan.json -f soa.yaml \
      --approvals 2 --approver-key ann.pub --approver-key bob.pub`

const groupKeys spec.Group = "Keys"

// approving are the flags of approve.
type approving struct {
	key, password, name, out string
	validFor                 time.Duration
	json                     bool
}

func (a *app) approveVerb() *cobra.Command {
	cmd := &cobra.Command{
		Use: "approve PLAN [flags]", Short: "sign a plan as an approver; contacts nothing",
		Long:    approveText,
		Example: approveExample, Args: oneArg("the file plan.json"),
		ValidArgsFunction: filesOf("json"),
	}
	f := newFlags(cmd, CodeDone, CodeFailed, CodeUsage)
	var p approving
	verb := f.group(groupVerb)
	verb.DurationVar(&p.validFor, "valid-for", 0, "`DURATION` after which the approval no longer counts (default: never)")
	verb.StringVar(&p.name, "name", "", "`NAME` of the approver, for the report (default USER@HOST)")
	verb.StringVar(&p.out, "out", "", "`FILE` to append the approval to, instead of the one beside the plan")
	bindKey(f, &p.key, &p.password, "private `FILE` to sign with (PEM; ed25519, or ECDSA on P-256, P-384 or P-521)")
	f.group(groupOutput).BoolVar(&p.json, "json", false, "print what was signed as one line of JSON")
	f.add()
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return a.approve(cmd.Context(), args[0], p) }
	return cmd
}

// bindKey defines the flags of a private key.
func bindKey(f *flags, key, password *string, usage string) {
	f.group(groupKeys).StringVar(key, "key", "", usage)
	f.group(groupKeys).StringVar(password, "key-password-file", "", "`FILE` with the key's password, - for standard input (default LOCKEDIT_KEY_PASSWORD, or a question)")
}

func (a *app) approve(ctx context.Context, path string, p approving) error {
	if p.key == "" || p.validFor < 0 {
		usage := spec.Usagef("--key is missing, or --valid-for is negative")
		usage.Hint = "give the approver's private key; `lockedit evidence keygen` makes one"
		return usage
	}
	plan, err := readPlan(path)
	if err != nil {
		return err
	}
	now := a.env.Now()
	if !plan.ValidUntil.IsZero() && now.After(plan.ValidUntil) {
		usage := spec.Usagef("the plan was valid until %s", plan.ValidUntil.Format(time.RFC3339))
		usage.Hint = "make a new plan"
		return usage
	}
	signer, err := a.signer(ctx, p.key, p.password)
	if err != nil {
		return err
	}
	approval := seal.Approval{Plan: plan, Approver: a.approver(p.name), At: now, Lockedit: a.version().Lockedit}
	if p.validFor > 0 {
		approval.ValidUntil = now.Add(p.validFor).UTC().Truncate(time.Second)
	}
	return a.writeApproval(path, p, approval, signer)
}

// approver is who approves, in words.
func (a *app) approver(name string) string {
	if name != "" {
		return name
	}
	return a.env.User + "@" + a.env.Host
}

func (a *app) writeApproval(path string, p approving, approval seal.Approval, signer *seal.Signer) error {
	line, err := seal.Approve(approval, signer)
	if err != nil {
		return err
	}
	if p.out == "" {
		p.out = seal.ApprovalsBeside(path)
	}
	if recordings.Recorded(filepath.Dir(p.out)) {
		return spec.Usagef("%s is a recording, into which nothing is written", filepath.Dir(p.out))
	}
	if err := seal.AppendApproval(p.out, line); err != nil {
		return fmt.Errorf("approval: %w", err)
	}
	if p.json {
		return json.NewEncoder(a.Out).Encode(map[string]any{
			"plan": path, "digest": approval.Plan.Digest, "approver": approval.Approver, "keyId": signer.ID(),
			"approvedAt": approval.At.UTC(), "validUntil": approval.ValidUntil, "file": p.out,
		})
	}
	_, err = io.WriteString(a.Out, a.view.Question(approval.Plan)+approvalLines(p.out, approval, signer))
	return err
}

func approvalLines(file string, approval seal.Approval, signer *seal.Signer) string {
	until := ""
	if !approval.ValidUntil.IsZero() {
		until = ", valid until " + approval.ValidUntil.Format(time.RFC3339)
	}
	return recordings.Visible(fmt.Sprintf("Console: %s, domain %s", recordings.CleanURL(approval.Plan.Console.URL), approval.Plan.Console.Domain)) + "\n" +
		recordings.Visible(fmt.Sprintf("Plan: %s", approval.Plan.Digest)) + "\n" +
		recordings.Visible(fmt.Sprintf("Approved by %s with key %s%s", approval.Approver, signer.ID(), until)) + "\n" +
		"Approval: " + file + "\n"
}
