// Package alien is a second, independent Administration Console for tests. It
// shares only the domain model with testenv/console. What public material
// proves about the console it keeps to; wherever that material is silent or
// only infers, it chooses differently, so that whoever relies on a guess fails.
package alien
