package steps

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"lockedit/internal/browser"
	"lockedit/recordings"
	"lockedit/selectors"
)

// Runner starts, times, pictures and ends the steps of a run. Nothing else does.
type Runner struct {
	journal *recordings.Journal
	page    *browser.Page
	// timeout bounds one step.
	timeout time.Duration
	// cleanUp is what clearing up may take at least.
	cleanUp time.Duration
	// last is the picture of the page as the step before left it, so that an
	// unchanged page is not drawn twice.
	last *browser.PictureData
	// minimal keeps one picture a step, and no accessibility trees.
	minimal bool
	// marks are further parts of a page that differ each time.
	marks []browser.Mark
	// links says that the accessibility trees keep where links lead.
	links bool
	// forgiving lets steps pass whose evidence cannot be written: what became of
	// a click has to be found out all the same.
	forgiving bool
}

// NewRunner makes the runner of one run. Minimal evidence means one picture a
// step, taken at its end.
func NewRunner(journal *recordings.Journal, timeout time.Duration, minimal bool) *Runner {
	return &Runner{journal: journal, timeout: timeout, minimal: minimal}
}

// GiveCleanUp gives clearing up this long at least, however short the steps are.
func (r *Runner) GiveCleanUp(least time.Duration) { r.cleanUp = least }

// Mark makes every later picture note the places of further parts that differ
// each time.
func (r *Runner) Mark(marks ...browser.Mark) { r.marks = append(r.marks, marks...) }

// KeepLinks makes the accessibility trees say where each link leads, so that a
// comparison of recordings can tell of a link that leads elsewhere.
func (r *Runner) KeepLinks() { r.links = true }

// forgive lets steps pass without evidence from here on, if it cannot be
// written any more.
func (r *Runner) forgive() { r.forgiving = r.journal.Err() != nil }

// Attach gives the runner the page that its pictures are taken of.
func (r *Runner) Attach(page *browser.Page) {
	r.page, r.last = page, nil
}

// StepError is a step that did not reach its end.
type StepError struct {
	// Step is the step's ID, Title its title.
	Step, Title string
	// Picture is the file that shows the page at the end, if it could be drawn.
	Picture string
	Err     error
}

func (e *StepError) Error() string {
	text := fmt.Sprintf("%s (%s): %v", e.Title, e.Step, e.Err)
	if e.Picture != "" {
		text += fmt.Sprintf(" [picture: %s]", e.Picture)
	}
	return text
}

func (e *StepError) Unwrap() error { return e.Err }

// Work is what a step does. It returns what it read back that proves its outcome.
type Work func(ctx context.Context) (proof string, err error)

// Step runs one step of the path under its own deadline: a picture of the page
// before, the work, a picture and the accessibility tree after. A picture that
// cannot be drawn fails the step, because evidence is part of it.
func (r *Runner) Step(ctx context.Context, name, title string, work Work) error {
	return r.step(ctx, name, title, r.timeout, work)
}

func (r *Runner) step(ctx context.Context, name, title string, limit time.Duration, work Work) error {
	if r.forgiving {
		return r.rescue(ctx, name, title, limit, work)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, limit, &StepTimeoutError{Title: title, Limit: limit})
	defer cancel()
	id := r.journal.StartStep(name, title)
	err := r.before()
	proof := ""
	if err == nil {
		proof, err = work(ctx)
	}
	picture, drawErr := r.after(ctx)
	if err == nil {
		err = drawErr
	}
	return r.end(ctx, id, title, picture, proof, err)
}

// rescue runs a step that clears up. Its work is done whatever becomes of the
// evidence, a full disk included, and its outcome is that of the work alone;
// what could not be recorded shows at the end of the recording.
func (r *Runner) rescue(ctx context.Context, name, title string, limit time.Duration, work Work) error {
	ctx, cancel := context.WithTimeoutCause(ctx, limit, &StepTimeoutError{Title: title, Limit: limit})
	defer cancel()
	id := r.journal.StartStep(name, title)
	_ = r.before()
	proof, err := work(ctx)
	picture, drawErr := r.after(ctx)
	if drawErr != nil {
		r.journal.Note("picture of the clean-up: " + drawErr.Error())
	}
	if err == nil {
		_ = r.journal.EndStep(recordings.StatusPassed, proof, nil)
		return nil
	}
	_ = r.journal.EndStep(recordings.StatusFailed, proof, err)
	return &StepError{Step: id, Title: title, Picture: picture, Err: err}
}

// apart runs a step that concerns no page of the console, such as the restart.
func (r *Runner) apart(ctx context.Context, name, title string, limit time.Duration, work Work) error {
	page, last := r.page, r.last
	r.page = nil
	defer func() { r.page, r.last = page, last }()
	return r.step(ctx, name, title, limit, work)
}

// StepTimeoutError is the cause of a step's context that ran out of time.
type StepTimeoutError struct {
	Title string
	Limit time.Duration
}

func (e *StepTimeoutError) Error() string {
	return fmt.Sprintf("%s took longer than %s", e.Title, e.Limit)
}

func (r *Runner) end(ctx context.Context, id, title, picture, proof string, err error) error {
	if err == nil {
		err = r.journal.Err()
	}
	if err == nil {
		_ = r.journal.EndStep(recordings.StatusPassed, proof, nil) // the journal keeps its own errors until the end
		return nil
	}
	if errors.Is(err, context.DeadlineExceeded) && context.Cause(ctx) != nil && !errors.Is(err, context.Cause(ctx)) {
		err = fmt.Errorf("%w: %w", context.Cause(ctx), err)
	}
	_ = r.journal.EndStep(recordings.StatusFailed, proof, err) // as above
	return &StepError{Step: id, Title: title, Picture: picture, Err: err}
}

// before pictures the page as the step finds it. The page did not change since
// the last step ended, so that step's picture is used, with its own time.
func (r *Runner) before() error {
	if r.page == nil || r.minimal {
		return nil
	}
	if r.last == nil {
		return nil
	}
	_, err := r.store("before", *r.last)
	return err
}

// pictureGrace is how long the picture of a failed step may take after the
// step's own time is over.
const pictureGrace = 10 * time.Second

func (r *Runner) after(ctx context.Context) (string, error) {
	if r.page == nil {
		return "", nil
	}
	if ctx.Err() != nil {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(context.WithoutCancel(ctx), pictureGrace)
		defer cancel()
	}
	if address, err := r.page.URL(ctx); err == nil {
		r.journal.At(address)
	}
	drawing, err := r.draw(ctx, whenAfter)
	if err != nil || r.minimal {
		return r.keep(whenAfter, drawing, err)
	}
	// The page tells its tree while the picture's file is made.
	tree, unread := r.tree(ctx)
	file, err := r.keep(whenAfter, drawing, nil)
	if err == nil {
		err = unread
	}
	if err != nil {
		return file, err
	}
	return file, r.journal.Aria(tree)
}

// whenAfter names the picture of a step's end, the only one of minimal evidence.
const whenAfter = "after"

// Picture draws the page now, stores it under the running step, and returns
// the file's name. Before Save and Activate Changes the picture has to be on
// disk first, so it is never drawn in the background.
func (r *Runner) Picture(ctx context.Context, when string) (string, error) {
	if r.minimal && when != whenAfter {
		return "", nil
	}
	drawing, err := r.draw(ctx, when)
	return r.keep(when, drawing, err)
}

// draw takes a picture of the page as it is now.
func (r *Runner) draw(ctx context.Context, when string) (*browser.Drawing, error) {
	drawing, err := r.page.Draw(ctx, browser.PictureOptions{FullPage: true, Marks: append(selectors.Restless(""), r.marks...)})
	if err != nil {
		return nil, fmt.Errorf("picture %s: %w", when, err)
	}
	return drawing, nil
}

// keep stores a picture that was taken, unless it could not be.
func (r *Runner) keep(when string, drawing *browser.Drawing, err error) (string, error) {
	if err != nil {
		return "", err
	}
	drawn, err := drawing.Wait()
	if err != nil {
		return "", fmt.Errorf("picture %s: %w", when, err)
	}
	r.last = &drawn
	return r.store(when, drawn)
}

// NamedPicture draws the page under a name of its own, with further parts that
// differ each time, and returns the file's name.
func (r *Runner) NamedPicture(ctx context.Context, name string, marks ...browser.Mark) (string, error) {
	kept := r.marks
	defer func() { r.marks = kept }()
	r.marks = append(slices.Clone(kept), marks...)
	return r.Picture(ctx, name)
}

func (r *Runner) store(when string, p browser.PictureData) (string, error) {
	return r.journal.MaskedPicture(when, p.PNG, p.Width, p.Height, p.At, Masks(p.Marked))
}

// tree is the page's accessibility tree as the recording keeps it.
func (r *Runner) tree(ctx context.Context) ([]byte, error) {
	tree, err := r.page.Aria(ctx)
	switch {
	case err != nil:
		return nil, fmt.Errorf("accessibility tree: %w", err)
	case r.links:
		return linkedYAML(tree), nil
	}
	return ariaYAML(tree), nil
}
