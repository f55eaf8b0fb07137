package engine_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"lockedit/internal/engine"
	"lockedit/steps"
	"lockedit/testenv/console"
	"lockedit/testenv/console/domain"
)

// promise is what an exit code promises, held against the domain that a run leaves,
// which is read past the console.
type promise struct {
	c *console.Console
	// before is the active configuration that the run found.
	before *domain.Tree
	// stolen says that another account took the lock.
	stolen bool
}

// lies are what a run says that is not so: 0 and 3 mean exactly as wanted; 1 and 130
// exactly as before, with no lock and no edits of the run; 4 that something is left,
// and what.
func (p promise) lies(result engine.Result) []string {
	lies := p.untold(result)
	k := p.c.Control()
	asBefore := len(differences(p.before, k.Active())) == 0
	asWanted := len(differences(wantedTree(p.before, "soa_cluster"), k.Active())) == 0
	if !asBefore && !asWanted {
		lies = append(lies, fmt.Sprintf("the active configuration is neither as before nor as wanted: %v", domain.Diff(p.before, k.Active())))
	}
	left := p.ownLock() || len(k.Pending()) > 0
	state := fmt.Sprintf("as before: %v, as wanted: %v, lock: %+v, pending: %d", asBefore, asWanted, k.Lock(), len(k.Pending()))
	switch result.Outcome.ExitCode {
	case 0, 3:
		if !asWanted || left {
			lies = append(lies, "success is claimed; "+state)
		}
	case 1, 130:
		if !asBefore || left {
			lies = append(lies, "nothing is said to be changed; "+state)
		}
	case 4:
		lies = append(lies, p.unneeded(result)...)
	default:
		lies = append(lies, fmt.Sprintf("exit code %d", result.Outcome.ExitCode))
	}
	return lies
}

// ownLock says whether the account of the run holds the lock.
func (p promise) ownLock() bool {
	lock := p.c.Control().Lock()
	return lock != nil && lock.Owner == account
}

// untold is what a run leaves and does not tell, or not how to clear it.
func (p promise) untold(result engine.Result) []string {
	var left *steps.LeftError
	var untold []string
	next := result.Outcome.Next
	if result.Outcome.ExitCode != 0 && next == "" {
		untold = append(untold, "it is not said what to do next")
	}
	if !p.ownLock() && len(p.c.Control().Pending()) == 0 {
		return untold
	}
	switch {
	case !errors.As(result.Err, &left):
	case left.What == "":
		untold = append(untold, fmt.Sprintf("it is not said what is left: %v", result.Err))
	case !left.Foreign && !left.Lost && !strings.Contains(next, "lockedit release"):
		untold = append(untold, "it is not said how to clear what is left: "+next)
	}
	return untold
}

// unneeded says why nobody had to be asked for.
func (p promise) unneeded(result engine.Result) []string {
	var left *steps.LeftError
	if !errors.As(result.Err, &left) || left.What == "" {
		return []string{fmt.Sprintf("a person is asked for without saying why: %v", result.Err)}
	}
	if p.ownLock() || len(p.c.Control().Pending()) > 0 || p.stolen || is[*steps.ActivationUnknownError](result.Err) || p.blind() {
		return nil
	}
	return []string{fmt.Sprintf("nothing is left, and it is said: %s", left.What)}
}

// blind says that nobody could know what is left: since the last form that changes the
// edit session the console has answered with no page. The form's own answer is not
// counted, because it may be that to a second sending of it.
func (p promise) blind() bool {
	blind := false
	for _, r := range p.c.Control().Requests() {
		changes := r.Method == http.MethodPost && slices.Contains([]string{"lock", "save", "undo", "release", "activate"}, r.Action)
		shown := r.Status == http.StatusOK && len(r.Faults) == 0 && r.Action != "static" && r.Page != "login"
		blind = changes || blind && !shown
	}
	return blind
}

// expectPromise holds the domain, read past the console, against what the exit code
// promises.
func expectPromise(t *testing.T, c *console.Console, before *domain.Tree, result engine.Result) {
	t.Helper()
	for _, lie := range (promise{c: c, before: before, stolen: struck(c, "lock-stolen")}).lies(result) {
		t.Errorf("exit code %d: %s: %+v", result.Outcome.ExitCode, lie, result.Outcome)
	}
}

// struck says whether the console played a fault.
func struck(c *console.Console, name string) bool {
	return slices.ContainsFunc(c.Control().Requests(), func(r console.Request) bool { return slices.Contains(r.Faults, name) })
}

// expectMet says that the console played the fault of a number, whatever others of its
// name there were.
func expectMet(t *testing.T, c *console.Console, id int) {
	t.Helper()
	armed := c.Control().Faults()
	i := slices.IndexFunc(armed, func(f console.ArmedFault) bool { return f.ID == id })
	if i < 0 {
		t.Errorf("fault %d was not armed to the end", id)
	} else if f := armed[i]; f.Seen < max(1, f.Fault.Match.Nth) {
		t.Errorf("the fault %s was never played: %d requests matched %+v", f.Fault.Name, f.Seen, f.Fault.Match)
	}
}
