package engine

import (
	"regexp"
	"sync"
)

// noted keeps which remarks of kubectl the journal has: a credential plugin or an old API
// may warn at each call, more than a thousand times in a long restart.
type noted struct {
	mu    sync.Mutex
	lines map[string]bool
}

// logStamp is the time and the process in a line of client-go's log.
var logStamp = regexp.MustCompile(`^([EFIW])\d{4} [0-9:.]+ +\d+ `)

// first says whether a line comes for the first time; it is called from any goroutine.
func (n *noted) first(line string) bool {
	line = logStamp.ReplaceAllString(line, "$1 ")
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.lines[line] {
		return false
	}
	if n.lines == nil {
		n.lines = map[string]bool{}
	}
	n.lines[line] = true
	return true
}
