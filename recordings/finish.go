package recordings

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"lockedit/internal/defect"
)

// Recording is all that a [Format] may be made from.
type Recording struct {
	Run    Run
	Events []Event
	// Missing says what of the recording could not be written.
	Missing []string
	// Files lists the files that exist so far with their sums, by name.
	Files []File
	// FS opens them.
	FS fs.FS
}

// Format makes one file of a finished recording, for example its report.
type Format interface {
	// File is the file's name in the recording.
	File() string
	// Render makes the file's content.
	Render(Recording) ([]byte, error)
}

// Summary is a format that tells of the recording's other files. It is rendered
// after all that are none, and after the summaries before it.
type Summary interface {
	Format
	// Prepare is called once, while other formats are rendered, to make what
	// needs nothing but the run and its steps' files.
	Prepare(Recording)
}

// Follower is a format that works while the run goes on, so that its end need
// not wait for it.
type Follower interface {
	Format
	// Follow gets every event when it is written, and the files that are there.
	// It must return at once and not call the journal. After [Format.Render] it
	// is not called.
	Follow(files fs.FS, e Event)
}

// Finish writes the last event, run.json, the formats, the seal and SHA256SUMS,
// and closes the recording. A step that is under way ends as failed. Everything
// that can be written is written; what could not is in the error.
func (j *Journal) Finish(o Outcome) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.finished {
		return ErrFinished
	}
	defer j.release()
	if j.step != nil {
		_ = j.endStep(StatusFailed, "", errors.New("the run ended inside this step"))
	}
	_ = j.emit(Event{Type: TypeOutcome, Level: outcomeLevel(o), Message: o.Verdict, Outcome: &o})
	_ = j.remember(j.events.Sync())
	_ = j.remember(j.events.Close())
	j.finished = true
	e := &ending{j: j, run: Fold(j.told), errs: []error{j.err}}
	return j.remember(e.write())
}

// ending is what a run writes when it ends. The files are summed once, and
// each that is written after that as it is written.
type ending struct {
	j     *Journal
	run   Run
	files []File
	errs  []error
	// absent are the reasons why files are missing that the recording can do without.
	absent []error
}

func (e *ending) write() error {
	files, err := e.j.inspect()
	e.files = files
	e.keep(err)
	text, err := indentJSON(e.run)
	e.put(runFile, text, err)
	for _, summary := range e.together() {
		e.render(summary)
	}
	if e.j.seal != nil {
		e.render(e.j.seal)
	}
	e.keep(writeSums(e.j.dir, e.files))
	return errors.Join(e.errs...)
}

func (e *ending) keep(err error) {
	if err != nil {
		e.errs = append(e.errs, err)
	}
}

// together renders all formats but the summaries, each on its own processor
// while the summaries are prepared, and returns those. One that panics is missing, as one
// that cannot be made.
func (e *ending) together() []Format {
	var summaries []Format
	var group sync.WaitGroup
	rec := e.recording()
	contents, errs := make([][]byte, len(e.j.formats)), make([]error, len(e.j.formats))
	for i, format := range e.j.formats {
		group.Go(func() {
			if summary, ok := format.(Summary); ok {
				errs[i] = defect.Guard(func() error { summary.Prepare(rec); return nil })
				return
			}
			contents[i], errs[i] = rendered(format, rec)
		})
	}
	group.Wait()
	for i, format := range e.j.formats {
		if _, ok := format.(Summary); ok && errs[i] == nil {
			summaries = append(summaries, format)
			continue
		}
		e.put(format.File(), contents[i], errs[i])
	}
	return summaries
}

// rendered is a format's file. A panic is its error.
func rendered(format Format, rec Recording) (content []byte, err error) {
	err = defect.Guard(func() (err error) {
		content, err = format.Render(rec)
		return err
	})
	return content, err
}

func (e *ending) recording() Recording {
	return Recording{Run: e.run, Events: e.j.told, Files: slices.Clone(e.files), FS: os.DirFS(e.j.dir), Missing: e.missing()}
}

func (e *ending) render(format Format) {
	content, err := rendered(format, e.recording())
	e.put(format.File(), content, err)
}

func (e *ending) missing() []string {
	var missing []string
	for _, err := range append(slices.Clone(e.errs), e.absent...) {
		if err != nil {
			missing = append(missing, e.j.redact.String(err.Error()))
		}
	}
	return missing
}

// put writes a file of the ending, unless it could not even be made.
func (e *ending) put(name string, content []byte, err error) {
	var absent *AbsentError
	if errors.As(err, &absent) {
		e.absent = append(e.absent, fmt.Errorf("%s %w", name, absent))
		return
	}
	if err == nil {
		err = writeLasting(e.j.path(name), content)
	}
	if err != nil {
		e.keep(fmt.Errorf("writing %s: %w", name, err))
		return
	}
	e.files = slices.DeleteFunc(e.files, func(f File) bool { return f.Name == name })
	e.files = append(e.files, File{Name: name, SHA256: sha(content)})
	sortFiles(e.files)
}

func outcomeLevel(o Outcome) string {
	if o.ExitCode == 0 {
		return "info"
	}
	return "error"
}

// writeSums writes the sums of files in the form of sha256sum(1).
func writeSums(dir string, files []File) error {
	var sums bytes.Buffer
	for _, file := range files {
		fmt.Fprintf(&sums, "%s  %s\n", file.SHA256, file.Name)
	}
	if err := writeLasting(filepath.Join(dir, SumsFile), sums.Bytes()); err != nil {
		return fmt.Errorf("writing %s: %w", SumsFile, err)
	}
	return nil
}

// Reseal writes files of a seal anew, and SHA256SUMS with them. Nothing else is
// ever written into a recording that has ended, and this only by those who hold
// it (see [Hold]).
func Reseal(dir string, seals map[string][]byte) error {
	for name, content := range seals {
		if name != StatementFile && name != StampFile {
			return fmt.Errorf("%s is no file of a seal", name)
		}
		if err := writeLasting(filepath.Join(dir, name), content); err != nil {
			return fmt.Errorf("writing %s: %w", name, err)
		}
	}
	files, err := listFiles(dir)
	if err != nil {
		return err
	}
	return writeSums(dir, files)
}

// listFiles lists the recording's files with their sums, SHA256SUMS left out.
func listFiles(dir string) ([]File, error) {
	var files []File
	root := os.DirFS(dir)
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || name == SumsFile {
			return err
		}
		content, err := fs.ReadFile(root, name)
		if err == nil {
			files = append(files, File{Name: name, SHA256: sha(content)})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("files of the recording: %w", err)
	}
	sortFiles(files)
	return files, nil
}

func sortFiles(files []File) {
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
}

// indentJSON writes a value for people and machines: two blanks a level, an
// object or a list of plain values on one line, HTML characters as they are,
// hidden characters escaped.
func indentJSON(value any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(value); err != nil {
		return nil, err
	}
	lines := bytes.Split(bytes.TrimSuffix(buf.Bytes(), []byte("\n")), []byte("\n"))
	var out bytes.Buffer
	for len(lines) > 0 {
		line, n := flat(lines)
		out.Write(escapeHidden(line))
		out.WriteByte('\n')
		lines = lines[n:]
	}
	return out.Bytes(), nil
}

// maxFlat is how many lines become one at most.
const maxFlat = 16

// flat joins what is on the first lines of indented JSON, if it is an object or
// a list of plain values, and says how many lines these are.
func flat(lines [][]byte) (line []byte, n int) {
	first := lines[0]
	if !opens(first) {
		return first, 1
	}
	joined := bytes.Clone(first)
	for i, next := range lines[1:min(len(lines), maxFlat)] {
		next = bytes.TrimLeft(next, " ")
		if opens(next) {
			break
		}
		if next[0] == '}' || next[0] == ']' {
			return append(joined, next...), i + 2
		}
		if i > 0 {
			joined = append(joined, ' ')
		}
		joined = append(joined, next...)
	}
	return first, 1
}

// opens says whether an object or a list goes on in the next line.
func opens(line []byte) bool {
	return bytes.HasSuffix(line, []byte("{")) || bytes.HasSuffix(line, []byte("["))
}
