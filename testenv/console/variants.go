package console

import (
	"fmt"
)

// Marks says how a select shows which of its options is the value.
type Marks string

// The ways a select shows its value.
const (
	MarksServer Marks = ""       // the page marks the option as chosen
	MarksScript Marks = "script" // a script of the page chooses it, and marks nothing
	MarksNone   Marks = "none"   // nothing does, as where the list lacks the value
)

// StatusTexts are other sentences of the Change Center's states while the lock is
// free or one's own. An empty one is the language's own; asterisks emphasise.
type StatusTexts struct{ Unlocked, Locked, Pending string }

func (o Options) validMarks() error {
	for attr, marks := range o.Marks {
		if marks != MarksServer && marks != MarksScript && marks != MarksNone {
			return fmt.Errorf("marks of %s: %q", attr, marks)
		}
	}
	return nil
}

// unmark takes the marks off a select as the options say.
func (c *Console) unmark(v *fieldView, attr string) {
	marks := c.opt.Marks[attr]
	if marks == MarksServer {
		return
	}
	for i := range v.Options {
		if v.Options[i].Selected && marks == MarksScript {
			v.Scripted, v.Choose = true, v.Options[i].Value
		}
		v.Options[i].Selected = false
	}
}

// status is what the Change Center says: other, or the words of a key.
func (x *exchange) status(other, key string, button ...any) []string {
	if other != "" {
		return emphasis(other)
	}
	return emphasis(x.lang.text(key, button...))
}
