package engine_test

import (
	"bytes"
	"compress/zlib"
	"io"
	"math"
	"regexp"
	"strconv"
	"testing"
)

var (
	pdfStream    = regexp.MustCompile(`(?s)stream\r?\n(.*?)\r?\nendstream`)
	paperPicture = regexp.MustCompile(`(\d+) 0 obj\n<</Type /XObject\n/Subtype /Image\n/Width (\d+)\n/Height (\d+)\n`)
	paperDraw    = regexp.MustCompile(`([\d.]+) 0 0 -([\d.]+) [-\d.]+ [-\d.]+ cm\n(?:[^\n]*\n){0,6}?/X(\d+) Do\n`)
)

// expectPaper holds that a report is tagged, has an outline, and holds the
// pictures themselves, each in its own shape, and none of their stand-ins.
func expectPaper(t *testing.T, pdf []byte) {
	t.Helper()
	for _, want := range []string{"%PDF-", "/StructTreeRoot", "/Outlines", "/Predictor 15"} {
		if !bytes.Contains(pdf, []byte(want)) {
			t.Errorf("report.pdf has no %s", want)
		}
	}
	shapes := map[string]float64{}
	for _, m := range paperPicture.FindAllSubmatch(pdf, -1) {
		width, height := number(t, m[2]), number(t, m[3])
		if height == 1 {
			t.Errorf("object %s of report.pdf is a stand-in", m[1])
		}
		shapes[string(m[1])] = width / height
	}
	drawn := 0
	for _, stream := range pdfStream.FindAllSubmatch(pdf, -1) {
		for _, m := range paperDraw.FindAllSubmatch(inflated(stream[1]), -1) {
			drawn++
			// Half a per cent is what a printer rounds.
			shape := number(t, m[1]) / number(t, m[2])
			if want := shapes[string(m[3])]; math.Abs(shape/want-1) > 0.005 {
				t.Errorf("picture %s of report.pdf has the shape %.3f and is drawn as %.3f", m[3], want, shape)
			}
		}
	}
	if len(shapes) == 0 || drawn < len(shapes) {
		t.Errorf("report.pdf has %d pictures and draws %d", len(shapes), drawn)
	}
}

func inflated(stream []byte) []byte {
	r, err := zlib.NewReader(bytes.NewReader(stream))
	if err != nil {
		return nil // not compressed
	}
	text, _ := io.ReadAll(r)
	return text
}

func number(t *testing.T, text []byte) float64 {
	t.Helper()
	n, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
