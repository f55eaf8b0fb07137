package replay

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"lockedit/internal/browser"
)

var actingAddress = regexp.MustCompile(`(?i)actionOverride=[^&]`)

// acts says whether opening an address does something instead of showing it.
func acts(address string) bool {
	plain, err := url.QueryUnescape(address)
	if err != nil {
		plain = address
	}
	return actingAddress.MatchString(plain) || actingAddress.MatchString(address)
}

// loginPath ends the address that the login's form is sent to; the servlet
// specification fixes it.
const loginPath = "/j_security_check"

// changing says whether a request may change anything: whatever sends
// something, apart from the login, and an address that acts.
func changing(method, address string) bool {
	if acts(address) {
		return true
	}
	if method == http.MethodGet || method == http.MethodHead {
		return false
	}
	u, err := url.Parse(address)
	return err != nil || method != http.MethodPost || !strings.HasSuffix(u.Path, loginPath)
}

// refuseChanges makes the browser itself refuse what may change something,
// whoever in the page asks for it: a script, a form, a key.
func (p *Player) refuseChanges(ctx context.Context) error {
	return p.page.RefuseRequests(ctx, func(method, address string) bool {
		if !changing(method, address) {
			return false
		}
		p.refused(&ReadOnlyError{What: "the request " + method + " " + browser.CleanURL(address)})
		return true
	})
}

// refusedBy is a flow's refused request, if there was one.
func refusedBy(ctx context.Context, err error) error {
	var refused *ReadOnlyError
	if !errors.As(err, &refused) && errors.As(context.Cause(ctx), &refused) {
		return refused
	}
	return err
}
