package seal

import (
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"lockedit/recordings"
)

// checkSums holds SHA256SUMS against the files: it lists every other file, and
// each with its sum.
func checkSums(dir string, entries []entry) []Problem {
	const name = recordings.SumsFile
	text, err := readLimited(filepath.Join(dir, name), maxEnvelope)
	if errors.Is(err, fs.ErrNotExist) {
		return []Problem{problem(KindSums, name, "%s is not there", name)}
	}
	if err != nil {
		return []Problem{problem(KindSums, name, "%s %v", name, err)}
	}
	listed, problems := parseSums(string(text))
	for _, e := range entries {
		sum, ok := listed[e.name]
		delete(listed, e.name)
		switch {
		case e.name == name:
		case !ok:
			problems = append(problems, problem(KindSums, e.name, "%s does not list %s", name, e.name))
		case sum != e.sum:
			problems = append(problems, problem(KindSums, e.name, "%s has another sum of %s", name, e.name))
		}
	}
	for _, missing := range slices.Sorted(maps.Keys(listed)) {
		problems = append(problems, problem(KindSums, missing, "%s lists %s, which is not there", name, missing))
	}
	return problems
}

// parseSums reads the lines that sha256sum(1) writes: sum, two blanks, name.
func parseSums(text string) (map[string]string, []Problem) {
	listed := map[string]string{}
	var problems []Problem
	for line := range strings.Lines(text) {
		whole, ended := strings.CutSuffix(line, "\n")
		sum, name, ok := strings.Cut(whole, "  ")
		if !ended || !ok || len(sum) != 64 || name == "" || listed[name] != "" {
			problems = append(problems, problem(KindSums, recordings.SumsFile, "%s has a line that is no sum: %.80q", recordings.SumsFile, line))
			continue
		}
		listed[name] = sum
	}
	return listed, problems
}
