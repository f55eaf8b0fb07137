package console

import (
	"fmt"
	"net/http"
	"slices"
)

// Outage is how a stopped admin server shows itself.
type Outage string

// The looks of a stopped admin server.
const (
	OutageNone    Outage = ""
	OutageRefused Outage = "refused" // connections are refused
	Outage503     Outage = "503"     // a proxy answers 503
	Outage404     Outage = "404"     // a router that knows of no server answers 404
	OutageHang    Outage = "hang"    // connections are taken, nothing is answered
)

// outage answers for a stopped admin server; it reports whether it is stopped.
func (c *Console) outage(x *exchange) bool {
	c.mu.Lock()
	how := c.stopped
	c.mu.Unlock()
	switch how {
	case Outage503:
		x.plainError(http.StatusServiceUnavailable)
	case Outage404:
		x.plainError(http.StatusNotFound)
	case OutageRefused:
		x.reset()
	case OutageHang:
		<-x.r.Context().Done()
	case OutageNone:
		return false
	}
	return true
}

// StopAdmin stops the admin server. Its sessions end; the edit lock and the
// pending edits stay with the domain.
func (k *Control) StopAdmin(how Outage) error {
	if how != OutageRefused && how != Outage503 && how != Outage404 && how != OutageHang {
		return fmt.Errorf("outage %q: not one of refused, 503, 404, hang", how)
	}
	c := k.c
	c.mu.Lock()
	c.stopped = how
	c.sessions = map[string]*session{}
	c.mu.Unlock()
	if how == OutageRefused {
		return c.stopListening()
	}
	return nil
}

// StartAdmin starts the admin server again, on the same address, with the
// active configuration in force on it.
func (k *Control) StartAdmin() error {
	c := k.c
	c.dom.Restart(c.dom.AdminServer())
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stopped = OutageNone
	c.sessions = map[string]*session{}
	c.deploying = c.opt.DeployingHits
	if c.listener.addr != "" && c.listener.server == nil {
		return c.listen()
	}
	return nil
}

// RestartServers makes the active configuration the running one on the named
// servers, on all of them when none is named. When the admin server is among
// them every session ends.
func (k *Control) RestartServers(names ...string) {
	c := k.c
	c.dom.Restart(names...)
	admin := c.dom.AdminServer()
	if len(names) > 0 && !slices.Contains(names, admin) {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sessions = map[string]*session{}
}
