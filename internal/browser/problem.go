package browser

import "strings"

// problem is the outcome of an operation that the scripts report.
type problem struct {
	Kind      string   `json:"kind"`
	Reason    string   `json:"reason"`
	Detail    string   `json:"detail"`
	Where     string   `json:"where"`
	Candidate string   `json:"candidate"`
	Other     string   `json:"other"`
	Locator   string   `json:"locator"`
	Elements  []string `json:"elements"`
	Count     int      `json:"count"`
	Similar   []string `json:"similar"`
	Matching  []string `json:"matching"`
	Available []string `json:"available"`
}

func (p *problem) element() string {
	if len(p.Elements) == 0 {
		return "the element"
	}
	return p.Elements[0]
}

// asError turns a problem into a typed error. What another try may cure is
// marked [again]; what looks final is tried a few times more while the page
// still loads.
func (p *problem) asError(wanted string, loading bool) error {
	switch p.Kind {
	case "absent":
		return &again{err: &NotFoundError{Wanted: wanted, Where: p.Where, Similar: p.Similar}}
	case "invisible":
		return &again{err: &NotActionableError{Reason: "invisible", Element: p.element()}}
	case "state":
		return &again{err: &NotActionableError{Reason: p.Reason, Element: p.element(), By: p.Detail}}
	case "replaced":
		return &again{err: &NotActionableError{Reason: "being replaced", Element: p.element()}}
	case "notyet":
		return &again{err: &NotYetError{Reason: p.Reason}}
	case "unkept":
		return &again{err: &ValueError{Element: p.element(), Holds: p.Detail}, limit: patience}
	}
	return settled(p.final(wanted), loading)
}

// final is the error of a problem that waiting does not cure.
func (p *problem) final(wanted string) error {
	switch p.Kind {
	case "several", "disagree":
		return &AmbiguousError{Wanted: wanted, Candidate: p.Candidate, Other: p.Other, Elements: p.Elements, Count: p.Count}
	case "forbidden":
		return &ForbiddenElementError{Wanted: wanted, Rule: p.Candidate, Element: p.element()}
	case "option":
		return &OptionError{Wanted: wanted, Reason: p.Reason, Matching: p.Matching, Available: p.Available}
	case "guard":
		return &GuardError{Locator: p.Locator, Present: p.Reason == "present", Element: strings.Join(p.Elements, "; ")}
	case "selector":
		return &SelectorError{Candidate: p.Candidate, CSS: p.Detail}
	}
	return &ScriptError{Text: "unknown outcome " + p.Kind}
}

func settled(err error, loading bool) error {
	if loading {
		return &again{err: err, limit: patience}
	}
	return err
}
