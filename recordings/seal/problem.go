package seal

import (
	"fmt"

	"lockedit/recordings"
)

// Kind is what is wrong with a recording.
type Kind string

// The kinds of problems.
const (
	KindAdded     Kind = "added"           // a file that was not sealed
	KindRemoved   Kind = "removed"         // a sealed file that is gone
	KindRenamed   Kind = "renamed"         // a sealed file that has another name
	KindTruncated Kind = "truncated"       // a sealed file that is shorter
	KindChanged   Kind = "changed"         // a sealed file with other content
	KindOdd       Kind = "odd file"        // a link, or a name that lockedit does not give
	KindUnsealed  Kind = "unsealed"        // there is no envelope
	KindStatement Kind = "statement"       // the envelope cannot be read
	KindOther     Kind = "other recording" // the envelope is of another recording
	KindSigner    Kind = "signer"          // a wanted signature is not there, or not valid
	KindSums      Kind = "sums"            // SHA256SUMS does not fit
	KindStamp     Kind = "time stamp"      // the time stamp proves nothing
)

// Problem is one thing that is wrong with a recording.
type Problem struct {
	Kind Kind `json:"kind"`
	// File is the file it is about, if it is about one.
	File string `json:"file,omitempty"`
	// Text is a sentence for people.
	Text string `json:"text"`
}

func problem(kind Kind, file, format string, args ...any) Problem {
	return Problem{Kind: kind, File: file, Text: recordings.Visible(fmt.Sprintf(format, args...))}
}

// compare holds the files on the disk against the subjects of a statement.
func compare(sealed []recordings.Subject, entries []entry) []Problem {
	var problems []Problem
	there := map[string]entry{}
	for _, e := range entries {
		there[e.name] = e
	}
	added := unknown(sealed, entries)
	for _, s := range sealed {
		e, ok := there[s.Name]
		switch {
		case !ok:
			problems = append(problems, gone(s, added))
		case e.odd != "":
			problems = append(problems, problem(KindOdd, s.Name, "%s %s", s.Name, e.odd))
		case e.sum != s.Digest.SHA256:
			problems = append(problems, changed(s, e))
		}
	}
	for _, e := range entries {
		if _, ok := added[e.name]; ok {
			problems = append(problems, problem(KindAdded, e.name, "%s was added: it was not there when the recording was sealed", e.name))
		}
	}
	return problems
}

// unknown are the files that no subject and no part of the seal speaks of.
func unknown(sealed []recordings.Subject, entries []entry) map[string]entry {
	added := map[string]entry{}
	for _, e := range entries {
		if !sealFile(e.name) {
			added[e.name] = e
		}
	}
	for _, s := range sealed {
		delete(added, s.Name)
	}
	return added
}

// gone tells a renamed file, which it takes out of those added, from a removed one.
func gone(s recordings.Subject, added map[string]entry) Problem {
	for name, e := range added {
		if e.sum == s.Digest.SHA256 {
			delete(added, name)
			return problem(KindRenamed, s.Name, "%s was renamed to %s", s.Name, name)
		}
	}
	return problem(KindRemoved, s.Name, "%s was removed", s.Name)
}

func changed(s recordings.Subject, e entry) Problem {
	if s.Annotations != nil && e.size < s.Annotations.Size {
		return problem(KindTruncated, s.Name, "%s was truncated or changed: it has %d of %d bytes", s.Name, e.size, s.Annotations.Size)
	}
	return problem(KindChanged, s.Name, "%s was changed: its SHA-256 is not the one that was sealed", s.Name)
}
