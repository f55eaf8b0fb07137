// Package browser drives one Chrome: isolated contexts, atomic operations that
// look an element up, check it and act on it, navigation that is armed before
// the click, dialogs answered by a declared policy, and stable pictures. It is
// the only package that knows chromedp.
package browser
