package selectors

import (
	_ "embed"
	"maps"
	"slices"
	"strings"
)

//go:embed words.yaml
var wordsYAML []byte

// Languages lists the languages that the console is translated into, English
// first, as BCP 47 tags.
func Languages() []string {
	return []string{"en", "zh-CN", "ja", "fr", "de", "es", "it", "ko", "pt-BR", "zh-TW"}
}

// Word is one text of the console in one language, with where it was seen.
type Word struct {
	Text string `yaml:"text"`
	// Source is a key of the word file's list of sources.
	Source string `yaml:"source"`
}

// wordFile is the form of words.yaml.
type wordFile struct {
	// Sources maps a short key to what and where the source is.
	Sources map[string]string `yaml:"sources"`
	// Words maps a key to its texts by language, the most usual first.
	Words map[string]map[string][]Word `yaml:"words"`
}

// Words are the console's words in the languages for which a source shows
// them. A language without a word is not an error: the language-free
// candidates of the catalogue carry the look-up then.
type Words struct {
	file wordFile
	// extra are texts that a user's file added, in no particular language.
	extra map[string][]string
	// keys maps a folded text to the keys it stands for, sorted.
	keys map[string][]string
	// langs maps a folded text to the languages it occurs in, in their order.
	langs map[string][]string
}

// newWords indexes the embedded word list.
func newWords(data []byte) (*Words, error) {
	w := &Words{extra: map[string][]string{}}
	if err := decodeStrict("words.yaml", data, &w.file); err != nil {
		return nil, err
	}
	w.index()
	return w, nil
}

func (w *Words) index() {
	w.keys, w.langs = map[string][]string{}, map[string][]string{}
	for _, key := range w.Keys() {
		for _, lang := range Languages() {
			for _, word := range w.file.Words[key][lang] {
				addOnce(w.keys, Fold(word.Text), key)
				addOnce(w.langs, Fold(word.Text), lang)
			}
		}
		for _, text := range w.extra[key] {
			addOnce(w.keys, Fold(text), key)
		}
	}
}

func addOnce(m map[string][]string, key, value string) {
	if !slices.Contains(m[key], value) {
		m[key] = append(m[key], value)
	}
}

// Keys lists the words' keys, sorted.
func (w *Words) Keys() []string {
	return slices.Sorted(maps.Keys(w.file.Words))
}

// Has reports whether the list has the key.
func (w *Words) Has(key string) bool { return w.file.Words[key] != nil }

// All returns every text of a key, in the order of [Languages], a user's own
// texts first; texts that fold alike are given once.
func (w *Words) All(key string) []string {
	texts := slices.Clone(w.extra[key])
	for _, lang := range Languages() {
		texts = append(texts, w.In(key, lang)...)
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(texts, func(t string) bool {
		folded := Fold(t)
		dup := seen[folded]
		seen[folded] = true
		return dup
	})
}

// In returns the texts of a key in one language, the most usual first.
func (w *Words) In(key, lang string) []string {
	if lang == userLanguage {
		return slices.Clone(w.extra[key])
	}
	var texts []string
	for _, word := range w.file.Words[key][lang] {
		texts = append(texts, word.Text)
	}
	return texts
}

// Key returns the keys that a text stands for, after folding; none when the
// text is not known.
func (w *Words) Key(text string) []string {
	return slices.Clone(w.keys[Fold(text)])
}

// Is reports whether the text, folded, is one of the key's texts.
func (w *Words) Is(text, key string) bool {
	return slices.Contains(w.keys[Fold(text)], key)
}

// startsWith reports whether the folded text starts with one of the key's texts.
func (w *Words) startsWith(text, key string) bool {
	folded := Fold(text)
	return slices.ContainsFunc(w.All(key), func(t string) bool {
		return strings.HasPrefix(folded, Fold(t))
	})
}

// Language says in which language the texts are: the one that knows most of
// them. It is "" when none knows any, or when two know equally many.
func (w *Words) Language(texts ...string) string {
	count := map[string]int{}
	for _, text := range texts {
		for _, lang := range w.langs[Fold(text)] {
			count[lang]++
		}
	}
	best, tie := "", false
	for _, lang := range Languages() {
		switch n := count[lang]; {
		case n > count[best]:
			best, tie = lang, false
		case n > 0 && n == count[best]:
			tie = true
		}
	}
	if tie {
		return ""
	}
	return best
}
