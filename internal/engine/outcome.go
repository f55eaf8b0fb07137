package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"lockedit/internal/browser"
	"lockedit/internal/kubectl"
	"lockedit/internal/kubectl/restart"
	"lockedit/internal/spec"
	"lockedit/recordings"
	"lockedit/recordings/seal"
	"lockedit/steps"
)

// Exit codes, as the contract has them.
const (
	codeDone        = 0
	codeFailed      = 1
	codeDifferences = 2
	codeActivated   = 3
	codePerson      = 4
	codeInterrupted = 130
)

// Results, as run.json has them.
const (
	resultDone        = "done"
	resultNothing     = "nothing to do"
	resultDifferences = "differences"
	resultActivated   = "activated"
	resultFailed      = "failed"
	resultPerson      = "person needed"
	resultInterrupted = "interrupted"
	resultRefused     = "refused"
	resultUnfinished  = "unfinished"
)

// failure is the outcome of a verb that ended with an error.
func failure(ctx context.Context, err error) recordings.Outcome {
	var left *steps.LeftError
	var activated *steps.ActivatedError
	var aborted *restart.AbortedError
	var begun *restart.BegunError
	switch {
	case errors.As(err, &left):
		return recordings.Outcome{Result: resultPerson, ExitCode: codePerson,
			Verdict: "a person is needed: " + left.What, Next: left.What + ": " + next(err)}
	case errors.As(err, &aborted) && aborted.Outcome == restart.LeftToOthers:
		return recordings.Outcome{Result: resultPerson, ExitCode: codePerson,
			Verdict: "a person is needed: " + aborted.Error(),
			Next:    "somebody else has set the domain's server start policy meanwhile: ask them, and change nothing over theirs; then run `lockedit restart` and `lockedit verify`"}
	case errors.As(err, &aborted) && aborted.Outcome != restart.Restored:
		return recordings.Outcome{Result: resultPerson, ExitCode: codePerson,
			Verdict: "the domain may be down: " + aborted.Error(), Next: "the domain may be down; start it with: " + aborted.Command}
	case errors.As(err, &activated):
		return recordings.Outcome{Result: resultActivated, ExitCode: codeActivated,
			Verdict: "activated, but not proved in force: " + activated.Err.Error(), Next: next(err)}
	case errors.As(err, &begun):
		return recordings.Outcome{Result: resultUnfinished, ExitCode: codeActivated,
			Verdict: "the restart did not finish: " + begun.Error(), Next: next(err)}
	case interrupted(ctx):
		return recordings.Outcome{Result: resultInterrupted, ExitCode: codeInterrupted,
			Verdict: "interrupted; the configuration is as it was before", Next: "run it again when you are ready"}
	}
	return recordings.Outcome{Result: resultFailed, ExitCode: codeFailed,
		Verdict: "failed; the configuration is as it was before: " + err.Error(), Next: next(err)}
}

// interrupted says whether a person or the system ended the run.
func interrupted(ctx context.Context) bool {
	return errors.Is(ctx.Err(), context.Canceled)
}

// advice pairs a kind of error with what to do next about it.
type advice struct {
	is   func(error) bool
	next string
}

func kind[E error](err error) bool {
	var target E
	return errors.As(err, &target)
}

// declined says whether a person answered "no".
func declined(err error) bool { return errors.Is(err, errDeclined) }

// next says what to do next about an error.
func next(err error) string {
	var account *spec.CredentialsError
	if errors.As(err, &account) && account.Hint != "" && !kind[*kubectl.CommandError](err) && !kind[*kubectl.MissingError](err) {
		return account.Hint
	}
	for _, a := range advices() {
		if a.is(err) {
			return a.next
		}
	}
	return "look at the last picture of the recording and at report.html, mend the cause, and run it again"
}

func advices() []advice {
	return append(append(append(leftAdvices(), flowAdvices()...), consoleAdvices()...), hostAdvices()...)
}

// foreign says whether what is left is somebody else's work.
func foreign(err error) bool {
	var left *steps.LeftError
	return errors.As(err, &left) && left.Foreign
}

// lost says whether the lock went to somebody else before what was saved under it was
// undone.
func lost(err error) bool {
	var left *steps.LeftError
	return errors.As(err, &left) && left.Lost
}

// lostAtRestart says whether what is changed in the console is lost when the domain is
// restarted.
func lostAtRestart(err error) bool { return refusedFor(err, restart.CodeHome) }

// patchDenied says whether the API server would refuse the patch that a restart begins with.
func patchDenied(err error) bool { return refusedFor(err, restart.CodeDenied) }

func refusedFor(err error, code restart.Code) bool {
	var refused *restart.RefusedError
	return errors.As(err, &refused) && slices.ContainsFunc(refused.Refusals, func(f restart.Finding) bool { return f.Code == code })
}

// activatedAndRefused says whether a domain may not be restarted whose changes are
// activated already.
func activatedAndRefused(err error) bool {
	return kind[*steps.ActivatedError](err) && kind[*restart.RefusedError](err)
}

// unmarked says whether a value is unknown because the page marks none of its list.
func unmarked(err error) bool {
	var unknown *steps.NotUnderstoodError
	return errors.As(err, &unknown) && unknown.Unmarked
}

// halfLive says whether a run left a domain that activates each save at once with
// some of its changes.
func halfLive(err error) bool { return kind[*steps.LeftError](err) && errors.Is(err, steps.ErrLive) }

func leftAdvices() []advice {
	return []advice{
		{halfLive, "what is live cannot be undone by this program: run `lockedit plan` to see what still differs, and set the rest, or what is live back, with another run"},
		{lost, "ask whoever holds the lock, or held it, to look at View changes and restarts before they activate or undo; `lockedit plan` shows what is active once nobody holds it"},
		{foreign, "log in to the console, look at View changes and restarts, and ask whose edits these are before anything is undone; they are not this run's"},
		{kind[*steps.LeftError], "log in to the console as the same account, look at View changes and restarts, and undo or activate by hand; `lockedit release` shows what is left, `lockedit release --undo` undoes it"},
		{activatedAndRefused, "the configuration is activated: clear what the message names on the Domain resource, then run `lockedit restart` and `lockedit verify`"},
		{lostAtRestart, "change what the operator makes the domain from, its image or model, instead: what is set in this console does not last"},
		{patchDenied, "have the policy or webhook that the message names allow the patch, or wait until it does"},
		{kind[*restart.RefusedError], "clear what the message names on the Domain resource" + planWithout},
		{kind[*restart.BegunError], "look at the domain's conditions and pods with kubectl, then run `lockedit restart` and `lockedit verify`"},
		{kind[*steps.ActivatedError], "the configuration is activated: look at the recording, then run `lockedit restart` and `lockedit verify`"},
	}
}

func consoleAdvices() []advice {
	return []advice{
		{kind[*steps.LoginRefusedError], "check user name and password before the next try: five failures lock the account for half an hour"},
		{kind[*ExpiredError], "make a new plan and have it approved again"},
		{kind[*seal.ApprovalError], "have the approvers run `lockedit approve PLAN --key KEY`, and name their public keys with --approver-key"},
		{kind[*steps.StaleError], "make a new plan and have it approved again"},
		{kind[*steps.AutoActivateError], "if that is acceptable, allow it with --allow-auto-activate; else switch off \"Automatically Acquire Lock and Activate Changes\" in the account's preferences"},
		{kind[*steps.ReadOnlyError], "use an account with the role Admin, or wait until nobody else holds the lock"},
		{kind[*LeaseError], "wait until that run has ended, and look at its recording"},
		{kind[*steps.ChangeCenterError], "wait until whoever edits the domain has activated or released; if it is this account's own, `lockedit release` shows it"},
		{kind[*steps.UnknownDataSourceError], "give one of these with --data-source, or create it first"},
		{kind[*steps.UnreadableRowError], "open the object in a browser and look at its address; an object with such a name has to be set by hand"},
		{kind[*steps.NotInTableError], "give one of these names, to the letter"},
		{kind[*steps.ForeignTargetError], "name only targets of this cluster, or leave --target out for all of them"},
		{kind[*steps.NoTargetsError], "check the name of the cluster, and the table of migratable targets in the console"},
		{kind[*steps.UnknownPolicyError], "choose one that the console offers, or write what its texts mean into a file for --selectors; docs/handbook.md, \"A console in another language\", shows one"},
		{kind[*steps.UnknownBasisError], "write what the texts of this console mean into a file for --selectors; docs/handbook.md, \"A console in another language\", shows one"},
		{kind[*steps.UnsetFieldError], "choose and activate by hand in the console what the field is to be, or have the plan set it (the data source with --data-source), and run it again"},
		{unmarked, "look the value up in the domain's configuration, choose and activate it once by hand in the console, and run it again"},
		{kind[*steps.NotUnderstoodError], "write what the texts of this console mean into a file for --selectors; docs/handbook.md, \"A console in another language\", shows one"},
		{kind[*browser.AmbiguousError], "give a catalogue entry for this console with --selectors"},
		{kind[*browser.NotFoundError], "look at the picture; if the console is right and the catalogue is not, give an entry with --selectors"},
		{kind[*steps.UnknownPageError], "open the address in a browser; it has to end in the console's context path, such as /console"},
		{kind[*steps.AdministrationPortError], "give the https address with the domain's administration port with --console-url, and its authority with --ca-file"},
		{kind[*steps.StatusError], "check the address of the console, and that the administration server is up"},
		{kind[*browser.FenceError], "if the console answers from that address too, give it with --console-url"},
		{kind[*browser.TrustError], "give with --ca-file the authority that signed the console's certificate, and with --console-url the host name that it is for"},
		{kind[*browser.NavigationError], "check the address of the console, and that it can be reached from here"},
	}
}

// What is said to those who may do without a restart of lockedit's.
const (
	doWithout   = "; --restart none does without"
	planWithout = ", or plan with --restart none"
)

func hostAdvices() []advice {
	return []advice{
		{kind[*browser.NotFoundBrowserError], "install Chrome or Chromium (Debian: apt-get install chromium), or name one with --chrome"},
		{declined, "nothing has to be done; run it again, and answer \"yes\", when the changes may be made"},
		{kind[*browser.StartError], "start the browser of the message by hand, or name another with --chrome or --chrome-url"},
		{kind[*browser.SandboxError], "run as an ordinary user, or accept a browser without sandbox with --no-sandbox"},
		{kind[*kubectl.MissingError], "install kubectl, or name one with --kubectl" + doWithout},
		{kind[*kubectl.TooOldError], "install a current kubectl, or name one with --kubectl" + doWithout},
		{kind[*kubectl.TimeoutError], "run kubectl by hand: a login that it waits for, or an API server that does not answer, shows there" + doWithout},
		{kind[*kubectl.UIDError], "check --namespace and --domain-uid; an account that may read one Domain alone, as docs/kubernetes/role.yaml grants it, finds a Domain whose name is not its domain UID only if it may list Domains, too"},
		{kind[*kubectl.ForbiddenError], "grant the account docs/kubernetes/role.yaml"},
		{kind[*kubectl.UnreachableError], "check --kubeconfig and --context, and that the API server can be reached from here"},
		{kind[*kubectl.CommandError], "check --kubeconfig, --context and --namespace, and run the kubectl command of the message by hand"},
		{kind[*spec.CredentialsError], "set LOCKEDIT_USERNAME and LOCKEDIT_PASSWORD, or give --password-file or --credentials-secret"},
	}
}

// done is the outcome of a verb that reached its end.
func done(result, format string, args ...any) recordings.Outcome {
	return recordings.Outcome{Result: result, ExitCode: codeDone, Verdict: fmt.Sprintf(format, args...)}
}
