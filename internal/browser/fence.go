package browser

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// The fence is the browser's own proxy setting of each isolated context: the
// allowed origins are reached directly, everything else is sent to a proxy that
// does not exist. That holds for documents, their parts, workers, pop-ups and
// look-ups of names alike, costs no round trip, and works with a browser that
// already runs. (The rules of bypass lists: Chromium, net/docs/proxy.md.)

// deadProxy is an address nothing listens on: port 1 belongs to root, and
// nobody serves TCPMUX any more.
const deadProxy = "http://127.0.0.1:1"

// blackHole is the network error of a request that went to the dead proxy.
const blackHole = "net::ERR_PROXY_CONNECTION_FAILED"

// fence knows the allowed origins in their normal form.
type fence struct{ origins []string }

func newFence(origins []string) (fence, error) {
	var f fence
	for _, origin := range origins {
		normal, ok := originOf(origin)
		if !ok {
			return fence{}, fmt.Errorf("origin %q: want http:// or https:// with a host", origin)
		}
		if !slices.Contains(f.origins, normal) {
			f.origins = append(f.origins, normal)
		}
	}
	return f, nil
}

// originOf returns scheme, host and port of an address, the port always given.
func originOf(address string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return "", false
	}
	port := u.Port()
	scheme := strings.ToLower(u.Scheme)
	switch {
	case scheme == "http" && port == "":
		port = "80"
	case scheme == "https" && port == "":
		port = "443"
	case scheme != "http" && scheme != "https":
		return "", false
	}
	host := strings.ToLower(u.Hostname())
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	return scheme + "://" + host + ":" + port, true
}

// allows says whether a document or one of its parts may be loaded. Addresses
// that need no network are always allowed.
func (f fence) allows(address string) bool {
	scheme, _, _ := strings.Cut(address, ":")
	switch strings.ToLower(scheme) {
	case "about", "data", "blob":
		return true
	}
	origin, ok := originOf(address)
	return ok && slices.Contains(f.origins, origin)
}

// bypass is the list of the origins that are reached without the dead proxy.
// "<-loopback>" takes away the exception that browsers make for this machine.
func (f fence) bypass() string {
	return strings.Join(append([]string{"<-loopback>"}, f.origins...), ";")
}

func (f fence) breach(address string) *FenceError {
	return &FenceError{URL: CleanURL(address), Allowed: f.origins}
}
