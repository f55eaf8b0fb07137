// Package trawl finds texts in files whatever they are packed in: archives, compressed
// streams of a PDF, base64, escapes. Tests look with it for what must not be there.
package trawl

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
)

// Search lists for each text the files of a directory, and the files in them,
// that hold it in any encoding.
func Search(dir string, texts ...string) (map[string][]string, error) {
	n, err := newNet(texts)
	if err != nil {
		return nil, err
	}
	found := map[string][]string{}
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		for place, plain := range Unpack(filepath.ToSlash(name), content) {
			for _, text := range n.caught(plain) {
				found[text] = append(found[text], place)
			}
		}
		return err
	})
	return found, err
}

// mesh is how many bytes a text has at least.
const mesh = 4

// net finds many texts in one pass, by their first bytes.
type net map[[mesh]byte][]string

func newNet(texts []string) (net, error) {
	n := net{}
	for _, text := range texts {
		if len(text) < mesh {
			return nil, fmt.Errorf("%q is too short to be looked for", text)
		}
		start := [mesh]byte([]byte(text))
		n[start] = append(n[start], text)
	}
	return n, nil
}

// caught lists the texts that a content holds: as they are, or escaped for a
// URL, a form, HTML, XML or JSON, twice over.
func (n net) caught(content []byte) []string {
	var all []string
	for _, view := range views(content) {
		for i := 0; i+mesh <= len(view); i++ {
			for _, text := range n[[mesh]byte(view[i:i+mesh])] {
				if bytes.HasPrefix(view[i:], []byte(text)) && !slices.Contains(all, text) {
					all = append(all, text)
				}
			}
		}
	}
	return all
}

// views are the ways to read a content. A picture has one, and long runs of
// base64 are read apart from the text around them.
func views(content []byte) [][]byte {
	all := [][]byte{content}
	if bytes.HasPrefix(content, []byte("\x89PNG")) || bytes.HasPrefix(content, []byte("%PDF")) {
		return all
	}
	seen := []string{longBase64.ReplaceAllString(string(content), "")}
	for from, layer := 0, 0; layer < 2; layer++ {
		to := len(seen)
		for _, view := range seen[from:to] {
			for _, plain := range []string{unpercent(view, false), unpercent(view, true), html.UnescapeString(view), unescape(view)} {
				if !slices.Contains(seen, plain) {
					seen = append(seen, plain)
				}
			}
		}
		from = to
	}
	for _, view := range seen {
		all = append(all, []byte(view))
	}
	return all
}

// maxNesting is how deep files in files are followed.
const maxNesting = 4

// Unpack returns a file and all that is packed in it, by place.
func Unpack(place string, content []byte) map[string][]byte { return unpack(place, content, 0) }

func unpack(place string, content []byte, depth int) map[string][]byte {
	all := map[string][]byte{place: content}
	if depth == maxNesting {
		return all
	}
	for inner, plain := range parts(content) {
		for at, text := range unpack(place+"/"+inner, plain, depth+1) {
			all[at] = text
		}
	}
	return all
}

var (
	// longBase64 is a picture in a page.
	longBase64 = regexp.MustCompile(`[A-Za-z0-9+/]{512,}={0,2}`)
	base64Run  = regexp.MustCompile(`[A-Za-z0-9+/_-]{16,}`)
	pdfStream  = regexp.MustCompile(`(?s)stream\r?\n(.*?)\r?\nendstream`)
	pdfHex     = regexp.MustCompile(`<([0-9A-Fa-f\s]{8,})>`)
)

// parts are what a content is packed of: archives, streams, base64.
func parts(content []byte) map[string][]byte {
	out := map[string][]byte{}
	switch {
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		unzip(content, out)
	case bytes.HasPrefix(content, []byte{0x1f, 0x8b}):
		if r, err := gzip.NewReader(bytes.NewReader(content)); err == nil {
			out["gunzip"], _ = io.ReadAll(r)
		}
	case bytes.HasPrefix(content, []byte("%PDF")):
		out["strings"] = pdfStrings(content)
		streams := inflated(content)
		for i, stream := range streams {
			out[fmt.Sprintf("stream%d", i)] = stream
		}
		out["text"] = pdfText(streams)
	case !bytes.HasPrefix(content, []byte("\x89PNG")):
		out["base64"] = decoded(content)
	}
	return out
}

func unzip(content []byte, out map[string][]byte) {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return
	}
	for _, f := range z.File {
		if r, err := f.Open(); err == nil {
			out[f.Name], _ = io.ReadAll(r)
		}
	}
}

// inflated are the compressed streams of a PDF.
func inflated(content []byte) [][]byte {
	var all [][]byte
	for _, stream := range pdfStream.FindAllSubmatch(content, -1) {
		if r, err := zlib.NewReader(bytes.NewReader(stream[1])); err == nil {
			text, _ := io.ReadAll(r) // what comes before an error counts
			all = append(all, text)
		}
	}
	return all
}

// pdfStrings are the strings of a PDF in hexadecimal digits, most of them in
// UTF-16: names of headings, words for pictures.
func pdfStrings(content []byte) []byte {
	var out bytes.Buffer
	for _, m := range pdfHex.FindAllSubmatch(content, -1) {
		raw, err := hex.DecodeString(strings.Join(strings.Fields(string(m[1])), ""))
		if err != nil {
			continue
		}
		out.Write(raw)
		var units []uint16
		for i := 0; i+1 < len(raw); i += 2 {
			units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
		}
		out.WriteString("\n" + string(utf16.Decode(units)) + "\n")
	}
	return out.Bytes()
}

// decoded is what every run of base64 in a text stands for.
func decoded(text []byte) []byte {
	var out bytes.Buffer
	for _, run := range base64Run.FindAll(text, -1) {
		plain := strings.NewReplacer("-", "+", "_", "/").Replace(string(run))
		for skip := range 4 {
			if skip < len(plain) {
				rest := plain[skip:]
				if len(rest)%4 == 1 { // one digit alone stands for nothing
					rest = rest[:len(rest)-1]
				}
				raw, _ := base64.RawStdEncoding.DecodeString(rest) // what comes before an error counts
				out.Write(raw)
				out.WriteByte('\n')
			}
		}
	}
	return out.Bytes()
}

var unicodeEscape = regexp.MustCompile(`\\u([0-9a-fA-F]{4})`)

var percent = regexp.MustCompile(`(?:%[0-9A-Fa-f]{2})+`)

func unpercent(text string, form bool) string {
	if form {
		text = strings.ReplaceAll(text, "+", " ")
	}
	return percent.ReplaceAllStringFunc(text, func(run string) string {
		plain, err := url.PathUnescape(run)
		if err != nil {
			return run
		}
		return plain
	})
}

func unescape(text string) string {
	text = unicodeEscape.ReplaceAllStringFunc(text, func(run string) string {
		raw, _ := hex.DecodeString(run[2:])
		return string(utf16.Decode([]uint16{uint16(raw[0])<<8 | uint16(raw[1])}))
	})
	return strings.NewReplacer(`\"`, `"`, `\/`, `/`, `\\`, `\`, `''`, `'`).Replace(text)
}
