package alien

import (
	"html/template"
	"strings"
)

// pair hands a template the page and one table of it.
type pair struct {
	Page  pageView
	Table *tableView
}

func functions() template.FuncMap {
	return template.FuncMap{
		"arg":   func(v pageView, t *tableView) pair { return pair{v, t} },
		"names": func(names ...string) []string { return names },
		"last":  func(i int, list []crumb) bool { return i == len(list)-1 },
		// sentences are those of a text, each with its full stop.
		"sentences": func(text string) []string { return strings.SplitAfter(text, ". ") },
	}
}
