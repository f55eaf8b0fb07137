package alien

import "html/template"

// pair hands a template the page and one table of it.
type pair struct {
	Page  pageView
	Table *tableView
}

func functions() template.FuncMap {
	return template.FuncMap{
		"arg":   func(v pageView, t *tableView) pair { return pair{v, t} },
		"names": func(names ...string) []string { return names },
	}
}
