package regress_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"lockedit/internal/browser"
	"lockedit/recordings/compare"
	"lockedit/recordings/flow"
	"lockedit/testenv/console"
)

// comparisonPage opens the page of a comparison in which two steps differ, the
// one in its look and the other in its structure, and says how many there are.
func comparisonPage(t *testing.T) (page *browser.Page, all int) {
	t.Helper()
	s := newStage(t)
	list := []string{`{"type":"customStep","name":"lockedit/login"}`}
	for _, key := range []string{"home", "targets", "servers"} {
		list = append(list, `{"type":"navigate","url":"${console}/console.portal?_nfpb=true&_pageLabel=`+s.console.Control().PageLabel(key)+`"}`)
	}
	f, err := flow.Parse("pages.json", []byte(`{"title":"pages","steps":[`+strings.Join(list, ",")+`]}`))
	if err != nil {
		t.Fatal(err)
	}
	baseline := s.record(t, "pages", f)
	for _, m := range []console.Mutation{{Name: "banner", Page: "servers"}, {Name: "script-error", Page: "targets"}} {
		if err := s.console.Control().Mutate(m); err != nil {
			t.Fatal(err)
		}
	}
	result := compared(t, baseline, s.record(t, "pages", f), compare.Options{SlowBy: time.Hour})
	html, err := result.HTML()
	if err != nil {
		t.Fatal(err)
	}
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(html) // the browser has gone: the test fails there
	}))
	t.Cleanup(site.Close)
	if page, err = openPage(t.Context(), site.URL, nil); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = page.Close() })
	if _, err := page.Goto(t.Context(), site.URL); err != nil {
		t.Fatal(err)
	}
	return page, len(result.Steps)
}

func css(selector string) browser.Locator {
	return browser.Locator{Name: selector, Candidates: []browser.Candidate{{ID: "css", CSS: selector}}}
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
	page, all := comparisonPage(t)
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
		{"all steps", "[name=which][value=all]", shown{Steps: all, Mode: "side", At: "50%"}},
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
