// Package regress holds the tests of the shipped flows as a whole: played again
// and again they differ in nothing, @puppeteer/replay plays them the same, and
// every seeded change of the console is found at its step.
package regress
