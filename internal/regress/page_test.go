package regress_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"lockedit/internal/browser"
	"lockedit/recordings/compare"
	"lockedit/testenv/console"
)

// comparisonPage opens the page of a comparison in which two steps differ, the
// one in its look and the other in its structure.
func comparisonPage(t *testing.T) *browser.Page {
	t.Helper()
	r := newRecorder(t)
	baseline := r.look(t, tempDir(t, "baseline"), "home", "targets", "servers")
	for _, m := range []console.Mutation{{Name: "banner", Page: "home"}, {Name: "script-error", Page: "targets"}} {
		if err := r.console.Control().Mutate(m); err != nil {
			t.Fatal(err)
		}
	}
	result, err := compare.Compare(t.Context(), baseline, r.look(t, tempDir(t, "recording"), "home", "targets", "servers"), compare.Options{})
	if err != nil {
		t.Fatal(err)
	}
	html, err := result.HTML()
	if err != nil {
		t.Fatal(err)
	}
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(html) // the browser has gone: the test fails there
	}))
	t.Cleanup(site.Close)
	return openSite(t, site.URL)
}

func openSite(t *testing.T, address string) *browser.Page {
	t.Helper()
	b, err := shared.start()
	if err != nil {
		t.Fatal(err)
	}
	if b, err = b.Share([]string{address}); err != nil {
		t.Fatal(err)
	}
	page, err := b.NewPage(t.Context(), browser.PageOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = page.Close() })
	if _, err := page.Goto(t.Context(), address); err != nil {
		t.Fatal(err)
	}
	return page
}

// shown is what a reader of the page sees.
type shown struct {
	Steps int    `json:"steps"`
	Rows  int    `json:"rows"`
	Mode  string `json:"mode"`
	At    string `json:"at"`
	Empty bool   `json:"empty"`
	Boxes bool   `json:"boxes"`
}

const readShown = `() => {
  const seen = (css) => [...document.querySelectorAll(css)].filter((el) => el.checkVisibility()).length;
  const viewer = document.querySelector('.viewer');
  return {
    steps: seen('.step'), rows: seen('.overview .diff'), mode: viewer.dataset.mode,
    at: viewer.style.getPropertyValue('--at'), empty: seen('#empty') > 0, boxes: seen('.viewer svg') > 0,
  };
}`

func TestThePageSwitchesViewsAndFilters(t *testing.T) {
	t.Parallel()
	page := comparisonPage(t)
	for _, act := range []struct {
		name, click string
		want        shown
	}{
		{"at first", "", shown{Steps: 2, Rows: 2, Mode: "slider", At: "50%", Boxes: true}},
		{"overlay", "[data-set=overlay]", shown{Steps: 2, Rows: 2, Mode: "overlay", At: "50%", Boxes: true}},
		{"without marks", ".boxes input", shown{Steps: 2, Rows: 2, Mode: "overlay", At: "50%"}},
		{"side by side", "[data-set=side]", shown{Steps: 2, Rows: 2, Mode: "side", At: "50%"}},
		{"without pictures", "[value=picture]", shown{Steps: 1, Rows: 1, Mode: "side", At: "50%"}},
		{"without scripts", "[value=script]", shown{Mode: "side", At: "50%", Empty: true}},
		{"all steps", "[name=which][value=all]", shown{Steps: 3, Mode: "side", At: "50%"}},
	} {
		if act.click != "" {
			if _, err := page.Click(t.Context(), css(act.click), browser.ClickOptions{}); err != nil {
				t.Fatalf("%s: %v", act.name, err)
			}
		}
		var got shown
		if err := page.Read(t.Context(), readShown, nil, &got); err != nil {
			t.Fatal(err)
		}
		if got != act.want {
			t.Errorf("%s: %+v, want %+v", act.name, got, act.want)
		}
	}
}
