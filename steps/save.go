package steps

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"lockedit/internal/browser"
	"lockedit/recordings"
	"lockedit/selectors"
)

//go:embed js/form.js
var formScript string

//go:embed js/messages.js
var messagesScript string

// control is one control of the form in view.
type control struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	// Form is the number of its form on the page.
	Form int `json:"form"`
	// Unset says that it is a list which shows its first option because the page marks
	// none, and would be saved so.
	Unset bool `json:"unset"`
}

// UnsetFieldError says that saving a form would set what the plan says nothing of:
// lists that show their first option only because none is marked as chosen.
type UnsetFieldError struct{ Fields []string }

func (e *UnsetFieldError) Error() string {
	return "saving would set fields that the plan says nothing of: the page marks no option of theirs as chosen, so that each shows, and sends, its first: " +
		strings.Join(e.Fields, ", ")
}

// SideEffectError says that more changed on a form than the plan says.
type SideEffectError struct{ Changed []string }

func (e *SideEffectError) Error() string {
	return "other fields than the planned ones changed on the page: " + strings.Join(e.Changed, ", ")
}

// edit writes a plan's values into the form in view, and checks that exactly
// those controls differ afterwards.
func (c *Console) edit(ctx context.Context, changes []recordings.PlannedChange) (string, error) {
	if err := c.stillAsPlanned(ctx, changes); err != nil {
		return "", err
	}
	c.own.unsettled[changes[0].Object] = false
	before, err := c.form(ctx)
	if err != nil {
		return "", err
	}
	touched := map[string]bool{}
	var done []string
	for _, change := range changes {
		if err := c.setField(ctx, change); err != nil {
			return "", err
		}
		id, err := c.fieldID(ctx, change.Attribute)
		if err != nil {
			return "", err
		}
		touched[id] = true
		done = append(done, fmt.Sprintf("%s: %q → %q", change.Attribute, change.Before, change.After))
	}
	after, err := c.form(ctx)
	if err != nil {
		return "", err
	}
	err = sideEffects(before, after, touched)
	if err == nil {
		err = c.unsetFields(after, touched)
	}
	return strings.Join(done, "; "), err
}

// unsetFields refuses a form that would send, beside what was filled in, a value which
// is not set. An option that stands for none sets nothing.
func (c *Console) unsetFields(controls []control, touched map[string]bool) error {
	forms := map[int]bool{}
	for _, field := range controls {
		forms[field.Form] = forms[field.Form] || touched[field.Name]
	}
	var fields []string
	for _, field := range controls {
		if field.Unset && forms[field.Form] && !touched[field.Name] && !c.cat.Words().Is(field.Value, "none") {
			fields = append(fields, fmt.Sprintf("%s (%q)", field.Name, field.Value))
		}
	}
	if len(fields) > 0 {
		return &UnsetFieldError{Fields: fields}
	}
	return nil
}

// stillAsPlanned compares the form in view, right before it is changed, with
// what the plan saw: nobody else can move a value any more, but one may have
// moved between the plan and the lock, also one that is to stay as it is.
func (c *Console) stillAsPlanned(ctx context.Context, changes []recordings.PlannedChange) error {
	seen, err := c.readObject(ctx, changes[0])
	if err != nil {
		return err
	}
	now := currentValues(seen)
	var moved []string
	stay := slices.DeleteFunc(slices.Clone(c.own.unchanged), func(u recordings.PlannedChange) bool {
		return u.Type != changes[0].Type || u.Object != changes[0].Object
	})
	for _, change := range slices.Concat(changes, stay) {
		if value := now[valueKey{change.Type, change.Object, change.Attribute}]; value != change.Before {
			moved = append(moved, fmt.Sprintf("%s of %s was %q and is %q", change.Attribute, change.Object, change.Before, value))
		}
	}
	if len(moved) > 0 {
		return &StaleError{Moved: moved}
	}
	return nil
}

// readObject reads the values of the object whose Migration tab is in view.
func (c *Console) readObject(ctx context.Context, change recordings.PlannedChange) (Observed, error) {
	if change.Type == typeCluster {
		settings, err := c.readCluster(ctx, change.Object)
		return Observed{Cluster: settings}, err
	}
	settings := TargetSettings{Name: change.Object}
	err := c.readTarget(ctx, &settings)
	return Observed{Targets: []TargetSettings{settings}}, err
}

// fieldOf says which element of the catalogue shows an attribute.
func fieldOf(attribute string) string {
	switch attribute {
	case attrBasis:
		return fieldBasis
	case attrDataSource:
		return fieldDataSource
	case attrTableName:
		return fieldTableName
	}
	return fieldPolicy
}

// fieldID is the name under which a field's control stands in the form.
func (c *Console) fieldID(ctx context.Context, attribute string) (string, error) {
	found, err := c.find(ctx, fieldOf(attribute))
	return found.ID, err
}

// form reads every control of the page that a person can see, by id.
func (c *Console) form(ctx context.Context) ([]control, error) {
	var controls []control
	err := c.read(ctx, formScript, nil, &controls)
	return controls, err
}

// sideEffects compares a form with itself before and after it was edited.
// Controls may share a name; then each is compared with the one in its place.
func sideEffects(before, after []control, touched map[string]bool) error {
	now := map[string][]string{}
	for _, a := range after {
		now[a.Name] = append(now[a.Name], a.Value)
	}
	var changed []string
	for _, b := range before {
		values := now[b.Name]
		if len(values) == 0 {
			continue
		}
		now[b.Name] = values[1:]
		if values[0] != b.Value && !touched[b.Name] {
			changed = append(changed, fmt.Sprintf("%s (%q → %q)", b.Name, b.Value, values[0]))
		}
	}
	if len(changed) > 0 {
		return &SideEffectError{Changed: changed}
	}
	return nil
}

// SaveRefusedError says that the console answered Save with an error message.
type SaveRefusedError struct{ Seen string }

func (e *SaveRefusedError) Error() string {
	return fmt.Sprintf("the console refused to save; it says: %q", e.Seen)
}

// Save clicks the page's own Save. The picture of the filled form is on disk
// before, as the step's first. What the console answers is only a hint; the
// caller reads the values back from a freshly opened page.
func (c *Console) Save(ctx context.Context, object, field string, states ...selectors.State) error {
	return c.run.Step(ctx, "save", "Settings for "+object+": Save", func(ctx context.Context) (string, error) {
		if err := c.maySave(ctx, states); err != nil {
			return "", err
		}
		loc, err := c.saveButton(ctx, field)
		if err != nil {
			return "", err
		}
		if slices.Contains(states, selectors.StateAutoActivate) {
			if err := c.announce(recordings.LockChange{What: "saving", How: "Save"}); err != nil {
				return "", err
			}
		}
		answer, err := c.clickOnce(ctx, loc)
		c.own.saved = c.own.saved || sent(err)
		c.own.unsettled[object] = sent(err)
		c.own.touched[object] = c.own.touched[object] || sent(err)
		if err == nil {
			err = c.arrived(ctx, answer)
			// The login page instead of an answer means that nothing was saved.
			c.own.unsettled[object] = !ended(err)
		}
		c.own.saveUnanswered = unanswered(err)
		if settled(err) {
			c.journal.Recovery("the answer to Save is missing (" + err.Error() + "); the values of a fresh page decide")
			return "the answer is missing; the values read back decide", c.open(ctx, c.base.String())
		}
		if err != nil {
			return "", err
		}
		return c.saved(ctx)
	})
}

// maySave requires the lock and, as long as this run has saved nothing, that nothing
// is pending: what is would be somebody else's, whether or not it can be listed.
func (c *Console) maySave(ctx context.Context, states []selectors.State) error {
	want := "locked by this account"
	if !c.own.saved {
		want += ", with nothing pending"
		states = slices.DeleteFunc(slices.Clone(states), func(s selectors.State) bool { return s == selectors.StatePending })
	}
	_, err := c.requireState(ctx, want, states...)
	return err
}

// saveButton is the Save inside the very form that holds the field which was
// filled; a page may have others. A Save outside that form is never taken for it.
func (c *Console) saveButton(ctx context.Context, field string) (browser.Locator, error) {
	save, err := c.locator("page.save", nil)
	if err != nil {
		return save, err
	}
	found, err := c.find(ctx, field)
	if err != nil {
		return save, err
	}
	save.Name = "page.save of the form with " + field
	save.Within = []browser.Candidate{{ID: "form-of-field", Confidence: "R", CSS: `form:has([id="` + cssString(found.ID) + `"])`}}
	return save, nil
}

// cssString escapes a text for a quoted string of a selector.
func cssString(text string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\a `).Replace(text)
}

func (c *Console) saved(ctx context.Context) (string, error) {
	messages, err := c.messages(ctx)
	if err != nil {
		return "", err
	}
	if text := firstError(messages); text != "" {
		return "", &SaveRefusedError{Seen: text}
	}
	texts := make([]string, 0, len(messages))
	for _, m := range messages {
		texts = append(texts, m.Text)
	}
	return "the console says: " + strings.Join(texts, " "), nil
}

// messages reads what the console says on the page in view, and records it.
func (c *Console) messages(ctx context.Context) ([]recordings.PageMessage, error) {
	var messages []recordings.PageMessage
	if err := c.read(ctx, messagesScript, nil, &messages); err != nil {
		return nil, err
	}
	for _, m := range messages {
		c.journal.Page(m)
	}
	return messages, nil
}

func firstError(messages []recordings.PageMessage) string {
	for _, m := range messages {
		if m.Kind == "error" {
			return m.Text
		}
	}
	return ""
}
