package compare

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"lockedit/recordings"
)

// values compares what the step read and wrote, by object and attribute.
func (d *stepDiffer) values() {
	keep := func(list []recordings.Value, clean func(string) string) ([]string, map[string]string) {
		var keys []string
		all := map[string]string{}
		for _, v := range list {
			key := v.Attribute + " of " + v.Object + ", " + v.How
			shown := clean(v.Value)
			if v.Text != "" && v.Text != v.Value && !d.o.IgnoreLook {
				shown += " (shown as " + clean(v.Text) + ")"
			}
			if old, ok := all[key]; ok {
				shown = old + "; " + shown
			} else {
				keys = append(keys, key)
			}
			all[key] = shown
		}
		return keys, all
	}
	keysA, a := keep(d.a.Values, d.textA)
	keysB, b := keep(d.b.Values, d.textB)
	for _, dif := range keyed(KindValue, keysA, a, keysB, b) {
		d.out.add(dif)
	}
	if proofA, proofB := d.textA(d.a.Proof), d.textB(d.b.Proof); proofA != proofB {
		d.out.add(Difference{Kind: KindValue, Text: "what was read back is " + focus(proofB, proofA) + ", was " + focus(proofA, proofB), Before: proofA, After: proofB})
	}
}

// keyed compares two sets of named values.
func keyed(kind Kind, keysA []string, a map[string]string, keysB []string, b map[string]string) []Difference {
	var list []Difference
	for _, key := range keysA {
		after, ok := b[key]
		switch {
		case !ok:
			list = append(list, Difference{Kind: kind, Text: key + " is gone, was " + orEmpty(a[key]), Before: a[key]})
		case after != a[key]:
			list = append(list, Difference{Kind: kind, Text: key + " is " + orEmpty(after) + ", was " + orEmpty(a[key]), Before: a[key], After: after})
		}
	}
	for _, key := range keysB {
		if _, ok := a[key]; !ok {
			list = append(list, Difference{Kind: kind, Text: key + " is new: " + orEmpty(b[key]), After: b[key]})
		}
	}
	return list
}

// said is one thing that was said to the step.
type said struct{ kind, text string }

// messages compares what the console said, and the native dialogs.
func (d *stepDiffer) messages() {
	a, b := saidIn(d.a, d.textA), saidIn(d.b, d.textB)
	for _, p := range align(len(a), len(b), func(i, j int) int {
		switch {
		case a[i] == b[j]:
			return 1000
		case a[i].kind == b[j].kind:
			return 50 + int(400*similar(a[i].text, b[j].text))
		}
		return noMatch
	}) {
		switch {
		case p.a < 0:
			d.out.add(Difference{Kind: KindMessage, Text: "new " + b[p.b].kind + " message: " + quote(b[p.b].text), After: b[p.b].text})
		case p.b < 0:
			d.out.add(Difference{Kind: KindMessage, Text: "no " + a[p.a].kind + " message " + quote(a[p.a].text), Before: a[p.a].text})
		case a[p.a] != b[p.b]:
			d.out.add(Difference{
				Kind: KindMessage, Text: "the " + a[p.a].kind + " message is " + focus(b[p.b].text, a[p.a].text) + ", was " + focus(a[p.a].text, b[p.b].text),
				Before: a[p.a].text, After: b[p.b].text,
			})
		}
	}
}

func saidIn(step recordings.Step, clean func(string) string) []said {
	var list []said
	for _, m := range step.Messages {
		if m.Kind != "script" && m.Kind != "http" {
			list = append(list, said{m.Kind, clean(m.Text)})
		}
	}
	for _, dialog := range step.Dialogs {
		list = append(list, said{dialog.Kind + " dialog", clean(dialog.Text) + " [" + dialog.Answer + "]"})
	}
	return list
}

// errors tells the JavaScript and HTTP errors that the baseline does not have.
func (d *stepDiffer) errors() {
	scripts := func(step recordings.Step, clean func(string) string) []string {
		var list []string
		for _, m := range step.Messages {
			if m.Kind == "script" {
				list = append(list, withoutPlace(clean(m.Text)))
			}
		}
		return list
	}
	for _, text := range fresh(scripts(d.a, d.textA), scripts(d.b, d.textB)) {
		d.out.add(Difference{Kind: KindScript, Text: "new error in the browser: " + quote(text), After: text})
	}
	for _, text := range fresh(failures(d.base, d.a), failures(d.rec, d.b)) {
		d.out.add(Difference{Kind: KindHTTP, Text: "new HTTP error: " + clip(text, 2*longest), After: text})
	}
}

// codePlace is where in a script something happened; another line is no other error.
var codePlace = regexp.MustCompile(`:\d+:\d+`)

func withoutPlace(text string) string {
	first, _, _ := strings.Cut(text, "\n") // the rest is the stack
	return codePlace.ReplaceAllString(first, "")
}

// fresh lists what is in b more often than in a, each once.
func fresh(a, b []string) []string {
	left := map[string]int{}
	for _, text := range a {
		left[text]++
	}
	var list []string
	for _, text := range b {
		if left[text]--; left[text] < 0 && !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return list
}

// failures lists a step's failed requests. One that the browser itself gave up,
// because the page was left, is none.
func failures(s *side, step recordings.Step) []string {
	var list []string
	for _, m := range step.Messages {
		if m.Kind == "http" {
			list = append(list, s.clean.text(m.Text))
		}
	}
	for _, r := range s.requests[step.ID] {
		address := s.clean.address(r.URL)
		switch {
		case r.Status >= 400:
			list = append(list, fmt.Sprintf("%d for %s %s", r.Status, r.Method, address))
		case strings.Contains(r.Error, "ERR_ABORTED"):
		case r.Error != "":
			list = append(list, fmt.Sprintf("%s for %s %s", s.clean.text(r.Error), r.Method, address))
		}
	}
	return list
}
