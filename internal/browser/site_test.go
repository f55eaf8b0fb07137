package browser_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// site serves testdata/pages, and a few answers that go wrong.
type site struct {
	*httptest.Server
	mu   sync.Mutex
	hits map[string]int
}

func newSite() *site {
	s := &site{hits: map[string]int{}}
	mux := http.NewServeMux()
	mux.HandleFunc("/", s.file)
	mux.HandleFunc("/status/503", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = fmt.Fprint(w, "<p id=told>out of service</p>")
	})
	mux.HandleFunc("/kept", kept)
	mux.HandleFunc("/lost", cut)
	mux.HandleFunc("/never", never)
	mux.HandleFunc("/slow", slow)
	mux.HandleFunc("/echo", echo)
	mux.HandleFunc("/cookie", cookie)
	s.Server = httptest.NewServer(s.count(mux))
	return s
}

// count counts the requests of each path.
func (s *site) count(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.hits[r.Method+" "+r.URL.Path]++
		s.mu.Unlock()
		next.ServeHTTP(w, r)
	})
}

func (s *site) seen(request string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.hits[request]
}

func (s *site) file(w http.ResponseWriter, r *http.Request) {
	data, err := os.ReadFile(filepath.Join("testdata", "pages", filepath.Base(r.URL.Path)+".html"))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(data)
}

// kept is a page that a browser may keep, with a link to itself.
func kept(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "max-age=600")
	_, _ = fmt.Fprint(w, `<!doctype html><title>kept</title><a href="/kept">again</a>`)
}

// cut takes the request and ends the connection without an answer.
func cut(w http.ResponseWriter, _ *http.Request) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		_ = conn.Close()
	}
}

// never takes the whole request and keeps silent until the browser gives up.
func never(_ http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	<-r.Context().Done()
}

// slow sends half of a page, waits, and sends the rest.
func slow(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = fmt.Fprint(w, "<!doctype html><title>slow</title><p>first half</p>")
	_ = http.NewResponseController(w).Flush()
	select {
	case <-r.Context().Done():
	case <-time.After(400 * time.Millisecond):
	}
	_, _ = fmt.Fprint(w, "<button name=late>Late</button>")
}

// cookie sets a session and leads on with it in the address.
func cookie(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{Name: "JSESSIONID", Value: "canary"})
	w.Header().Set("X-Custom", "canary")
	w.Header().Set("Authorization", "Basic canary")
	http.Redirect(w, r, "/form;jsessionid=canary", http.StatusFound)
}

// echo shows what was sent.
func echo(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = fmt.Fprintf(w, "<!doctype html><title>echo</title><p id=method>%s</p><p id=name>%s</p><p id=language>%s</p>",
		r.Method, r.Form.Get("name"), r.Header.Get("Accept-Language"))
}
