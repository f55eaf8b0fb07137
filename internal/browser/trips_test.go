package browser_test

import (
	"context"
	"testing"

	"lockedit/internal/browser"
)

// The round trips of an operation decide its cost, so they are counted.
func TestRoundTrips(t *testing.T) {
	page := openPage(t, "/form", browser.PageOptions{})
	form := common.site.URL + "/form"
	save := browser.Locator{Name: "page.save", Candidates: []browser.Candidate{{ID: "name", CSS: "button[name=Save]", Pick: "first"}}}
	for _, test := range []struct {
		name string
		want int
		do   func(context.Context) error
	}{
		{"goto", 1, func(ctx context.Context) error { _, err := page.Goto(ctx, form); return err }},
		{"find", 1, func(ctx context.Context) error { _, err := page.Find(ctx, css("#ro")); return err }},
		{"probe", 1, func(ctx context.Context) error { _, _, err := page.Probe(ctx, css("#none")); return err }},
		{"fill", 1, func(ctx context.Context) error { return page.Fill(ctx, css("#P\\.name"), "x") }},
		{"select", 1, func(ctx context.Context) error {
			_, err := page.Select(ctx, css("#P\\.basis"), browser.OptionMatch{Exact: "Database"})
			return err
		}},
		{"read", 1, func(ctx context.Context) error { return page.Read(ctx, "() => 1", nil, nil) }},
		{"picture", 3, func(ctx context.Context) error {
			_, err := page.Picture(ctx, browser.PictureOptions{FullPage: true})
			return err
		}},
		{"click", 5, func(ctx context.Context) error {
			_, err := page.Click(ctx, save, browser.ClickOptions{Navigates: true})
			return err
		}},
		{"aria", 2, func(ctx context.Context) error { _, err := page.Aria(ctx); return err }},
	} {
		t.Run(test.name, func(t *testing.T) {
			before := page.Calls()
			if err := test.do(within(t)); err != nil {
				t.Fatal(err)
			}
			if got := page.Calls() - before; got != test.want {
				t.Errorf("%d round trips, want %d", got, test.want)
			}
		})
	}
}
