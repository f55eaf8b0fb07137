package compare_test

import (
	"image"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lockedit/recordings"
	"lockedit/recordings/compare"
)

func TestStepsAreMatchedByIdentity(t *testing.T) {
	for _, test := range []struct {
		name          string
		before, after []page
		want          []string
	}{
		{"nothing", pages("a", "b", "c"), pages("a", "b", "c"), nil},
		{"one inserted", pages("a", "b", "c"), pages("a", "x", "b", "c"), []string{"x step the step is new"}},
		{"one inserted of a name that is there", pages("a", "save", "b"), pages("save", "a", "save", "b"), []string{"save step the step is new"}},
		{"one removed", pages("a", "b", "c"), pages("a", "c"), []string{"b step the step is gone"}},
		{"one moved", pages("a", "b", "c", "d"), pages("b", "c", "d", "a"), []string{"a step the step moved: it was number 1, and is number 4"}},
		{"all others", pages("a"), pages("b"), []string{"a step the step is gone", "b step the step is new"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			result := compared(t, sample{pages: test.before}, sample{pages: test.after}, compare.Options{})
			want := append([]string{}, test.want...)
			if diff := cmp.Diff(want, told(result)); diff != "" {
				t.Errorf("differences (-want +got):\n%s", diff)
			}
		})
	}
}

// one is a sample of one step.
func one(p page) sample {
	p.name, p.title = "look", "Look"
	return sample{pages: []page{p}}
}

func TestWhatStepsSay(t *testing.T) {
	value := func(text string) []recordings.Value {
		return []recordings.Value{{Object: "c", Attribute: "basis", How: "read", Value: text}}
	}
	said := func(kind, text string) []recordings.PageMessage {
		return []recordings.PageMessage{{Kind: kind, Text: text}}
	}
	asked := func(status int, failed string) []recordings.Request {
		return []recordings.Request{{Method: "GET", URL: "http://h:7001/console/x.js;JSESSIONID=abc", Status: status, Error: failed}}
	}
	for _, test := range []struct {
		name          string
		before, after page
		want          []string
	}{
		{"value", page{values: value("consensus")}, page{values: value("database")},
			[]string{"look value basis of c, read is “database”, was “consensus”"}},
		{"value gone", page{values: value("consensus")}, page{}, []string{"look value basis of c, read is gone, was “consensus”"}},
		{"message", page{messages: said("success", "All saved.")}, page{messages: said("success", "All stored.")},
			[]string{"look message the success message is “All stored.”, was “All saved.”"}},
		{"new message", page{}, page{messages: said("error", "No.")}, []string{"look message new error message: “No.”"}},
		{"script error", page{}, page{messages: said("script", "exception: Error: x\n at http://h:7001/a.js:1:2")},
			[]string{"look script new error in the browser: “exception: Error: x”"}},
		{"old script error elsewhere in the file", page{messages: said("script", "x at http://h:7001/a.js:1:2")},
			page{messages: said("script", "x at http://h:7001/a.js:9:9")}, nil},
		{"script error that is gone", page{messages: said("script", "x")}, page{}, nil},
		{"HTTP error", page{requests: asked(200, "")}, page{requests: asked(404, "")}, []string{"look http new HTTP error: 404 for GET /console/x.js"}},
		{"HTTP error of a script", page{requests: asked(200, "")}, page{requests: asked(404, "net::ERR_ABORTED")},
			[]string{"look http new HTTP error: 404 for GET /console/x.js"}},
		{"request that the browser gave up", page{}, page{requests: asked(0, "net::ERR_ABORTED")}, nil},
		{"lost connection", page{}, page{requests: asked(0, "net::ERR_CONNECTION_RESET")},
			[]string{"look http new HTTP error: net::ERR_CONNECTION_RESET for GET /console/x.js"}},
		{"page label", page{url: "http://h:7001/c?_pageLabel=A&x=1"}, page{url: "http://h:7001/c?x=1&_pageLabel=B"}, []string{"look page the page is “B”, was “A”"}},
		{"address in another form", page{url: "http://h:7001/c?a=%28%22x%22%29&b=2"}, page{url: "http://h:7001/c?b=2&a=%2528%2522x%2522%2529"}, nil},
		{"status", page{}, page{status: recordings.StatusFailed}, []string{"look status the step failed, in the baseline it passed"}},
		{"slow", page{took: time.Second}, page{took: 5 * time.Second}, []string{"look time the step took 5.0 s, 5 times as long as the 1.0 s of the baseline"}},
		{"not slow by the factor", page{took: 10 * time.Second}, page{took: 20 * time.Second}, nil},
		{"not slow by the time", page{took: 100 * time.Millisecond}, page{took: time.Second}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			result := compared(t, one(test.before), one(test.after), compare.Options{})
			if diff := cmp.Diff(append([]string{}, test.want...), told(result)); diff != "" {
				t.Errorf("differences (-want +got):\n%s", diff)
			}
		})
	}
}

func TestABusyMachineIsNoSlowConsole(t *testing.T) {
	asked := func(millis float64) []recordings.Request {
		return []recordings.Request{{Method: "GET", URL: "http://h:7001/", Status: 200, At: at(0), Millis: millis}}
	}
	for _, test := range []struct {
		name   string
		waited float64
		took   time.Duration
		slow   bool
	}{
		{"the console took its time", 4000, 5 * time.Second, true},
		{"the browser took its time", 100, 5 * time.Second, false},
		{"the browser took very long", 100, 15 * time.Second, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			result := compared(t, one(page{took: time.Second, requests: asked(100)}), one(page{took: test.took, requests: asked(test.waited)}), compare.Options{})
			if got := len(told(result)) == 1; got != test.slow {
				t.Errorf("slow is %v: %v", got, told(result))
			}
		})
	}
}

func TestMasksAreLeftOut(t *testing.T) {
	clock := func(time string, box image.Rectangle) page {
		return page{
			tree: "- text: Health of Running Servers as of " + time + "\n- text: Backup at 16:00\n", picture: drawn(t, 300, 200, box),
			masks: []recordings.Masked{{X: 100, Y: 50, Width: 60, Height: 20, Why: "clock", Text: "Health of Running Servers as of " + time, Part: time}},
		}
	}
	a, b := clock("16:36", image.Rect(110, 55, 120, 60)), clock("17:01", image.Rect(130, 60, 150, 70))
	if got := told(compared(t, one(a), one(b), compare.Options{})); len(got) > 0 {
		t.Errorf("a masked clock makes differences: %v", got)
	}
	b.tree = "- text: Health of Running Servers as of 17:01\n- text: Backup at 17:00\n"
	b.picture = drawn(t, 300, 200, image.Rect(130, 60, 150, 70), image.Rect(10, 10, 20, 20))
	want := []string{
		"look structure text changed from “Backup at 16:00” to “Backup at 17:00”",
		"look picture the picture “after” differs in 0.2 %, at 10, 10 (10 × 10)",
	}
	if diff := cmp.Diff(want, told(compared(t, one(a), one(b), compare.Options{}))); diff != "" {
		t.Errorf("differences beside the masked clock (-want +got):\n%s", diff)
	}
}

func TestIgnoringTheLook(t *testing.T) {
	before := page{
		url: "http://h/c?_pageLabel=Old", took: time.Second, picture: drawn(t, 100, 100),
		tree: "- heading \"Clusters\" [level=1]\n- img\n- link \"a\":\n  - /url: http://h/1\n- textbox \"Name:\": x\n",
	}
	after := page{
		url: "http://h/c?_pageLabel=New", took: time.Minute, picture: drawn(t, 100, 100, image.Rect(0, 0, 50, 50)),
		tree: "- heading \"Clusters\" [level=2]\n- link \"a\":\n  - /url: http://h/2\n- textbox \"Name:\": y\n",
	}
	got := told(compared(t, one(before), one(after), compare.Options{IgnoreLook: true}))
	want := []string{"look value textbox “Name:” holds “y”, was “x”"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("without the look (-want +got):\n%s", diff)
	}
	if got := told(compared(t, one(before), one(after), compare.Options{})); len(got) != 7 {
		t.Errorf("with the look: %q", got)
	}
}

func TestWholeRunDiffers(t *testing.T) {
	failed := sample{pages: pages("a"), outcome: recordings.Outcome{Result: "failed", ExitCode: 1, Verdict: "no"}}
	got := told(compared(t, sample{pages: pages("a")}, failed, compare.Options{}))
	want := []string{"run status the run ended as \"failed\", code 1, in the baseline as \"done\", code 0"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("differences (-want +got):\n%s", diff)
	}
}
