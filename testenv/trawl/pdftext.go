package trawl

import (
	"bytes"
	"encoding/hex"
	"regexp"
	"strings"
	"unicode/utf16"
)

// A page of a PDF writes the numbers of a font's glyphs, and a table of that font says
// which characters they are.
var (
	glyphChars  = regexp.MustCompile(`(?s)beginbfchar(.*?)endbfchar`)
	glyphRanges = regexp.MustCompile(`(?s)beginbfrange(.*?)endbfrange`)
	glyphChar   = regexp.MustCompile(`<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>`)
	glyphRange  = regexp.MustCompile(`<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>`)
	glyphRun    = regexp.MustCompile(`<((?:[0-9A-Fa-f]{4})+)>`)
)

// pdfText is what the pages of a PDF say, once in the characters of each of its fonts:
// what a run of glyphs says in its own is among it.
func pdfText(streams [][]byte) []byte {
	var out bytes.Buffer
	for _, table := range streams {
		font := glyphs(table)
		if len(font) == 0 {
			continue
		}
		for _, page := range streams {
			for _, run := range glyphRun.FindAllSubmatch(page, -1) {
				for _, glyph := range numbers(run[1]) {
					out.WriteString(font[glyph])
				}
			}
			out.WriteByte('\n')
		}
	}
	return out.Bytes()
}

// glyphs are the characters of a font's glyphs; none where this is no such table.
func glyphs(table []byte) map[uint16]string {
	font := map[uint16]string{}
	for _, block := range glyphChars.FindAllSubmatch(table, -1) {
		for _, m := range glyphChar.FindAllSubmatch(block[1], -1) {
			font[numbers(m[1])[0]] = string(utf16.Decode(numbers(m[2])))
		}
	}
	for _, block := range glyphRanges.FindAllSubmatch(table, -1) {
		for _, m := range glyphRange.FindAllSubmatch(block[1], -1) {
			first, last, char := numbers(m[1])[0], numbers(m[2])[0], numbers(m[3])[0]
			for i := range int(last) - int(first) + 1 {
				font[first+uint16(i)] = string(utf16.Decode([]uint16{char + uint16(i)}))
			}
		}
	}
	return font
}

// numbers are those that digits stand for, four of them each.
func numbers(digits []byte) []uint16 {
	raw, err := hex.DecodeString(strings.TrimSpace(string(digits)))
	if err != nil {
		return nil // the expressions let no other digits through
	}
	var all []uint16
	for i := 0; i+1 < len(raw); i += 2 {
		all = append(all, uint16(raw[i])<<8|uint16(raw[i+1]))
	}
	return all
}
