package trawl_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"encoding/hex"
	"html"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lockedit/testenv/trawl"
)

// hidden is the text that is looked for; escapes change it.
const hidden = `hid&den "text"`

// packed writes through a compressor.
func packed(t *testing.T, text string, with func(io.Writer) io.WriteCloser) string {
	t.Helper()
	var out bytes.Buffer
	w := with(&out)
	_, err := io.WriteString(w, text)
	if closing := w.Close(); err != nil || closing != nil {
		t.Fatal(err, closing)
	}
	return out.String()
}

func zipped(t *testing.T, name, text string) string {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.Create(name) // deflated
	if err == nil {
		_, err = io.WriteString(w, text+strings.Repeat(" ", 100))
	}
	if closing := z.Close(); err != nil || closing != nil {
		t.Fatal(err, closing)
	}
	return out.String()
}

// TestSearchFindsWhatIsPacked holds that the search is not blind to any way of packing,
// and says where a text is.
func TestSearchFindsWhatIsPacked(t *testing.T) {
	t.Parallel()
	deflate := func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }
	gz := packed(t, hidden, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })
	stream := packed(t, hidden, deflate)
	page := packed(t, "BT <00010002000300040003> Tj 3 0 Td [<0005> 2 <0006000700080009> <000a000b00090008>] TJ ET", deflate)
	font := packed(t, "1 beginbfrange\n<0001> <0002> <0068>\nendbfrange\n9 beginbfchar\n<0003> <0064>\n<0004> <0026>\n<0005> <0065>\n"+
		"<0006> <006E>\n<0007> <0020>\n<0008> <0022>\n<0009> <0074>\n<000a> <0065>\n<000b> <0078>\nendbfchar", deflate)
	utf16 := hex.EncodeToString([]byte("h\x00i\x00d\x00&\x00d\x00e\x00n\x00 \x00\"\x00t\x00e\x00x\x00t\x00\"\x00"))
	for _, test := range []struct{ name, content, place string }{
		{"as it is", "a " + hidden + " b", "file"},
		{"in HTML", html.EscapeString(hidden), "file"},
		{"in an address", url.PathEscape(hidden), "file"},
		{"in a form", url.QueryEscape(hidden), "file"},
		{"in JSON in JSON", `{\"a\":\"hid\u0026den \\\"text\\\"\"}`, "file"},
		{"in base64", "x: " + base64.StdEncoding.EncodeToString([]byte(hidden)), "file/base64"},
		{"in gzip", gz, "file/gunzip"},
		{"in an archive", zipped(t, "inner.txt", hidden), "file/inner.txt"},
		{"in an archive in an archive", zipped(t, "inner.zip", zipped(t, "a", hidden)), "file/inner.zip/a"},
		{"in a stream of a PDF", "%PDF-1.4\nstream\n" + stream + "\nendstream\n", "file/stream0"},
		{"in the glyphs of a PDF", "%PDF-1.4\nstream\n" + page + "\nendstream\nstream\n" + font + "\nendstream\n", "file/text"},
		{"in the digits of a PDF", "%PDF-1.4\n<00" + utf16[:len(utf16)-2] + ">", "file/strings"},
	} {
		dir := t.TempDir()
		if strings.Contains(test.content, hidden) != (test.name == "as it is") {
			t.Fatalf("%s: the text is not hidden", test.name)
		}
		for name, content := range map[string]string{"file": test.content, "other": "nothing of it"} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		found, err := trawl.Search(dir, hidden, "not there")
		if err != nil || !slices.Equal(found[hidden], []string{test.place}) || len(found) != 1 {
			t.Errorf("%s: found %v, error %v", test.name, found, err)
		}
	}
}

// TestSearchRefusesWhatItCannotFind holds that nothing is called absent that was not
// looked for.
func TestSearchRefusesWhatItCannotFind(t *testing.T) {
	t.Parallel()
	if _, err := trawl.Search(t.TempDir(), "abc"); err == nil {
		t.Error("a text that is too short is taken")
	}
	if _, err := trawl.Search(filepath.Join(t.TempDir(), "missing"), hidden); err == nil {
		t.Error("a directory that is not there is taken")
	}
}
