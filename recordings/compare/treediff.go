package compare

import (
	"slices"
	"strings"
)

// change is one change of a tree.
type change struct {
	kind          Kind
	text          string
	where         string
	before, after string
	// gone and came are the subtree, for telling a move from a removal.
	gone, came *node
	parent     *node
	// from and to are the lines that show the subtree.
	from, to int
}

// treeDiffer compares two trees.
type treeDiffer struct {
	changes []change
	lines   []TreeLine
}

// diffTrees says what differs, and shows it line by line.
func diffTrees(a, b *node) ([]change, []TreeLine) {
	d := &treeDiffer{}
	if a.sum == b.sum {
		return nil, nil
	}
	d.children(a, b, nil)
	changes, moved := gatherMoves(d.changes)
	return changes, gaps(foldMoves(d.lines, moved))
}

// children compares what stands below two nodes that are taken for the same.
func (d *treeDiffer) children(a, b *node, path []string) {
	for _, p := range alignNodes(a.children, b.children) {
		switch {
		case p.b < 0:
			gone := a.children[p.a]
			from := d.show(OpRemoved, gone, len(path))
			d.add(change{kind: KindStructure, text: gone.brief() + " is gone", before: gone.head(), gone: gone, parent: a, from: from, to: len(d.lines)}, path)
		case p.a < 0:
			came := b.children[p.b]
			from := d.show(OpAdded, came, len(path))
			d.add(change{kind: KindStructure, text: came.brief() + " is new", after: came.head(), came: came, parent: a, from: from, to: len(d.lines)}, path)
		default:
			d.node(a.children[p.a], b.children[p.b], path)
		}
	}
}

func (d *treeDiffer) add(c change, path []string) {
	path = slices.DeleteFunc(slices.Clone(path), func(step string) bool { return step == "rowgroup" || step == "list" || step == "form" })
	c.where = strings.Join(path, " › ")
	d.changes = append(d.changes, c)
}

// node compares two nodes that are taken for the same.
func (d *treeDiffer) node(a, b *node, path []string) {
	if a.sum == b.sum {
		d.line(OpSame, a.landmark(), len(path))
		return
	}
	if a.line() == b.line() {
		d.line(OpSame, b.landmark(), len(path))
	} else {
		d.line(OpRemoved, a.line(), len(path))
		d.line(OpAdded, b.line(), len(path))
		d.own(a, b, path)
	}
	if a.url != b.url {
		d.line(OpRemoved, "/url: "+a.url, len(path)+1)
		d.line(OpAdded, "/url: "+b.url, len(path)+1)
		d.add(change{kind: KindLink, text: b.brief() + " leads elsewhere", before: a.url, after: b.url}, path)
	}
	d.children(a, b, append(slices.Clip(path), a.step()))
}

// own says what differs about a node itself.
func (d *treeDiffer) own(a, b *node, path []string) {
	c := change{kind: KindStructure, before: a.line(), after: b.line()}
	switch {
	case a.role == "text" && b.role == "text":
		c.text, c.before, c.after = "text changed from "+focus(a.text, b.text)+" to "+focus(b.text, a.text), a.text, b.text
	case a.role != b.role:
		c.text = a.brief() + " is now " + b.brief()
	case a.name != b.name && derived(a, b):
		return // the name is made of the children, where it is told
	case a.name != b.name:
		c.text = a.role + " is called " + focus(b.name, a.name) + ", was " + focus(a.name, b.name)
	case a.states != b.states:
		c.text = a.brief() + " is " + state(b.states) + ", was " + state(a.states)
	case !isField(a.role):
		c.before, c.after = a.text, b.text
		c.text = "the text of the " + nameOf(a) + " is " + focus(b.text, a.text) + ", was " + focus(a.text, b.text)
	default:
		c.kind, c.before, c.after = KindValue, a.text, b.text
		c.text = nameOf(a) + " holds " + orEmpty(b.text) + ", was " + orEmpty(a.text)
	}
	d.add(c, path)
}

// derived says whether both names are the texts of the children, as those of
// table rows and headings are, so that a change below is not told twice.
func derived(a, b *node) bool {
	if a.text != b.text || a.states != b.states || len(a.children) == 0 || len(b.children) == 0 {
		return false
	}
	return made(a) && made(b) && slices.Contains([]string{"row", "columnheader", "rowheader", "cell", "gridcell", "listitem", "treeitem"}, a.role)
}

func made(n *node) bool {
	for _, child := range n.children {
		if inner := child.name + child.text; inner != "" && strings.Contains(n.name, inner) {
			return true
		}
	}
	return false
}

func nameOf(n *node) string {
	if n.name == "" {
		return n.role
	}
	return n.role + " " + quote(n.name)
}

func orEmpty(s string) string {
	if s == "" {
		return "nothing"
	}
	return quote(s)
}

func state(s string) string {
	if s == "" {
		return "in no special state"
	}
	return strings.NewReplacer("[", "", "]", "").Replace(s)
}

// around is how many characters before the first difference a sentence shows.
const around = 18

// focus quotes the part of a text in which it differs from another.
func focus(s, other string) string {
	a, b := []rune(s), []rune(other)
	if len(a) <= longest {
		return quote(s)
	}
	same := 0
	for same < len(a) && same < len(b) && a[same] == b[same] {
		same++
	}
	from := max(0, same-around)
	if from == 0 {
		return quote(s)
	}
	return "“…" + clip(string(a[from:]), longest) + "”"
}

func (d *treeDiffer) line(op Op, text string, depth int) {
	d.lines = append(d.lines, TreeLine{Op: op, Depth: depth, Text: text})
}

// maxShown is how many lines of a subtree that came or went are shown.
const maxShown = 40

// show writes a whole subtree and returns its first line.
func (d *treeDiffer) show(op Op, n *node, depth int) int {
	start := len(d.lines)
	d.walk(op, n, depth)
	if len(d.lines)-start > maxShown {
		left := len(d.lines) - start - maxShown
		d.lines = append(d.lines[:start+maxShown], TreeLine{Op: op, Depth: depth + 1, Text: "… and " + lineCount(left)})
	}
	return start
}

// foldMoves shows a subtree that only moved by one line.
func foldMoves(lines []TreeLine, moved []change) []TreeLine {
	drop := make([]bool, len(lines))
	for _, c := range moved {
		lines[c.from].Text = subtree(c).brief() + " (moved)"
		for i := c.from + 1; i < c.to; i++ {
			drop[i] = true
		}
	}
	var out []TreeLine
	for i, line := range lines {
		if !drop[i] {
			out = append(out, line)
		}
	}
	return out
}

func (d *treeDiffer) walk(op Op, n *node, depth int) {
	d.line(op, n.line(), depth)
	for _, child := range n.children {
		d.walk(op, child, depth+1)
	}
}

// beside is how many unchanged lines next to a change are shown.
const beside = 1

// gaps leaves out unchanged lines that are neither beside a change nor above one.
func gaps(lines []TreeLine) []TreeLine {
	keep := make([]bool, len(lines))
	for i, l := range lines {
		if l.Op == OpSame {
			continue
		}
		for k := max(0, i-beside); k <= min(len(lines)-1, i+beside); k++ {
			keep[k] = true
		}
		for k, depth := i-1, l.Depth; k >= 0 && depth > 0; k-- {
			if lines[k].Depth < depth && lines[k].Op == OpSame {
				keep[k], depth = true, lines[k].Depth
			}
		}
	}
	var out []TreeLine
	for i := 0; i < len(lines); i++ {
		if keep[i] {
			out = append(out, lines[i])
			continue
		}
		from := i
		for i+1 < len(lines) && !keep[i+1] {
			i++
		}
		out = append(out, TreeLine{Op: OpGap, Depth: lines[from].Depth, Text: lineCount(i - from + 1)})
	}
	return out
}
