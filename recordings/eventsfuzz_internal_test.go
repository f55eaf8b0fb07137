package recordings

import "testing"

// FuzzEvents reads events files that anybody may have written: what is read is
// folded, and what a reader may rely on is said, without a panic.
func FuzzEvents(f *testing.F) {
	const first = `{"seq":1,"type":"version","version":{"lockedit":"v1","schema":"lockedit/events/v1"}}` + "\n"
	f.Add([]byte(""))
	f.Add([]byte(first))
	f.Add([]byte(first + `{"type":"lock","lock":{"what":"acquired"}}` + "\n" + `{"type":"lock","lock":{"what":"undone"}}` + "\n"))
	f.Add([]byte(first + `{"type":"step_started","step":"01-login","stepInfo":{"number":1}}` + "\n" + `{"type":"picture"`))
	f.Add([]byte(first + `{"type":"restart","restart":{"phase":"stopping","undo":"kubectl"}}` + "\n" + `{"type":"server","server":{"name":"a"}}` + "\n"))
	f.Add([]byte(first + `{"type":"change","change":{"object":"c","attribute":"a","before":"b","after":"b"}}` + "\n" + `{"type":"run_finished","outcome":{"exitCode":3}}` + "\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		events, torn, err := parseEvents("events.jsonl", text)
		if err != nil {
			return
		}
		if torn > len(text) || len(events) == 0 {
			t.Fatalf("%d events, %d bytes torn of %d", len(events), torn, len(text))
		}
		found := Found{Run: Fold(events), Last: events[len(events)-1], Events: len(events), Torn: torn}
		if sentences, next := certain(found); len(sentences) == 0 || next == "" {
			t.Error("nothing is said of a run that died")
		}
	})
}
