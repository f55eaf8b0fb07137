package browser

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/chromedp/cdproto/accessibility"
)

// AXNode is one node of the accessibility tree: what the page says to those who
// do not see it. It outlasts changes of pixels.
type AXNode struct {
	Role string `json:"role"`
	Name string `json:"name,omitempty"`
	// Value is a control's value; never that of a password field.
	Value string `json:"value,omitempty"`
	// Checked is "true", "false" or "mixed"; empty for what cannot be checked.
	Checked  string `json:"checked,omitempty"`
	Disabled bool   `json:"disabled,omitempty"`
	// Expanded is "true" or "false"; empty for what cannot be expanded.
	Expanded string `json:"expanded,omitempty"`
	// Level is a heading's or tree item's level.
	Level int `json:"level,omitempty"`
	// URL is where a link leads, without secrets; see [CleanURL].
	URL      string    `json:"url,omitempty"`
	Children []*AXNode `json:"children,omitempty"`
}

// Aria returns the page's accessibility tree without what it ignores.
func (p *Page) Aria(ctx context.Context) (*AXNode, error) {
	var tree *AXNode
	err := p.operate(ctx, "read the accessibility tree", "", func(ctx context.Context, _ int) error {
		var revealed bool
		if err := p.perform(ctx, "revealed", struct{}{}, "", &revealed); err != nil {
			return err
		}
		result, err := call(ctx, p, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
		if err != nil {
			return p.callFailure(ctx, err)
		}
		tree = newAXTree(result.Nodes, revealed)
		return nil
	})
	return tree, err
}

// axTree builds the tree from the protocol's flat list.
type axTree struct {
	nodes map[accessibility.NodeID]*accessibility.Node
	// closed drops the values of all text fields, because one of them shows a
	// secret.
	closed bool
}

func newAXTree(list []*accessibility.Node, closed bool) *AXNode {
	t := axTree{nodes: map[accessibility.NodeID]*accessibility.Node{}, closed: closed}
	for _, node := range list {
		t.nodes[node.NodeID] = node
	}
	if len(list) == 0 {
		return &AXNode{Role: "RootWebArea"}
	}
	roots := t.convert(list[0])
	if len(roots) == 1 {
		return roots[0]
	}
	return &AXNode{Role: "RootWebArea", Children: roots}
}

// convert returns a node, or the nodes below it if it is ignored itself.
func (t axTree) convert(node *accessibility.Node) []*AXNode {
	role := text(node.Role)
	if role == "InlineTextBox" {
		return nil
	}
	ax := &AXNode{Role: role, Name: text(node.Name), Value: text(node.Value)}
	for _, property := range node.Properties {
		ax.set(property)
	}
	var below []*AXNode
	if !t.secret(ax) {
		below = t.children(node)
	}
	if node.Ignored || ((role == "generic" || role == "none") && ax.Name == "") {
		return below
	}
	ax.Children = withoutOwnName(ax.Name, below)
	return []*AXNode{ax}
}

func (t axTree) children(node *accessibility.Node) []*AXNode {
	var list []*AXNode
	for _, id := range node.ChildIDs {
		if child := t.nodes[id]; child != nil {
			list = append(list, t.convert(child)...)
		}
	}
	return list
}

// secret drops a value that is or may be a password: Chrome shows bullets.
func (t axTree) secret(ax *AXNode) bool {
	if ax.Role != "textbox" {
		return false
	}
	if t.closed || (ax.Value != "" && strings.Trim(ax.Value, "•●*") == "") {
		ax.Value = ""
		return true
	}
	return false
}

// withoutOwnName leaves out the text that is a node's name already.
func withoutOwnName(name string, children []*AXNode) []*AXNode {
	if len(children) == 1 && children[0].Role == "StaticText" && children[0].Name == name {
		return nil
	}
	return children
}

func (n *AXNode) set(property *accessibility.Property) {
	value := text(property.Value)
	switch property.Name {
	case accessibility.PropertyNameChecked:
		n.Checked = value
	case accessibility.PropertyNameDisabled:
		n.Disabled = value == "true"
	case accessibility.PropertyNameExpanded:
		n.Expanded = value
	case accessibility.PropertyNameLevel:
		n.Level, _ = strconv.Atoi(value)
	case accessibility.PropertyNameURL:
		n.URL = CleanURL(value)
	}
}

// text is a value of the protocol as text.
func text(value *accessibility.Value) string {
	if value == nil || len(value.Value) == 0 {
		return ""
	}
	var s string
	if json.Unmarshal(value.Value, &s) == nil {
		return s
	}
	return string(value.Value)
}
