package report

import "lockedit/recordings"

// Tones colour a verdict or a status. Words say the same, for those who print
// in grey or do not see colours.
const (
	toneGood    = "good"
	toneCareful = "careful"
	toneBad     = "bad"
	toneCalm    = "calm"
)

// Verdict is what the page says first.
type Verdict struct {
	// Tone is one of the tones, Mark a sign that stands for it.
	Tone, Mark string
	// Title is the verdict in a few words, Sentence the run's own one.
	Title, Sentence string
	// Next says what to do next.
	Next string
}

// verdictWords are the words of each result in the contract of exit codes.
var verdictWords = map[string]Verdict{
	"done":          {Tone: toneGood, Mark: "✓", Title: "Done"},
	"nothing to do": {Tone: toneGood, Mark: "✓", Title: "Nothing to do"},
	"differences":   {Tone: toneCalm, Mark: "≠", Title: "Differences found, nothing changed"},
	"activated":     {Tone: toneCareful, Mark: "!", Title: "Activated, but not proved in force"},
	"failed":        {Tone: toneBad, Mark: "✗", Title: "Failed, configuration as before"},
	"person needed": {Tone: toneBad, Mark: "!", Title: "A person is needed"},
	"interrupted":   {Tone: toneCareful, Mark: "!", Title: "Interrupted, configuration as before"},
	"refused":       {Tone: toneBad, Mark: "✗", Title: "Refused, nothing changed"},
	"unfinished":    {Tone: toneBad, Mark: "!", Title: "The restart did not finish"},
	"incomplete":    {Tone: toneBad, Mark: "?", Title: "Incomplete: this run did not end"},
}

func verdict(run recordings.Run) Verdict {
	result := run.Result
	if !run.Complete {
		result = "incomplete"
	}
	v, known := verdictWords[result]
	if !known {
		v = Verdict{Tone: toneBad, Mark: "?", Title: "Unknown result: " + run.Result}
	}
	v.Sentence, v.Next = capital(run.Verdict), run.Next
	if !run.Complete {
		v.Sentence, v.Next = incomplete(run)
	}
	return v
}

// incomplete says what is certain of a run that died.
func incomplete(run recordings.Run) (sentence, next string) {
	sentence = "The recording has no end. What follows is certain up to its last event, at " + stamp(run.Ended) + "."
	switch {
	case run.Lock.AcquiredAt.IsZero():
		return sentence + " Up to then the lock was not taken and nothing was changed.",
			"Look at the change center before you run again."
	case run.Lock.How == "" || run.Lock.How == "left":
		return sentence + " The lock was held at that moment.",
			"Run lockedit release to see what was left behind."
	case run.Lock.How == "activated":
		return sentence + " The changes had been activated.",
			"Run lockedit verify to see what is in force."
	}
	return sentence + " The lock had been given back, and nothing was activated.", "Run again."
}
