// Package browser drives one Chrome: isolated pages, atomic operations that
// look an element up, check it and act on it, navigation that is armed before
// the click, dialogs answered by a declared policy, and stable pictures. It is
// the only package that knows chromedp.
//
// Every operation of a [Page] looks its element up again on each try and holds
// no node between tries. The one retry loop is in retry.go; its delays and the
// checks before a click are Playwright's actionability rules
// (https://playwright.dev/docs/actionability). An operation tries until its
// context ends, or for [DefaultTimeout] if the context has no deadline, and
// then returns an [*ActionError] that carries what was tried and what was seen.
//
// The look-up runs in JavaScript (js/*.js) in an isolated world: scripts of the
// page neither see it nor break it.
//
// A page reaches only the origins of [Options].Origins. Everything else is
// refused by the browser before a connection is made, see fence.go.
package browser
