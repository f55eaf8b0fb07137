package console

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"lockedit/testenv/console/domain"
)

func start(t *testing.T, o Options) *Console {
	t.Helper()
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func TestAdminServerGoesAndComes(t *testing.T) {
	for _, how := range []Outage{OutageRefused, Outage503} {
		t.Run(string(how), func(t *testing.T) {
			c := start(t, Options{})
			b := visitor(t, c.URL())
			b.login("weblogic", testPassword)
			k := c.Control()
			stage(t, c, "weblogic")
			if err := k.StopAdmin(how); err != nil {
				t.Fatal(err)
			}
			resp, err := b.http.Get(c.URL())
			if err == nil {
				_ = resp.Body.Close()
			}
			if (err != nil) != (how == OutageRefused) || (err == nil && resp.StatusCode != http.StatusServiceUnavailable) {
				t.Errorf("stopped console: %v, %v", resp, err)
			}
			if err := k.StartAdmin(); err != nil {
				t.Fatal(err)
			}
			if b.get(c.URL() + "/console.portal"); b.find("input", "name", "j_password") == nil {
				t.Error("the session outlived the admin server")
			}
			b.url = nil
			if b.login("weblogic", testPassword); b.buttons() != "Activate Changes / Undo All Changes" {
				t.Errorf("lock and edits were not kept: %s", b.buttons())
			}
		})
	}
}

func TestRunningFollowsTheRestart(t *testing.T) {
	c, _ := open(t, Options{})
	k := c.Control()
	stage(t, c, "weblogic")
	if err := k.Domain().Activate("weblogic"); err != nil {
		t.Fatal(err)
	}
	policy := func(server string) string {
		return k.Running(server).Find(domain.KindTarget, target1).Get(domain.MigrationPolicy)
	}
	if got := policy("soa_server1"); got != "manual" {
		t.Errorf("before the restart: %q", got)
	}
	if items := k.RestartRequired(); len(items) != 1 || strings.Join(items[0].Servers, " ") != "AdminServer soa_server1 soa_server2 soa_server3" {
		t.Errorf("restart required: %+v", items)
	}
	inForce := func() string { return k.Running().Find(domain.KindTarget, target1).Get(domain.MigrationPolicy) }
	if inForce() != "manual" {
		t.Error("in force before any restart")
	}
	if err := k.StartAdmin(); err != nil {
		t.Fatal(err)
	}
	if inForce() != "manual" || policy("AdminServer") != "exactly-once" || policy("soa_server1") != "manual" {
		t.Error("starting the admin server promotes it alone")
	}
	if k.RestartServers(); policy("soa_server3") != "exactly-once" || inForce() != "exactly-once" || len(k.RestartRequired()) != 0 {
		t.Errorf("after the restart: %q, %+v", policy("soa_server3"), k.RestartRequired())
	}
}

func TestTLS(t *testing.T) {
	c := start(t, Options{TLS: true})
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(c.CAPEM()) {
		t.Fatal("no authority")
	}
	b := visitor(t, c.URL())
	b.http.Transport = &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}}
	if b.login("weblogic", testPassword); !strings.HasPrefix(b.title(), "Home Page") {
		t.Errorf("title %q", b.title())
	}
}

func TestControlHandler(t *testing.T) {
	c := start(t, Options{})
	srv := httptest.NewServer(c.ControlHandler())
	t.Cleanup(srv.Close)
	do := func(method, path string, body any, into any) int {
		t.Helper()
		data, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		req, err := http.NewRequest(method, srv.URL+path, bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := srv.Client().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = resp.Body.Close() }()
		if into != nil {
			if err := json.NewDecoder(resp.Body).Decode(into); err != nil {
				t.Fatalf("%s %s: %v", method, path, err)
			}
		}
		return resp.StatusCode
	}
	stage := order{User: "weblogic2", Kind: domain.KindTarget, Name: target1, Attr: domain.MigrationPolicy, Value: "exactly-once"}
	if code := do(http.MethodPost, "/stage", stage, nil); code != http.StatusOK {
		t.Fatalf("stage: %d", code)
	}
	var lock domain.Lock
	if do(http.MethodGet, "/lock", nil, &lock); lock.Owner != "weblogic2" || lock.Since.IsZero() {
		t.Errorf("lock %+v", lock)
	}
	var pending []domain.Change
	if do(http.MethodGet, "/pending", nil, &pending); len(pending) != 1 {
		t.Errorf("pending %+v", pending)
	}
	if code := do(http.MethodPost, "/lock", order{User: "weblogic"}, nil); code != http.StatusBadRequest {
		t.Errorf("a second lock: %d", code)
	}
	var id struct{ ID int }
	if do(http.MethodPost, "/faults", Fault{Name: "status", Status: 503, Times: -1}, &id); id.ID == 0 {
		t.Error("no fault number")
	}
	if b := visitor(t, c.URL()).get(c.URL()); b.status != http.StatusServiceUnavailable {
		t.Errorf("with the fault: %d", b.status)
	}
	var armed []ArmedFault
	want := Fault{Name: "slow", Delay: 5 * time.Millisecond, Match: Match{Page: "home"}}
	do(http.MethodPost, "/faults", want, nil)
	if do(http.MethodGet, "/faults", nil, &armed); len(armed) != 2 || armed[1].Fault != want {
		t.Errorf("armed %+v", armed)
	}
	do(http.MethodDelete, "/faults/1", nil, nil)
	do(http.MethodDelete, "/faults/2", nil, nil)
	var faults []ArmedFault
	if do(http.MethodGet, "/faults", nil, &faults); len(faults) != 0 {
		t.Errorf("faults %+v", faults)
	}
	var requests []Request
	if do(http.MethodGet, "/requests", nil, &requests); len(requests) != 1 || requests[0].Status != http.StatusServiceUnavailable {
		t.Errorf("requests %+v", requests)
	}
	for _, path := range []string{"/info", "/active", "/edit", "/running?server=AdminServer", "/restart-required", "/sessions", "/history", "/faults/known"} {
		var v any
		if code := do(http.MethodGet, path, nil, &v); code != http.StatusOK {
			t.Errorf("%s: %d", path, code)
		}
	}
}

func TestOptionsAreChecked(t *testing.T) {
	for _, o := range []Options{{Version: "14.1.2"}, {Language: "tlh"}, {OptionValues: "x"}, {OtherLock: "x"}, {Production: true, Development: true}} {
		if _, err := New(o); err == nil {
			t.Errorf("%+v was taken", o)
		}
	}
}

func BenchmarkFormPage(b *testing.B) {
	c, err := New(Options{Clusters: domain.Targets(40)})
	if err != nil {
		b.Fatal(err)
	}
	s := c.open(httptest.NewRecorder(), nil, "weblogic")
	for b.Loop() {
		r := httptest.NewRequest(http.MethodGet, c.objectURL(c.pages["cluster.migration"], handle{domain.KindCluster, "soa_cluster"}), nil)
		r.AddCookie(&http.Cookie{Name: c.opt.CookieName, Value: s.id})
		w := httptest.NewRecorder()
		if c.ServeHTTP(w, r); w.Code != http.StatusOK {
			b.Fatal(w.Code)
		}
	}
}
