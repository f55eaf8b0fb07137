package browser

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
)

// world is one execution context of a frame.
type world struct {
	frame  cdp.FrameID
	unique string
	id     runtime.ExecutionContextID
	// own says that it is the look-up's, else it is the page's.
	own bool
}

// worlds are the execution contexts of all frames; the watcher's lock is held.
type worlds struct{ list []world }

func (w *worlds) born(c *runtime.ExecutionContextDescription) {
	var data struct {
		FrameID   cdp.FrameID `json:"frameId"`
		IsDefault bool        `json:"isDefault"`
	}
	if json.Unmarshal(c.AuxData, &data) != nil || c.Name != worldName && !data.IsDefault {
		return
	}
	w.list = append(w.list, world{frame: data.FrameID, unique: c.UniqueID, id: c.ID, own: c.Name == worldName})
}

func (w *worlds) died(unique string) {
	kept := w.list[:0]
	for _, one := range w.list {
		if one.unique != unique {
			kept = append(kept, one)
		}
	}
	w.list = kept
}

// of is the newest context of a frame.
func (w *worlds) of(frame cdp.FrameID, own bool) (world, bool) {
	for i := len(w.list) - 1; i >= 0; i-- {
		if w.list[i].frame == frame && w.list[i].own == own {
			return w.list[i], true
		}
	}
	return world{}, false
}

// MissingFrameError says that a page has no frame at the place a step names.
type MissingFrameError struct {
	Frame  []int
	Target string
}

// Error is a sentence for people.
func (e *MissingFrameError) Error() string {
	if e.Target != "" {
		return fmt.Sprintf("target %s: %v", CleanURL(e.Target), errTarget)
	}
	return fmt.Sprintf("the page has no frame %v", e.Frame)
}

// frameWorld is the look-up's world in the frame of a step.
func (p *Page) frameWorld(ctx context.Context, target string, path []int) (world, error) {
	return p.contextOf(ctx, target, path, true)
}

// contextOf is the look-up's or the page's own world in the frame of a step.
func (p *Page) contextOf(ctx context.Context, target string, path []int, own bool) (world, error) {
	if _, failed := p.watch.where(); failed != "" {
		return world{}, p.unreachable(failed)
	}
	frame, err := p.frameOf(ctx, target, path)
	if err != nil {
		return world{}, err
	}
	p.watch.mu.Lock()
	defer p.watch.mu.Unlock()
	found, ok := p.watch.worlds.of(frame, own)
	if !ok {
		return world{}, &again{err: errReplaced}
	}
	return found, nil
}

// frameOf is the frame that a step names. The main frame needs no question.
func (p *Page) frameOf(ctx context.Context, target string, path []int) (cdp.FrameID, error) {
	p.watch.mu.Lock()
	frame, url := p.watch.frame, p.watch.url
	p.watch.mu.Unlock()
	elsewhere := target != "" && target != "main" && target != url
	if !elsewhere && len(path) == 0 {
		return frame, nil
	}
	result, err := call(ctx, p, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		return "", p.callFailure(ctx, err)
	}
	tree := result.FrameTree
	if elsewhere {
		if tree = withURL(tree, target); tree == nil {
			return "", &again{err: &MissingFrameError{Target: target}}
		}
	}
	for _, number := range path {
		if number < 0 || number >= len(tree.ChildFrames) {
			return "", &again{err: &MissingFrameError{Frame: path}}
		}
		tree = tree.ChildFrames[number]
	}
	return tree.Frame.ID, nil
}

func withURL(tree *page.FrameTree, url string) *page.FrameTree {
	if tree.Frame.URL == url {
		return tree
	}
	for _, child := range tree.ChildFrames {
		if found := withURL(child, url); found != nil {
			return found
		}
	}
	return nil
}
