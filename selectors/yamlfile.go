package selectors

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// maxFile bounds a catalogue file; the built-in one is far smaller.
const maxFile = 1 << 20

// decodeStrict reads one YAML document into v: unknown and duplicate keys are
// errors with their line and column.
func decodeStrict(file string, data []byte, v any) (err error) {
	defer func() {
		if r := recover(); r != nil { // the parser's own faults are bad input too
			err = &FileError{File: file, Problem: fmt.Sprintf("cannot be read as YAML: %v", r)}
		}
	}()
	if len(data) > maxFile {
		return &FileError{File: file, Problem: fmt.Sprintf("is larger than %d bytes", maxFile)}
	}
	if err := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()).Decode(v); err != nil {
		return fileError(file, err)
	}
	return nil
}

// fileError gives a YAML error its place and one line of text.
func fileError(file string, err error) error {
	var located yaml.Error
	if errors.As(err, &located) && located.GetToken() != nil {
		pos := located.GetToken().Position
		return &FileError{File: file, Line: pos.Line, Column: pos.Column, Problem: located.GetMessage(), Err: err}
	}
	problem, _, _ := strings.Cut(err.Error(), "\n")
	if problem == "EOF" {
		problem = "is empty"
	}
	return &FileError{File: file, Problem: problem, Err: err}
}

// places maps the path of each mapping key (its keys joined by a blank, list
// items as their number) to where it stands.
type places map[string]*token.Position

// findPlaces reads the file once more for the places of its keys. It returns
// what it has; a file that does not parse was refused before.
func findPlaces(data []byte) (found places) {
	found = places{}
	defer func() { _ = recover() }()
	f, err := parser.ParseBytes(data, 0)
	if err != nil {
		return found
	}
	for _, doc := range f.Docs {
		found.walk("", doc.Body)
	}
	return found
}

func (p places) walk(path string, n ast.Node) {
	switch n := n.(type) {
	case *ast.MappingNode:
		for _, v := range n.Values {
			p.walk(path, v)
		}
	case *ast.MappingValueNode:
		key := strings.TrimSpace(path + " " + n.Key.GetToken().Value)
		p[key] = n.Key.GetToken().Position
		p.walk(key, n.Value)
	case *ast.SequenceNode:
		for i, v := range n.Values {
			key := fmt.Sprintf("%s %d", path, i)
			p[key] = v.GetToken().Position
			p.walk(key, v)
		}
	}
}

// errorAt makes an error for the key at path, or for the nearest key above it.
func (p places) errorAt(file string, err error, path ...string) error {
	fe := &FileError{File: file, Problem: err.Error(), Err: err}
	for ; len(path) > 0; path = path[:len(path)-1] {
		if pos, ok := p[strings.Join(path, " ")]; ok {
			fe.Line, fe.Column = pos.Line, pos.Column
			return fe
		}
	}
	return fe
}
