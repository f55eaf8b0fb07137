package compare

import (
	"time"

	"lockedit/recordings"
)

// Schema names the version of compare.json that this program writes.
const Schema = "lockedit/compare/v1"

// The verdicts of a [Result].
const (
	VerdictSame      = "same"
	VerdictDifferent = "different"
)

// Result is compare.json: everything that differs.
type Result struct {
	Schema  string `json:"schema"`
	Verdict string `json:"verdict"`
	// Differences counts those of all steps.
	Differences int       `json:"differences"`
	Compared    time.Time `json:"compared"`
	Program     string    `json:"program"`
	Verb        string    `json:"verb"`
	Flow        string    `json:"flow,omitempty"`
	Cluster     string    `json:"cluster,omitempty"`
	IgnoreLook  bool      `json:"ignoreLook"`
	// SlowFactor and SlowMillis are the limits beyond which a step counts as slow.
	SlowFactor float64 `json:"slowFactor"`
	SlowMillis int64   `json:"slowMillis"`
	Baseline   Side    `json:"baseline"`
	Recording  Side    `json:"recording"`
	// Context is what differs around the two recordings and is no difference
	// of the console's pages, such as the browser's version.
	Context []Fact `json:"context,omitempty"`
	Steps   []Step `json:"steps"`

	gallery *gallery
}

// Side is one of the two recordings.
type Side struct {
	Dir     string             `json:"dir"`
	Started time.Time          `json:"started"`
	Millis  int64              `json:"millis"`
	Console recordings.Console `json:"console"`
	Browser string             `json:"browser,omitempty"`
	Program string             `json:"program"`
	Result  string             `json:"result"`
	Steps   int                `json:"steps"`
}

// Fact is one thing that the two recordings say of themselves.
type Fact struct {
	What   string `json:"what"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// Status says what became of a step.
type Status string

// The statuses of a step.
const (
	StepSame      Status = "same"
	StepDifferent Status = "different"
	StepAdded     Status = "added"
	StepRemoved   Status = "removed"
)

// Step is one step of the flow, in both recordings or in one.
type Step struct {
	// Name identifies the step: the name in its ID, with " (2)" and so on when
	// the flow has several of that name.
	Name   string `json:"name"`
	Title  string `json:"title"`
	Status Status `json:"status"`
	// Baseline and Recording are the step's two runs; one is absent when the
	// step is in one recording only.
	Baseline    *StepRun     `json:"baseline,omitempty"`
	Recording   *StepRun     `json:"recording,omitempty"`
	Differences []Difference `json:"differences"`
	// Tree shows where the accessibility trees differ, line by line.
	Tree     []TreeLine `json:"tree,omitempty"`
	Pictures []Picture  `json:"pictures,omitempty"`
}

// StepRun is a step as one recording has it.
type StepRun struct {
	ID     string `json:"id"`
	Number int    `json:"number"`
	Title  string `json:"title"`
	Status string `json:"status"`
	URL    string `json:"url,omitempty"`
	Millis int64  `json:"millis"`
}

// Kind is what a difference is about.
type Kind string

// The kinds of differences.
const (
	KindStep      Kind = "step"      // a step more, or fewer, or in another place
	KindStatus    Kind = "status"    // how the step or the run ended
	KindPage      Kind = "page"      // the page's label or address
	KindStructure Kind = "structure" // elements, names, order and states
	KindValue     Kind = "value"     // what fields hold, what was read
	KindLink      Kind = "link"      // where links lead
	KindMessage   Kind = "message"   // what the console said
	KindScript    Kind = "script"    // a new JavaScript error
	KindHTTP      Kind = "http"      // a new HTTP error
	KindPicture   Kind = "picture"   // what the page looks like
	KindTime      Kind = "time"      // a step that became slow
)

// Kinds lists the kinds in the order in which they are shown.
func Kinds() []Kind {
	return []Kind{KindStep, KindStatus, KindPage, KindStructure, KindValue, KindLink, KindMessage, KindScript, KindHTTP, KindPicture, KindTime}
}

// Difference is one thing that differs.
type Difference struct {
	Kind Kind `json:"kind"`
	// Text says in one sentence what differs.
	Text string `json:"text"`
	// Where is the way to the element through the tree, if it is one.
	Where  string `json:"where,omitempty"`
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

// Picture is one picture of a step in both recordings.
type Picture struct {
	// When is the picture's name, for example "after".
	When string `json:"when"`
	// Baseline and Recording are the files in their recordings; one is absent
	// when only one recording has the picture.
	Baseline  *File `json:"baseline,omitempty"`
	Recording *File `json:"recording,omitempty"`
	// Same says that no pixel outside the masks differs to the eye.
	Same bool `json:"same"`
	// Pixels counts those that differ, anti-aliasing and masks left out, and
	// Share is their part of the picture, from 0 to 1.
	Pixels int     `json:"pixels"`
	Share  float64 `json:"share"`
	// Regions are boxes around what differs, Masks what was left out.
	Regions []Box  `json:"regions,omitempty"`
	Masks   []Mask `json:"masks,omitempty"`
}

// File is a picture file of a recording.
type File struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
}

// Box is a place in a picture, in pixels.
type Box struct {
	X      int `json:"x"`
	Y      int `json:"y"`
	Width  int `json:"width"`
	Height int `json:"height"`
}

// Mask is a place that was left out, and why.
type Mask struct {
	Box
	Why string `json:"why"`
}

// Op says what became of a line of the tree.
type Op string

// The ops of tree lines.
const (
	OpSame    Op = "same"
	OpRemoved Op = "removed"
	OpAdded   Op = "added"
	OpGap     Op = "gap" // Text says how many lines are left out
)

// TreeLine is one line of a tree that shows what differs.
type TreeLine struct {
	Op    Op     `json:"op"`
	Depth int    `json:"depth"`
	Text  string `json:"text"`
}

// count sets the verdict from the steps.
func (r *Result) count() {
	r.Differences, r.Verdict = 0, VerdictSame
	for _, step := range r.Steps {
		r.Differences += len(step.Differences)
	}
	if r.Differences > 0 {
		r.Verdict = VerdictDifferent
	}
}

// Different counts the steps that differ.
func (r *Result) Different() int {
	n := 0
	for _, step := range r.Steps {
		if len(step.Differences) > 0 {
			n++
		}
	}
	return n
}
