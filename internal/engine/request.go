// Package engine is what a verb does from beginning to end: it opens the
// recording, resolves the credentials, starts the browser, walks the steps,
// restarts the domain, cleans up, and says how it ended.
package engine

import (
	"context"
	"time"

	"lockedit/internal/browser"
	"lockedit/internal/spec"
	"lockedit/recordings"
	"lockedit/recordings/seal"
)

// Request is what a verb is asked to do.
type Request struct {
	Spec    spec.Spec
	Browser BrowserChoice
	Kubectl KubectlChoice
	// Selectors are the user's catalogue files.
	Selectors []string
	// Minimal evidence is run.json and one picture a step.
	Minimal           bool
	AllowAutoActivate bool
	// Timeout bounds one step.
	Timeout time.Duration
	// CleanUp is what clearing up may take at least, however short Timeout is.
	CleanUp time.Duration
	// PlanFile is the plan that apply is given, Approvals those of it.
	PlanFile  string
	Approvals Approvals
	// ValidFor is how long a plan that is made may be applied; 0 is for ever.
	ValidFor time.Duration
	// Signers sign the recording.
	Signers []*seal.Signer
	// DetailedExitCode makes a plan with differences end with code 2.
	DetailedExitCode bool
	// Flow is the title of the flow to replay, FlowName its name in file names.
	Flow, FlowName string
	// Undo makes release undo and release what it finds.
	Undo bool
	// Confirm asks a person, with the plan in view, before anything is locked;
	// nil means that the answer was given beforehand.
	Confirm func(context.Context, recordings.Plan) (bool, error)
	// Sinks receive the events as they happen.
	Sinks []recordings.Sink
}

// BrowserChoice says which browser to use.
type BrowserChoice struct {
	Path, URL          string
	Headful, NoSandbox bool
	CAFile             string
	InsecureTLS        bool
}

// KubectlChoice says which kubectl to use, and how.
type KubectlChoice struct {
	Path, Kubeconfig, Context string
	// Tick is the time between two reads during a restart; 0 is the default.
	Tick time.Duration
}

// Host is what the engine needs of the machine it runs on.
type Host struct {
	Now      func() time.Time
	Environ  []string
	Getenv   func(string) string
	ReadFile func(string) ([]byte, error)
	TempDir  string
	// Launch starts a browser; nil means [browser.Launch]. Runs that share one
	// Chrome hand out [browser.Browser.Share] here.
	Launch func(context.Context, browser.Options) (*browser.Browser, error)
	// User and Name are who runs the program, on which machine.
	User, Name string
	// Version is the program's own.
	Version string
	// Credentials resolves the console account.
	Credentials func(ctx context.Context, s spec.Spec, secret ReadSecret) (string, spec.Secret, error)
}

// ReadSecret reads user name and password from a Kubernetes secret.
type ReadSecret func(ctx context.Context, namespace, name string) (string, string, error)

// Result is how a verb ended.
type Result struct {
	Outcome recordings.Outcome
	// Dir is the recording's directory; empty when none was begun.
	Dir string
	// Plan is what was planned, if it came so far.
	Plan *recordings.Plan
	// Warnings are about the recording, after its last event.
	Warnings []string
	// Err is the error that decided the outcome.
	Err error
}
