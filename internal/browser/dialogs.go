package browser

import "github.com/chromedp/cdproto/page"

// dialogOpened answers a dialog at once, on a goroutine of its own because the
// page's messages must go on, and reports it; the lock is held.
func (w *watcher) dialogOpened(ev *page.EventJavascriptDialogOpening) {
	kind := string(ev.Type)
	accept := w.answer(kind, ev.Message)
	seen := DialogSeen{At: now(), Kind: kind, Text: ev.Message, Accepted: accept, URL: CleanURL(ev.URL)}
	verb := "dismissed"
	if accept {
		verb = "accepted"
	} else {
		w.voyage.turnedDown()
	}
	w.dialog = "the page opened a dialog (" + kind + " " + quoted([]string{ev.Message}) + "), which was " + verb
	if send := w.send; send != nil {
		// An error means that the dialog or the page is gone, which is as good.
		go func() { _ = send(accept) }()
	}
	w.mail.post(func() { w.reports.Dialog(seen) })
}

// answer is the declared policy.
func (w *watcher) answer(kind, text string) bool {
	if w.policy != nil {
		return w.policy(kind, text)
	}
	return kind == string(page.DialogTypeBeforeunload) && w.asked
}

// lastDialog tells of the dialog since the last call, if there was one.
func (w *watcher) lastDialog() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	text := w.dialog
	w.dialog = ""
	return text
}
