package recordings

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Found is what a recording says of a run, and how sure that is.
type Found struct {
	Run Run
	// Dead is true for a run that has no last event, and that nobody writes any
	// more; Running for one that is still written.
	Dead, Running bool
	// Last is the last whole event, Events their number.
	Last   Event
	Events int
	// Torn is how many bytes of a line were written behind it.
	Torn int
	// Certain are the sentences that a reader of a dead run may rely on.
	Certain []string
	// Next says what to do about a dead run.
	Next string
}

// Find reads a recording by its events, whatever became of the run. It returns
// the errors of [LoadEvents].
func Find(dir string) (Found, error) {
	return whatIsFound(dir, Held(dir)) // asked first: a run may end meanwhile
}

// FindHeld is [Find] for one who holds the recording (see [Hold]), so that no
// run writes it any more.
func FindHeld(dir string) (Found, error) { return whatIsFound(dir, false) }

func whatIsFound(dir string, held bool) (Found, error) {
	events, torn, err := readEvents(dir)
	if err != nil {
		return Found{}, err
	}
	f := Found{Run: Fold(events), Last: events[len(events)-1], Events: len(events), Torn: torn}
	f.Running = held && !f.Run.Complete
	f.Dead = !f.Run.Complete && !held
	if f.Dead {
		f.Certain, f.Next = certain(f)
	}
	return f, nil
}

// certain says of a run that died what its events prove. What it sent after the
// last of them nobody knows.
func certain(f Found) (sentences []string, next string) {
	say := func(format string, args ...any) { sentences = append(sentences, fmt.Sprintf(format, args...)) }
	say("the last event is number %d, written at %s: %s", f.Events, clock(f.Last.Time), Visible(f.Last.Message))
	if f.Torn > 0 {
		say("behind it, %d bytes of a line were written and not its end", f.Torn)
	}
	if s := underWay(f.Run); s != nil {
		say("step %d, %s, had begun and has no end: what it sent last may or may not have been done", s.Number, Visible(s.Title))
	}
	lock, next := certainLock(f.Run)
	sentences = append(sentences, lock)
	if undo := f.Run.Restart.Undo; undo != "" {
		say("the domain was being stopped, and no event says that its server start policy was put back")
		next = "the domain may be down; start it again with: " + Visible(undo)
	}
	for _, c := range f.Run.Restart.Commands {
		say("this command was sent: %s", Visible(c))
	}
	if n := inForce(f.Run, true); n > 0 {
		say("%d values were read back in force", n)
	}
	if n := inForce(f.Run, false); n > 0 {
		say("%d values were read after the restart and are not as wanted", n)
	}
	return sentences, next
}

func underWay(r Run) *Step {
	if n := len(r.Steps); n > 0 && r.Steps[n-1].Status == StatusRunning {
		return &r.Steps[n-1]
	}
	return nil
}

func certainLock(r Run) (sentence, next string) {
	const look = "run `lockedit release`: it shows what this account left in the console"
	switch l := r.Lock; {
	case l.AcquiredAt.IsZero():
		return "no event says that the lock was taken", look
	case l.How == "":
		return "the lock was taken at " + clock(l.AcquiredAt) + ", and no event says that it was given back", look
	case l.How == "activated":
		return "the changes were activated at " + clock(l.ReleasedAt),
			"the changes are activated: run `lockedit restart` if that is still to do, then `lockedit verify`"
	case l.How == "left":
		return "the lock was taken at " + clock(l.AcquiredAt) + " and left", look
	default:
		return "the lock was " + l.How + " at " + clock(l.ReleasedAt) + "; nothing was activated", look
	}
}

// inForce counts the changes whose values were read after the restart, and were as wanted
// or not.
func inForce(r Run, asWanted bool) int {
	n := 0
	for _, c := range r.Changes {
		if c.InForce != "" && (c.InForce == Shown(c.After)) == asWanted {
			n++
		}
	}
	return n
}

func clock(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05Z") }

// Recorded says whether a directory is that of a recording.
func Recorded(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, eventsFile))
	return err == nil
}
