package engine_test

import (
	"bytes"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"lockedit/internal/engine"
	"lockedit/steps"
	"lockedit/testenv/console"
	"lockedit/testenv/console/domain"
)

// noList is a console whose list of pending changes cannot be read.
func noList() console.Fault {
	return console.Fault{Name: "status", Status: http.StatusNotFound, Match: console.Match{Page: "changes"}, Times: -1}
}

// TestWithoutAListOfChangesTheReportWarns goes on where the list cannot be read, and
// says in the report what was not shown.
func TestWithoutAListOfChangesTheReportWarns(t *testing.T) {
	t.Parallel()
	c := oneTarget(t, console.Options{})
	before := c.Control().Active()
	arm(t, c, noList())
	r := matrixRequest(t, c)
	r.Minimal, r.Timeout = false, time.Minute
	result, err := engineWith(shareBlank).Run(t.Context(), r)
	if err != nil || result.Outcome.ExitCode != 3 {
		t.Fatalf("outcome %+v, error %v, %v", result.Outcome, err, result.Err)
	}
	expectConfiguration(t, c, before, "soa_cluster")
	report, err := os.ReadFile(filepath.Join(result.Dir, "report.html"))
	if err != nil || !bytes.Contains(report, []byte("no list of pending changes")) {
		t.Errorf("the report does not warn, error %v", err)
	}
}

// TestEditsBeforeTheFirstSaveAreSeenWithoutAList has another session of the account
// edit something between the lock and the first Save: the Change Center alone shows it.
func TestEditsBeforeTheFirstSaveAreSeenWithoutAList(t *testing.T) {
	t.Parallel()
	c := oneTarget(t, console.Options{})
	before := c.Control().Active()
	arm(t, c, noList())
	var once sync.Once
	c.Control().Before(func(r console.Request) {
		if r.Page == "cluster.migration" && c.Control().Lock() != nil {
			once.Do(func() {
				if err := c.Control().Stage(account, domain.KindCluster, "osb_cluster", "notes", "by hand"); err != nil {
					t.Error(err)
				}
			})
		}
	})
	r := matrixRequest(t, c)
	r.Timeout = 30 * time.Second
	result, err := engineWith(shareBlank).Run(t.Context(), r)
	if err != nil || result.Outcome.ExitCode != 4 {
		t.Errorf("outcome %+v, error %v, %v", result.Outcome, err, result.Err)
	}
	expectAsBefore(t, c, before)
	if got := c.Control().Edit().Find(domain.KindCluster, "osb_cluster").Get("notes"); got != "by hand" {
		t.Errorf("the other edit is %q now", got)
	}
	if n := posts(c, "save", "") + posts(c, "activate", "") + posts(c, "undo", ""); n != 0 {
		t.Errorf("%d forms saved, activated or undid something", n)
	}
}

// TestReleaseWithoutAListOfChanges shows and clears what a killed run left on a console
// whose list cannot be read: the run itself went on without it, too.
func TestReleaseWithoutAListOfChanges(t *testing.T) {
	t.Parallel()
	c := oneTarget(t, console.Options{})
	before := c.Control().Active()
	arm(t, c, noList())
	killedAfterSave(t, c)
	if seen := releaseOf(t, c, false); seen.Outcome.ExitCode != 4 || c.Control().Lock() == nil {
		t.Errorf("looking only: %+v, %v; lock %+v", seen.Outcome, seen.Err, c.Control().Lock())
	}
	expectReleased(t, c, before, releaseOf(t, c, true), false)
}

// TestAListOfChangesIsReadToItsEnd has the list open at its last page, and Next of it
// leave a page out: once, which a second reading mends; for good, when nothing may be
// activated or undone, because what stands on the page that is left out may be somebody
// else's.
func TestAListOfChangesIsReadToItsEnd(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		fault console.Fault
		code  int
	}{
		{"once", console.Fault{Name: "page-skipped", Match: console.Match{Page: "changes", Nth: 2}, Times: 1}, 3},
		{"opens at its end", console.Fault{Name: "last-page-first", Match: console.Match{Page: "changes"}, Times: -1}, 3},
		{"always", console.Fault{Name: "page-skipped", Match: console.Match{Page: "changes"}, Times: -1}, 4},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := oneTarget(t, console.Options{PageSize: 1, ChangesPaged: true})
			before := c.Control().Active()
			arm(t, c, test.fault)
			result := runOne(t, c, func(r *engine.Request) { r.Timeout = limitFor(test.code) })
			var partly *steps.PartlyReadError
			if result.Outcome.ExitCode != test.code || errors.As(result.Err, &partly) != (test.code == 4) {
				t.Errorf("outcome %+v, %v", result.Outcome, result.Err)
			}
			expectPromise(t, c, before, result)
		})
	}
}
