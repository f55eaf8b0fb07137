package compare

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
)

// node is one node of an accessibility tree.
type node struct {
	// role is "text" for a text, which has its words in text.
	role, name, states, text string
	// url is where a link leads.
	url      string
	children []*node
	// sum stands for the whole subtree, look for that of the node alone.
	sum uint64
	// size counts the lines of the subtree.
	size int
}

// line is the node as its recording writes it, without its children.
func (n *node) line() string {
	if n.role == "text" {
		return "text: " + n.text
	}
	s := n.role
	if n.name != "" {
		s += ` "` + n.name + `"`
	}
	if n.states != "" {
		s += " " + n.states
	}
	if n.text != "" {
		s += ": " + n.text
	}
	return s
}

// brief names the node in a sentence.
func (n *node) brief() string {
	switch {
	case n.role == "text":
		return "text " + quote(n.text)
	case n.name != "":
		return n.role + " " + quote(n.name)
	case n.text != "":
		return n.role + " " + quote(n.text)
	}
	if only := n.onlyNamed(); only != nil {
		return only.brief()
	}
	if inner := n.telling(); inner != "" {
		return n.role + " with " + quote(inner)
	}
	return n.role
}

// landmark is the line of a node that is the same in both trees; a nameless row
// is named by what it holds.
func (n *node) landmark() string {
	if n.name == "" && n.text == "" && n.role == "row" {
		return n.step()
	}
	return n.line()
}

// head is the line that tells most of the subtree.
func (n *node) head() string {
	if only := n.onlyNamed(); n.name == "" && n.text == "" && only != nil {
		return only.line()
	}
	return n.line()
}

// step names the node on the way to another.
func (n *node) step() string {
	switch {
	case n.name != "":
		return n.role + " " + quoteUpTo(n.name, longestStep)
	case n.role == "row" || n.role == "listitem":
		return n.role + " with " + quoteUpTo(n.telling(), longestStep)
	}
	return n.role
}

// onlyNamed is the one node below a nameless one that has a name, nil if there
// are several or none.
func (n *node) onlyNamed() *node {
	var found *node
	for _, child := range n.children {
		one := child
		if child.name == "" && child.text == "" {
			one = child.onlyNamed()
		} else if len(child.children) > 0 {
			return nil
		}
		if one == nil || found != nil {
			return nil
		}
		found = one
	}
	return found
}

// telling is what tells a nameless node from its like: the first name or text
// below it that is not that of a check box, which repeats the row's own name.
func (n *node) telling() string {
	found := n.first(func(c *node) bool {
		ticks := c.role == "checkbox" || len(c.children) > 0 && c.children[0].role == "checkbox"
		return c.name+c.text != "" && !ticks
	})
	if found == nil {
		return ""
	}
	return found.name + found.text
}

func (n *node) first(fits func(*node) bool) *node {
	for _, child := range n.children {
		if fits(child) {
			return child
		}
		if found := child.first(fits); found != nil {
			return found
		}
	}
	return nil
}

// longest is how many characters of a text a sentence shows.
const longest = 60

// longestStep is how many characters of a name the way to an element shows.
const longestStep = 40

func quote(s string) string { return quoteUpTo(s, longest) }

func quoteUpTo(s string, limit int) string { return "“" + clip(s, limit) + "”" }

func clip(s string, limit int) string {
	runes := []rune(s)
	if len(runes) <= limit {
		return s
	}
	return string(runes[:limit-1]) + "…"
}

// treeError is a line that no aria snapshot has.
type treeError struct {
	line int
	why  string
}

func (e *treeError) Error() string { return fmt.Sprintf("line %d: %s", e.line, e.why) }

// maxTreeDepth bounds a tree that was made to exhaust the reader.
const maxTreeDepth = 400

// parseTree reads an aria snapshot in the form that package aria writes. It is
// no reader of all YAML: nothing else is a snapshot of lockedit.
func parseTree(text []byte) (*node, error) {
	root := &node{role: "page"}
	path := []*node{root}
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		line = strings.TrimSuffix(line, "\n")
		body := strings.TrimLeft(line, " ")
		if body == "" {
			continue
		}
		depth := (len(line) - len(body)) / 2
		rest, ok := strings.CutPrefix(body, "- ")
		if !ok || (len(line)-len(body))%2 != 0 || depth >= len(path) || depth > maxTreeDepth {
			return nil, &treeError{number, "is no line of an accessibility tree"}
		}
		n, err := parseLine(rest)
		if err != nil {
			return nil, &treeError{number, err.Error()}
		}
		parent := path[depth]
		if n.role == "/url" {
			parent.url = n.text
			continue
		}
		parent.children = append(parent.children, n)
		path = append(path[:depth+1], n)
	}
	return root, nil
}

func parseLine(s string) (*node, error) {
	key, value, err := splitLine(s)
	if err != nil {
		return nil, err
	}
	n := &node{}
	if n.text, err = unquote(value); err != nil {
		return nil, err
	}
	role, rest, _ := strings.Cut(key, " ")
	n.role = role
	if strings.HasPrefix(rest, `"`) {
		end := closing(rest)
		if end < 0 || json.Unmarshal([]byte(rest[:end]), &n.name) != nil {
			return nil, fmt.Errorf("has the name %s, which does not end", clip(rest, longest))
		}
		rest = strings.TrimPrefix(rest[end:], " ")
	}
	n.states = rest
	return n, nil
}

// splitLine splits a line into its key and its value.
func splitLine(s string) (key, value string, err error) {
	if strings.HasPrefix(s, "'") {
		end := 1
		for ; end < len(s); end++ {
			if s[end] != '\'' {
				continue
			}
			if end+1 < len(s) && s[end+1] == '\'' {
				end++
				continue
			}
			break
		}
		if end >= len(s) {
			return "", "", fmt.Errorf("has a quote that does not end")
		}
		key, s = strings.ReplaceAll(s[1:end], "''", "'"), s[end+1:]
		return key, strings.TrimPrefix(strings.TrimPrefix(s, ":"), " "), nil
	}
	if at := strings.Index(s, ": "); at >= 0 {
		return s[:at], s[at+2:], nil
	}
	return strings.TrimSuffix(s, ":"), "", nil
}

func unquote(value string) (string, error) {
	if !strings.HasPrefix(value, `"`) {
		return value, nil
	}
	var s string
	if err := json.Unmarshal([]byte(value), &s); err != nil {
		return "", fmt.Errorf("has the value %s, which does not end", clip(value, longest))
	}
	return s, nil
}

// closing is the place behind the closing quote of a JSON string, or -1.
func closing(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return -1
}

// isField says whether a role is one whose first text is what it holds.
func isField(role string) bool {
	return slices.Contains([]string{"textbox", "searchbox", "combobox", "listbox", "spinbutton", "slider"}, role)
}

// tidy cleans the texts of a tree, gives fields their value, and sums it up.
func (n *node) tidy(clean func(string) string, address func(string) string) {
	n.name, n.text = clean(n.name), clean(n.text)
	if n.url != "" {
		n.url = address(n.url)
	}
	if isField(n.role) && n.text == "" && len(n.children) > 0 && n.children[0].role == "text" {
		n.text, n.children = clean(n.children[0].text), n.children[1:]
	}
	hash := fnv.New64a()
	_, _ = fmt.Fprintf(hash, "%s\x00%s\x00", n.line(), n.url) // a hash takes everything
	n.size = 1
	for _, child := range n.children {
		child.tidy(clean, address)
		_, _ = fmt.Fprintf(hash, "%x.", child.sum)
		n.size += child.size
	}
	n.sum = hash.Sum64()
}

// structural leaves out what is only look: pictures without a name, where links
// lead, and the levels of headings.
func (n *node) structural() {
	n.url = ""
	var states []string
	for state := range strings.FieldsSeq(n.states) {
		if !strings.HasPrefix(state, "[level=") {
			states = append(states, state)
		}
	}
	n.states = strings.Join(states, " ")
	n.children = slices.DeleteFunc(n.children, func(c *node) bool { return c.role == "img" && c.name == "" })
	for _, child := range n.children {
		child.structural()
	}
}

// linked says whether the tree says of any link where it leads.
func (n *node) linked() bool {
	return n.url != "" || slices.ContainsFunc(n.children, (*node).linked)
}

// unlink forgets where links lead.
func (n *node) unlink() {
	n.url = ""
	for _, child := range n.children {
		child.unlink()
	}
}
