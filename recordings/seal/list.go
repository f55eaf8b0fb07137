package seal

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"lockedit/recordings"
)

// entry is one file of a recording as it is on the disk.
type entry struct {
	name, sum string
	size      int64
	// odd says why it is no ordinary file; such a one is not opened.
	odd string
}

// sealFile says whether a file belongs to the seal, so that no statement covers it.
func sealFile(name string) bool {
	return name == recordings.SumsFile || name == recordings.StatementFile || name == recordings.StampFile
}

// list sums every file below a directory, in the order of their names. It
// follows no links, so that nothing outside can stand for a file of the recording.
func list(dir string) ([]entry, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }() // it was only read
	var entries []entry
	err = fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		e, err := sum(root, name, d)
		entries = append(entries, e)
		return err
	})
	return entries, err
}

func sum(root *os.Root, name string, d fs.DirEntry) (entry, error) {
	e := entry{name: name}
	switch {
	case !d.Type().IsRegular():
		e.odd = "is no regular file"
	case strings.ContainsAny(name, "\n\r\\"):
		e.odd = "has a name that lockedit does not give"
	}
	if e.odd != "" {
		return e, nil
	}
	file, err := root.Open(name)
	if err != nil {
		return e, err
	}
	defer func() { _ = file.Close() }() // it was only read
	hash := sha256.New()
	e.size, err = io.Copy(hash, file)
	e.sum = hex.EncodeToString(hash.Sum(nil))
	return e, err
}

// subjects are what a statement says of files.
func subjects(entries []entry) ([]recordings.Subject, error) {
	var all []recordings.Subject
	for _, e := range entries {
		switch {
		case e.odd != "":
			return nil, fmt.Errorf("%q %s: it cannot be sealed", e.name, e.odd)
		case !sealFile(e.name):
			all = append(all, recordings.Subject{
				Name: e.name, Digest: recordings.DigestSet{SHA256: e.sum}, Annotations: &recordings.Annotations{Size: e.size},
			})
		}
	}
	return all, nil
}
