package alien

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"lockedit/testenv/console/domain"
)

// object is what a detail page is about.
type object struct {
	kind domain.Kind
	name string
}

var handlePattern = regexp.MustCompile(`Name=(.*),Type=(\w+)"`)

func encode(s string) string {
	return strings.ReplaceAll(url.QueryEscape(s), "+", "%20")
}

// handle is the percent-encoded handle of an object, as option and checkbox
// values hold it.
func (o object) handle() string {
	return encode(fmt.Sprintf(`com.bea.console.handles.JMXHandle("com.bea:Name=%s,Type=%s")`, o.name, o.kind))
}

// parseHandle reads a handle in any depth of encoding.
func parseHandle(s string) (object, bool) {
	for range 4 {
		if next, err := url.PathUnescape(s); err == nil {
			s = next
		}
	}
	m := handlePattern.FindStringSubmatch(s)
	if m == nil {
		return object{}, false
	}
	return object{domain.Kind(m[2]), m[1]}, true
}

// handleIn finds the handle among the parameters of a request.
func handleIn(q url.Values) (object, bool) {
	for key, v := range q {
		if strings.HasSuffix(key, "handle") {
			if o, ok := parseHandle(v[0]); ok {
				return o, ok
			}
		}
	}
	return object{}, false
}

// rowLink is the address of an object in a table.
func (c *Console) rowLink(o object) string {
	h := o.handle()
	if c.opt.has(DoubleEncoded) {
		return "console.portal?_nfpb=true&DispatcherPortletperspective=configuration-page&DispatcherPortlethandle=" + encode(h) + "&_pageLabel=DispatcherPage"
	}
	return "console.portal?_nfpb=true&DispatcherPortletperspective=configuration-page&_pageLabel=DispatcherPage&DispatcherPortlethandle=" + h
}

// tabLink is the address of a tab of an object.
func (c *Console) tabLink(label string, o object) string {
	link := "console.portal?_nfpb=true&_pageLabel=" + label
	if c.opt.has(SessionObject) {
		return link
	}
	return link + "&" + c.portlet(o.kind) + "handle=" + o.handle()
}
