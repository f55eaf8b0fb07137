package console

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"lockedit/testenv/console/domain"
)

// before plays the faults of the wire and the latency; it reports whether the
// request goes on.
func (x *exchange) before() bool {
	x.callHook()
	if x.c.outage(x) {
		return false
	}
	x.pause(x.latency())
	if f := x.hits.get("slow"); f != nil {
		x.pause(f.Delay)
	}
	switch {
	case x.hits.get("hang") != nil:
		<-x.r.Context().Done()
	case x.hits.get("reset") != nil:
		x.reset()
	case x.hits.get("admin-restart") != nil:
		x.c.bounceAdmin(x.hits.get("admin-restart").Delay)
		x.reset()
	case x.hits.get("status") != nil:
		x.plainError(x.hits.get("status").Status)
	case x.hits.get("blank") != nil:
		x.w.Header().Set("Content-Type", "text/html; charset=UTF-8")
	case x.hits.get("redirect-host") != nil:
		http.Redirect(x.w, x.r, x.hits.get("redirect-host").URL, http.StatusFound)
	case x.hits.get("session-expired") != nil && x.s != nil:
		x.c.end(x.s)
		x.s = nil
		return true
	default:
		return true
	}
	return false
}

func (x *exchange) callHook() {
	x.c.mu.Lock()
	hook, entry := x.c.hook, *x.log
	x.c.mu.Unlock()
	if hook != nil {
		hook(entry)
	}
}

func (x *exchange) callAfter() {
	x.c.mu.Lock()
	hook, entry := x.c.hookAfter, *x.log
	x.c.mu.Unlock()
	if hook != nil {
		hook(entry)
	}
}

func (x *exchange) latency() time.Duration {
	if x.log.Action == "static" {
		return 0
	}
	d := x.c.opt.Latency
	if p := x.c.pages[x.log.Page]; p != nil {
		d += x.c.opt.PageLatency[p.key]
		if p.label != p.key {
			d += x.c.opt.PageLatency[p.label]
		}
	}
	return d
}

// pause waits on a timer, or until the console is closed. The client's going
// away does not end it: a server works on.
func (x *exchange) pause(d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-x.c.closing:
	}
}

func (x *exchange) plainError(status int) {
	if status == 0 {
		status = http.StatusInternalServerError
	}
	x.w.Header().Set("Content-Type", "text/html; charset=UTF-8")
	x.w.WriteHeader(status)
	_, _ = fmt.Fprintf(x.w, "<html><head><title>Error %d--%s</title></head><body><h2>Error %d--%s</h2></body></html>",
		status, http.StatusText(status), status, http.StatusText(status))
}

// reset breaks the connection so that the client sees a reset, not an end.
func (x *exchange) reset() {
	conn, _, err := http.NewResponseController(x.w).Hijack()
	if err != nil {
		x.plainError(http.StatusBadGateway)
		return
	}
	raw := conn
	if under, ok := conn.(interface{ NetConn() net.Conn }); ok {
		raw = under.NetConn()
	}
	if tcp, ok := raw.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = raw.Close()
	x.gone = true
}

// truncate sends a part of the page and breaks off.
func (x *exchange) truncate(page []byte) {
	x.w.Header().Set("Content-Length", fmt.Sprint(len(page)))
	x.w.Header().Set("Content-Type", "text/html; charset=UTF-8")
	_, _ = x.w.Write(page[:len(page)/2])
	_ = http.NewResponseController(x.w).Flush()
	x.reset()
}

// lost plays an answer that never arrives after the work was done; it reports
// whether the answer is settled.
func (x *exchange) lost(names ...string) bool {
	for _, name := range names {
		if x.hits.get(name) == nil {
			continue
		}
		if strings.Contains(name, "500") {
			x.plainError(http.StatusInternalServerError)
		} else {
			x.reset()
		}
		x.gone = true
		return true
	}
	return false
}

// foreignEdit lets another session of the lock's owner make an edit just before
// the request is done.
func (x *exchange) foreignEdit() {
	f, lock := x.hits.get("foreign-edit"), x.c.dom.LockHolder()
	if f == nil || lock == nil {
		return
	}
	name := f.text("osb_cluster")
	_ = x.c.dom.Set(lock.Owner, domain.KindCluster, name, map[string]string{"notes": "edited elsewhere"}) // no such cluster: no edit
}

// stolen lets another user take the lock just before the request is done.
func (x *exchange) stolen() {
	f := x.hits.get("lock-stolen")
	if f == nil {
		return
	}
	thief := f.Text
	if thief == "" {
		thief = "weblogic2"
	}
	_ = x.c.dom.TakeLock(thief) // a thief without rights steals nothing
}

func (f *activeFault) text(otherwise string) string {
	if f.Text != "" {
		return f.Text
	}
	return otherwise
}

var errRefused = errors.New("the server refused the change")

// saveFault plays a fault of Save: the values that are stored, or the error.
func (x *exchange) saveFault(values map[string]string) (map[string]string, error) {
	if f := x.hits.get("save-validation-error"); f != nil {
		return nil, &domain.ValueError{Attr: "value", Value: "?", Reason: f.text("not acceptable")}
	}
	if x.hits.get("save-ignored") != nil {
		return map[string]string{}, nil
	}
	if f := x.hits.get("save-partial"); f != nil {
		delete(values, f.Text)
	}
	return values, nil
}

// activateFault plays a fault of the activation; it reports whether the
// activation is settled.
func (x *exchange) activateFault() bool {
	if f := x.hits.get("activate-slow"); f != nil {
		x.pause(f.Delay)
	}
	switch {
	case x.hits.get("activate-refused") != nil:
		x.report(fmt.Errorf("%s: %w", x.hits.get("activate-refused").text("a server did not answer"), errRefused), "")
	case x.hits.get("activate-ignored") != nil:
		x.say("SUCCESS", "message.activated")
	case x.hits.get("activate-later") != nil:
		x.activateLater(x.hits.get("activate-later").Delay)
		x.plainError(http.StatusGatewayTimeout)
		x.gone = true
	case x.hits.get("activate-background") != nil:
		x.activateLater(x.hits.get("activate-background").Delay)
	default:
		return false
	}
	return true
}

// activateLater activates after a while; who activated meanwhile was faster.
func (x *exchange) activateLater(d time.Duration) {
	user := x.user()
	x.later(d, func() error { return x.c.dom.Activate(user) })
}

// later does something after a while, as a server does whose answer was cut off. What
// can no longer be done then is not.
func (x *exchange) later(d time.Duration, do func() error) {
	x.c.background.Go(func() {
		x.pause(d)
		_ = do()
	})
}

// lockLater and saveLater answer as a proxy does that waits no longer, while the
// server goes on; they report whether the fault strikes.
func (x *exchange) lockLater() bool {
	user := x.user()
	return x.cutOff("lock-later", func() error { return x.c.dom.Lock(user) })
}

func (x *exchange) saveLater(values map[string]string) bool {
	user, h := x.user(), x.ref.handle
	return x.cutOff("save-later", func() error { return x.c.dom.Set(user, h.kind, h.name, values) })
}

func (x *exchange) cutOff(name string, do func() error) bool {
	f := x.hits.get(name)
	if f == nil {
		return false
	}
	x.later(f.Delay, do)
	x.plainError(http.StatusGatewayTimeout)
	x.gone = true
	return true
}

// actionIgnored says whether a Change Center action is swallowed.
func (x *exchange) actionIgnored() bool {
	return slices.ContainsFunc([]string{"lock-ignored", "undo-ignored", "release-ignored"},
		func(name string) bool { return x.hits.get(name) != nil })
}
