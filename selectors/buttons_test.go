package selectors_test

import (
	"html"
	"os"
	"path/filepath"
	"testing"
	"unicode"

	"lockedit/internal/browser"
	"lockedit/selectors"
)

// acts lists what each act of the change center has to meet in one state.
func acts(lock, activate, release, undo string) []sighting {
	return []sighting{
		{"change-center.lock-and-edit", nil, lock}, {"change-center.activate", nil, activate},
		{"change-center.release", nil, release}, {"change-center.undo", nil, undo},
	}
}

func TestChangeCenterButtons(t *testing.T) {
	for _, test := range []struct {
		name, center string
		sightings    []sighting
	}{
		{"unlocked", unlockedCenter(), acts("cc-save", "", "", "")},
		{"locked", lockedCenter(), acts("", "", "cc-cancel", "")},
		{"pending", pendingCenter(), acts("", "cc-save", "", "cc-cancel")},
		{"automatic", changeCenter("Configuration editing is enabled.", nil, nil), acts("", "", "", "")},
		{"somebody else's", changeCenter("?", &button{"Lock & Edit", false}, &button{"Release Configuration", false}), acts("", "", "", "")},
		{"one button", changeCenter("?", &button{"Lock & Edit", true}, nil), acts("", "", "", "")},
		{"unlocked, chinese", changeCenter("?", &button{"锁定并编辑", true}, &button{"释放配置", false}), acts("cc-save", "", "", "")},
		{"pending, unknown language", changeCenter("?", &button{"Ota käyttöön", true}, &button{"Kumoa", true}), acts("", "cc-save", "", "cc-cancel")},
		{"looks unlocked, reads activate", changeCenter("?", &button{"Activate Changes", true}, &button{"?", false}), acts("forbidden", "", "", "")},
		{"looks pending, reads lock", changeCenter("?", &button{"Lock & Edit", true}, &button{"Release Configuration", true}), acts("", "forbidden", "", "forbidden")},
		{"looks locked, reads undo", changeCenter("?", &button{"?", false}, &button{"Undo All Changes", true}), acts("", "", "forbidden", "")},
	} {
		t.Run(test.name, func(t *testing.T) {
			page := document(clusterForm("Save", true), test.center+expandedTree())
			see(t, page, append(test.sightings, sighting{"change-center.status", nil, "status"}))
		})
	}
}

// TestSaveIsNotLock proves that the page's Save and the change center's first
// button, whose names differ in one capital, are never taken for each other.
func TestSaveIsNotLock(t *testing.T) {
	see(t, document(homeLinks(), unlockedCenter()), []sighting{{"page.save", nil, ""}, {"change-center.save-button", nil, "cc-save"}})
	see(t, document(clusterForm("Save", true), ""), []sighting{{"page.save", nil, "save-upper"}, {"change-center.save-button", nil, ""}, {"change-center.lock-and-edit", nil, ""}})
}

// TestEverySelectorIsValid asks the browser for every element, so that a
// selector it cannot parse fails here.
func TestEverySelectorIsValid(t *testing.T) {
	c := catalogue(t)
	var sightings []sighting
	for _, name := range c.Names() {
		vars := selectors.Vars{}
		for _, v := range c.Needs(name) {
			vars[v] = `a'"]<\`
		}
		sightings = append(sightings, sighting{name, vars, ""})
	}
	see(t, "<!DOCTYPE html><title>t</title>", sightings)
}

// TestValuesAreEscaped lays a selector with a placeholder over the catalogue
// and asks for values that would break out of it.
func TestValuesAreEscaped(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mine.yaml")
	entry := "elements: {tab.named: {candidates: [{id: attribute, css: 'a[title=\"{text}\"]'}]}}"
	if err := os.WriteFile(file, []byte(entry), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := selectors.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, value := range []string{`a"], a[title="b`, `\`, "1st", "a\tb", `'"*{}()[]`, "集群 1", "{text}", "$save"} {
		page := open(t, `<!DOCTYPE html><a data-t="right" title="`+html.EscapeString(value)+`">x</a><a data-t="wrong" title="b">y</a>`)
		l, err := c.Locator("tab.named", selectors.Vars{"text": value})
		if err != nil {
			t.Fatal(err)
		}
		var marks []string
		if err := page.Read(limited(t), markScript, []browser.Locator{l}, &marks); err != nil {
			t.Fatal(err)
		}
		if marks[0] != "right" {
			t.Errorf("%q met %q", value, marks[0])
		}
	}
}

// TestBrowserFoldsAlike compares the folding here with the browser's, for every
// character that both know.
func TestBrowserFoldsAlike(t *testing.T) {
	texts := []string{"ΣΑΣ:", "İ ı", "Straße::", "a:b :", "\u1100\u1161"}
	for r := rune(1); r < 0x20000; r++ {
		if unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z, unicode.Cc, unicode.Cf) {
			texts = append(texts, "A"+string(r)+"b:")
		}
	}
	w := catalogue(t).Words()
	for _, key := range w.Keys() {
		texts = append(texts, w.All(key)...)
	}
	var folded []string
	if err := open(t, "<!DOCTYPE html><title>t</title>").Read(limited(t), "(lib, texts) => texts.map(lib.fold)", texts, &folded); err != nil {
		t.Fatal(err)
	}
	for i, text := range texts {
		if got := selectors.Fold(text); got != folded[i] {
			t.Errorf("%q (%+q) is %+q here and %+q in the browser", text, text, got, folded[i])
		}
	}
}
