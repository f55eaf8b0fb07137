package browser_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"lockedit/internal/browser"
)

func TestFillReadsBack(t *testing.T) {
	page := openPage(t, "/form", browser.PageOptions{})
	text := "ACTIVE \u2028 </script> \"quoted\" 表"
	if err := page.Fill(within(t), css("#P\\.name"), text); err != nil {
		t.Fatal(err)
	}
	var value string
	if err := page.Read(within(t), "() => document.getElementById('P.name').value", nil, &value); err != nil || value != text {
		t.Errorf("got %q, %v", value, err)
	}
}

func TestFillRefuses(t *testing.T) {
	page := openPage(t, "/form", browser.PageOptions{})
	for _, test := range []struct{ name, selector, reason string }{
		{"readonly", "#ro", "readonly"}, {"disabled", "#off", "disabled"}, {"a select", "#P\\.basis", "not a text field"},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := page.Fill(briefly(t), css(test.selector), "x")
			var unusable *browser.NotActionableError
			if !errors.As(err, &unusable) || unusable.Reason != test.reason {
				t.Errorf("got %v, want %q", err, test.reason)
			}
		})
	}
}

func TestFillSecretNeverShows(t *testing.T) {
	const canary = "canary-Pa55word"
	seen := &recorder{}
	page := openPage(t, "/form", browser.PageOptions{Observer: seen})
	secret := func() string { return canary }
	if err := page.FillSecret(within(t), css("#pw"), secret); err != nil {
		t.Fatal(err)
	}
	var length int
	if err := page.Read(within(t), "() => document.getElementById('pw').value.length", nil, &length); err != nil || length != len(canary) {
		t.Errorf("the field holds %d characters, %v", length, err)
	}
	if found, err := page.Find(within(t), css("#pw")); err != nil || found.Value != "" {
		t.Errorf("Find shows %q, %v", found.Value, err)
	}
	refused := page.FillSecret(briefly(t), css("#P\\.name"), secret)
	missing := page.FillSecret(briefly(t), css("#none"), secret)
	if refused == nil || missing == nil {
		t.Fatal("a secret was put where it does not belong")
	}
	for _, heard := range seen.found {
		if strings.Contains(heard.Value+heard.Text, canary) {
			t.Error("the observer heard the secret")
		}
	}
	if strings.Contains(refused.Error()+missing.Error(), canary) {
		t.Error("an error shows the secret")
	}
}

func TestSelect(t *testing.T) {
	page := openPage(t, "/form", browser.PageOptions{})
	policy := []string{"Auto-Migrate Exactly-Once Services"}
	for _, test := range []struct {
		name, selector string
		match          browser.OptionMatch
		value          string
	}{
		{"folded", "#P\\.policy", browser.OptionMatch{Folded: policy}, "exactly-once"},
		{"value", "#P\\.policy", browser.OptionMatch{ValueHas: []string{"manual"}}, "manual"},
		{"text and value agree", "#P\\.policy", browser.OptionMatch{Folded: policy, ValueHas: []string{"exactly-once"}}, "exactly-once"},
		{"exact", "#P\\.basis", browser.OptionMatch{Exact: "Database"}, "database"},
		{"chosen already", "#P\\.basis", browser.OptionMatch{Exact: "Database"}, "database"},
	} {
		t.Run(test.name, func(t *testing.T) {
			option, err := page.Select(within(t), css(test.selector), test.match)
			if err != nil || option.Value != test.value || !option.Selected {
				t.Errorf("got %+v, %v, want %q", option, err, test.value)
			}
		})
	}
	if got := textOf(t, page, "told"); got != "basis database" {
		t.Errorf("the page heard %q", got)
	}
}

func TestSelectRefuses(t *testing.T) {
	page := openPage(t, "/form", browser.PageOptions{})
	for _, test := range []struct {
		name   string
		match  browser.OptionMatch
		reason string
	}{
		{"missing", browser.OptionMatch{Exact: "exactly"}, "missing"},
		{"disabled", browser.OptionMatch{Folded: []string{"auto migrate failure recovery services"}}, "disabled"},
		{"text and value disagree", browser.OptionMatch{Folded: []string{"Manual Service Migration Only"}, ValueHas: []string{"exactly-once"}}, "several"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := page.Select(within(t), css("#P\\.policy"), test.match)
			var refused *browser.OptionError
			if !errors.As(err, &refused) || refused.Reason != test.reason {
				t.Fatalf("got %v, want %q", err, test.reason)
			}
			if !slices.Contains(refused.Available, "Manual Service Migration Only") {
				t.Errorf("available = %q", refused.Available)
			}
		})
	}
}
