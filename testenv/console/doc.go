// Package console is a double of the WebLogic Server Administration Console for
// tests and for trying lockedit without a licence: a domain model behind the
// pages, forms, tables, tree, tabs and Change Center that public material shows
// of versions 10.3.6 to 14.1.1. Where nothing is published (page labels, portlet
// and bean names, option values, the look of another user's lock) it makes the
// names up from a seed or offers several looks, so that a client which guesses
// fails. It contains none of Oracle's code, artwork or long texts.
//
// New makes a Console; it is an http.Handler, and Start lets it listen. Control
// is the other side of it: what a test reads, changes and breaks.
package console
