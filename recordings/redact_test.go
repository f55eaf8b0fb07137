package recordings_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"lockedit/recordings"
	"lockedit/recordings/report"
)

// The canaries have characters that every encoding writes in another way.
const (
	canary  = `Wel<c&o>m"e'1/+ é%\Z!`
	session = "fU8-cAn4rySession!-1234567890"
	frsc    = "0x0123456789abcdef0123456789abcdef0123456789abcdef"
)

// untold is a session id that nobody told the redactor of, with the path
// parameter that carries it where the cookie has a name of its own: only its
// shape says what it is.
const (
	untold  = "Qx8_kZ-4rTyUiOpAsDfGhJkLzXcVbNm!-1234567890!987654321"
	rewrite = ";WLSADM=" + untold
)

// travelling are texts in which the canary may come along.
func travelling(t *testing.T) map[string]string {
	t.Helper()
	quoted, err := json.Marshal(canary)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{
		"plain":          "password is " + canary + ".",
		"twice":          canary + canary,
		"query":          url.QueryEscape(canary),
		"query twice":    url.QueryEscape(url.QueryEscape(canary)),
		"lower query":    strings.ToLower(url.QueryEscape("<&>\"")) + url.QueryEscape(canary),
		"path":           url.PathEscape(canary),
		"html":           html.EscapeString(canary),
		"html named":     strings.ReplaceAll(html.EscapeString(canary), "&#34;", "&quot;"),
		"json":           string(quoted),
		"json in json":   strings.Trim(mustJSON(t, string(quoted)), `"`),
		"base64":         base64.StdEncoding.EncodeToString([]byte(canary)),
		"basic":          "Basic " + base64.StdEncoding.EncodeToString([]byte("weblogic:"+canary)),
		"base64 third":   base64.URLEncoding.EncodeToString([]byte("ab" + canary + "tail")),
		"html of json":   html.EscapeString(string(quoted)),
		"json of html":   mustJSON(t, html.EscapeString(canary)),
		"url of html":    url.QueryEscape(html.EscapeString(canary)),
		"all of them":    url.PathEscape(html.EscapeString(string(quoted))),
		"base64 in url":  url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(canary))),
		"yaml single":    "'" + strings.ReplaceAll(canary, "'", "''") + "'",
		"encoded spaces": strings.ReplaceAll(url.QueryEscape(canary), "+", "%20"),
	}
}

func mustJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func newRedactor(t *testing.T) *recordings.Redactor {
	t.Helper()
	r := recordings.NewRedactor()
	for _, secret := range []string{canary, session} {
		if err := r.Add(secret); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

func TestRedactorKnowsEveryForm(t *testing.T) {
	r := newRedactor(t)
	for name, text := range travelling(t) {
		clean := r.String(text)
		if part := leak(clean); part != "" || !strings.Contains(clean, recordings.Mask) {
			t.Errorf("%s: %q became %q", name, text, clean)
		}
	}
}

// leak finds parts of the canary that no form may leave: eight characters of
// any way to write it.
func leak(text string) string {
	whole := strings.TrimRight(base64.StdEncoding.EncodeToString([]byte(canary)), "=")
	for _, part := range []string{canary, "Wel<c&o>", "Wel%3C", "Wel%3c", "Wel%253C", "Wel&lt;", `Wel\u003c`, whole, session, frsc, frsc[2:], unknown, untold[:12]} {
		if strings.Contains(text, part) {
			return part
		}
	}
	return ""
}

// FuzzRedactor encodes any secret in any order of up to three ways.
func FuzzRedactor(f *testing.F) {
	f.Add("Welcome1!", "before ", " after", uint8(0))
	f.Add("\"0 0", "0", "0", uint8(0x9e)) // HTML in JSON in a URL
	f.Add("a%41<&amp;\\u0041'' +", "%", "=", uint8(27))
	f.Add("pass\u00e9\u4e16\U0001f600", "&", ";", uint8(57))
	encoders := []func(string) string{
		func(s string) string { return s }, url.QueryEscape, html.EscapeString,
		func(s string) string { text, _ := json.Marshal(s); return string(text[1 : len(text)-1]) },
	}
	f.Fuzz(func(t *testing.T, secret, before, after string, how uint8) {
		r := recordings.NewRedactor()
		if !utf8.ValidString(secret) || strings.ContainsAny(secret, "\x00\r") || r.Add(secret) != nil || secret == "" {
			return
		}
		text := secret
		for range 3 {
			text, how = encoders[how%4](text), how/4
		}
		const limit = "\x01" // keeps an encoding of the text before from eating the secret's first byte
		if got := r.String(before + limit + text + limit + after); strings.Contains(got, limit+text+limit) {
			t.Errorf("%q is still in %q", secret, got)
		}
	})
}

func TestRedactorTakesOverlappingSecretsWhole(t *testing.T) {
	r := recordings.NewRedactor()
	for _, secret := range []string{"abcdef", "cdefgh"} {
		if err := r.Add(secret); err != nil {
			t.Fatal(err)
		}
	}
	if got := r.String("-abcdefgh-"); got != "-***-" {
		t.Errorf("got %q", got)
	}
}

func TestAnErrorIsCleanAndStaysWhatItIs(t *testing.T) {
	r := newRedactor(t)
	cause := &fs.PathError{Op: "open", Path: session, Err: fs.ErrNotExist}
	err := r.Error(fmt.Errorf("reading %s: %w", canary, cause))
	var path *fs.PathError
	if leak(err.Error()) != "" || !errors.Is(err, fs.ErrNotExist) || !errors.As(err, &path) || path != cause {
		t.Errorf("%v", err)
	}
	if r.Error(nil) != nil {
		t.Error("no error became one")
	}
}

func TestShortSecretIsRefused(t *testing.T) {
	r := recordings.NewRedactor()
	var short *recordings.ShortSecretError
	if err := r.Add("abc"); !errors.As(err, &short) {
		t.Errorf("error is %v", err)
	}
	if err := r.Add(""); err != nil {
		t.Errorf("no secret at all: %v", err)
	}
	if got := r.String("abc"); got != "abc" {
		t.Errorf("got %q", got)
	}
}

func TestCleanURL(t *testing.T) {
	for _, test := range []struct{ name, in, want string }{
		{"nothing secret", "http://h/console/console.portal?_nfpb=true&_pageLabel=HomePage1#top", "http://h/console/console.portal?_nfpb=true&_pageLabel=HomePage1#top"},
		{"session in path", "http://h/console/login;jsessionid=abc!-1?x=1", "http://h/console/login?x=1"},
		{"session in the middle", "/console;JSESSIONID=abc/page", "/console/page"},
		{"handle stays", `/p?handle=com.bea.console.handles.JMXHandle%28%22com.bea%3AName%3Dsoa%2CType%3DDomain%22%29`, `/p?handle=com.bea.console.handles.JMXHandle%28%22com.bea%3AName%3Dsoa%2CType%3DDomain%22%29`},
		{"token", "/p?a=1&ChangeManagerPortletfrsc=0xab&b=2", "/p?a=1&b=2"},
		{"password", "/p?j_username=w&j_password=welcome1", "/p?j_username=w"},
		{"encoded name", "/p?j%5Fpass%77ord=welcome1&ok=1", "/p?ok=1"},
		{"semicolons", "/p?a=1;token=x;b=2", "/p?a=1;b=2"},
		{"inside a value", "/p?next=http%3A%2F%2Fh%2F%3Fj_password%3Dwelcome1&b=2", "/p?b=2"},
		{"only secrets", "/p?secret=1", "/p"},
		{"fragment", "/p#access_token=abc&x=1", "/p#x=1"},
		{"user", "https://weblogic:welcome1@h/p", "https://weblogic@h/p"},
		{"user with an @ in the password", "https://weblogic:wel@come1@h/p", "https://weblogic@h/p"},
		{"cookie by name", "/p?ADMINCONSOLESESSION=abc", "/p"},
		{"session under any name", "/console/login/LoginForm.jsp" + rewrite + "?x=1", "/console/login/LoginForm.jsp?x=1"},
		{"short session under any name", "/console;WLSADM=a/page;b=2/x.jsp", "/console/page/x.jsp"},
		{"encoded in the path", "/l.jsp" + url.QueryEscape(rewrite) + "/x?a=1", "/l.jsp/x?a=1"},
		{"session in the query", "/p?a=1&x=" + untold + "&b=2", "/p?a=1&b=2"},
		{"session without a name", "/p?" + untold, "/p"},
		{"address in the query", "/p?to=" + url.QueryEscape("/l.jsp"+rewrite) + "&b=2", "/p?b=2"},
		{"address encoded twice", "/p?to=" + url.QueryEscape(url.QueryEscape("http://h/l.jsp"+rewrite)) + "&b=2", "/p?b=2"},
		{"address with a short session", "/p?to=%2Fl.jsp%3BWLSADM%3Da&at=http%3A%2F%2Fh%2Fl.jsp%3BWLSADM%3Da&b=2", "/p?b=2"},
		{"session in the fragment", "/p#" + untold, "/p#***"},
		{"parameter by the fragment's name", "/p#x=" + untold + "&y=1", "/p#y=1"},
		{"broken", "%zz;jsessionid=1?%zz=1&password=%zz", "%zz?%zz=1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := recordings.CleanURL(test.in); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestPatternsNeedNoList(t *testing.T) {
	r := recordings.NewRedactor()
	for _, test := range []struct{ name, in, want string }{
		{"cookie header", "Cookie: ADMINCONSOLESESSION=abc!123; x=y", "Cookie: ***"},
		{"cookie alone", "got ADMINCONSOLESESSION=abc!123; path=/", "got ADMINCONSOLESESSION=***; path=/"},
		{"form", "j_username=w&j_password=welcome1&x=1", "j_username=w&j_password=***&x=1"},
		{"json", `{"password": "a\"b", "x": 1}`, `{"password": "***", "x": 1}`},
		{"token alone", "value " + frsc + " there", "value *** there"},
		{"authorization", "Authorization: Basic d2VibG9naWM6d2VsY29tZTE=", "Authorization: Basic ***"},
		{"session", "GET /console;jsessionid=abc!1 200", "GET /console 200"},
		{"session alone", "session " + untold + " ended", "session *** ended"},
		{"session in a cookie", "WLSADM=" + untold + "; path=/console", "WLSADM=***; path=/console"},
		{"session in a path", "POST /console/x.jsp" + rewrite + " 302", "POST /console/x.jsp;WLSADM=*** 302"},
		{"session in JSON", `{"id":"` + untold + `"}`, `{"id":"***"}`},
		{"session encoded", "to=" + url.QueryEscape("/l.jsp"+rewrite), "to=%2Fl.jsp%3BWLSADM%3D***"},
		{"session encoded twice", url.QueryEscape(url.QueryEscape(rewrite)), "%253BWLSADM%253D***"},
		{"addresses", "http://h/l.jsp;a=1/x;b=2 and (https://h/;c=3?d=4;e=5)", "http://h/l.jsp/x and (https://h/?d=4;e=5)"},
		{"account in an address", `dialling "ws://weblogic:wel@come1@h:9222/x": refused, and HTTP://a:b@h`, `dialling "ws://h:9222/x": refused, and HTTP://h`},
		{"a password alone in an address", "tsa http://:welcome1@h/tsa", "tsa http://h/tsa"},
		{"a port and an address of mail", "see http://h:7001/a@b, or http://h:7001 and mail a@b", "see http://h:7001/a@b, or http://h:7001 and mail a@b"},
		{"semicolons in a sentence", "opened http://h/console; tried x=1", "opened http://h/console; tried x=1"},
		{"addresses in HTML", "<a href='http://h/a&amp;b=1'>", "<a href='http://h/a&amp;b=1'>"},
		{"words about passwords", "the password was refused", "the password was refused"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := r.String(test.in)
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if again := r.String(got); again != got {
				t.Errorf("cleaning again gives %q", again)
			}
		})
	}
}

// unknown is a token that nobody told the redactor of: only its place in an
// address says what it is.
const unknown = "Zx81TokenNobodyKnows"

// spoilt is a format that cannot be made, and says a secret when asked why.
type spoilt struct{}

func (spoilt) File() string { return "spoilt.txt" }

func (spoilt) Render(recordings.Recording) ([]byte, error) {
	return nil, &recordings.AbsentError{Err: errors.New("no room for " + session)}
}

// teller is a summary that writes what is missing.
type teller struct{}

func (teller) File() string { return "told.txt" }

func (teller) Prepare(recordings.Recording) {}

func (teller) Render(rec recordings.Recording) ([]byte, error) {
	return []byte(strings.Join(rec.Missing, "\n")), nil
}

func TestNoSecretInTheNameOfADirectory(t *testing.T) {
	for name, o := range map[string]recordings.Options{
		"cluster": {Verb: "run", Cluster: session}, "verb": {Verb: session, Cluster: "c"},
	} {
		t.Run(name, func(t *testing.T) {
			o.Redactor = newRedactor(t)
			j := newJournal(t, o)
			if dir := filepath.Base(j.Dir()); strings.Contains(strings.ToLower(dir), strings.ToLower(session[:17])) {
				t.Errorf("the directory is %s", dir)
			}
			if err := j.Finish(recordings.Outcome{Result: "done"}); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestNoSecretInAnyFile(t *testing.T) {
	j := newJournal(t, recordings.Options{
		Verb: "run", Cluster: "c", Redactor: newRedactor(t), Formats: []recordings.Format{spoilt{}, teller{}, report.Format{}},
	})
	for _, text := range travelling(t) {
		tellEverything(t, j, text+" "+session+" "+frsc+" "+untold)
	}
	if err := j.Finish(recordings.Outcome{Result: "done", Verdict: canary, Next: session}); err != nil {
		t.Fatal(err)
	}
	found := 0
	root := os.DirFS(j.Dir())
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		found++
		content, err := fs.ReadFile(root, name)
		if part := leak(name + "\n" + string(content)); part != "" {
			t.Errorf("%s holds %q", name, part)
		}
		return err
	})
	if err != nil || found < 6 {
		t.Fatalf("%d files, %v", found, err)
	}
}

// tellEverything puts a text into every text of every event.
func tellEverything(t *testing.T, j *recordings.Journal, s string) {
	t.Helper()
	j.Start(recordings.Started{
		Verb: s, Operator: recordings.Operator{User: s, Host: s, Account: s}, Cluster: s, URL: s,
		Asked: map[string]any{"password": s, s: []string{s}, "n": 1},
	})
	j.Console(recordings.Console{URL: "http://h/?x=" + s, Version: s, Domain: s, Mode: s, Language: s})
	j.Browser(recordings.Browser{Product: s, CommandLine: []string{s}})
	j.StartStep(s, s)
	j.At("http://h/" + s)
	j.Request(recordings.Request{Method: "POST", URL: "http://h/;jsessionid=" + session + "?frsc=" + frsc + "&q=" + s, Error: s,
		Redirect: "http://h/?portlet_frsc=" + unknown + "&q=" + s})
	j.Request(recordings.Request{Method: "GET", URL: "http://h/;jsessionid=" + unknown + "/x?frsc=" + unknown})
	j.Request(recordings.Request{Method: "GET", URL: "http://h/x.jsp" + rewrite, Redirect: "/x.jsp;WLSADM=" + unknown,
		Received: []recordings.Header{{Name: "Location", Value: "/x.jsp" + rewrite}}})
	j.Value(recordings.Value{Object: s, Attribute: s, How: "read", Value: s, Text: s})
	j.Match(recordings.Match{Element: s, Candidates: []string{s}, Catalogue: s})
	j.Page(recordings.PageMessage{Kind: "error", Text: s})
	j.Dialog(recordings.Dialog{Kind: "prompt", Text: s, Answer: s})
	j.Retry(recordings.Retry{What: s, Why: s})
	if _, err := j.Picture(s, []byte("png"), 1, 1, time.Time{}); err != nil {
		t.Fatal(err)
	}
	if err := j.Aria([]byte("- textbox: " + s)); err != nil {
		t.Fatal(err)
	}
	if err := j.EndStep(recordings.StatusFailed, s, errors.New(s)); err != nil {
		t.Fatal(err)
	}
	j.Change(recordings.Change{Object: s, Attribute: s, Before: s, After: s + "2", ReadBack: s})
	j.Untouched(recordings.Untouched{Object: s, Why: s})
	j.Question(recordings.Question{Text: s, Answer: s})
	j.Approval(recordings.Approval{KeyID: s, Name: s})
	j.Lock(recordings.LockChange{What: s, How: s})
	j.Restart(recordings.RestartInfo{Strategy: s, Reason: s})
	j.Server(recordings.Server{Name: s, Pod: s, UIDBefore: s})
	j.Command(s)
	j.Note(s)
	j.Recovery(s)
	j.Error(recordings.Diagnostic{Summary: s, Detail: s, Hint: s, File: s})
	if err := j.WritePlan(recordings.Plan{Cluster: s, Changes: []recordings.PlannedChange{{Object: s, Before: s, After: s}}}); err != nil {
		t.Fatal(err)
	}
}

func TestSealedPlanWithASecretIsRefused(t *testing.T) {
	j := newJournal(t, recordings.Options{Redactor: newRedactor(t)})
	plan := recordings.Plan{Cluster: "a " + canary}
	if err := plan.Seal(); err != nil {
		t.Fatal(err)
	}
	var secret *recordings.SecretInPlanError
	if err := j.WritePlan(plan); !errors.As(err, &secret) {
		t.Errorf("error is %v", err)
	}
}

func TestRedactorFromManyGoroutines(t *testing.T) {
	r := recordings.NewRedactor()
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			_ = r.Add(session)
			if got := r.String(session); got != recordings.Mask {
				t.Errorf("got %q", got)
			}
		})
	}
	group.Wait()
}
