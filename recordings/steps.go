package recordings

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// outside is the directory under steps of what happened outside any step.
const outside = "00-run"

// StartStep begins a step and returns its ID, for example "03-save". Steps are
// numbered from 1. A step that is still under way ends as failed, because two
// at once could not be told apart.
func (j *Journal) StartStep(name, title string) string {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.step != nil {
		_ = j.endStep(StatusFailed, "", errors.New("another step began inside this one"))
	}
	j.steps++
	id := fmt.Sprintf("%02d-%s", j.steps, fileName(j.redact.String(name)))
	clear(j.said)
	j.step = &StepInfo{Number: j.steps, ID: id, Title: title, Status: StatusRunning}
	info := *j.step
	_ = j.emit(Event{Type: TypeStepStart, Message: title, StepInfo: &info})
	return id
}

// At says which page the step under way looks at.
func (j *Journal) At(url string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.step != nil {
		j.step.URL = url
	}
}

// EndStep ends the step under way, with what it read back that proves its
// outcome, or the error that stopped it, and brings the events to the disk. It
// returns what could not be written.
func (j *Journal) EndStep(status Status, proof string, err error) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.endStep(status, proof, err)
}

func (j *Journal) endStep(status Status, proof string, cause error) error {
	if j.step == nil {
		return j.remember(errors.New("no step is under way"))
	}
	info := *j.step
	info.Status, info.Proof = status, proof
	e := Event{Type: TypeStepEnd, Message: info.Title + ": " + string(status), StepInfo: &info}
	if cause != nil {
		info.Error = cause.Error()
		e.Level = "error"
	}
	err := j.emit(e)
	j.step = nil
	return errors.Join(err, j.remember(j.sync()))
}

// Picture stores a PNG of w by h pixels, drawn at the given time, and returns
// its name in the recording. When is "before", "after" or any other name; a
// second picture of the same name gets a number.
func (j *Journal) Picture(when string, png []byte, w, h int, at time.Time) (string, error) {
	return j.MaskedPicture(when, png, w, h, at, nil)
}

// MaskedPicture is [Journal.Picture] with the parts of the page that differ
// each time, so that a comparison can leave them out.
func (j *Journal) MaskedPicture(when string, png []byte, w, h int, at time.Time, masks []Masked) (string, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	name := j.freeName(fileName(j.redact.String(when)), ".png")
	sum := sha(png)
	if err := j.storeOnce(name, sum, png); err != nil {
		return "", err
	}
	return name, j.emit(Event{Type: TypePicture, Message: "picture " + name, Picture: &Picture{
		File: name, SHA256: sum, When: when, At: at.UTC(), Width: w, Height: h, Masks: masks,
	}})
}

// storeOnce keeps the same pixels and the same tree once: a further name is a
// further link to the first file where the file system has links.
func (j *Journal) storeOnce(name, sum string, content []byte) error {
	if first, ok := j.stored[sum]; ok && j.link(first, name) == nil {
		j.kept[name] = sum
		return nil
	}
	if err := j.store(name, content); err != nil {
		return err
	}
	j.stored[sum] = name
	return nil
}

func (j *Journal) link(first, name string) error {
	if err := j.makeRoom(name); err != nil {
		return err
	}
	return os.Link(j.path(first), j.path(name))
}

// Aria stores the accessibility tree of the page as YAML (see package aria).
func (j *Journal) Aria(yaml []byte) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	name := j.freeName("page", ".aria.yaml")
	yaml = j.redact.Bytes(yaml)
	sum := sha(yaml)
	if err := j.storeOnce(name, sum, yaml); err != nil {
		return err
	}
	return j.emit(Event{Type: TypeAria, Message: "accessibility tree " + name, File: &File{Name: name, SHA256: sum}})
}

// store writes a file of the recording that the events will name.
func (j *Journal) store(name string, content []byte) error {
	err := j.makeRoom(name)
	if err == nil {
		err = writeLasting(j.path(name), content)
	}
	if err != nil {
		return j.remember(fmt.Errorf("writing the recording: %w", err))
	}
	j.kept[name] = sha(content)
	return nil
}

// makeRoom makes the directories of a file, and not the recording's own: where
// that was taken away, a run does not go on with the rest of its evidence.
func (j *Journal) makeRoom(name string) error {
	if j.finished {
		return ErrFinished
	}
	root, err := os.OpenRoot(j.dir)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }() // nothing was written to it
	return root.MkdirAll(path.Dir(name), dirMode)
}

// freeName is a name under the step's directory that no file has yet.
func (j *Journal) freeName(base, ext string) string {
	id := outside
	if j.step != nil {
		id = j.step.ID
	}
	if base == "" {
		base = "picture"
	}
	name := path.Join(stepsDir, id, base+ext)
	for n := 2; j.files[strings.ToLower(name)]; n++ {
		name = path.Join(stepsDir, id, fmt.Sprintf("%s-%d%s", base, n, ext))
	}
	j.files[strings.ToLower(name)] = true
	return name
}

func (j *Journal) path(name string) string {
	return filepath.Join(j.dir, filepath.FromSlash(name))
}

func sha(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
