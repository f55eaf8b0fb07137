package replay

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"lockedit/recordings"
	"lockedit/recordings/compare"
)

// UpdateBaseline makes a recording the baseline of its flow. A baseline keeps
// what a comparison reads and no more, so that it can live beside its flow in
// version control: events, run.json, pictures and accessibility trees, without
// who ran it where. Its errors are those of [compare.Accept].
func UpdateBaseline(baseline, recording string) error {
	parent := filepath.Dir(baseline)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return fmt.Errorf("baseline: %w", err)
	}
	temp, err := os.MkdirTemp(parent, ".baseline-*")
	if err != nil {
		return fmt.Errorf("baseline: %w", err)
	}
	err = slim(temp, recording)
	if err == nil {
		err = compare.Accept(baseline, temp)
	}
	return errors.Join(err, os.RemoveAll(temp))
}

// slim writes what a comparison reads of a recording.
func slim(to, recording string) error {
	events, err := recordings.LoadEvents(recording)
	if err != nil {
		return err
	}
	var kept []recordings.Event
	files := map[string]bool{}
	for _, e := range events {
		if e, ok := scrubbed(e); ok {
			kept = append(kept, e)
			keepFile(files, e)
		}
	}
	b := bundle{from: recording, to: to}
	for name := range files {
		b.copy(name)
	}
	b.events(kept)
	b.run(recordings.Fold(kept))
	b.sum()
	return b.err
}

// scrubbed is an event as a baseline keeps it, if it does.
func scrubbed(e recordings.Event) (recordings.Event, bool) {
	switch {
	case e.Started != nil:
		started := *e.Started
		started.Operator = recordings.Operator{Account: started.Operator.Account}
		e.Started = &started
	case e.Browser != nil:
		browser := *e.Browser
		browser.CommandLine = []string{}
		e.Browser = &browser
	case e.Picture != nil && e.Picture.When == "before":
		return e, false // it is the end of the step before
	case e.Retry != nil, e.Match != nil:
		return e, false
	case e.File != nil && e.Type != recordings.TypeAria:
		return e, false
	}
	return e, true
}

func keepFile(files map[string]bool, e recordings.Event) {
	if e.Picture != nil {
		files[e.Picture.File] = true
	}
	if e.File != nil {
		files[e.File.Name] = true
	}
}

// bundle writes files and remembers the first error and all sums.
type bundle struct {
	from, to string
	sums     []string
	err      error
}

func (b *bundle) write(name string, text []byte) {
	if b.err != nil {
		return
	}
	path := filepath.Join(b.to, filepath.FromSlash(name))
	if b.err = os.MkdirAll(filepath.Dir(path), 0o755); b.err != nil {
		return
	}
	b.err = os.WriteFile(path, text, 0o644)
	sum := sha256.Sum256(text)
	b.sums = append(b.sums, hex.EncodeToString(sum[:])+"  "+name)
}

func (b *bundle) copy(name string) {
	text, err := os.ReadFile(filepath.Join(b.from, filepath.FromSlash(name)))
	b.err = errors.Join(b.err, err)
	b.write(name, text)
}

func (b *bundle) events(list []recordings.Event) {
	var out bytes.Buffer
	for _, e := range list {
		line, err := recordings.Line(e)
		b.err = errors.Join(b.err, err)
		out.Write(line)
	}
	b.write("events.jsonl", out.Bytes())
}

func (b *bundle) run(run recordings.Run) {
	text, err := json.MarshalIndent(run, "", "  ")
	b.err = errors.Join(b.err, err)
	b.write("run.json", append(text, '\n'))
}

func (b *bundle) sum() {
	slices.SortFunc(b.sums, func(x, y string) int { return bytes.Compare([]byte(x[66:]), []byte(y[66:])) })
	var out bytes.Buffer
	for _, line := range b.sums {
		out.WriteString(line + "\n")
	}
	sums := b.sums
	b.write("SHA256SUMS", out.Bytes())
	b.sums = sums
}
