package browser

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// ActionError is how every operation of a [Page] fails: what was to be done,
// with which element, what was tried, and what was seen last. It wraps one of
// the causes below, and the context's error where time ran out.
type ActionError struct {
	// Op is the operation, such as "click".
	Op string
	// Locator is the catalogue's name of the element; empty if there is none.
	Locator string
	// Tried is the log of the tries, repeats folded.
	Tried []string
	// LastSeen is what came in between, such as a dialog of the page.
	LastSeen string
	// URL is the page's address without secrets.
	URL     string
	Elapsed time.Duration
	// Err is the cause.
	Err error
	// Ended is the context's error if the time ran out or the run was stopped.
	Ended error
}

// Error is one sentence for people.
func (e *ActionError) Error() string {
	var b strings.Builder
	b.WriteString(e.Op)
	if e.Locator != "" {
		fmt.Fprintf(&b, " %q", e.Locator)
	}
	fmt.Fprintf(&b, ": %v", e.Err)
	if e.Ended != nil && !errors.Is(e.Err, e.Ended) {
		fmt.Fprintf(&b, " (%v)", e.Ended)
	}
	if e.LastSeen != "" {
		fmt.Fprintf(&b, "; %s", e.LastSeen)
	}
	if e.URL != "" {
		fmt.Fprintf(&b, "; on %s", e.URL)
	}
	fmt.Fprintf(&b, ", after %s", e.Elapsed.Round(time.Millisecond))
	if len(e.Tried) > 1 {
		fmt.Fprintf(&b, "; tried: %s", strings.Join(e.Tried, ", "))
	}
	return b.String()
}

// Unwrap returns the cause and, if time ran out, the context's error.
func (e *ActionError) Unwrap() []error {
	if e.Ended == nil {
		return []error{e.Err}
	}
	return []error{e.Err, e.Ended}
}

// NotFoundError says that no visible element matches any candidate.
type NotFoundError struct {
	// Wanted describes what was looked for.
	Wanted string
	// Where names the surrounding part that is missing, if that is the reason.
	Where string
	// Similar are texts of similar elements that the page shows.
	Similar []string
}

// Error is a sentence for people.
func (e *NotFoundError) Error() string {
	if e.Where != "" {
		return fmt.Sprintf("%s is not on the page: its surroundings (%s) are missing", e.Wanted, e.Where)
	}
	if len(e.Similar) == 0 {
		return e.Wanted + " is not on the page"
	}
	return fmt.Sprintf("%s is not on the page, which shows %s", e.Wanted, quoted(e.Similar))
}

// AmbiguousError says that it cannot be told which element is meant, so that none is touched.
type AmbiguousError struct {
	Wanted string
	// Candidate and Other are the IDs of the candidates that disagree; Other is
	// empty where one candidate matches several elements.
	Candidate, Other string
	// Elements describes what they match.
	Elements []string
	// Count is how many elements Candidate matches, if Other is empty.
	Count int
}

// Error is a sentence for people.
func (e *AmbiguousError) Error() string {
	if e.Other != "" {
		return fmt.Sprintf("%s is ambiguous: candidates %q and %q point at different elements (%s)",
			e.Wanted, e.Candidate, e.Other, strings.Join(e.Elements, "; "))
	}
	return fmt.Sprintf("%s is ambiguous: candidate %q matches %d elements (%s)",
		e.Wanted, e.Candidate, e.Count, strings.Join(e.Elements, "; "))
}

// ForbiddenElementError says that the element that was found is one that must not be
// touched.
type ForbiddenElementError struct {
	Wanted string
	// Rule is the ID of the candidate in Forbid that matched.
	Rule    string
	Element string
}

// Error is a sentence for people.
func (e *ForbiddenElementError) Error() string {
	return fmt.Sprintf("%s led to %s, which is ruled out by %q", e.Wanted, e.Element, e.Rule)
}

// NotActionableError says that the element is there but cannot be used as it is.
type NotActionableError struct {
	// Reason is "invisible", "unstable", "disabled", "covered", "readonly" or
	// another short statement.
	Reason  string
	Element string
	// By is what covers it.
	By string
}

// Error is a sentence for people.
func (e *NotActionableError) Error() string {
	if e.By != "" {
		return fmt.Sprintf("%s is %s by %s", e.Element, e.Reason, e.By)
	}
	return fmt.Sprintf("%s is %s", e.Element, e.Reason)
}

// OptionError says that a select does not offer exactly one enabled option as wanted.
type OptionError struct {
	Wanted string
	// Reason is "missing", "disabled" or "several".
	Reason string
	// Matching are the texts of the options that do match.
	Matching []string
	// Available are the texts of all enabled options.
	Available []string
}

// Error is a sentence for people.
func (e *OptionError) Error() string {
	switch e.Reason {
	case "several":
		return fmt.Sprintf("option %s is ambiguous: it matches %s", e.Wanted, quoted(e.Matching))
	case "disabled":
		return fmt.Sprintf("option %s is there but disabled; to choose from are %s", e.Wanted, quoted(e.Available))
	}
	return fmt.Sprintf("option %s is not in the list, which offers %s", e.Wanted, quoted(e.Available))
}

// GuardError says that a condition that had to hold right before an act did not.
type GuardError struct {
	// Locator is the name of the condition's element.
	Locator string
	// Present says that it was there and must not be, else it was missing.
	Present bool
	Element string
}

// Error is a sentence for people.
func (e *GuardError) Error() string {
	if e.Present {
		return fmt.Sprintf("the page is not in the expected state: %q must not be there, but %s is", e.Locator, e.Element)
	}
	return fmt.Sprintf("the page is not in the expected state: %q has to be there and is not", e.Locator)
}

// NotYetError says that a reading script asked for another try with notYet(reason).
type NotYetError struct{ Reason string }

// Error is a sentence for people.
func (e *NotYetError) Error() string { return e.Reason }

// ValueError says that a field or list did not keep what was put into it.
type ValueError struct {
	Element string
	// Holds is what it holds instead; empty for secrets.
	Holds string
}

// Error is a sentence for people.
func (e *ValueError) Error() string {
	if e.Holds == "" {
		return e.Element + " did not keep what was put into it"
	}
	return fmt.Sprintf("%s did not keep what was put into it and holds %q", e.Element, e.Holds)
}

// NavigationError says that a page did not load.
type NavigationError struct {
	// URL is the address without secrets.
	URL string
	// Status is the HTTP status, if there was one.
	Status int
	// Reason is the network error, such as "net::ERR_CONNECTION_REFUSED", or a
	// short statement.
	Reason string
}

// Error is a sentence for people.
func (e *NavigationError) Error() string {
	if e.URL == "" {
		return e.Reason
	}
	if e.Status > 0 {
		return fmt.Sprintf("%s did not load: HTTP status %d, %s", e.URL, e.Status, e.Reason)
	}
	return fmt.Sprintf("%s did not load: %s", e.URL, e.Reason)
}

// LostAnswerError says that a form was sent and its answer never came. Whether the
// server acted on it is unknown: read the state again before doing anything.
// Chrome by itself sends a form once more if a connection that it had used
// before ended without a byte of an answer, so the server may have seen it twice.
type LostAnswerError struct {
	URL    string
	Reason string
}

// Error is a sentence for people.
func (e *LostAnswerError) Error() string {
	return fmt.Sprintf("the form was sent to %s but the answer was lost (%s): whether it took effect is unknown", e.URL, e.Reason)
}

// FenceError says that a page was to be loaded from outside the allowed origins.
type FenceError struct {
	URL     string
	Allowed []string
}

// Error is a sentence for people.
func (e *FenceError) Error() string {
	return fmt.Sprintf("%s is outside of the allowed addresses (%s)", e.URL, strings.Join(e.Allowed, ", "))
}

// ClickLostError says that mouse events were sent and none of them arrived at the page.
type ClickLostError struct{ Element string }

// Error is a sentence for people.
func (e *ClickLostError) Error() string {
	return fmt.Sprintf("the click on %s did not arrive at the page", e.Element)
}

// DetachedError says that the page was closed.
type DetachedError struct{ Reason string }

// Error is a sentence for people.
func (e *DetachedError) Error() string { return "the page is closed: " + e.Reason }

// CrashedError says that the page's process or the whole browser died.
type CrashedError struct {
	// What is "page" or "browser".
	What string
	Err  error
}

// Error is a sentence for people.
func (e *CrashedError) Error() string {
	if e.Err == nil {
		return "the " + e.What + " crashed"
	}
	return fmt.Sprintf("the %s crashed: %v", e.What, e.Err)
}

// Unwrap returns how it ended, where that is known.
func (e *CrashedError) Unwrap() error { return e.Err }

// UnansweredError says that the browser is there, and did not open a page in time.
type UnansweredError struct{ Limit time.Duration }

// Error is a sentence for people.
func (e *UnansweredError) Error() string {
	return fmt.Sprintf("the browser did not answer within %s", e.Limit)
}

// ScriptError says that a reading script failed by itself.
type ScriptError struct{ Text string }

// Error is a sentence for people.
func (e *ScriptError) Error() string { return "the reading script failed: " + e.Text }

// SelectorError says that a candidate's CSS selector is not valid.
type SelectorError struct{ Candidate, CSS string }

// Error is a sentence for people.
func (e *SelectorError) Error() string {
	return fmt.Sprintf("candidate %q has an invalid selector %q", e.Candidate, e.CSS)
}

func quoted(texts []string) string {
	if len(texts) == 0 {
		return "nothing"
	}
	list := make([]string, len(texts))
	for i, text := range texts {
		list[i] = fmt.Sprintf("%q", text)
	}
	return strings.Join(list, ", ")
}
