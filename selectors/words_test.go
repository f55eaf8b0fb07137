package selectors

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func words(t *testing.T) *Words {
	t.Helper()
	w, err := newWords(wordsYAML)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestEveryWordHasASource(t *testing.T) {
	w := words(t)
	used := map[string]bool{}
	for _, key := range w.Keys() {
		for lang, list := range w.file.Words[key] {
			if !slices.Contains(Languages(), lang) {
				t.Errorf("%s: unknown language %s", key, lang)
			}
			for _, word := range list {
				used[word.Source] = true
				if w.file.Sources[word.Source] == "" {
					t.Errorf("%s in %s: %q has no source (%q)", key, lang, word.Text, word.Source)
				}
				if Fold(word.Text) == "" || strings.ContainsAny(word.Text, "{}$") {
					t.Errorf("%s in %s: %q cannot be compared", key, lang, word.Text)
				}
			}
		}
		if len(w.In(key, "en")) == 0 {
			t.Errorf("%s has no English text", key)
		}
	}
	for source := range w.file.Sources {
		if !used[source] {
			t.Errorf("source %s is used by no word", source)
		}
	}
}

// TestWordsAreDistinct proves that no text, in any language, stands for two
// things that must never be taken for each other.
func TestWordsAreDistinct(t *testing.T) {
	w := words(t)
	for _, group := range [][]string{
		{"lock-and-edit", "activate-changes", "release-configuration", "undo-all-changes", "save", "cancel"},
		{"status-unlocked", "status-locked", "status-pending", "status-auto"},
		{"policy-manual", "policy-exactly-once", "policy-failure-recovery", "policy-shutdown-recovery"},
		{"basis-database", "basis-consensus"},
		{"next", "previous"},
		{"migration", "configuration", "general"},
		{"name", "cluster", "migration-basis"},
	} {
		owner := map[string]string{}
		for _, key := range group {
			for _, text := range w.All(key) {
				if other := owner[Fold(text)]; other != "" {
					t.Errorf("%q stands for %s and %s", text, other, key)
				}
				owner[Fold(text)] = key
			}
		}
	}
}

func TestWordsAll(t *testing.T) {
	w := words(t)
	want := []string{"Next", "下一个"}
	if diff := cmp.Diff(want, w.All("next")); diff != "" {
		t.Error(diff)
	}
	if got := w.All("no-such-word"); len(got) != 0 {
		t.Errorf("an unknown key has the texts %q", got)
	}
	if got := w.All("policy-exactly-once"); len(got) != 1 {
		t.Errorf("texts that fold alike are repeated: %q", got)
	}
}

func TestWordsKey(t *testing.T) {
	w := words(t)
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"one", "lock & edit", []string{"lock-and-edit"}},
		{"two meanings", "クラスタ", []string{"cluster", "clusters"}},
		{"unknown", "Lock", nil},
		{"empty", "", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, w.Key(test.text)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWordsLanguage(t *testing.T) {
	w := words(t)
	for _, test := range []struct {
		name  string
		texts []string
		want  string
	}{
		{"english", []string{"Lock & Edit", "Release Configuration"}, "en"},
		{"chinese", []string{"锁定并编辑", "释放配置"}, "zh-CN"},
		{"japanese", []string{"変更のアクティブ化"}, "ja"},
		{"the majority", []string{"Save", "保存", "ロックして編集", "移行"}, "ja"},
		{"a tie", []string{"Lock & Edit", "ロックして編集"}, ""},
		{"shared by two", []string{"保存"}, ""},
		{"unknown", []string{"αβγ"}, ""},
		{"nothing", nil, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := w.Language(test.texts...); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}
