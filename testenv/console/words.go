package console

import (
	"embed"
	"fmt"
	"net/http"
	"path"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
	"golang.org/x/text/language"
)

//go:embed words/*.yaml
var wordFiles embed.FS

// languages lists the word files, English first because it is the fallback.
func languages() []string {
	return []string{"en", "zh-CN", "ja", "fr", "de", "es", "it", "ko", "pt-BR", "zh-TW"}
}

// words are the texts of one language. A key that a language lacks falls back
// to English, as a half translated console does.
type words struct {
	lang     string
	texts    map[string]string
	fallback map[string]string
}

// text returns the words for a key, filled in with args.
func (w *words) text(key string, args ...any) string {
	t, ok := w.texts[key]
	if !ok {
		t, ok = w.fallback[key]
	}
	if !ok {
		return "?" + key
	}
	if len(args) > 0 {
		return fmt.Sprintf(t, args...)
	}
	return t
}

func (w *words) has(key string) bool {
	_, ok := w.fallback[key]
	return ok
}

// loadWords reads every word file once for the process.
var loadWords = sync.OnceValues(func() (map[string]map[string]string, error) {
	all := map[string]map[string]string{}
	for _, lang := range languages() {
		data, err := wordFiles.ReadFile(path.Join("words", lang+".yaml"))
		if err != nil {
			return nil, fmt.Errorf("words of %s: %w", lang, err)
		}
		texts := map[string]string{}
		if err := yaml.Unmarshal(data, &texts); err != nil {
			return nil, fmt.Errorf("words of %s: %w", lang, err)
		}
		all[lang] = texts
	}
	return all, nil
})

// pickLanguage matches the Accept-Language header against the word files, as
// the console follows the browser's language.
func pickLanguage(r *http.Request) string {
	var tags []language.Tag
	for _, l := range languages() {
		tags = append(tags, language.Make(l))
	}
	asked, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil || len(asked) == 0 {
		return "en"
	}
	_, i, _ := language.NewMatcher(tags).Match(asked...)
	return languages()[i]
}

// emphasis splits a text at its asterisks: odd parts are emphasised.
func emphasis(text string) []string { return strings.Split(text, "*") }
