package selectors

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

var (
	// sentenceEnd ends a sentence: a mark before a blank or at the end, so that
	// the dot of "jane.roe" is none.
	sentenceEnd = regexp.MustCompile(`[.!?]+(?:\s+|$)`)
	// anySentenceEnd ends a sentence in other languages, too.
	anySentenceEnd = regexp.MustCompile(`[.!?]+(?:\s+|$)|[。！？।]+`)
	// speaksOfOwners are beginnings of the words with which a text can say that
	// somebody has the configuration, or that it is not free.
	speaksOfOwners = regexp.MustCompile(`(?i)^(lock|unlock|edit|own|hold|held|user|account|session|tak|took|another|other|else|some|by$|since|until|pend|progress|work|us(e|es|ed|ing)$|reserv|busy|wait|admin|operator|person|colleague|team|name|mak(es|ing)|chang(ed|ing)$|modif|has$|have$|had$|who|steal|stole|block|conflict|expire|mainten|freez|frozen|claim|assign|occup|possess|belong|keep|kept|grab|contact|ask|call|currently|already|now$|unavail|not$|cannot|disabl|den(y|ied)|refus)`)
	// ofRestarts are the words of a sentence that counts what has to be restarted.
	ofRestarts = regexp.MustCompile(`(?i)^(however|\d{1,4}|items?|servers?|must|need|needs|a|to|be|restart(s|ed)?|for|the|changes?|take|effect|required?|pending|no|more)$`)
)

// harmless says whether a text beside the change center's status tells nothing
// of an owner of the lock: it is empty, or each of its sentences is one that the
// panel is known to show, a number of restarts, or, in a console that speaks English,
// a sentence without a name, a number and a word about owners. A text in doubt is not
// harmless.
func (w *Words) harmless(text string, english bool) bool {
	for _, sentence := range sentenceEnd.Split(text, -1) {
		if sentence = strings.TrimSpace(sentence); sentence == "" {
			continue
		}
		if w.ofThePanel(sentence) || aboutRestarts(sentence) || english && impersonal(sentence) {
			continue
		}
		return false
	}
	return true
}

// The most that a heading has; "Centre de modifications" is one.
const (
	headingWords = 3
	headingWidth = 24
)

// heading says whether a text in a language that is not known can be no more than a
// heading: a few letters without a number, an account or a mark. A letter of the scripts
// that write without blanks is as wide as two, and an account among them stands out.
func heading(text string) bool {
	width, wide, ascii := 0, false, false
	for _, r := range text {
		switch {
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai):
			width, wide = width+1, true
		case !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune(" -'’&·・ー", r):
			return false
		case r <= unicode.MaxASCII && unicode.IsLetter(r):
			ascii = true
		}
		width++
	}
	return width <= headingWidth && len(strings.Fields(text)) <= headingWords && (!wide || !ascii)
}

// ofThePanel says whether a sentence is one that the change center shows whoever
// looks at it.
func (w *Words) ofThePanel(sentence string) bool {
	keys := []string{"change-center", "view-changes-and-restarts", "all-activated", "no-restarts"}
	return slices.ContainsFunc(keys, func(key string) bool { return w.Is(sentence, key) || w.Is(sentence+".", key) })
}

// aboutRestarts says whether a sentence counts what has to be restarted; nothing
// else in it may be a name.
func aboutRestarts(sentence string) bool {
	tokens := strings.Fields(sentence)
	restarts := slices.ContainsFunc(tokens, func(t string) bool { return strings.HasPrefix(strings.ToLower(t), "restart") })
	return restarts && !slices.ContainsFunc(tokens, func(t string) bool { return !ofRestarts.MatchString(strings.Trim(t, ",:;()")) })
}

// impersonal says whether an English sentence speaks of nobody.
func impersonal(sentence string) bool {
	tokens := strings.Fields(sentence)
	for i, token := range tokens {
		token = strings.Trim(token, ",:;()\"'")
		if speaksOfOwners.MatchString(token) || !allLetters(token) || i > 0 && strings.ToLower(token) != token {
			return false
		}
	}
	return len(tokens) >= 3
}

// allLetters says whether a word holds ASCII letters alone, so that it is no
// time and no account of the usual kinds; other alphabets are not judged.
func allLetters(word string) bool {
	return word != "" && strings.IndexFunc(word, func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && r != '-' && r != '\''
	}) < 0
}
