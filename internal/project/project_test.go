package project_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/compose-spec/compose-go/v2/cli"
)

// link is a link or picture in Markdown.
var link = regexp.MustCompile(`\]\(([^)#\s]+)(?:#[^)]*)?\)`)

func TestDocumentLinksResolve(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root, "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	more, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	decisions, err := filepath.Glob(filepath.Join(root, "docs", "decisions", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range slices.Concat(files, more, decisions) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range link.FindAllStringSubmatch(string(text), -1) {
			if strings.Contains(match[1], "://") {
				continue
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(file), match[1])); err != nil {
				t.Errorf("%s links to %s, which is not there", file, match[1])
			}
		}
	}
}

// TestDecisionsAreListedByTheirTitles holds that the list of decisions has each page, with
// its date, under the title that it has now.
func TestDecisionsAreListedByTheirTitles(t *testing.T) {
	dir := filepath.Join(root, "docs", "decisions")
	list, err := os.ReadFile(filepath.Join(dir, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	pages, err := filepath.Glob(filepath.Join(dir, "2*.md"))
	if err != nil || len(pages) < 20 {
		t.Fatalf("%d pages, error %v", len(pages), err)
	}
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		first, _, _ := strings.Cut(string(text), "\n")
		title, ok := strings.CutPrefix(first, "# ")
		name := filepath.Base(page)
		if entry := "* [" + name[:len(time.DateOnly)] + " " + title + "](" + name + ")\n"; !ok || !strings.Contains(string(list), entry) {
			t.Errorf("the list has no %q", entry)
		}
	}
}

func TestComposeFileLoads(t *testing.T) {
	options, err := cli.NewProjectOptions([]string{filepath.Join(root, "docker-compose.yml")},
		cli.WithProfiles([]string{"*"}), cli.WithName("lockedit"))
	if err != nil {
		t.Fatal(err)
	}
	project, err := options.LoadProject(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"console", "chrome", "lockedit", "weblogic"} {
		service, err := project.GetService(name)
		if err != nil {
			t.Errorf("service %s: %v", name, err)
			continue
		}
		if service.Init == nil || !*service.Init {
			t.Errorf("service %s has no init", name)
		}
		if name != "weblogic" && service.User != "10001" {
			t.Errorf("service %s runs as user %q", name, service.User)
		}
	}
	if weblogic, err := project.GetService("weblogic"); err == nil && !slices.Contains(weblogic.Profiles, "weblogic") {
		t.Error("the service weblogic is started without being asked for")
	}
}
