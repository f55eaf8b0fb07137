package selectors

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// pagingNumber is an integer, with or without marks between its thousands.
var pagingNumber = regexp.MustCompile(`\d{1,3}(?:[.,'’\x{00a0}\x{202f}\x{2009}]\d{3})+|\d+`)

// stamp is a date or a time, its numbers written as "#": one sign between them.
var stamp = regexp.MustCompile(`#-#-#|#/#/#|#:#:#`)

// fraction is a mark between digits that separates no thousands.
var fraction = regexp.MustCompile(`\d[.,]\d`)

// ParsePaging reads which rows of how many a table shows. The three numbers
// stand in the order from, to, of ("Showing 1 to 10 of 23") or of, from, to
// ("23件中1から10"); no words are looked at, so that the text may be in any
// language. It is false for anything else than three numbers that fit
// together, and for a date or a time, such as 2026-11-28; a table without rows has to = of = 0 and from 0 or 1.
func ParsePaging(text string) (from, to, of int, ok bool) {
	numbers := pagingNumbers(text)
	if len(numbers) != 3 {
		return 0, 0, 0, false
	}
	a, b, c := numbers[0], numbers[1], numbers[2]
	switch {
	case pagingFits(a, b, c):
		return a, b, c, true
	case pagingFits(b, c, a):
		return b, c, a, true
	}
	return 0, 0, 0, false
}

// pagingFits reports whether rows from to to are some of all rows.
func pagingFits(from, to, of int) bool {
	if of == 0 {
		return to == 0 && from <= 1
	}
	return 1 <= from && from <= to && to <= of
}

// pagingNumbers returns the integers of the text, nil when one of them is too
// long or has a fraction, or when they are a date's or a time's.
func pagingNumbers(text string) []int {
	text = digitsOnly(text)
	rest := pagingNumber.ReplaceAllString(text, "#")
	if stamp.MatchString(rest) || fraction.MatchString(strings.ReplaceAll(rest, "#", "0")) {
		return nil
	}
	var numbers []int
	for _, match := range pagingNumber.FindAllString(text, -1) {
		n, err := strconv.Atoi(onlyASCIIDigits(match))
		if err != nil || n > 999_999_999 {
			return nil
		}
		numbers = append(numbers, n)
	}
	return numbers
}

// digitsOnly writes full-width digits as plain ones and keeps the blanks that
// separate thousands, which NFKC would make plain blanks.
func digitsOnly(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r == '\u00a0' || r == '\u202f' || r == '\u2009' {
			b.WriteRune(r)
			continue
		}
		b.WriteString(norm.NFKC.String(string(r)))
	}
	return b.String()
}

func onlyASCIIDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}
