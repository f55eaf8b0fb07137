package pdf

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
)

// file is a PDF with one table of its objects, as Chrome writes it.
type file struct {
	// before is what stands ahead of the first object, after the table.
	before, after []byte
	// objects are in the order of the file.
	objects []object
	size    int
}

type object struct {
	number, at int
	text       []byte
}

var (
	ending  = regexp.MustCompile(`startxref\n(\d+)\n%%EOF\s*$`)
	section = regexp.MustCompile(`^xref\n0 (\d+)\n`)
)

// entry is how long a line of the table is.
const entry = 20

// split takes a PDF apart.
func split(content []byte) (file, error) {
	tail := ending.FindSubmatchIndex(content)
	if tail == nil {
		return file{}, errors.New("the print has no end")
	}
	table, err := strconv.Atoi(string(content[tail[2]:tail[3]]))
	if err != nil || table > tail[0] {
		return file{}, errors.New("the print does not say where its table is")
	}
	start := section.FindSubmatch(content[table:])
	if start == nil {
		return file{}, errors.New("the print has no table of its objects")
	}
	f := file{}
	if f.size, err = strconv.Atoi(string(start[1])); err != nil {
		return f, err
	}
	rows := content[table+len(start[0]) : tail[0]]
	if f.size < 2 || len(rows) < f.size*entry {
		return f, errors.New("the table of the print is cut short")
	}
	f.after = rows[f.size*entry:]
	return f, f.find(content[:table], rows)
}

// find finds the objects that the table tells of.
func (f *file) find(content, rows []byte) error {
	for n := 1; n < f.size; n++ {
		row := rows[n*entry:]
		at, err := strconv.Atoi(string(row[:10]))
		if err != nil || at >= len(content) || row[17] != 'n' {
			return fmt.Errorf("object %d is not in the print", n)
		}
		f.objects = append(f.objects, object{number: n, at: at})
	}
	slices.SortFunc(f.objects, func(a, b object) int { return cmp.Compare(a.at, b.at) })
	f.before = content[:f.objects[0].at]
	for i, o := range f.objects {
		end := len(content)
		if i+1 < len(f.objects) {
			end = f.objects[i+1].at
		}
		f.objects[i].text = content[o.at:end]
		if !bytes.HasPrefix(f.objects[i].text, fmt.Appendf(nil, "%d 0 obj\n", o.number)) {
			return fmt.Errorf("object %d is not where the print says", o.number)
		}
	}
	return nil
}

// join writes the file with a new table.
func (f *file) join() []byte {
	var out bytes.Buffer
	out.Write(f.before)
	places := make([]int, f.size)
	for _, o := range f.objects {
		places[o.number] = out.Len()
		out.Write(o.text)
	}
	table := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", f.size)
	for _, at := range places[1:] {
		fmt.Fprintf(&out, "%010d 00000 n \n", at)
	}
	out.Write(f.after)
	fmt.Fprintf(&out, "startxref\n%d\n%%%%EOF\n", table)
	return out.Bytes()
}
