// Package regress holds the tests of comparing recordings of whole pages: that
// every seeded change of the test console is found and named at the right step,
// and that an unchanged console makes no difference. It has no code of its own.
package regress
