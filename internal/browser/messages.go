package browser

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/runtime"
)

// What a page reports goes into the recording, which a page in a loop must not fill.
const (
	// maxReports is how many messages, and how many requests to addresses that are not
	// allowed, are reported of one page.
	maxReports = 500
	// maxText is how many bytes of a message are reported. It is more than anybody keeps,
	// so that a secret is not cut in two before it is looked for.
	maxText = 64 << 10
)

// message reports an error of the page; the lock is held.
func (w *watcher) message(kind, url, text string) {
	if w.counted(&w.messages, "messages") {
		w.say(kind, url, text)
	}
}

// counted says whether one more is reported, and says once that no more are; the lock
// is held.
func (w *watcher) counted(count *int, of string) bool {
	*count++
	if *count == maxReports+1 {
		w.say("limit", w.url, fmt.Sprintf("and more: only the first %d %s of a page are recorded", maxReports, of))
	}
	return *count <= maxReports
}

func (w *watcher) say(kind, url, text string) {
	if len(text) > maxText {
		text = strings.ToValidUTF8(text[:maxText], "")
	}
	seen := PageMessage{At: now(), Kind: kind, Text: text, URL: CleanURL(url)}
	w.mail.post(func() { w.reports.Message(seen) })
}

func (w *watcher) exception(details *runtime.ExceptionDetails) {
	text := details.Text
	if details.Exception != nil && details.Exception.Description != "" {
		text = details.Exception.Description
	}
	w.message("exception", details.URL, text)
}

func (w *watcher) console(ev *runtime.EventConsoleAPICalled) {
	if ev.Type != runtime.ConsoleAPICalledTypeError && ev.Type != runtime.ConsoleAPICalledTypeAssert {
		return
	}
	text := ""
	for _, arg := range ev.Args {
		text += " " + describe(arg)
	}
	w.message("console", w.url, text)
}

// describe is a console argument as text.
func describe(o *runtime.RemoteObject) string {
	var text string
	if json.Unmarshal(o.Value, &text) == nil {
		return text
	}
	if o.Description != "" {
		return o.Description
	}
	return string(o.Value)
}
