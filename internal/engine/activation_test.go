package engine_test

import (
	"net/http"
	"testing"
	"time"

	"lockedit/recordings"
	"lockedit/testenv/console"
)

// longer is more than any wait of a fixed length in the product.
const longer = 22 * time.Second

// TestASlowActivationIsWaitedFor has activations that end long after their answer,
// or after the step that clicked, and within the limit of a step all the same.
func TestASlowActivationIsWaitedFor(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		fault console.Fault
		limit time.Duration
		code  int
	}{
		{"its answer is lost", console.Fault{Name: "activate-later", Delay: longer}, time.Minute, 3},
		{"its changes look pending meanwhile", console.Fault{Name: "activate-background", Delay: longer}, time.Minute, 3},
		{"its answer takes longer than the step", console.Fault{Name: "activate-slow", Delay: matrixStep + time.Second}, matrixStep, 3},
		{"it does not end within the limit", console.Fault{Name: "activate-later", Delay: time.Hour}, matrixStep, 1},
		{"it looks pending beyond the limit", console.Fault{Name: "activate-background", Delay: time.Hour}, matrixStep, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := oneTarget(t, console.Options{})
			before := c.Control().Active()
			arm(t, c, test.fault)
			r := matrixRequest(t, c)
			r.Timeout = test.limit
			result, err := engineWith(shareBlank).Run(t.Context(), r)
			if err != nil || result.Outcome.ExitCode != test.code {
				t.Errorf("outcome %+v, error %v, %v", result.Outcome, err, result.Err)
			}
			expectPromise(t, c, before, result)
			if n := posts(c, "activate", ""); n != 1 {
				t.Errorf("Activate Changes was sent %d times", n)
			}
			if n := posts(c, "undo", ""); test.code == 3 && n != 0 {
				t.Errorf("Undo All Changes was sent %d times", n)
			}
		})
	}
}

// posts is how often the console received a form of this action, from a page
// where one is named.
func posts(c *console.Console, action, page string) int {
	n := 0
	for _, r := range c.Control().Requests() {
		if r.Method == http.MethodPost && r.Action == action && (page == "" || r.Page == page) {
			n++
		}
	}
	return n
}

// sentByPages is how many forms the pages of a run sent. A browser that sends one
// a second time by itself, because a connection broke, counts once.
func (s *seenEvents) sentByPages() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, e := range s.list {
		if e.Type == recordings.TypeRequest && e.Request.Method == http.MethodPost {
			n++
		}
	}
	return n
}

// TestALostAnswerIsSettledByReading loses the answer to Save and to Activate
// Changes in each way: what was carried out shows, and nothing is clicked twice.
func TestALostAnswerIsSettledByReading(t *testing.T) {
	t.Parallel()
	const clicks = 4 // lock, two saves, activation
	for _, match := range []console.Match{{Action: "save", Page: "cluster.migration"}, {Action: "save", Page: "target.migration"}, {Action: "activate"}} {
		for _, fault := range []string{"answer-lost", "answer-status", "answer-hang"} {
			t.Run(match.Action+" "+match.Page+" "+fault, func(t *testing.T) {
				t.Parallel()
				c := oneTarget(t, console.Options{})
				before := c.Control().Active()
				arm(t, c, console.Fault{Name: fault, Match: match})
				r, seen := matrixRequest(t, c), &seenEvents{}
				r.Sinks = []recordings.Sink{seen}
				result, err := engineWith(shareBlank).Run(t.Context(), r)
				if err != nil || result.Outcome.ExitCode != 3 {
					t.Errorf("outcome %+v, error %v, %v", result.Outcome, err, result.Err)
				}
				expectPromise(t, c, before, result)
				if n := seen.sentByPages() - posts(c, "login", ""); n != clicks {
					t.Errorf("%d forms were sent after the login, not %d; the console received %v", n, clicks, received(c))
				}
				expectSentOnce(t, c, fault == "answer-lost")
			})
		}
	}
}

// expectSentOnce looks at what the console received. After a broken connection the
// browser may have sent a form again by itself; it is the same form then.
func expectSentOnce(t *testing.T, c *console.Console, broken bool) {
	t.Helper()
	kinds := [][2]string{{"lock", ""}, {"save", "cluster.migration"}, {"save", "target.migration"}, {"activate", ""}}
	for _, kind := range kinds {
		n := posts(c, kind[0], kind[1])
		if n != 1 && (!broken || n != 2) {
			t.Errorf("%v was received %d times: %v", kind, n, received(c))
		}
	}
	if n := posts(c, "undo", "") + posts(c, "release", ""); n != 0 {
		t.Errorf("%d forms undid or released something", n)
	}
}

// received are the actions that the console received as forms, in order.
func received(c *console.Console) []string {
	var list []string
	for _, r := range c.Control().Requests() {
		if r.Method == http.MethodPost {
			list = append(list, r.Action+" "+r.Page)
		}
	}
	return list
}
