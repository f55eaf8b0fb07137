package browser

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/network"

	"lockedit/recordings/sessionid"
)

// openNames are the headers that are kept, in lower case. All others stay out:
// cookies and authorization, and whatever a proxy in between may add.
var openNames = [...]string{
	"cache-control", "content-encoding", "content-type", "last-modified", "location", "retry-after", "server",
}

// Header is one header of a request or an answer.
type Header struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// openHeaders keeps the harmless headers, sorted by name; addresses in them
// lose their secrets, and no value keeps a session id.
func openHeaders(headers network.Headers) []Header {
	var list []Header
	for name, value := range headers {
		key := strings.ToLower(name)
		if !slices.Contains(openNames[:], key) {
			continue
		}
		text := headerText(value)
		if key == "location" {
			text = CleanURL(text)
		}
		text = sessionid.Clean(text, "***")
		list = append(list, Header{Name: http.CanonicalHeaderKey(name), Value: text})
	}
	slices.SortFunc(list, func(a, b Header) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// headerText is a header's value, which the protocol declares as any JSON.
func headerText(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case json.RawMessage:
		var text string
		_ = json.Unmarshal(value, &text)
		return text
	}
	return ""
}
