package browser

import "errors"

// errNotRunning is the answer of Share before Launch or after Close.
var errNotRunning = errors.New("a browser that is not running cannot be shared")

// Share returns another user of a running browser: its pages may reach the
// given origins only, and each has a browser context of its own, so that no
// cookie, cache or storage is shared. Its Close leaves the browser running;
// that of the browser itself ends it for everybody. The options of the start
// (sandbox, certificates, language, size) hold for all users.
func (b *Browser) Share(origins []string) (*Browser, error) {
	if b.tether.root == nil {
		return nil, errNotRunning
	}
	allowed, err := newFence(origins)
	if err != nil {
		return nil, err
	}
	user := &Browser{options: b.options, fence: allowed, info: b.info, shared: true, pid: b.pid}
	user.options.Origins = origins
	user.tether.root = b.tether.root
	return user, nil
}
