package console

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"lockedit/testenv/console/domain"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

func TestAwkwardNames(t *testing.T) {
	for _, o := range []Options{{}, {DoubleEncoded: true}, {PercentBlanks: true}, {DoubleEncoded: true, PercentBlanks: true}} {
		o.Clusters = append(domain.Awkward(), domain.LookAlikes()[2:]...)
		c, b := open(t, o)
		b.login("weblogic", testPassword)
		for _, name := range c.Control().Active().Names(domain.KindCluster) {
			b.follow("Clusters").follow(name)
			if got, want := b.title(), "Settings for "+name+" - soainfra - WLS Console"; got != want {
				t.Errorf("title %q, want %q", got, want)
			}
		}
		for _, name := range c.Control().Active().Names(domain.KindTarget) {
			b.follow("Migratable Targets").follow(fold(name)).follow("Migration")
			if got := textOf(b.first("h1")); got != "Settings for "+name {
				t.Errorf("heading %q", got)
			}
		}
	}
}

func TestHandles(t *testing.T) {
	for _, h := range []handle{{domain.KindCluster, "soa_cluster"}, {domain.KindTarget, target1},
		{domain.KindCluster, domain.AwkwardName}, {domain.KindServer, "a+b ü,Type=x"}} {
		for _, o := range []Options{{}, {DoubleEncoded: true}, {PercentBlanks: true}} {
			c, err := New(o)
			if err != nil {
				t.Fatal(err)
			}
			q, err := url.ParseQuery("handle=" + c.inLink(h))
			if err != nil {
				t.Fatal(err)
			}
			if got, ok := parseHandle(q.Get("handle")); !ok || got != h {
				t.Errorf("%+v came back as %+v, %t", h, got, ok)
			}
		}
	}
}

func FuzzParseHandle(f *testing.F) {
	f.Add(handle{domain.KindCluster, domain.AwkwardName}.String())
	f.Add("%2528%zz")
	f.Fuzz(func(t *testing.T, s string) {
		if h, ok := parseHandle(s); ok {
			if again, ok := parseHandle(h.String()); !ok || again != h {
				t.Errorf("%q: %+v came back as %+v", s, h, again)
			}
		}
	})
}

func TestTree(t *testing.T) {
	tests := []struct{ version, parent string }{
		{"10.3.6", "sibling"}, {"12.1.3", "sibling"}, {"12.2.1.3", "child"}, {"12.2.1.4", "child"}, {"14.1.1", "child"},
	}
	for _, tt := range tests {
		t.Run(tt.version, func(t *testing.T) {
			_, b := open(t, Options{Version: tt.version, TreeCollapsed: true})
			b.login("weblogic", testPassword)
			if b.find("a", "id", "linkCoreClusterClusterTablePage") != nil {
				t.Fatal("the tree is not collapsed")
			}
			b.expand("EnvironmentsSummaryPage")
			b.one("a", "id", "linkCoreClusterClusterTablePage")
			if sibling := b.find("a", "id", "linkMigratableTargetsConfigTablePage") != nil; sibling != (tt.parent == "sibling") {
				t.Fatalf("beside Clusters: %t", sibling)
			}
			if tt.parent == "child" {
				b.expand("CoreClusterClusterTablePage")
			}
			b.get(attr(b.one("a", "id", "linkMigratableTargetsConfigTablePage"), "href"))
			if !strings.HasPrefix(b.title(), "Summary of Migratable Targets") {
				t.Errorf("the link leads to %q", b.title())
			}
			prefix := map[bool]string{true: "spui-frame", false: "wlsc-frame"}[tt.version == "10.3.6"]
			b.one("div", "class", prefix)
		})
	}
}

func (b *browser) expand(node string) {
	b.t.Helper()
	b.one("img", "id", "join"+node)
	v := formValues(b.one("form", "id", "NavTreeForm"))
	v.Set("action", "expand")
	v.Set("nodeId", node)
	b.take(b.http.PostForm(b.base+"/console.portal", v))
}

func TestVersionsDiffer(t *testing.T) {
	for _, tt := range []struct {
		version  string
		policies []string
		creation bool
	}{
		{"10.3.6", []string{"Manual Service Migration Only", "Auto-Migrate Exactly-Once Services", "Auto-Migrate Failure Recovery Services"}, false},
		{"12.2.1.4", []string{"Manual Service Migration Only", "Auto-Migrate Exactly-Once Services", "Auto-Migrate Failure-Recovery Services", "Auto-Migrate Shutdown-Recovery Services"}, false},
		{"14.1.1", []string{"Manual Service Migration Only", "Auto-Migrate Exactly-Once Services", "Auto-Migrate Failure-Recovery Services", "Auto-Migrate Shutdown-Recovery Services"}, true},
	} {
		t.Run(tt.version, func(t *testing.T) {
			_, b := open(t, Options{Version: tt.version})
			b.login("weblogic", testPassword).follow("Migratable Targets").follow(target1).follow("Migration")
			if diff := cmp.Diff(tt.policies, b.optionTexts("migrationPolicy")); diff != "" {
				t.Error(diff)
			}
			b.follow("Clusters").follow("soa_cluster").follow("Migration")
			if got := len(b.optionTexts("autoMigrationTableCreationPolicy")) > 0; got != tt.creation {
				t.Errorf("creation policy shown: %t", got)
			}
		})
	}
}

func (b *browser) optionTexts(suffix string) []string {
	var out []string
	for _, sel := range all(b.doc, "select") {
		if strings.HasSuffix(attr(sel, "id"), "."+suffix) {
			for _, o := range all(sel, "option") {
				out = append(out, textOf(o))
			}
		}
	}
	return out
}

func TestNamesAreRandom(t *testing.T) {
	label := func(o Options) string {
		c, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		return c.Control().PageLabel("cluster.migration")
	}
	if label(Options{Seed: 1}) == label(Options{Seed: 2}) {
		t.Error("two seeds make the same label")
	}
	if first, again := label(Options{Seed: 1}), label(Options{Seed: 1}); first != again {
		t.Error("one seed makes two labels")
	}
	seen := map[string]string{}
	for seed := range int64(20) {
		c, err := New(Shuffled(seed))
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		clear(seen)
		for key, p := range c.pages {
			if other := seen[p.portlet]; other != "" {
				t.Errorf("seed %d: %s and %s share the portlet %s", seed, key, other, p.portlet)
			}
			seen[p.portlet] = key
		}
		if len(c.labels) != len(c.pages) {
			t.Errorf("seed %d: two pages share a label", seed)
		}
	}
}

func TestLanguages(t *testing.T) {
	for _, lang := range Languages() {
		t.Run(lang, func(t *testing.T) {
			c, b := open(t, Options{Language: lang})
			w := c.words(lang)
			b.login("weblogic", testPassword).follow(w.text("nav.clusters")).follow("soa_cluster").follow(w.text("tab.migration"))
			b.click("save").click(w.text("button.save"), "autoMigrationTableName", "OTHER")
			if got := c.Control().Pending(); len(got) != 1 || got[0].After != "OTHER" {
				t.Errorf("pending %+v", got)
			}
			if strings.Contains(b.body, "%!") || strings.Contains(b.body, ">?") {
				t.Error("a word is missing or badly filled in")
			}
			for key := range c.texts[lang] {
				if strings.Count(w.text(key), "%") != strings.Count(c.texts["en"][key], "%") {
					t.Errorf("%s: %q and %q differ in their blanks", key, w.text(key), c.texts["en"][key])
				}
			}
		})
	}
}

func TestEveryPageOpens(t *testing.T) {
	c, b := open(t, Options{})
	b.login("weblogic", testPassword)
	objects := map[domain.Kind]string{domain.KindCluster: "soa_cluster", domain.KindTarget: target1, domain.KindServer: "AdminServer",
		domain.KindDataSource: "WLSSchemaDataSource", domain.KindDomain: "soainfra", domain.KindMachine: "machine_1"}
	for key, p := range c.pages {
		target := c.pageURL(p)
		if p.kind != "" {
			target = c.objectURL(p, handle{p.kind, objects[p.kind]})
		}
		b.get(target)
		if b.status != 200 || b.find("p", "class", "changeliststatus") == nil || strings.Contains(b.body, "was not found") {
			t.Errorf("%s: %d %s", key, b.status, b.messages())
		}
	}
}

func TestBreadcrumbsGrow(t *testing.T) {
	_, b := open(t, Options{})
	b.login("weblogic", testPassword).follow("Clusters").follow("soa_cluster")
	if got := fold(textOf(b.one("div", "id", "breadcrumbs"))); got != "Home >Summary of Clusters >soa_cluster" {
		t.Errorf("breadcrumbs %q", got)
	}
}

func TestDataSourceWizard(t *testing.T) {
	c, b := open(t, Options{})
	b.login("weblogic", testPassword).click("save").follow("Clusters").follow("soa_cluster").follow("Migration")
	for _, in := range all(b.doc, "input") {
		if attr(in, "type") == "button" && attr(in, "value") == "New" {
			b.get(jsArgs(attr(in, "onclick"))[0])
		}
	}
	b.click("Finish")
	if !strings.Contains(b.messages(), "a name is needed") {
		t.Errorf("without a name: %q", b.messages())
	}
	b.click("Finish", "name", "ProbeDataSource", "jndiName", "jdbc/Probe")
	if !b.hasLink("ProbeDataSource") {
		t.Errorf("after Finish: %q %q", b.title(), b.messages())
	}
	if pending := c.Control().Pending(); len(pending) != 1 || pending[0].Name != "ProbeDataSource" {
		t.Errorf("pending %v", pending)
	}
	b.click("cancel")
	if pending := c.Control().Pending(); len(pending) != 0 {
		t.Errorf("after Undo: %v", pending)
	}
}

func TestAcceptLanguage(t *testing.T) {
	for header, want := range map[string]string{"": "Clusters", "en-US,en;q=0.9": "Clusters", "zh-CN,zh;q=0.9": "集群",
		"de-AT,de;q=0.8": "Cluster", "pt-BR": "Clusters", "zh-TW": "叢集", "sw": "Clusters"} {
		_, b := open(t, Options{})
		b.http.Transport = withHeader{header, b.http.Transport}
		b.login("weblogic", testPassword)
		if got := textOf(b.one("a", "id", "linkCoreClusterClusterTablePage")); got != want {
			t.Errorf("%q: %q, want %q", header, got, want)
		}
	}
}

type withHeader struct {
	value string
	next  http.RoundTripper
}

func (h withHeader) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Accept-Language", h.value)
	return h.next.RoundTrip(r)
}

func TestProductionModeIsShown(t *testing.T) {
	for _, development := range []bool{false, true} {
		c, b := open(t, Options{Development: development})
		b.login("weblogic", testPassword).follow("soainfra")
		i := slices.IndexFunc(all(b.doc, "input"), func(n *html.Node) bool {
			return strings.HasSuffix(attr(n, "id"), ".productionModeEnabled")
		})
		if i < 0 || has(all(b.doc, "input")[i], "checked") == development {
			t.Errorf("development %t: the box is missing (%d) or wrong", development, i)
		}
		if c.Control().Active().Production == development {
			t.Error("the model disagrees")
		}
	}
}
