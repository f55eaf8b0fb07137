package compare

import (
	"encoding/base64"
	"fmt"
	"html"
	"html/template"
	"os"
	"strings"
	"time"

	"lockedit/recordings"
)

// stepView is a step as the template draws it.
type stepView struct {
	ID, Number, Name, Title string
	Status                  Status
	Tone, Word, Time, URL   string
	Differences             []differenceView
	Tree                    []lineView
	Pictures                []pictureView
}

type differenceView struct {
	Difference
	// Detail says that Before and After are shown: the sentence lacks them.
	Detail bool
}

type lineView struct {
	TreeLine
	Sign, Indent string
}

type pictureView struct {
	When, Caption, Note string
	Both, Open          bool
	Baseline, Recording template.HTML
	BaseMarks, RecMarks template.HTML
}

func (v *pageView) steps(r *Result) error {
	counts := map[Kind]int{}
	shown := map[string]string{} // the step that shows a picture, by sum
	for i, step := range r.Steps {
		s := newStepView(step, i)
		for _, d := range step.Differences {
			counts[d.Kind]++
		}
		for _, p := range step.Pictures {
			picture, err := r.gallery.view(p, step, s.Number, shown)
			if err != nil {
				return err
			}
			s.Pictures = append(s.Pictures, picture)
		}
		v.Steps = append(v.Steps, s)
		if len(step.Differences) > 0 {
			v.Rows = append(v.Rows, s)
		}
	}
	for _, kind := range Kinds() {
		if counts[kind] > 0 {
			v.Counts = append(v.Counts, kindCount{kind, counts[kind]})
		}
	}
	return nil
}

func newStepView(step Step, i int) stepView {
	s := stepView{ID: fmt.Sprintf("step-%d", i+1), Name: step.Name, Title: step.Title, Status: step.Status}
	if s.Title == "" {
		s.Title = step.Name
	}
	s.Number = stepNumber(step)
	s.Tone, s.Word = "good", "as in the baseline"
	if n := len(step.Differences); n > 0 {
		s.Tone, s.Word = "careful", plural(n, "difference")
	}
	switch {
	case step.Baseline != nil && step.Recording != nil:
		s.Time = millis(step.Baseline.Millis) + " → " + millis(step.Recording.Millis)
		s.URL = step.Recording.URL
	case step.Recording != nil:
		s.Time, s.URL = millis(step.Recording.Millis), step.Recording.URL
	case step.Baseline != nil:
		s.Time, s.URL = millis(step.Baseline.Millis), step.Baseline.URL
	}
	for _, d := range step.Differences {
		s.Differences = append(s.Differences, differenceView{d, detailed(d)})
	}
	for _, line := range step.Tree {
		s.Tree = append(s.Tree, lineView{line, sign(line.Op), strings.Repeat("  ", line.Depth)})
	}
	return s
}

// detailed says whether the texts of both sides say more than the sentence.
func detailed(d Difference) bool {
	if d.Kind == KindPicture || d.Kind == KindTime {
		return false
	}
	return !strings.Contains(d.Text, d.Before) || !strings.Contains(d.Text, d.After)
}

func millis(n int64) string { return seconds(time.Duration(n) * time.Millisecond) }

// stepNumber is the step's number, in both recordings where they differ.
func stepNumber(step Step) string {
	switch {
	case step.Baseline == nil && step.Recording == nil:
		return ""
	case step.Baseline == nil:
		return fmt.Sprint(step.Recording.Number)
	case step.Recording == nil || step.Baseline.Number == step.Recording.Number:
		return fmt.Sprint(step.Baseline.Number)
	}
	return fmt.Sprintf("%d/%d", step.Baseline.Number, step.Recording.Number)
}

// sign is how a line of a difference begins in a text.
func sign(op Op) string {
	switch op {
	case OpRemoved:
		return "−"
	case OpAdded:
		return "+"
	case OpGap:
		return "…"
	case OpSame:
	}
	return " "
}

// view makes the elements of one picture.
func (g *gallery) view(p Picture, step Step, number string, shown map[string]string) (pictureView, error) {
	v := pictureView{When: p.When}
	if p.Baseline != nil && p.Recording != nil && !p.Same {
		v.Both = true
		return v, g.both(&v, p, step)
	}
	file, side, whose := p.Recording, g.rec, "the recording"
	if file == nil {
		file, side, whose = p.Baseline, g.base, "the baseline"
	}
	v.Caption = fmt.Sprintf("Picture “%s”, as in the baseline", recordings.Visible(p.When))
	if p.Baseline == nil || p.Recording == nil {
		v.Caption, v.Open = fmt.Sprintf("Picture “%s” of %s", recordings.Visible(p.When), whose), true
	}
	if at, ok := shown[file.SHA256]; ok {
		v.Note = v.Caption + ": shown at step " + at + " already."
		return v, nil
	}
	shown[file.SHA256] = number
	var err error
	v.Baseline, err = side.element(*file, "Page of "+whose+" after step "+step.Title)
	v.BaseMarks = marks(*file, nil, p.Masks)
	return v, err
}

func (g *gallery) both(v *pictureView, p Picture, step Step) error {
	var err error
	if v.Baseline, err = g.base.element(*p.Baseline, "Baseline of step "+step.Title+", "+p.When); err != nil {
		return err
	}
	if v.Recording, err = g.rec.element(*p.Recording, "Recording of step "+step.Title+", "+p.When); err != nil {
		return err
	}
	v.Caption = fmt.Sprintf("%s in %s differ, %.2f %% of the picture", plural(p.Pixels, "pixel"), plural(len(p.Regions), "place"), 100*p.Share)
	if len(p.Masks) > 0 {
		v.Caption += "; grey parts were left out"
	}
	v.BaseMarks, v.RecMarks = marks(*p.Baseline, p.Regions, p.Masks), marks(*p.Recording, p.Regions, p.Masks)
	return nil
}

// element is written here and not in the template, whose escaping would write
// every plus sign of the picture as five characters.
func (s *side) element(f File, alt string) (template.HTML, error) {
	data, err := s.reread(f)
	if err != nil {
		return "", err
	}
	size := ""
	if f.Width > 0 && f.Height > 0 {
		size = fmt.Sprintf(` width="%d" height="%d"`, f.Width, f.Height)
	}
	return template.HTML(fmt.Sprintf(`<img alt="%s"%s src="data:image/png;base64,%s">`,
		html.EscapeString(recordings.Visible(alt)), size, base64.StdEncoding.EncodeToString(data))), nil
}

// reread reads a picture again after the comparison gave the directory back.
func (s *side) reread(f File) ([]byte, error) {
	root, err := os.OpenRoot(s.dir)
	if err != nil {
		return nil, &InputError{Place: s.dir, Changed: true, Err: plainPathError(err)}
	}
	again := &side{dir: s.dir, root: root}
	defer again.close()
	return again.picture(recordings.Picture{File: f.Name, SHA256: f.SHA256})
}

// marks draws boxes around what differs and over what was left out.
func marks(f File, regions []Box, masks []Mask) template.HTML {
	if f.Width == 0 || len(regions)+len(masks) == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg viewBox="0 0 %d %d" preserveAspectRatio="none" aria-hidden="true">`, f.Width, f.Height)
	for _, m := range masks {
		fmt.Fprintf(&b, `<rect class="veil" x="%d" y="%d" width="%d" height="%d"/>`, m.X, m.Y, m.Width, m.Height)
	}
	for _, r := range regions {
		fmt.Fprintf(&b, `<rect class="region" x="%d" y="%d" width="%d" height="%d"/>`, r.X-2, r.Y-2, r.Width+4, r.Height+4)
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}
