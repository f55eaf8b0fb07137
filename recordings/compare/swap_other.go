//go:build !linux

package compare

// swap puts temp in the place of baseline.
func swap(temp, baseline string) error { return moveAside(temp, baseline) }
