package flow

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// node is a JSON value that knows where it stands.
type node struct {
	// value is nil, a bool, a json.Number, a string, []node or []member.
	value any
	place Place
	// raw is its text.
	raw json.RawMessage
}

// member is one property of an object.
type member struct {
	name string
	node node
}

// maxDepth bounds the nesting of a file.
const maxDepth = 64

// treeReader builds nodes from the tokens of a file.
type treeReader struct {
	text []byte
	dec  *json.Decoder
	// lines are the offsets at which lines begin.
	lines []int
}

// parseTree reads a whole file; its error is a [Problem] of one place.
func parseTree(text []byte) (node, *Problem) {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	r := &treeReader{text: text, dec: json.NewDecoder(bytes.NewReader(text))}
	r.dec.UseNumber()
	r.lines = []int{0}
	for i, b := range text {
		if b == '\n' {
			r.lines = append(r.lines, i+1)
		}
	}
	n, err := r.read("", 0)
	if err == nil {
		if _, more := r.dec.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("something follows after the end of the flow")
		}
	}
	if err == nil {
		return n, nil
	}
	offset := r.dec.InputOffset()
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		offset = syntax.Offset - 1
	}
	if errors.Is(err, io.EOF) {
		err = errors.New("the file ends too early")
	}
	return node{}, &Problem{Place: r.at("", offset), Text: "no JSON: " + err.Error()}
}

// maxLine is the length in bytes up to which columns count letters; in longer
// lines they count bytes, because counting letters would take too long.
const maxLine = 4096

// at is a place by its offset.
func (r *treeReader) at(pointer string, offset int64) Place {
	at := int(max(0, min(offset, int64(len(r.text)))))
	line, found := slices.BinarySearch(r.lines, at)
	if !found {
		line--
	}
	column := at - r.lines[line]
	if column <= maxLine {
		column = utf8.RuneCount(r.text[r.lines[line]:at])
	}
	return Place{Pointer: pointer, Line: line + 1, Column: column + 1}
}

// next is the offset at which the next token begins.
func (r *treeReader) next() int64 {
	offset := r.dec.InputOffset()
	for offset < int64(len(r.text)) && strings.IndexByte(" \t\r\n,:", r.text[offset]) >= 0 {
		offset++
	}
	return offset
}

func (r *treeReader) read(pointer string, depth int) (node, error) {
	if depth > maxDepth {
		return node{}, fmt.Errorf("nested more than %d levels deep", maxDepth)
	}
	start := r.next()
	token, err := r.dec.Token()
	if err != nil {
		return node{}, err
	}
	n := node{value: token, place: r.at(pointer, start)}
	switch token {
	case json.Delim('['):
		n.value, err = r.list(pointer, depth)
	case json.Delim('{'):
		n.value, err = r.object(pointer, depth)
	}
	n.raw = json.RawMessage(r.text[start:r.dec.InputOffset()])
	return n, err
}

func (r *treeReader) list(pointer string, depth int) ([]node, error) {
	list := []node{}
	for r.dec.More() {
		n, err := r.read(pointer+"/"+strconv.Itoa(len(list)), depth+1)
		if err != nil {
			return nil, err
		}
		list = append(list, n)
	}
	_, err := r.dec.Token()
	return list, err
}

func (r *treeReader) object(pointer string, depth int) ([]member, error) {
	members := []member{}
	seen := map[string]bool{}
	for r.dec.More() {
		token, err := r.dec.Token()
		if err != nil {
			return nil, err
		}
		name, _ := token.(string) // a key is a string, or Token fails
		if seen[name] {
			return nil, fmt.Errorf("property %q stands twice in %q", name, pointer)
		}
		seen[name] = true
		n, err := r.read(pointer+"/"+escapePointer(name), depth+1)
		if err != nil {
			return nil, err
		}
		members = append(members, member{name, n})
	}
	_, err := r.dec.Token()
	return members, err
}

// escapePointer writes a property's name as part of a JSON pointer.
func escapePointer(name string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
}
