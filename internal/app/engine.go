package app

import (
	"context"
	"time"

	"lockedit/internal/spec"
	"lockedit/recordings"
)

// Engine does what the verbs say, from beginning to end. The outcome's exit
// code is the program's; the error beside it decided the outcome.
type Engine interface {
	Plan(context.Context, Request) (Result, error)
	Apply(context.Context, Request) (Result, error)
	Restart(context.Context, Request) (Result, error)
	Verify(context.Context, Request) (Result, error)
	Run(context.Context, Request) (Result, error)
	Release(context.Context, Request) (Result, error)
}

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
	// PlanFile is the plan that apply is given.
	PlanFile string
	// DetailedExitCode makes a plan with differences end with code 2.
	DetailedExitCode bool
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
	Tick                      time.Duration
}

// Result is how a verb ended.
type Result struct {
	Outcome recordings.Outcome
	// Dir is the recording's directory; empty when none was begun.
	Dir string
	// Plan is what was planned, if it came so far.
	Plan *recordings.Plan
	// Err is the error that decided the outcome.
	Err error
}

// ReadSecret reads user name and password from a Kubernetes secret.
type ReadSecret func(ctx context.Context, namespace, name string) (string, string, error)
