// Package selectors says where things are on the console's pages.
//
// One embedded catalogue names the elements of the WebLogic Server
// Administration Console that the documented path touches, each with its
// candidate locators in order of confidence, and one embedded word list holds
// the console's words in the languages for which a public source shows them. A
// user's own file can replace or precede what the catalogue says.
//
// The package knows three kinds of facts and keeps them apart: R was seen in
// something real, D stands in Oracle's public documentation or repositories,
// I is inferred by analogy. Each element's doc and each word names its source.
//
// Beside the locators it understands what the console's texts mean: the state
// of the change center ([ChangeCenterState]), migration policies and bases
// ([Catalogue.ParsePolicy], [Catalogue.ParseBasis]) and paging texts
// ([ParsePaging]). What it does not understand it says so; it never guesses.
package selectors
