// Package aria writes the accessibility tree of a page in the YAML that
// Playwright calls an aria snapshot: one line a node with its role, its name in
// quotes and its states in brackets. It outlasts changes of pixels, shows the
// values of fields, and can be read in a diff.
//
// The syntax follows https://playwright.dev/docs/aria-snapshots.
package aria

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// Node is one node of the tree, in the words of WAI-ARIA or of Chrome's
// accessibility tree; both are understood.
type Node struct {
	Role string
	Name string
	// Value is what a field holds. It is left out when Protected is set, and
	// when the node's name says that it is a password or a token.
	Value string
	// Checked is "true", "false", "mixed" or "" (cannot be checked); Expanded is
	// "true", "false" or "".
	Checked  string
	Expanded string
	Disabled bool
	Selected bool
	// Protected marks a field whose value must not be written.
	Protected bool
	// Level is that of a heading or a tree item; 0 if it has none.
	Level int
	// URL is where a link leads; it is written as a line "/url" below the link.
	URL      string
	Children []Node
}

const (
	indentStep = "  "
	// maxName is the longest name that a line carries; a longer one repeats the
	// text of the children.
	maxName = 900
	// maxDepth bounds a tree that was made to exhaust the reader.
	maxDepth = 200
	// urlRole is the line that says where a link leads.
	urlRole = "/url"
)

// Encode writes the tree below a root. A root that is the page itself has no
// line of its own.
func Encode(root Node) []byte {
	var e encoder
	for _, item := range flatten(root, false, 0) {
		e.item(item, "")
	}
	return e.out.Bytes()
}

// item is a node or, with an empty role, a text.
type item struct {
	role, key, text string
	children        []item
}

type encoder struct{ out bytes.Buffer }

func (e *encoder) item(it item, indent string) {
	switch {
	case it.role == urlRole:
		fmt.Fprintf(&e.out, "%s- %s: %s\n", indent, urlRole, scalar(it.text))
	case it.role == "":
		fmt.Fprintf(&e.out, "%s- text: %s\n", indent, scalar(it.text))
	case len(it.children) == 0:
		fmt.Fprintf(&e.out, "%s- %s\n", indent, keyScalar(it.key))
	case len(it.children) == 1 && it.children[0].role == "":
		fmt.Fprintf(&e.out, "%s- %s: %s\n", indent, keyScalar(it.key), scalar(it.children[0].text))
	default:
		fmt.Fprintf(&e.out, "%s- %s:\n", indent, keyScalar(it.key))
		for _, child := range it.children {
			e.item(child, indent+indentStep)
		}
	}
}

// flatten turns a node into what is written of it: nothing, a text, one item,
// or the items of its children where the node itself says nothing. Closed means
// that texts are part of a value that must not be written.
func flatten(n Node, closed bool, depth int) []item {
	role, known := roles[n.Role]
	if !known {
		role = strings.ToLower(n.Role)
	}
	closed = closed || n.Protected || secretField(role, n.Name)
	switch {
	case role == dropped || depth > maxDepth:
		return nil
	case role == text:
		return textItem(n.Name, closed)
	case role == hoisted && n.Value == "":
		return hoist(n, closed, depth)
	case role == hoisted:
		role = "generic"
	}
	children := content(n, closed, depth)
	if n.URL != "" && role == "link" {
		children = append([]item{{role: urlRole, text: blanks(n.URL)}}, children...)
	}
	return []item{{role: role, key: key(role, n), children: children}}
}

// hoist puts what stands below a node in its place. A node that has nothing
// below it but its own text, as a cell of a layout table may, stands for it.
func hoist(n Node, closed bool, depth int) []item {
	items := childItems(n, closed, depth)
	if page := strings.HasSuffix(n.Role, "WebArea"); len(items) == 0 && !page {
		return textItem(n.Name, closed)
	}
	return items
}

func textItem(name string, closed bool) []item {
	name = blanks(name)
	if name == "" || closed {
		return nil
	}
	return []item{{text: name}}
}

// content is what stands under a node: its value, then its children. A text
// that only repeats the name or the value is left out.
func content(n Node, closed bool, depth int) []item {
	children := childItems(n, closed, depth)
	value := blanks(n.Value)
	if closed || tokenShape.MatchString(value) {
		value = ""
	}
	if len(children) == 1 && children[0].role == "" {
		if only := children[0].text; only == blanks(n.Name) || only == value {
			children = nil
		}
	}
	if value != "" {
		children = append([]item{{text: value}}, children...)
	}
	return children
}

// childItems joins texts that stand side by side, as Playwright does.
func childItems(n Node, closed bool, depth int) []item {
	var all []item
	for _, child := range n.Children {
		for _, it := range flatten(child, closed, depth+1) {
			if last := len(all) - 1; it.role == "" && last >= 0 && all[last].role == "" {
				all[last].text += " " + it.text
				continue
			}
			all = append(all, it)
		}
	}
	return all
}

// key is the role, the name and the states, in Playwright's order.
func key(role string, n Node) string {
	var b strings.Builder
	b.WriteString(role)
	if name := blanks(n.Name); name != "" && len(name) <= maxName {
		b.WriteString(" " + quoteName(name))
	}
	flag := func(on bool, text string) {
		if on {
			b.WriteString(" [" + text + "]")
		}
	}
	flag(n.Checked == "true", "checked")
	flag(n.Checked == "mixed", "checked=mixed")
	flag(n.Disabled, "disabled")
	flag(n.Expanded == "true", "expanded")
	flag(n.Level > 0, fmt.Sprintf("level=%d", n.Level))
	flag(n.Selected, "selected")
	return b.String()
}

// quoteName writes a name as a JSON string, hidden characters escaped.
func quoteName(name string) string {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(name); err != nil {
		return `""`
	}
	return escapeHidden(strings.TrimSuffix(buf.String(), "\n"))
}

// blanks folds white space, as a page shows it.
func blanks(s string) string {
	return strings.Join(strings.Fields(strings.ToValidUTF8(s, "\ufffd")), " ")
}

var (
	secretWord = regexp.MustCompile(`(?i)passw|frsc|token|secret|credential`)
	tokenShape = regexp.MustCompile(`0x[0-9A-Fa-f]{48}`)
)

// secretField says whether what a node holds is a secret by its name.
func secretField(role, name string) bool {
	switch role {
	case "textbox", "searchbox", "combobox", "generic":
		return secretWord.MatchString(name)
	}
	return false
}
