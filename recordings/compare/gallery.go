package compare

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image/png"
	"path/filepath"
	"slices"
	"sync"

	"lockedit/recordings"
)

const (
	// maxPicture is the size of a file, maxPixels that of a picture, beyond
	// which it is none of a page.
	maxPicture = 64 << 20
	maxPixels  = 64 << 20
)

// gallery compares pictures, each pair of the same pixels and masks once.
type gallery struct {
	base, rec *side

	mu    sync.Mutex
	pairs map[string]*pixelJob
}

// pixelJob is one pair of pictures.
type pixelJob struct {
	once   sync.Once
	result pixels
	err    error
}

func newGallery(base, rec *side) *gallery {
	return &gallery{base: base, rec: rec, pairs: map[string]*pixelJob{}}
}

// compare compares the pictures of a step in both recordings.
func (g *gallery) compare(out *Step, a, b recordings.Step, p stepPair) error {
	names := pictureNames(a, b)
	for _, name := range names {
		picA, inA := named(a, name)
		picB, inB := named(b, name)
		if name == "before" && (!inA || !inB || repeats(g.base.run.Steps, p.a, picA) || repeats(g.rec.run.Steps, p.b, picB)) {
			continue // it was compared as the end of the step before; a kept baseline lacks it
		}
		picture := Picture{When: name, Baseline: fileOf(picA, inA), Recording: fileOf(picB, inB)}
		switch {
		case !inA:
			out.add(Difference{Kind: KindPicture, Text: "the picture “" + name + "” is new", After: picB.File})
		case !inB:
			out.add(Difference{Kind: KindPicture, Text: "the picture “" + name + "” is gone", Before: picA.File})
		default:
			if err := g.pair(out, &picture, picA, picB); err != nil {
				return err
			}
		}
		out.Pictures = append(out.Pictures, picture)
	}
	return nil
}

// pair compares two pictures.
func (g *gallery) pair(out *Step, picture *Picture, a, b recordings.Picture) error {
	found, err := g.pixels(a, b)
	if err != nil {
		return err
	}
	picture.Pixels, picture.Share, picture.Regions, picture.Masks = found.count, found.share, found.regions, found.masks
	picture.Same = found.count == 0
	if !picture.Same {
		out.add(pictureDifference(*picture, a, b))
	}
	return nil
}

func pictureDifference(p Picture, a, b recordings.Picture) Difference {
	d := Difference{Kind: KindPicture, Before: a.File, After: b.File}
	percent := fmt.Sprintf("%.1f %%", 100*p.Share)
	if p.Share < 0.001 {
		percent = "under 0.1 %"
	}
	d.Text = fmt.Sprintf("the picture “%s” differs in %s, %s", p.When, percent, places(p.Regions))
	if p.Baseline.Width != p.Recording.Width || p.Baseline.Height != p.Recording.Height {
		d.Text += fmt.Sprintf("; it is %d × %d, was %d × %d", p.Recording.Width, p.Recording.Height, p.Baseline.Width, p.Baseline.Height)
	}
	return d
}

func places(regions []Box) string {
	if len(regions) == 0 {
		return "at its edge"
	}
	r := regions[0]
	text := fmt.Sprintf("at %d, %d (%d × %d)", r.X, r.Y, r.Width, r.Height)
	if more := len(regions) - 1; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// alone lists the pictures of a step that only one recording has.
func (s *Step) alone(step recordings.Step, baseline bool) {
	for _, p := range step.Pictures {
		if p.When == "before" {
			continue
		}
		picture := Picture{When: p.When}
		if baseline {
			picture.Baseline = fileOf(p, true)
		} else {
			picture.Recording = fileOf(p, true)
		}
		s.Pictures = append(s.Pictures, picture)
	}
}

func fileOf(p recordings.Picture, there bool) *File {
	if !there {
		return nil
	}
	return &File{Name: p.File, SHA256: p.SHA256, Width: p.Width, Height: p.Height}
}

// pictureNames lists the names of a step's pictures; a second one of a name
// gets a number.
func pictureNames(a, b recordings.Step) []string {
	var names []string
	for _, step := range []recordings.Step{a, b} {
		for _, name := range whens(step) {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

func whens(step recordings.Step) []string {
	var names []string
	seen := map[string]int{}
	for _, p := range step.Pictures {
		name := p.When
		if seen[p.When]++; seen[p.When] > 1 {
			name = fmt.Sprintf("%s (%d)", p.When, seen[p.When])
		}
		names = append(names, name)
	}
	return names
}

func named(step recordings.Step, name string) (recordings.Picture, bool) {
	if i := slices.Index(whens(step), name); i >= 0 {
		return step.Pictures[i], true
	}
	return recordings.Picture{}, false
}

// repeats says whether a picture is the one with which the step before ended.
func repeats(steps []recordings.Step, i int, p recordings.Picture) bool {
	if i < 1 || len(steps[i-1].Pictures) == 0 {
		return false
	}
	last := steps[i-1].Pictures
	return last[len(last)-1].SHA256 == p.SHA256
}

func (g *gallery) pixels(a, b recordings.Picture) (pixels, error) {
	masks := slices.Concat(a.Masks, b.Masks)
	key := fmt.Sprintf("%s %s %v", a.SHA256, b.SHA256, masks)
	g.mu.Lock()
	job := g.pairs[key]
	if job == nil {
		job = &pixelJob{}
		g.pairs[key] = job
	}
	g.mu.Unlock()
	job.once.Do(func() { job.result, job.err = g.work(a, b, masks) })
	return job.result, job.err
}

func (g *gallery) work(a, b recordings.Picture, masks []recordings.Masked) (pixels, error) {
	dataA, err := g.base.picture(a)
	if err != nil {
		return pixels{}, err
	}
	dataB, err := g.rec.picture(b)
	if err != nil {
		return pixels{}, err
	}
	if a.SHA256 == b.SHA256 {
		return pixels{masks: boxes(masks)}, nil
	}
	plateA, err := decode(dataA)
	if err != nil {
		return pixels{}, g.base.corrupt(a.File, err)
	}
	plateB, err := decode(dataB)
	if err != nil {
		return pixels{}, g.rec.corrupt(b.File, err)
	}
	return comparePixels(plateA, plateB, masks)
}

// picture reads a picture, only if it is the recorded one.
func (s *side) picture(p recordings.Picture) ([]byte, error) {
	data, err := s.read(p.File, maxPicture)
	if err != nil {
		return nil, s.corrupt(p.File, plainPathError(err))
	}
	sum := sha256.Sum256(data)
	if hex.EncodeToString(sum[:]) != p.SHA256 {
		return nil, s.corrupt(p.File, errors.New("was changed after it was taken: its sum is not the recorded one"))
	}
	if err := checkPNG(data); err != nil {
		return nil, s.corrupt(p.File, err)
	}
	return data, nil
}

func (s *side) corrupt(name string, err error) error {
	return &InputError{Place: filepath.Join(s.dir, filepath.FromSlash(name)), Changed: true, Err: err}
}

// checkPNG refuses what is no picture of a page before it takes memory.
func checkPNG(data []byte) error {
	config, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("is no picture that can be read: %w", err)
	}
	if config.Width < 1 || config.Height < 1 || config.Width*config.Height > maxPixels {
		return fmt.Errorf("is a picture of %d × %d pixels, too large for a page", config.Width, config.Height)
	}
	return nil
}
