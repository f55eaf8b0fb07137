package browser

import (
	"context"
	"encoding/json"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/runtime"
)

// queryAria finds the elements of an accessible name and role with the
// browser's own computation of both.
func (p *Page) queryAria(ctx context.Context, place world, root runtime.RemoteObjectID, part Part) ([]*runtime.CallArgument, error) {
	params := accessibility.QueryAXTreeParams{ObjectID: root, Role: part.Role}
	if part.Name != nil {
		params.AccessibleName = *part.Name
	}
	result, err := call(ctx, p, accessibility.QueryAXTree, params)
	if err != nil {
		return nil, p.callFailure(ctx, err)
	}
	var ids []dom.ResolveNodeParams
	for _, node := range result.Nodes {
		if node.Ignored || isText(node) || part.Name != nil && textOf(node.Name) != *part.Name || len(ids) == maxAria {
			continue
		}
		ids = append(ids, dom.ResolveNodeParams{BackendNodeID: node.BackendDOMNodeID})
	}
	return p.resolve(ctx, place, ids)
}

func isText(node *accessibility.Node) bool {
	role := textOf(node.Role)
	return role == "StaticText" || role == "InlineTextBox"
}

func textOf(value *accessibility.Value) string {
	if value == nil {
		return ""
	}
	var text string
	// A value that is no text has none.
	_ = json.Unmarshal(value.Value, &text)
	return text
}
