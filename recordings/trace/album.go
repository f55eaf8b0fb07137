package trace

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"

	"lockedit/recordings"
	"lockedit/recordings/picture"
)

// resource is a file of the archive.
type resource struct {
	name    string
	content []byte
	// packed is what compression makes no smaller.
	packed bool
}

// Beyond maxFull bytes of pictures all are halved, and beyond maxHalved they are
// a third as wide and high: the steps' own files keep them whole, and the
// recording has to stay small enough to be sent.
const (
	maxFull   = 3 << 20
	maxHalved = 7 << 20
)

// album stores each picture and each tree once, named by its content.
type album struct {
	files fs.FS
	// part is by how much the pictures are shrunk; 1 for not at all.
	part      int
	known     map[string]string // SHA-256 of a picture in the recording to its resource
	texts     map[string]string // file to its resource
	resources []resource
	stored    map[string]bool
}

func newAlbum(rec recordings.Recording) *album {
	a := &album{files: rec.FS, known: map[string]string{}, texts: map[string]string{}, stored: map[string]bool{}}
	if a.files == nil {
		a.files = noFiles{}
	}
	a.part = 1
	if size := a.size(rec.Run); size > maxHalved {
		a.part = 3
	} else if size > maxFull {
		a.part = 2
	}
	return a
}

// size is the sum of the sizes of all different pictures.
func (a *album) size(run recordings.Run) int64 {
	seen := map[string]bool{}
	var sum int64
	for _, step := range run.Steps {
		for _, p := range step.Pictures {
			if info, err := fs.Stat(a.files, p.File); err == nil && !seen[p.SHA256] {
				seen[p.SHA256] = true
				sum += info.Size()
			}
		}
	}
	return sum
}

// picture stores a picture and returns the resource's name, or what is wrong.
func (a *album) picture(p recordings.Picture) (name, problem string) {
	if name, ok := a.known[p.SHA256]; ok {
		return name, ""
	}
	content, err := fs.ReadFile(a.files, p.File)
	if err != nil {
		return "", fmt.Sprintf("picture %s is not in the recording", p.File)
	}
	if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != p.SHA256 {
		return "", fmt.Sprintf("picture %s was changed after it was taken", p.File)
	}
	if a.part > 1 {
		content = picture.Smaller(content, a.part)
	}
	name = a.store(content, ".png", true)
	a.known[p.SHA256] = name
	return name, ""
}

// text stores a text file of the recording.
func (a *album) text(file, ext string) (string, bool) {
	if name, ok := a.texts[file]; ok || file == "" {
		return name, ok
	}
	content, err := fs.ReadFile(a.files, file)
	if err != nil {
		return "", false
	}
	a.texts[file] = a.store(content, ext, false)
	return a.texts[file], true
}

// store names a resource by the SHA-1 of its content, as the format does.
func (a *album) store(content []byte, ext string, packed bool) string {
	sum := sha1.Sum(content)
	name := hex.EncodeToString(sum[:]) + ext
	if !a.stored[name] {
		a.stored[name] = true
		a.resources = append(a.resources, resource{name: resourceDir + name, content: content, packed: packed})
	}
	return name
}

// noFiles is a recording of which only the events are left.
type noFiles struct{}

func (noFiles) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}
