package browser

import (
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/google/go-cmp/cmp"
)

func TestOpenHeadersKeepNoSessionID(t *testing.T) {
	const id = "Qx8_kZ-4rTyUiOpAsDfG!-1234567890"
	for _, test := range []struct {
		name    string
		headers network.Headers
		want    []Header
	}{
		{"nothing secret", network.Headers{"content-type": "text/html"}, []Header{{"Content-Type", "text/html"}}},
		{"cookies of any name", network.Headers{"Set-Cookie": "WLSADM=" + id, "Cookie": "WLSADM=" + id}, nil},
		{"rewritten redirect", network.Headers{"Location": "/console/login/LoginForm.jsp;WLSADM=" + id}, []Header{{"Location", "/console/login/LoginForm.jsp"}}},
		{"encoded redirect", network.Headers{"location": "http://h/c?to=%2Fl.jsp%3BWLSADM%3DQx8_kZ-4rTyUiOpAsDfG%21-1"}, []Header{{"Location", "http://h/c?to=%2Fl.jsp%3BWLSADM%3D***"}}},
		{"another header", network.Headers{"Server": "WebLogic " + id}, []Header{{"Server", "WebLogic ***"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, openHeaders(test.headers)); diff != "" {
				t.Errorf("headers (-want +got):\n%s", diff)
			}
		})
	}
}
