package spec

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// maxFile is the size in bytes above which a file is surely not a spec. It also
// bounds the time of the parser, which grows faster than the file does.
const maxFile = 64 << 10

// reading is one file on its way into a spec.
type reading struct {
	l    *Loaded
	name string
	keys map[string]key
	p    *problems
}

// parse reads a YAML file strictly: unknown and repeated keys, wrong types,
// anchors, aliases, tags and further documents are problems, each with its
// line and column, both counted from 1.
func parse(l *Loaded, file Source, p *problems) {
	r := reading{l: l, name: file.Name, keys: keysByPath(), p: p}
	body, err := document(file.Text)
	if err != nil {
		r.p.add(r.syntax(err), "", "%s", syntaxText(err))
		return
	}
	if body == nil {
		r.p.add(file.Name, "", "is empty: a spec starts with apiVersion: %s", APIVersion)
		return
	}
	r.mapping("", body, body.GetToken())
	r.header()
}

// document returns the one document of a YAML text, nil for an empty text.
func document(text []byte) (body ast.Node, err error) {
	if len(text) > maxFile {
		return nil, errors.New("is larger than 64 KiB: not a spec")
	}
	if !utf8.Valid(text) || bytes.ContainsRune(text, 0) {
		return nil, errors.New("is not a UTF-8 text")
	}
	defer func() { // the parser is not ours: no input may end the program
		if caught := recover(); caught != nil {
			err = errors.New("is not YAML that can be read")
		}
	}()
	file, err := parser.ParseBytes(text, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, err
	}
	return onlyDocument(file)
}

func onlyDocument(file *ast.File) (ast.Node, error) {
	var body ast.Node
	for _, d := range file.Docs {
		if d.Body == nil {
			continue
		}
		if body != nil {
			return nil, errors.New("holds more than one document")
		}
		body = d.Body
	}
	return body, nil
}

func (r *reading) syntax(err error) string {
	var located yaml.Error
	if errors.As(err, &located) && located.GetToken() != nil {
		return r.at(located.GetToken())
	}
	return r.name
}

// syntaxText is the parser's message without its excerpt of the file, which
// could show a secret that does not belong there.
func syntaxText(err error) string {
	var located yaml.Error
	if errors.As(err, &located) {
		return located.GetMessage()
	}
	return err.Error()
}

func (r *reading) at(t *token.Token) string {
	if t == nil || t.Position == nil {
		return r.name
	}
	return fmt.Sprintf("%s:%d:%d", r.name, t.Position.Line, t.Position.Column)
}

// mapping reads the keys below path. The token is the place to name when the
// node is no mapping.
func (r *reading) mapping(path string, node ast.Node, at *token.Token) {
	m, ok := node.(ast.MapNode)
	if !ok {
		r.p.add(r.at(at), path, "is %s, not a mapping of keys", nodeWord(node))
		return
	}
	seen := map[string]*token.Token{}
	for it := m.MapRange(); it.Next(); {
		keyNode := it.Key()
		name, ok := keyName(keyNode)
		if !ok {
			r.p.add(r.at(keyNode.GetToken()), path, "has a key that is not a plain text")
			continue
		}
		if first := seen[name]; first != nil {
			r.p.add(r.at(keyNode.GetToken()), join(path, name), "is there twice; first at %s", r.at(first))
			continue
		}
		seen[name] = keyNode.GetToken()
		r.entry(join(path, name), keyNode, it.Value())
	}
}

func keyName(node ast.MapKeyNode) (string, bool) {
	s, ok := node.(*ast.StringNode)
	if !ok {
		return "", false
	}
	return s.Value, true
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// entry reads one key: a section, a value, or a mistake.
func (r *reading) entry(path string, keyNode ast.MapKeyNode, value ast.Node) {
	at := keyNode.GetToken()
	k, isValue := r.keys[path]
	switch {
	case isHeader(path):
		r.headerValue(path, value, at)
	case isValue:
		r.value(k, value, at)
	case !r.isSection(path):
		r.p.add(r.at(at), path, "%s", r.unknown(path))
	case value.Type() != ast.NullType:
		r.l.from[path] = r.at(at)
		r.mapping(path, value, at)
	}
}

func (r *reading) isSection(path string) bool {
	for p := range r.keys {
		if strings.HasPrefix(p, path+".") {
			return true
		}
	}
	return false
}

// unknown says which keys there are instead.
func (r *reading) unknown(path string) string {
	parent, name := "", path
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		parent, name = path[:i], path[i+1:]
	}
	if strings.EqualFold(name, "password") {
		return "a password never stands in a spec; use passwordFile, passwordEnv or a Kubernetes secret"
	}
	return "no such key; there are " + strings.Join(r.below(parent), ", ")
}

// below lists the keys directly below a section, sorted.
func (r *reading) below(parent string) []string {
	var names []string
	if parent == "" {
		names = []string{"apiVersion", "kind"}
	}
	for p := range r.keys {
		rest, ok := strings.CutPrefix(p, parent+".")
		if parent == "" {
			rest, ok = p, true
		}
		if ok {
			name, _, _ := strings.Cut(rest, ".")
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func isHeader(path string) bool { return path == "apiVersion" || path == "kind" }

func (r *reading) headerValue(path string, value ast.Node, at *token.Token) {
	s, ok := scalar(value, kindText)
	if !ok {
		r.p.add(r.at(at), path, "is %s, not text", nodeWord(value))
	}
	want := map[string]string{"apiVersion": APIVersion, "kind": Kind}[path]
	if ok && s != want {
		r.p.add(r.at(value.GetToken()), path, "is %q; this program reads %q", s, want)
	}
	r.l.from[path] = r.at(at)
}

// header holds that a file says what it is.
func (r *reading) header() {
	for _, path := range []string{"apiVersion", "kind"} {
		if !r.l.Given(path) {
			r.p.add(r.name, path, "is missing: a spec has apiVersion: %s and kind: %s", APIVersion, Kind)
		}
	}
}

func (r *reading) value(k key, node ast.Node, at *token.Token) {
	values, where, problem := r.values(k, node)
	if where == nil {
		where = at
	}
	r.l.from[k.path] = r.at(where)
	if problem != "" {
		r.p.add(r.at(where), k.path, "%s", problem)
		return
	}
	if err := k.set(&r.l.Spec, values); err != nil {
		r.p.add(r.at(where), k.path, "%s", err)
	}
}

// values returns what a node holds for a key, the token to name in messages,
// and what is wrong with it.
func (r *reading) values(k key, node ast.Node) ([]string, *token.Token, string) {
	if k.kind == kindList && node.Type() == ast.SequenceType {
		return listValues(node.(*ast.SequenceNode), k.word)
	}
	if s, ok := scalar(node, k.kind); ok {
		if k.kind == kindList && (k.word == "" || s != k.word) {
			return nil, node.GetToken(), listForm(k.word)
		}
		return []string{s}, node.GetToken(), ""
	}
	return nil, scalarToken(node), wrongType(k, node)
}

func listForm(word string) string {
	if word == "" {
		return "is not a list: write [a, b]"
	}
	return fmt.Sprintf("is neither %s nor a list: write %s, or [a, b]", word, word)
}

func listValues(seq *ast.SequenceNode, word string) ([]string, *token.Token, string) {
	if len(seq.Values) == 0 && word != "" {
		return nil, seq.GetToken(), "is an empty list"
	}
	values := []string{}
	for _, item := range seq.Values {
		s, ok := scalar(item, kindText)
		if !ok {
			return nil, scalarToken(item), "has an entry that is " + nodeWord(item) + ", not text" + quoteHint(item)
		}
		if word != "" && s == word {
			return nil, item.GetToken(), fmt.Sprintf("has the entry %s: write %s without a list", word, word)
		}
		values = append(values, s)
	}
	return values, seq.GetToken(), ""
}

// wrongType says what a node is and what it should be.
func wrongType(k key, node ast.Node) string {
	if node.Type() == ast.NullType {
		return "has no value: give it one, or leave the key out"
	}
	want := string(k.kind)
	if k.kind == kindDuration {
		want = "a duration such as 30m"
	}
	hint := ""
	if k.kind == kindText {
		hint = quoteHint(node)
	}
	return fmt.Sprintf("is %s, not %s%s", nodeWord(node), want, hint)
}

func quoteHint(node ast.Node) string {
	switch node.Type() {
	case ast.IntegerType, ast.FloatType, ast.BoolType, ast.InfinityType, ast.NanType:
		return ": put it in quotes"
	}
	return ""
}

// scalar returns the text of a node whose type fits the kind.
func scalar(node ast.Node, k kind) (string, bool) {
	switch n := node.(type) {
	case *ast.StringNode:
		return n.Value, k == kindText || k == kindDuration || k == kindList
	case *ast.LiteralNode:
		return n.Value.Value, k == kindText
	case *ast.IntegerNode:
		return n.Token.Value, k == kindNumber
	case *ast.BoolNode:
		return fmt.Sprint(n.Value), k == kindBool
	}
	return "", false
}

// scalarToken is where a node starts if that is a place a reader recognises,
// else nil: the key's place is then named.
func scalarToken(node ast.Node) *token.Token {
	switch node.Type() {
	case ast.MappingType, ast.MappingValueType, ast.SequenceType, ast.NullType:
		return nil
	}
	return node.GetToken()
}

func nodeWord(node ast.Node) string {
	switch node.Type() {
	case ast.NullType:
		return "nothing"
	case ast.IntegerType, ast.FloatType, ast.InfinityType, ast.NanType:
		return "a number"
	case ast.BoolType:
		return "true or false"
	case ast.MappingType, ast.MappingValueType:
		return "a mapping"
	case ast.SequenceType:
		return "a list"
	case ast.StringType, ast.LiteralType:
		return "a text"
	case ast.AnchorType, ast.AliasType:
		return "an anchor or alias, which a spec does not have"
	case ast.TagType:
		return "a tagged value, which a spec does not have"
	}
	return "something else"
}

func keysByPath() map[string]key {
	m := map[string]key{}
	for _, k := range keys() {
		m[k.path] = k
	}
	return m
}
