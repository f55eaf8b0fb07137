package recordings

import (
	"html"
	"strconv"
	"strings"
	"unicode/utf16"
)

// decoder undoes one way to encode characters.
type decoder struct {
	// marks begin what it undoes.
	marks string
	// decode reads one encoded character at the beginning of a text: what it
	// stands for, and its length, 0 if there is none.
	decode func(text string) (plain string, width int)
}

// next is where a mark stands from a place on, -1 if there is none.
func (d decoder) next(text string, from int) int {
	if at := strings.IndexAny(text[from:], d.marks); at >= 0 {
		return from + at
	}
	return -1
}

// decoders are the encodings of URLs, forms, HTML, JSON (and YAML's double quotes,
// and scripts), and YAML's single quotes.
var decoders = []decoder{
	{"%", percentDecoded}, {"%+", formDecoded}, {"&", entityDecoded}, {`\`, backslashDecoded}, {"'", quoteDecoded},
}

// formDecoded reads %XX, and the plus sign that a form writes for a blank.
func formDecoded(text string) (string, int) {
	if text[0] == '+' {
		return " ", 1
	}
	return percentDecoded(text)
}

// percentDecoded reads %XX.
func percentDecoded(text string) (string, int) {
	if text[0] != '%' || len(text) < 3 {
		return "", 0
	}
	n, err := strconv.ParseUint(text[1:3], 16, 8)
	if err != nil {
		return "", 0
	}
	return string([]byte{byte(n)}), 3
}

// maxEntity is longer than any entity that stands for a character of a secret.
const maxEntity = 12

// entityDecoded reads &name;, &#38; and &#x26;.
func entityDecoded(text string) (string, int) {
	if text[0] != '&' {
		return "", 0
	}
	end := strings.IndexByte(text[:min(len(text), maxEntity)], ';')
	if end < 0 {
		return "", 0
	}
	plain := html.UnescapeString(text[:end+1])
	if plain == text[:end+1] {
		return "", 0
	}
	return plain, end + 1
}

// letters are what a letter behind a backslash stands for.
var letters = map[byte]string{'n': "\n", 'r': "\r", 't': "\t", 'b': "\b", 'f': "\f", '0': "\x00"}

// backslashDecoded reads \uXXXX, in pairs where one character needs two, \xXX,
// \n and the like, and any other character that is quoted by a backslash.
func backslashDecoded(text string) (string, int) {
	if text[0] != '\\' || len(text) < 2 {
		return "", 0
	}
	if r, width := hexEscape(text); width > 0 {
		if low, more := hexEscape(text[width:]); more > 0 && utf16.IsSurrogate(r) {
			return string(utf16.DecodeRune(r, low)), width + more
		}
		return string(r), width
	}
	if plain, ok := letters[text[1]]; ok {
		return plain, 2
	}
	return text[1:2], 2
}

func hexEscape(text string) (rune, int) {
	width := 0
	switch {
	case len(text) >= 4 && text[0] == '\\' && text[1] == 'x':
		width = 4
	case len(text) >= 6 && text[0] == '\\' && (text[1] == 'u' || text[1] == 'U'):
		width = 6
	default:
		return 0, 0
	}
	n, err := strconv.ParseUint(text[2:width], 16, 16)
	if err != nil {
		return 0, 0
	}
	return rune(n), width
}

// quoteDecoded reads the two single quotes that stand for one.
func quoteDecoded(text string) (string, int) {
	if strings.HasPrefix(text, "''") {
		return "'", 2
	}
	return "", 0
}
