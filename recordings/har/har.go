// Package har writes network.har: every HTTP exchange of a run in the HTTP
// Archive format 1.2 (W3C, "HTTP Archive (HAR) format", 2012), which browsers'
// developer tools and many viewers open. It is sanitised at the source: no
// bodies, no cookies, no authorization, no session ids in addresses, and only
// headers that are known to be harmless.
package har

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/chromedp/cdproto/har"

	"lockedit/recordings"
)

// Format writes the archive of a recording.
type Format struct{}

// File is the archive's name in the recording.
func (Format) File() string { return "network.har" }

// outside groups what was requested outside any step.
const outside = "outside"

// Render makes the archive: a page for each step, and an entry for each request.
func (Format) Render(rec recordings.Recording) ([]byte, error) {
	log := har.Log{
		Version: "1.2",
		Creator: &har.Creator{Name: "lockedit", Version: known(rec.Run.Program.Version)},
		Entries: []*har.Entry{},
		Comment: "Sanitised: without bodies, cookies, authorization, session ids and tokens. " +
			"What the browser answered from its own cache is not listed.",
	}
	if product, version, ok := strings.Cut(rec.Run.Browser.Product, "/"); ok {
		log.Browser = &har.Creator{Name: product, Version: version}
	}
	log.Pages = pages(rec)
	for _, e := range rec.Events {
		if e.Request != nil {
			log.Entries = append(log.Entries, Entry(*e.Request, page(e.Step)))
		}
	}
	text, err := json.Marshal(har.HAR{Log: &log})
	if err != nil {
		return nil, fmt.Errorf("har: %w", err)
	}
	// One entry a line; inside a string the quotes would be escaped.
	text = bytes.ReplaceAll(text, []byte(`,{"pageref":`), []byte(",\n"+`{"pageref":`))
	return append(text, '\n'), nil
}

func pages(rec recordings.Recording) []*har.Page {
	all := []*har.Page{}
	for _, e := range rec.Events {
		if e.Request != nil && e.Step == "" {
			all = append(all, newPage(outside, "outside the steps", rec.Run.Started))
			break
		}
	}
	for _, step := range rec.Run.Steps {
		all = append(all, newPage(step.ID, step.Title, step.Started))
	}
	return all
}

func newPage(id, title string, at time.Time) *har.Page {
	return &har.Page{ID: id, Title: title, StartedDateTime: stamp(at), PageTimings: &har.PageTimings{}}
}

func page(step string) string {
	if step == "" {
		return outside
	}
	return step
}

// Entry is one request on a page. One that never ended has no time, and its
// comment says so.
func Entry(r recordings.Request, page string) *har.Entry {
	timings := timings(r)
	return &har.Entry{
		Pageref: page, StartedDateTime: stamp(r.At), Time: total(timings),
		Request: &har.Request{
			Method: r.Method, URL: address(r.URL), HTTPVersion: version(r.Protocol), Cookies: []*har.Cookie{},
			Headers: headers(r.Sent), QueryString: query(r.URL), HeadersSize: -1, BodySize: -1,
		},
		Response: response(r), Cache: &har.Cache{}, Timings: timings, ServerIPAddress: r.Address, Comment: r.Error,
	}
}

func response(r recordings.Request) *har.Response {
	out := &har.Response{
		Status: int64(r.Status), StatusText: r.StatusText, HTTPVersion: version(r.Protocol), Cookies: []*har.Cookie{},
		Headers: headers(r.Received), Content: &har.Content{Size: r.Body, MimeType: r.MIME}, RedirectURL: r.Redirect,
		HeadersSize: -1, BodySize: -1,
	}
	if r.Head > 0 && r.Bytes >= r.Head {
		out.HeadersSize, out.BodySize = r.Head, r.Bytes-r.Head
	}
	if out.Content.MimeType == "" {
		out.Content.MimeType = "x-unknown"
	}
	return out
}

// timings are a request's phases. Where the browser measured none, all of the
// time is waiting.
func timings(r recordings.Request) *har.Timings {
	if p := r.Phases; p != nil {
		return &har.Timings{
			Blocked: &p.Blocked, DNS: &p.DNS, Connect: &p.Connect, Ssl: &p.TLS,
			Send: p.Send, Wait: p.Wait, Receive: p.Receive,
		}
	}
	return &har.Timings{Wait: r.Millis}
}

// total is the sum of the phases that happened; TLS is a part of the connect.
func total(t *har.Timings) float64 {
	sum := max(t.Send, 0) + max(t.Wait, 0) + max(t.Receive, 0)
	for _, phase := range []*float64{t.Blocked, t.DNS, t.Connect} {
		if phase != nil {
			sum += max(*phase, 0)
		}
	}
	return sum
}

func headers(list []recordings.Header) []*har.NameValuePair {
	out := []*har.NameValuePair{}
	for _, h := range list {
		out = append(out, &har.NameValuePair{Name: h.Name, Value: h.Value})
	}
	return out
}

// query lists the parameters of an address in their order.
func query(address string) []*har.NameValuePair {
	out := []*har.NameValuePair{}
	u, err := url.Parse(address)
	if err != nil || u.RawQuery == "" {
		return out
	}
	for param := range strings.SplitSeq(u.RawQuery, "&") {
		name, value, _ := strings.Cut(param, "=")
		out = append(out, &har.NameValuePair{Name: plain(name), Value: plain(value)})
	}
	return out
}

func plain(text string) string {
	if decoded, err := url.QueryUnescape(text); err == nil {
		return decoded
	}
	return text
}

// percent finds percent signs that begin no escape.
var percent = regexp.MustCompile(`%([0-9A-Fa-f]{0,1}[^0-9A-Fa-f]|[0-9A-Fa-f]?$)`)

// address is a request's address as the format wants it: one that browsers
// accept and that is no URI gets the percent signs of its path escaped.
func address(text string) string {
	if _, err := url.Parse(text); err == nil {
		return text
	}
	path, query, found := strings.Cut(text, "?")
	path = percent.ReplaceAllString(path, "%25$1")
	if found {
		path += "?" + query
	}
	return path
}

// versions are the protocols whose name in HTTP is not the browser's in capitals.
var versions = map[string]string{"h2": "HTTP/2", "h3": "HTTP/3", "": "unknown"}

func version(protocol string) string {
	if name, ok := versions[protocol]; ok {
		return name
	}
	return strings.ToUpper(protocol)
}

func known(text string) string {
	if text == "" {
		return "unknown"
	}
	return text
}

// stamp is a time as the format wants it, to the millisecond.
func stamp(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000Z07:00") }
