package console

import (
	"net/url"
	"strings"

	"lockedit/testenv/console/domain"
)

const handlePrefix = `com.bea.console.handles.JMXHandle("com.bea:Name=`

// handle is the JMX name of an object as the console's links carry it.
type handle struct {
	kind domain.Kind
	name string
}

func (h handle) String() string {
	return handlePrefix + h.name + ",Type=" + string(h.kind) + `")`
}

// parseHandle undoes the percent-encoding as often as it was done: the console
// accepts its own links in both of its encodings.
func parseHandle(text string) (handle, bool) {
	for range 3 {
		if strings.HasPrefix(text, handlePrefix) {
			break
		}
		next, err := url.QueryUnescape(text)
		if err != nil {
			return handle{}, false
		}
		text = next
	}
	body, ok := strings.CutPrefix(text, handlePrefix)
	body, closed := strings.CutSuffix(body, `")`)
	i := strings.LastIndex(body, ",Type=")
	if !ok || !closed || i < 0 {
		return handle{}, false
	}
	return handle{domain.Kind(body[i+len(",Type="):]), body[:i]}, true
}

// encoded is the percent-encoded handle as a DOM value carries it.
func (c *Console) encoded(h handle) string {
	e := url.QueryEscape(h.String())
	if c.opt.PercentBlanks {
		e = strings.ReplaceAll(e, "+", "%20")
	}
	return e
}

// inLink is the handle as a query value of a link.
func (c *Console) inLink(h handle) string {
	e := c.encoded(h)
	if c.opt.DoubleEncoded {
		e = url.QueryEscape(e)
	}
	return e
}
