package selectors_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lockedit/internal/browser"
	"lockedit/selectors"
)

// statusPage shows what differs each time beside what looks like it and does not.
func statusPage() string {
	return document(`<h1>Settings for soa_cluster (3)</h1><p>t3://10.0.0.1:22 and host:7001, release 12.2.1</p><p hidden>09:15</p>`+
		`<p>Session VxQwErTyUiOpAsDfGhJkLzXc!-1932847</p><p>Replica VxQwErTyUiOpAsDfGhJkLzXc!-1932847!NONE</p><p>Started 2026-11-23 8:05:09 PM UTC</p>`+
		`<table><tr><td>weblogic (1)</td></tr><tr><td>other</td></tr></table>`,
		`<div>Health of Running Servers as of 16:36</div><table>`+
			`<tr><td></td><td>Failed (0)</td></tr><tr><td></td><td>Warning (2)</td></tr><tr><td></td><td>OK (5)</td></tr></table>`)
}

func TestRestlessParts(t *testing.T) {
	page := open(t, statusPage())
	picture, err := page.Picture(t.Context(), browser.PictureOptions{FullPage: true, Marks: append(selectors.Restless("weblogic"),
		browser.Mark{Why: "domain", Elements: &browser.Locator{Candidates: []browser.Candidate{{CSS: "#domain"}}}})})
	if err != nil {
		t.Fatal(err)
	}
	var got [][3]string
	for _, m := range picture.Marked {
		if m.Width <= 0 || m.Height <= 0 || m.X+m.Width > picture.Width || m.Y+m.Height > picture.Height {
			t.Errorf("%s is placed outside the picture: %+v", m.Why, m)
		}
		got = append(got, [3]string{m.Why, m.Text, m.Part})
	}
	want := [][3]string{
		{"clock", "Started 2026-11-23 8:05:09 PM UTC", "2026-11-23 8:05:09 PM"},
		{"clock", "Health of Running Servers as of 16:36", "16:36"},
		{"health count", "Failed (0)", "0"}, {"health count", "Warning (2)", "2"}, {"health count", "OK (5)", "5"},
		{"session id", "Session VxQwErTyUiOpAsDfGhJkLzXc!-1932847", "VxQwErTyUiOpAsDfGhJkLzXc!-1932847"},
		{"session id", "Replica VxQwErTyUiOpAsDfGhJkLzXc!-1932847!NONE", "VxQwErTyUiOpAsDfGhJkLzXc!-1932847!NONE"},
		{"account", "Welcome, weblogic", "weblogic"},
		{"domain", "Connected to: d", "Connected to: d"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("marked parts (-want +got):\n%s", diff)
	}
}
