package recordings

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// Recording is all that a [Format] may be made from.
type Recording struct {
	Run    Run
	Events []Event
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

// Finish writes the last event, run.json, the formats and SHA256SUMS, and
// closes the recording. A step that is under way ends as failed. Everything
// that can be written is written; what could not is in the error.
func (j *Journal) Finish(o Outcome) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.finished {
		return ErrFinished
	}
	if j.step != nil {
		_ = j.endStep(StatusFailed, "", errors.New("the run ended inside this step"))
	}
	_ = j.emit(Event{Type: TypeOutcome, Level: outcomeLevel(o), Message: o.Verdict, Outcome: &o})
	_ = j.remember(j.events.Sync())
	_ = j.remember(j.events.Close())
	j.finished = true
	run := Fold(j.told)
	errs := []error{j.err, j.writeRun(run)}
	for _, format := range j.formats {
		errs = append(errs, j.render(format, run))
	}
	return j.remember(errors.Join(append(errs, writeSums(j.dir))...))
}

func outcomeLevel(o Outcome) string {
	if o.ExitCode == 0 {
		return "info"
	}
	return "error"
}

func (j *Journal) writeRun(run Run) error {
	text, err := indentJSON(run)
	if err != nil {
		return fmt.Errorf("%s: %w", runFile, err)
	}
	return j.writeLast(runFile, text)
}

func (j *Journal) render(format Format, run Run) error {
	files, err := listFiles(j.dir)
	if err != nil {
		return err
	}
	content, err := format.Render(Recording{Run: run, Events: j.told, Files: files, FS: os.DirFS(j.dir)})
	if err != nil {
		return fmt.Errorf("%s: %w", format.File(), err)
	}
	return j.writeLast(format.File(), content)
}

func (j *Journal) writeLast(name string, content []byte) error {
	if err := writeFile(j.path(name), content); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return nil
}

// writeSums writes the sum of every other file in the form of sha256sum(1).
func writeSums(dir string) error {
	files, err := listFiles(dir)
	if err != nil {
		return err
	}
	var sums bytes.Buffer
	for _, file := range files {
		fmt.Fprintf(&sums, "%s  %s\n", file.SHA256, file.Name)
	}
	if err := writeFile(filepath.Join(dir, sumsFile), sums.Bytes()); err != nil {
		return fmt.Errorf("writing %s: %w", sumsFile, err)
	}
	return nil
}

// listFiles lists the recording's files with their sums, SHA256SUMS left out.
func listFiles(dir string) ([]File, error) {
	var files []File
	root := os.DirFS(dir)
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || name == sumsFile || strings.HasPrefix(entry.Name(), ".writing-") {
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
	sort.Slice(files, func(a, b int) bool { return files[a].Name < files[b].Name })
	return files, nil
}

// indentJSON writes a value for people and machines: two blanks a level, HTML
// characters as they are, hidden characters escaped.
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
	for _, line := range lines {
		out.Write(escapeHidden(line))
		out.WriteByte('\n')
	}
	return out.Bytes(), nil
}
