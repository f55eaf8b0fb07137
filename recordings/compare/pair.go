package compare

import (
	"fmt"
	"regexp"

	"lockedit/recordings"
)

// stepPair is one step of the flow: its place in the two lists of steps, -1
// where the recording lacks it.
type stepPair struct {
	pair
	name string
	// moved says that the step stands at another place among the others.
	moved bool
}

var numbered = regexp.MustCompile(`^\d+-`)

// stepName is the name in a step's ID: "03-save" is "save".
func stepName(id string) string { return numbered.ReplaceAllString(id, "") }

// pairSteps matches the steps by identity: by name, and among steps of one name
// by what they saw, so that one inserted step is one difference.
func pairSteps(base, rec *side) []stepPair {
	a, b := base.run.Steps, rec.run.Steps
	list := align(len(a), len(b), func(i, j int) int { return stepLikeness(base, rec, a[i], b[j]) })
	pairs := make([]stepPair, 0, len(list))
	for _, p := range list {
		pairs = append(pairs, stepPair{pair: p})
	}
	pairs = rejoin(pairs, a, b)
	nameSteps(pairs, a, b)
	return pairs
}

func stepLikeness(base, rec *side, a, b recordings.Step) int {
	if stepName(a.ID) != stepName(b.ID) {
		return noMatch
	}
	score := 100
	if base.clean.text(a.Title) == rec.clean.text(b.Title) {
		score += 10
	}
	if base.clean.address(a.URL) == rec.clean.address(b.URL) {
		score += 10
	}
	if len(a.Pictures) > 0 && len(b.Pictures) > 0 && a.Pictures[len(a.Pictures)-1].SHA256 == b.Pictures[len(b.Pictures)-1].SHA256 {
		score += 5
	}
	return score
}

// rejoin makes one moved step of one that is gone here and came there.
func rejoin(pairs []stepPair, a, b []recordings.Step) []stepPair {
	var out []stepPair
	taken := make([]bool, len(pairs))
	for i, p := range pairs {
		if taken[i] {
			continue
		}
		if p.b < 0 || p.a < 0 {
			if k := otherHalf(pairs, taken, i, a, b); k >= 0 {
				taken[k] = true
				p = stepPair{pair: pair{max(p.a, pairs[k].a), max(p.b, pairs[k].b)}, moved: true}
			}
		}
		out = append(out, p)
	}
	return out
}

func otherHalf(pairs []stepPair, taken []bool, i int, a, b []recordings.Step) int {
	name := pairName(pairs[i], a, b)
	for k := i + 1; k < len(pairs); k++ {
		if !taken[k] && (pairs[i].a < 0) != (pairs[k].a < 0) && (pairs[i].b < 0) != (pairs[k].b < 0) && pairName(pairs[k], a, b) == name {
			return k
		}
	}
	return -1
}

func pairName(p stepPair, a, b []recordings.Step) string {
	if p.b >= 0 {
		return stepName(b[p.b].ID)
	}
	return stepName(a[p.a].ID)
}

// nameSteps gives each step its name and, where several have it, its number.
func nameSteps(pairs []stepPair, a, b []recordings.Step) {
	seen := map[string]int{}
	for i := range pairs {
		name := pairName(pairs[i], a, b)
		seen[name]++
		pairs[i].name = name
		if n := seen[name]; n > 1 {
			pairs[i].name = fmt.Sprintf("%s (%d)", name, n)
		}
	}
}
