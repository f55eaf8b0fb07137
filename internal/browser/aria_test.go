package browser_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"lockedit/internal/browser"
)

func TestAria(t *testing.T) {
	page := openPage(t, "/form", browser.PageOptions{})
	if err := page.FillSecret(within(t), css("#pw"), func() string { return "canary" }); err != nil {
		t.Fatal(err)
	}
	tree, err := page.Aria(within(t))
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for _, want := range []string{
		`"role":"button","name":"Save"`, `"role":"textbox","name":"Table Name:","value":"OLD"`,
		`"role":"combobox","name":"Migration Basis:","value":"Consensus"`, `"role":"checkbox","name":"Restart On Failure","checked":"false"`,
		`"role":"textbox","name":"Password:"`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the tree lacks %s: %s", want, text)
		}
	}
	if strings.Contains(text, "•") || strings.Contains(text, "canary") {
		t.Errorf("the tree shows the password: %s", text)
	}
}

func TestAriaOfARevealedSecret(t *testing.T) {
	page := openPage(t, "/secret?reveal", browser.PageOptions{})
	if err := page.FillSecret(within(t), css("#pw"), func() string { return "canary" }); err != nil {
		t.Fatal(err)
	}
	tree, err := page.Aria(within(t))
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(tree)
	if err != nil || strings.Contains(string(data), "canary") {
		t.Errorf("the tree shows the secret: %s %v", data, err)
	}
}

func TestPrintPDF(t *testing.T) {
	foreign := newOutside(t)
	html := `<!doctype html><html lang="en"><head><title>Report</title></head><body><h1>Verdict</h1><h2>Steps</h2><img src="` + foreign.url() + `"></body></html>`
	pdf, err := common.browser.PrintPDF(within(t), html)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) || !bytes.Contains(pdf, []byte("/Outlines")) || !bytes.Contains(pdf, []byte("/StructTreeRoot")) {
		t.Errorf("%d bytes: not a tagged PDF with an outline", len(pdf))
	}
	foreign.check(t)
}
