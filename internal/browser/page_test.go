package browser_test

import (
	"testing"

	"lockedit/internal/browser"
)

func TestWalk(t *testing.T) {
	page := openPage(t, "/form", browser.PageOptions{})
	found, err := page.Find(within(t), css("#P\\.name"))
	t.Logf("%+v %v", found, err)
	if err := page.Fill(within(t), css("#P\\.name"), "ACTIVE"); err != nil {
		t.Fatal(err)
	}
	option, err := page.Select(within(t), css("#P\\.basis"), browser.OptionMatch{Folded: []string{"data base"}})
	t.Log(option, err)
	pic, err := page.Picture(within(t), browser.PictureOptions{FullPage: true})
	t.Log(pic.Width, pic.Height, len(pic.PNG), err)
	save := browser.Locator{Name: "save", Candidates: []browser.Candidate{{ID: "name", CSS: "button[name=Save]", Pick: "first"}}}
	response, err := page.Click(within(t), save, browser.ClickOptions{Navigates: true})
	t.Log(response, err)
	text := ""
	err = page.Read(within(t), "(lib) => lib.text(document.getElementById('name'))", nil, &text)
	t.Log(text, err)
	t.Logf("%+v", common.browser.Info())
}
