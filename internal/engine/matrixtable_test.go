package engine_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"text/tabwriter"
	"time"
)

// row is a line of the table: what became of one affliction.
type row struct {
	cases, met, kept int
	codes            map[int]int
	took             time.Duration
}

func (l *row) add(v verdict) {
	l.cases++
	l.codes[v.code]++
	l.took += v.took
	if v.met {
		l.met++
	}
	if len(v.broken) == 0 {
		l.kept++
	}
}

// ended are the exit codes, each with how often it was met.
func (l *row) ended() string {
	var parts []string
	for _, code := range slices.Sorted(maps.Keys(l.codes)) {
		parts = append(parts, fmt.Sprintf("%d:%d", code, l.codes[code]))
	}
	return strings.Join(parts, " ")
}

// table is a line an affliction, and one for all of them.
func table(cases []matrixCase, verdicts []verdict) string {
	rows, order := map[string]*row{}, []string{}
	all := &row{codes: map[int]int{}}
	for i, mc := range cases {
		name := mc.affliction.name
		if rows[name] == nil {
			rows[name], order = &row{codes: map[int]int{}}, append(order, name)
		}
		rows[name].add(verdicts[i])
		all.add(verdicts[i])
	}
	rows["all"] = all
	var out strings.Builder
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "fault\tcases\tmet\tkept\tbroken\texit codes\tseconds")
	for _, name := range append(order, "all") {
		l := rows[name]
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%s\t%.0f\n", name, l.cases, l.met, l.kept, l.cases-l.kept, l.ended(), l.took.Seconds())
	}
	_ = w.Flush() // a strings.Builder takes everything
	return out.String()
}

// report prints the table, and adds it to the file that LOCKEDIT_MATRIX_TABLE names: the
// log of a test that passes is not shown.
func report(t *testing.T, cases []matrixCase, verdicts []verdict) {
	t.Helper()
	text := table(cases, verdicts)
	t.Logf("\n%s", text)
	name := os.Getenv("LOCKEDIT_MATRIX_TABLE")
	if name == "" {
		return
	}
	if err := appendTo(name, t.Name()+"\n"+text+"\n"); err != nil {
		t.Errorf("%s: %v", name, err)
	}
}

// appendTo adds a text to a file. What a test opens with package os below its module
// is an input of it for the go command, which would not keep the result of a test that
// has just written one.
func appendTo(name, text string) error {
	fd, err := syscall.Open(name, syscall.O_APPEND|syscall.O_CREAT|syscall.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	file := os.NewFile(uintptr(fd), name)
	_, err = file.WriteString(text)
	if closed := file.Close(); err == nil {
		err = closed
	}
	return err
}
