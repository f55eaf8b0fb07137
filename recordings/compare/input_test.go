package compare_test

import (
	"errors"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lockedit/recordings"
	"lockedit/recordings/compare"
)

// damage changes a recording on disk.
func damage(t *testing.T, dir, name string, change func(old []byte) []byte) {
	t.Helper()
	path := filepath.Join(dir, name)
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, change(old), 0o600); err != nil {
		t.Fatal(err)
	}
}

func resum(t *testing.T, dir string) {
	t.Helper()
	if err := os.Remove(filepath.Join(dir, "SHA256SUMS")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "SHA256SUMS"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestBadInput(t *testing.T) {
	whole := func() sample {
		s := sample{flow: "f", pages: pages("a", "b")}
		s.pages[1].picture = drawn(t, 80, 60)
		return s
	}
	const picture = "steps/02-b/after.png"
	for _, test := range []struct {
		name    string
		spoil   func(dir string) string
		changed bool
		says    string
	}{
		{"nothing there", func(string) string { return filepath.Join(t.TempDir(), "none") }, false, "none: no such file"},
		{"a file", func(dir string) string { return filepath.Join(dir, "run.json") }, false, "is a file"},
		{"an empty directory", func(string) string { return t.TempDir() }, false, "has no events.jsonl"},
		{"foreign JSON", func(dir string) string {
			damage(t, dir, "run.json", func([]byte) []byte { return []byte(`{"schema":"other"}`) })
			return dir
		}, false, `schema is "other"`},
		{"a newer lockedit's", func(dir string) string {
			damage(t, dir, "run.json", func(b []byte) []byte { return []byte(strings.Replace(string(b), "run/v1", "run/v9", 1)) })
			return dir
		}, false, "use a newer lockedit"},
		{"an edited tree", func(dir string) string {
			damage(t, dir, "steps/01-a/page.aria.yaml", func(b []byte) []byte { return append(b, "- text: x\n"...) })
			return dir
		}, true, "page.aria.yaml: was changed after it was written"},
		{"a missing picture", func(dir string) string {
			if err := os.Remove(filepath.Join(dir, picture)); err != nil {
				t.Fatal(err)
			}
			return dir
		}, true, "after.png: is missing"},
		{"a picture of others, sums and all", func(dir string) string {
			damage(t, dir, picture, func([]byte) []byte { return drawn(t, 80, 61) })
			resum(t, dir)
			return dir
		}, true, "after.png: was changed after it was taken"},
		{"a tree that is none", func(dir string) string {
			damage(t, dir, "steps/01-a/page.aria.yaml", func([]byte) []byte { return []byte("- text: x\nnonsense\n") })
			resum(t, dir)
			return dir
		}, true, "page.aria.yaml: line 2: is no line"},
		{"sums that are none", func(dir string) string {
			damage(t, dir, "SHA256SUMS", func([]byte) []byte { return []byte("x\n") })
			return dir
		}, true, "SHA256SUMS:1: is no line of sha256sum"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := compare.Compare(t.Context(), record(t, whole()), test.spoil(record(t, whole())), compare.Options{})
			var input *compare.InputError
			if !errors.As(err, &input) {
				t.Fatalf("the error is %v", err)
			}
			if input.Changed != test.changed || !strings.Contains(err.Error(), test.says) {
				t.Errorf("changed %v: %v", input.Changed, err)
			}
		})
	}
}

func TestCorruptPictures(t *testing.T) {
	torn := drawn(t, 300, 200, image.Rect(3, 3, 90, 90))
	for _, test := range []struct {
		name    string
		content []byte
		says    string
	}{
		{"not a PNG", []byte("GIF89a and so on"), "is no picture that can be read"},
		{"torn", torn[:len(torn)-30], "is no picture that can be read"},
		{"a bomb", bomb(), "too large for a page"},
	} {
		t.Run(test.name, func(t *testing.T) {
			a, b := one(page{picture: drawn(t, 300, 200)}), record(t, sample{pages: []page{{name: "look", title: "Look"}}, unfinished: true})
			path := filepath.Join(b, "steps", "01-look", "after.png")
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, test.content, 0o600); err != nil {
				t.Fatal(err)
			}
			addPicture(t, b, test.content)
			_, err := compare.Compare(t.Context(), record(t, a), b, compare.Options{})
			if err == nil || !strings.Contains(err.Error(), test.says) || !strings.Contains(err.Error(), "steps/01-look/after.png") {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

// addPicture tells of a picture in a recording that has not ended.
func addPicture(t *testing.T, dir string, content []byte) {
	t.Helper()
	line, err := recordings.Line(recordings.Event{
		Type: recordings.TypePicture, Level: "info", Message: "picture", Seq: 99, Step: "01-look",
		Picture: &recordings.Picture{File: "steps/01-look/after.png", SHA256: sum(content), When: "after"},
	})
	if err != nil {
		t.Fatal(err)
	}
	damage(t, dir, "events.jsonl", func(old []byte) []byte { return append(old, line...) })
}

func TestRecordingsOfDifferentThings(t *testing.T) {
	base := sample{flow: "login", verb: "replay", cluster: "c", pages: pages("a")}
	for _, test := range []struct {
		what string
		s    sample
	}{
		{"verb", sample{flow: "login", verb: "plan", cluster: "c"}},
		{"flow", sample{flow: "logout", verb: "replay", cluster: "c"}},
		{"cluster", sample{flow: "login", verb: "replay", cluster: "d"}},
	} {
		t.Run(test.what, func(t *testing.T) {
			_, err := compare.Compare(t.Context(), record(t, base), record(t, test.s), compare.Options{})
			var mismatch *compare.MismatchError
			if !errors.As(err, &mismatch) || mismatch.What != test.what {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

func TestSameDirectory(t *testing.T) {
	dir := record(t, sample{pages: pages("a")})
	for _, other := range []string{dir, dir + "/.", filepath.Join(dir, "steps")} {
		_, err := compare.Compare(t.Context(), dir, other, compare.Options{})
		var same *compare.SameDirError
		if !errors.As(err, &same) {
			t.Errorf("%s: the error is %v", other, err)
		}
	}
}
