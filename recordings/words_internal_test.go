package recordings

import (
	"testing"
	"time"
)

// TestServerWords holds that each thing that happens to a server is told by itself.
func TestServerWords(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for name, s := range map[string]Server{
		"terminating": {State: "terminating"},
		"gone":        {State: "gone"},
		"new":         {State: "new", UIDAfter: "b"},
		"ready":       {State: "ready", UIDAfter: "b", ReadyAt: time.Unix(1, 0)},
		"not back":    {UIDBefore: "a"},
	} {
		words := s.words()
		if other, taken := seen[words]; taken || words == "" {
			t.Errorf("%s is told as %q, as is %q", name, words, other)
		}
		seen[words] = name
	}
	back := Server{UIDBefore: "a", UIDAfter: "b", ReadyAt: time.Unix(1, 0)}
	if got := back.words(); seen[got] != "ready" {
		t.Errorf("a server that is back at the end is told as %q", got)
	}
}

// TestRunKeepsNoStateOfAServer holds that run.json has what became of a server and not
// what was seen of it last.
func TestRunKeepsNoStateOfAServer(t *testing.T) {
	t.Parallel()
	run := Fold([]Event{
		{Type: TypeServer, Server: &Server{Name: "s", Pod: "p", State: "gone"}},
		{Type: TypeServer, Server: &Server{Name: "s", UIDAfter: "b", State: "new"}},
	})
	if want := (Server{Name: "s", Pod: "p", UIDAfter: "b"}); len(run.Restart.Servers) != 1 || run.Restart.Servers[0] != want {
		t.Errorf("servers: %+v", run.Restart.Servers)
	}
}
