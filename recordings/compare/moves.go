package compare

import (
	"fmt"
	"slices"
	"strings"
)

// cheap is how many pairs of nodes are held against each other with care; more
// are only paired when they are equal or have the same name.
const cheap = 40_000

// alignNodes pairs the children of two nodes.
func alignNodes(a, b []*node) []pair {
	head := 0
	for head < len(a) && head < len(b) && a[head].sum == b[head].sum {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail].sum == b[len(b)-1-tail].sum {
		tail++
	}
	midA, midB := a[head:len(a)-tail], b[head:len(b)-tail]
	careful := len(midA)*len(midB) <= cheap
	inA, inB := sumsOf(midA), sumsOf(midB)
	score := func(i, j int) int {
		a, b := midA[i], midB[j]
		if a.sum != b.sum && (inB[a.sum] || inA[b.sum]) {
			return noMatch // one of them only moved
		}
		return likeness(a, b, careful)
	}
	var list []pair
	for i := range head {
		list = append(list, pair{i, i})
	}
	for _, p := range align(len(midA), len(midB), score) {
		if p.a >= 0 {
			p.a += head
		}
		if p.b >= 0 {
			p.b += head
		}
		list = append(list, p)
	}
	for i := tail; i > 0; i-- {
		list = append(list, pair{len(a) - i, len(b) - i})
	}
	return list
}

func sumsOf(nodes []*node) map[uint64]bool {
	sums := make(map[uint64]bool, len(nodes))
	for _, n := range nodes {
		sums[n.sum] = true
	}
	return sums
}

// likeness scores two nodes: how likely they are one and the same.
func likeness(a, b *node, careful bool) int {
	switch {
	case a.sum == b.sum:
		return 1000
	case a.role == b.role && a.name == b.name && a.name != "":
		return 600
	case a.role != b.role && a.name == b.name && a.name != "":
		return 300
	case a.role != b.role || !careful:
		return noMatch
	}
	alike := max(similar(a.name+a.text, b.name+b.text), shared(a.children, b.children))
	return 50 + int(400*alike)
}

// similar is the part of the longer text that stands at the beginning or the
// end of both.
func similar(a, b string) float64 {
	if a == "" || b == "" {
		return 0
	}
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	return float64(head+tail) / float64(max(len(a), len(b)))
}

// shared is the part of the children that both nodes have.
func shared(a, b []*node) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	sums := map[uint64]int{}
	for _, n := range a {
		sums[n.sum]++
	}
	same := 0
	for _, n := range b {
		if sums[n.sum] > 0 {
			sums[n.sum]--
			same++
		}
	}
	return float64(same) / float64(max(len(a), len(b)))
}

// gatherMoves turns a subtree that went here and came there into one move, and
// many moves below one node into one change of their order. The second result
// lists both ends of every move.
func gatherMoves(changes []change) (out, ends []change) {
	moved := map[*node][]string{}
	used := make([]bool, len(changes))
	for i, gone := range changes {
		if used[i] || gone.gone == nil && gone.came == nil {
			if !used[i] {
				out = append(out, gone)
			}
			continue
		}
		k := counterpart(changes, used, i)
		if k < 0 {
			out = append(out, gone)
			continue
		}
		used[i], used[k] = true, true
		ends = append(ends, gone, changes[k])
		if changes[k].parent == gone.parent {
			out = orderChange(out, moved, gone)
			continue
		}
		gone.text = subtree(gone).brief() + " moved"
		gone.before, gone.after = whereOf(changes, i, k)
		out = append(out, gone)
	}
	return out, ends
}

func subtree(c change) *node {
	if c.gone != nil {
		return c.gone
	}
	return c.came
}

// whereOf says from where to where a subtree moved.
func whereOf(changes []change, i, k int) (before, after string) {
	if changes[i].gone != nil {
		return changes[i].where, changes[k].where
	}
	return changes[k].where, changes[i].where
}

// counterpart is the change that undoes this one elsewhere in the tree.
func counterpart(changes []change, used []bool, i int) int {
	for k := i + 1; k < len(changes); k++ {
		one, other := changes[i], changes[k]
		if used[k] || (one.gone == nil) == (other.gone == nil) || one.gone == nil && one.came == nil || other.gone == nil && other.came == nil {
			continue
		}
		if subtree(one).sum == subtree(other).sum {
			return k
		}
	}
	return -1
}

// orderChange adds one moved child to the change of order of its parent.
func orderChange(out []change, moved map[*node][]string, c change) []change {
	moved[c.parent] = append(moved[c.parent], subtree(c).brief())
	c.text = "the order changed: " + clip(strings.Join(moved[c.parent], ", "), 2*longest) + " moved"
	c.before, c.after = "", ""
	at := slices.IndexFunc(out, func(o change) bool { return o.parent == c.parent && strings.HasPrefix(o.text, "the order changed") })
	if at >= 0 {
		out[at] = c
		return out
	}
	return append(out, c)
}

func lineCount(n int) string {
	if n == 1 {
		return "1 line"
	}
	return fmt.Sprintf("%d lines", n)
}
