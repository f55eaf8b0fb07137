//go:build !linux

package app

// noCoreDumps does nothing where dumps are not a file by default.
func noCoreDumps() error { return nil }
