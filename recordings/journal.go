package recordings

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"
)

const (
	eventsFile = "events.jsonl"
	runFile    = "run.json"
	planFile   = "plan.json"
	stepsDir   = "steps"
)

// The files of a seal. They speak of all other files of a recording, and are
// the only ones that may be written anew after its end.
const (
	// SumsFile lists the sum of every other file, for sha256sum -c.
	SumsFile = "SHA256SUMS"
	// StatementFile is the envelope with the statement over every file but
	// these three.
	StatementFile = "statement.dsse.json"
	// StampFile is the time stamp over a signature of the envelope.
	StampFile = "statement.tsr"
)

// ApprovalsFile holds the approvals of the plan that a run applied, one
// envelope a line.
const ApprovalsFile = "approvals.intoto.jsonl"

// Options say where a recording goes and what it is of.
type Options struct {
	// Parent holds the directories with default names; "" means "recordings".
	Parent string
	// Dir, if set, is the recording's directory itself.
	Dir string
	// Verb and Cluster are part of the default name.
	Verb, Cluster string
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Redactor keeps secrets out; nil means one that knows only patterns.
	Redactor *Redactor
	// Program is the version of lockedit.
	Program string
	// Sinks receive every event as it happens.
	Sinks []Sink
	// Formats are written by Finish, in this order, for example the report.
	Formats []Format
	// Seal, if set, is written last of all, when every other file is there.
	Seal Format
}

// Journal is a recording under way. All methods may be called from any
// goroutine. A method without a result remembers its error for [Journal.Err].
type Journal struct {
	dir     string
	now     func() time.Time
	redact  *Redactor
	formats []Format
	seal    Format
	release func() // of the hold on the directory

	mu       sync.Mutex
	events   lineFile
	size     int64     // of the whole lines in events
	lines    hash.Hash // over them
	sinks    []Sink
	told     []Event
	step     *StepInfo
	steps    int
	stored   map[string]string // SHA-256 to file
	kept     map[string]string // file to SHA-256, of all that were written
	files    map[string]bool   // names that were given to files
	said     map[string]bool   // matches of the step under way
	err      error
	finished bool
}

// lineFile is what the journal needs of the file of events.
type lineFile interface {
	io.WriteCloser
	Truncate(size int64) error
	Sync() error
}

// Create makes the directory of a recording and writes its first line. The
// directory is new, or empty if it was named; else Create returns a
// *[DirNotEmptyError].
func Create(o Options) (*Journal, error) {
	o = o.withDefaults()
	dir, err := makeDir(o)
	if err != nil {
		return nil, err
	}
	const flags = os.O_CREATE | os.O_EXCL | os.O_APPEND | os.O_WRONLY
	file, err := os.OpenFile(filepath.Join(dir, eventsFile), flags, fileMode)
	if err != nil {
		return nil, fmt.Errorf("recording: %w", err)
	}
	j := &Journal{
		dir: dir, now: o.Now, redact: o.Redactor, formats: o.Formats, seal: o.Seal, events: file, sinks: o.Sinks,
		lines: sha256.New(), stored: map[string]string{}, kept: map[string]string{}, files: map[string]bool{}, said: map[string]bool{},
	}
	if j.release, err = Hold(dir); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	err = j.Emit(Event{
		Type: TypeVersion, Message: "lockedit " + o.Program,
		Version: &VersionInfo{Lockedit: o.Program, Schema: EventsSchema},
	})
	if err != nil {
		j.release()
		return nil, errors.Join(err, file.Close())
	}
	return j, nil
}

func (o Options) withDefaults() Options {
	if o.Parent == "" {
		o.Parent = "recordings"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Redactor == nil {
		o.Redactor = NewRedactor()
	}
	if o.Program == "" {
		o.Program = "unknown"
	}
	return o
}

// Dir is the recording's directory.
func (j *Journal) Dir() string { return j.dir }

// Redactor is what keeps secrets out of this recording. A secret that is added
// to it is kept out of every later event.
func (j *Journal) Redactor() *Redactor { return j.redact }

// Err is the first error of writing the recording, or nil. A run that may not
// go without evidence asks before each act.
func (j *Journal) Err() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.err
}

// Emit stamps an event with time, number and step, redacts it, appends it to
// events.jsonl and hands it to the sinks. An event of what is about to be done to
// the domain, or was done, is on the disk when Emit returns. It returns the error
// of the write, or [ErrFinished].
func (j *Journal) Emit(e Event) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.emit(e)
}

func (j *Journal) emit(e Event) error {
	if j.finished {
		return j.remember(ErrFinished)
	}
	e.Time, e.Seq = j.now().UTC(), len(j.told)+1
	if e.Level == "" {
		e.Level = "info"
	}
	if e.Step == "" && j.step != nil {
		e.Step = j.step.ID
	}
	e = j.redact.Event(e)
	j.told = append(j.told, e)
	err := j.append(e)
	if lasting(e) {
		err = errors.Join(err, j.sync())
	}
	for _, sink := range j.sinks { // what they tell, the file has
		sink.Event(e)
	}
	for _, format := range j.formats {
		if follower, ok := format.(Follower); ok {
			follower.Follow(os.DirFS(j.dir), e)
		}
	}
	return j.remember(err)
}

// lasting says of an event that a machine that goes down may not take it along: it
// tells what is about to be done to the domain, or was done.
func lasting(e Event) bool {
	switch {
	case e.Lock != nil:
		return true
	case e.Restart != nil:
		return e.Restart.Phase == "stopping" || e.Restart.Phase == "rolling" || e.Restart.Phase == "starting"
	}
	return false
}

// sync brings the events to the disk.
func (j *Journal) sync() error {
	if err := j.events.Sync(); err != nil {
		return fmt.Errorf("writing the recording: %w", err)
	}
	return nil
}

// append writes one line with one write. What a failed write left behind is cut
// off, so that the file holds whole lines up to its end.
func (j *Journal) append(e Event) error {
	line, err := Line(e)
	if err != nil {
		return err
	}
	n, err := j.events.Write(line)
	if err == nil {
		j.size += int64(n)
		_, _ = j.lines.Write(line) // a hash returns no error
		return nil
	}
	err = fmt.Errorf("writing the recording: %w", err)
	if n > 0 {
		err = errors.Join(err, j.events.Truncate(j.size))
	}
	return err
}

func (j *Journal) remember(err error) error {
	if err != nil && j.err == nil {
		j.err = err
	}
	return err
}
