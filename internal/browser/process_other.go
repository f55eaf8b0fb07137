//go:build !linux

package browser

import "os/exec"

// ownGroup leaves the browser where the system puts it.
func ownGroup(*exec.Cmd) {}

// killLeft finds nothing: without /proc the browser's own end has to do.
func killLeft(int, string) int { return 0 }

// processArgs is not known without /proc.
func processArgs(int) []string { return nil }

// left finds nothing either.
func left(int, string) []int { return nil }
