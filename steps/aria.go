package steps

import (
	"context"

	"lockedit/internal/browser"
	"lockedit/recordings/aria"
)

// ariaYAML writes a page's accessibility tree as an aria snapshot.
func ariaYAML(tree *browser.AXNode) []byte {
	if tree == nil {
		return nil
	}
	return aria.Encode(ariaNode(tree, false))
}

// linkedYAML is ariaYAML with where each link leads.
func linkedYAML(tree *browser.AXNode) []byte {
	if tree == nil {
		return nil
	}
	return aria.Encode(ariaNode(tree, true))
}

func ariaNode(n *browser.AXNode, links bool) aria.Node {
	node := aria.Node{
		Role: n.Role, Name: n.Name, Value: n.Value, Checked: n.Checked,
		Disabled: n.Disabled, Expanded: n.Expanded, Level: n.Level,
	}
	if links {
		node.URL = n.URL
	}
	for _, child := range n.Children {
		node.Children = append(node.Children, ariaNode(child, links))
	}
	return node
}

// Snapshot is the accessibility tree of the page in view as an aria snapshot.
func Snapshot(ctx context.Context, page *browser.Page) ([]byte, error) {
	tree, err := page.Aria(ctx)
	if err != nil {
		return nil, err
	}
	return ariaYAML(tree), nil
}
