package pdf_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"regexp"
	"strings"
	"testing"

	"lockedit/recordings/report/pdf"
)

func encoded(t *testing.T, img image.Image) string {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(out.Bytes())
}

// plain is an opaque picture of one colour, with a palette if that is wanted.
func plain(w, h int, c color.RGBA, palette bool) image.Image {
	if palette {
		return image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{c, color.Black, color.White})
	}
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := 0; i < len(img.Pix); i += 4 {
		img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = c.R, c.G, c.B, 0xff
	}
	return img
}

func page(pictures ...string) string {
	var out strings.Builder
	for _, p := range pictures {
		fmt.Fprintf(&out, `<image width="9" href="data:image/png;base64,%s"/>`, p)
	}
	return out.String()
}

var red = color.RGBA{R: 0xff, A: 0xff}

// printed plays a browser: an object for each of the widths, in the form of Chrome.
func printed(widths ...int) []byte {
	var out bytes.Buffer
	var places []int
	add := func(text string) {
		places = append(places, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", len(places), text)
	}
	out.WriteString("%PDF-1.4\n")
	add("<</Type /Catalog>>")
	for _, w := range widths {
		add(fmt.Sprintf("<</Type /XObject\n/Subtype /Image\n/Width %d\n/Height 1\n/ColorSpace /DeviceRGB\n/BitsPerComponent 8\n/Length 2>> stream\nxx\nendstream", w))
	}
	add("<</Length 3>> stream\nq Q\nendstream")
	table := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(places)+1)
	for _, at := range places {
		fmt.Fprintf(&out, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d\n/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(places)+1, table)
	return out.Bytes()
}

func TestPicturesAreTakenOutOnceAndPutBack(t *testing.T) {
	first, second := encoded(t, plain(40, 30, red, false)), encoded(t, plain(50, 20, red, true))
	light, err := pdf.TakeOut("<p>" + page(first, second, first) + "</p>")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(light.HTML, first) || strings.Contains(light.HTML, second) || strings.Count(light.HTML, "data:image/png") != 3 {
		t.Fatalf("the page still has its pictures:\n%s", light.HTML)
	}
	got, err := light.PutBack(printed(3, 2))
	if err != nil {
		t.Fatal(err)
	}
	for number, want := range map[int]string{
		2: "/Width 50\n/Height 20\n/ColorSpace [/Indexed /DeviceRGB 2 <FF0000000000FFFFFF>]\n/BitsPerComponent 2\n",
		3: "/Width 40\n/Height 30\n/ColorSpace /DeviceRGB\n/BitsPerComponent 8\n",
	} {
		if !bytes.Contains(got, fmt.Appendf(nil, "%d 0 obj\n<</Type /XObject\n/Subtype /Image\n%s", number, want)) {
			t.Errorf("object %d is not %q:\n%q", number, want, got)
		}
	}
	expectTable(t, got, 4)
}

// expectTable holds that the table of a PDF tells where its objects are.
func expectTable(t *testing.T, content []byte, objects int) {
	t.Helper()
	rows := regexp.MustCompile(`(\d{10}) 00000 n \n`).FindAllSubmatch(content, -1)
	if len(rows) != objects {
		t.Fatalf("%d objects in the table, want %d", len(rows), objects)
	}
	for i, row := range rows {
		var at int
		if _, err := fmt.Sscanf(string(row[1]), "%d", &at); err != nil || !bytes.HasPrefix(content[at:], fmt.Appendf(nil, "%d 0 obj\n", i+1)) {
			t.Errorf("object %d is not at %s", i+1, row[1])
		}
	}
}

func TestPicturesThatDoNotFitStay(t *testing.T) {
	glass := image.NewNRGBA(image.Rect(0, 0, 4, 4))
	deep := image.NewRGBA64(image.Rect(0, 0, 4, 4))
	for i := range deep.Pix {
		deep.Pix[i] = 0xff
	}
	for name, picture := range map[string]string{
		"transparent": encoded(t, glass), "of sixteen bits": encoded(t, deep),
		"no PNG": "aGVsbG8=", "no base64": "%%%", "cut short": encoded(t, plain(40, 30, red, false))[:60],
	} {
		t.Run(name, func(t *testing.T) {
			if light, err := pdf.TakeOut(page(picture)); err == nil {
				t.Errorf("taken out: %s", light.HTML)
			}
		})
	}
}

func TestAnotherPrintIsRefused(t *testing.T) {
	light, err := pdf.TakeOut(page(encoded(t, plain(40, 30, red, false))))
	if err != nil {
		t.Fatal(err)
	}
	good := string(printed(2))
	for name, content := range map[string]string{
		"a picture of another width":  string(printed(3)),
		"a picture that is too small": string(printed(1)),
		"a picture that is real":      strings.Replace(good, "/Height 1\n", "/Height 9\n", 1),
		"nothing":                     "",
		"no end":                      strings.Replace(good, "startxref", "startxxxx", 1),
		"no table":                    strings.Replace(good, "xref\n0", "yref\n0", 1),
		"a place beyond the end":      regexp.MustCompile(`\d{10} 00000 n`).ReplaceAllString(good, "9999999999 00000 n"),
		"a wrong place":               regexp.MustCompile(`\d{10} 00000 n`).ReplaceAllString(good, "0000000011 00000 n"),
		"a short table":               strings.Replace(good, "xref\n0 4", "xref\n0 9", 1),
	} {
		t.Run(name, func(t *testing.T) {
			if out, err := light.PutBack([]byte(content)); err == nil {
				t.Errorf("taken: %q", out)
			}
		})
	}
}

func FuzzPutBack(f *testing.F) {
	f.Add(printed(2))
	f.Add([]byte("xref\n0 2\nstartxref\n0\n%%EOF\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		light, err := pdf.TakeOut("no pictures")
		if err != nil {
			t.Fatal(err)
		}
		out, err := light.PutBack(content)
		if err == nil && !bytes.HasPrefix(out, content[:1]) {
			t.Errorf("%q became %q", content, out)
		}
	})
}
