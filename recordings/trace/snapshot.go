package trace

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"lockedit/recordings"
)

// sheet makes the snapshot readable: it has none of the page's own styles.
const sheet = "body{font:14px sans-serif;margin:16px}table{border-collapse:collapse}td,th{border:1px solid #bbb;padding:2px 6px}" +
	".note{color:#666;border-bottom:1px solid #bbb;padding-bottom:8px}ul{padding-left:20px}"

// snapshot writes a document made from the page's accessibility tree.
func (w *writer) snapshot(step recordings.Step, file, name string, at time.Time) {
	if file == "" {
		return
	}
	text, err := fs.ReadFile(w.album.files, file)
	if err != nil {
		return
	}
	body := element("BODY", nil,
		element("P", attrs{"class": "note"}, "Made from the accessibility tree of the page; the pictures are among the attachments."),
	)
	for _, n := range parse(string(text)) {
		body = append(body, n.html())
	}
	head := element("HEAD", nil, element("TITLE", nil, step.Title), element("STYLE", nil, sheet))
	w.tell(frameSnapshot{Type: "frame-snapshot", Snapshot: snapshot{
		CallID: call(step), SnapshotName: name, PageID: pageID, FrameID: frameID, FrameURL: step.URL, Doctype: "html",
		HTML: element("HTML", attrs{"lang": "en"}, head, body), Viewport: w.viewport(), Timestamp: w.clock.at(at), WallTime: wall(at),
		ResourceOverrides: []string{}, IsMainFrame: true,
	}})
}

type attrs map[string]string

// element is an element as the format writes it: name, attributes, children.
func element(name string, a attrs, children ...any) []any {
	if a == nil {
		a = attrs{}
	}
	return append([]any{name, a}, children...)
}

// node is one line of an accessibility tree and what stands below it.
type node struct {
	role, name, states, value string
	children                  []*node
}

// parse reads a tree as package aria writes it. A line that is none is a text.
func parse(text string) []*node {
	root := &node{}
	path := []*node{root}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		body := strings.TrimLeft(line, " ")
		depth := min((len(line)-len(body))/2, len(path)-1)
		n := parseLine(strings.TrimPrefix(body, "- "))
		path[depth].children = append(path[depth].children, n)
		path = append(path[:depth+1], n)
	}
	return root.children
}

func parseLine(line string) *node {
	key, value := line, ""
	if strings.HasPrefix(line, "'") {
		key, value = quotedKey(line[1:])
	}
	n := &node{}
	n.role, key = cutAny(key, " :")
	key = strings.TrimPrefix(key, " ")
	if strings.HasPrefix(key, `"`) {
		n.name, key = quoted(key)
	}
	if states, rest, ok := strings.Cut(key, ":"); ok && value == "" {
		key, value = states, rest
	}
	n.states, n.value = strings.TrimSpace(key), strings.TrimSpace(value)
	if strings.HasPrefix(n.value, `"`) {
		n.value, _ = quoted(n.value)
	}
	return n
}

// quotedKey reads a key in single quotes and the value behind it.
func quotedKey(text string) (key, value string) {
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] != '\'':
		case strings.HasPrefix(text[i:], "''"):
			i++
		default:
			return strings.ReplaceAll(text[:i], "''", "'"), strings.TrimPrefix(text[i+1:], ":")
		}
	}
	return text, ""
}

// quoted reads a text in double quotes and returns what follows.
func quoted(text string) (plain, rest string) {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			if json.Unmarshal([]byte(text[:i+1]), &plain) == nil {
				return plain, text[i+1:]
			}
			return text[1:i], text[i+1:]
		}
	}
	return text, ""
}

// cutAny cuts before the first of some characters.
func cutAny(text, chars string) (first, rest string) {
	if i := strings.IndexAny(text, chars); i >= 0 {
		return text[:i], text[i:]
	}
	return text, ""
}

// tags are the elements that stand for a role.
var tags = map[string]string{
	"link": "A", "button": "BUTTON", "list": "UL", "listitem": "LI", "table": "TABLE", "rowgroup": "TBODY", "row": "TR",
	"cell": "TD", "gridcell": "TD", "columnheader": "TH", "rowheader": "TH", "paragraph": "P", "form": "FORM", "navigation": "NAV", "main": "MAIN",
	"combobox": "SELECT", "listbox": "SELECT", "option": "OPTION", "textbox": "INPUT", "searchbox": "INPUT", "checkbox": "INPUT", "radio": "INPUT",
}

// html is the node as an element of the snapshot.
func (n *node) html() any {
	if n.role == "text" {
		return element("SPAN", nil, n.value)
	}
	a := attrs{}
	tag, known := tags[n.role]
	switch {
	case n.role == "heading":
		tag = "H" + n.level()
	case !known:
		tag, a["role"] = "DIV", n.role
	}
	if tag == "INPUT" {
		return element("LABEL", nil, n.name+" ", element(tag, n.input(a)))
	}
	return element(tag, n.marks(a), n.inside(tag)...)
}

// inside is what an element holds: its name or its value, and its children.
func (n *node) inside(tag string) []any {
	var all []any
	switch {
	case tag == "SELECT":
	case n.value != "":
		all = append(all, n.value)
	case len(n.children) == 0 || n.role == "link" || n.role == "button":
		all = append(all, n.name)
	}
	for _, child := range n.children {
		if child.role != "/url" {
			all = append(all, child.html())
		}
	}
	return all
}

func (n *node) marks(a attrs) attrs {
	if n.name != "" {
		a["aria-label"] = n.name
	}
	if strings.Contains(n.states, "[selected]") {
		a["selected"] = ""
	}
	if strings.Contains(n.states, "[disabled]") {
		a["disabled"] = ""
	}
	return a
}

func (n *node) input(a attrs) attrs {
	a["type"], a["value"] = "text", n.value
	if n.role == "checkbox" || n.role == "radio" {
		a["type"] = n.role
	}
	if strings.Contains(n.states, "[checked]") {
		a["checked"] = ""
	}
	return n.marks(a)
}

// level is that of a heading, 2 if none is told.
func (n *node) level() string {
	level := 2
	if _, rest, ok := strings.Cut(n.states, "[level="); ok {
		_, _ = fmt.Sscanf(rest, "%d", &level)
	}
	return fmt.Sprint(min(max(level, 1), 6))
}
