package pdf

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// picture is a PNG as a PDF holds it.
type picture struct {
	width, height uint32
	depth, kind   byte
	palette, rows []byte
}

// Kinds of pixels in a PNG that a PDF has, too.
const (
	kindGray    = 0
	kindRGB     = 2
	kindPalette = 3
)

const signature = "\x89PNG\r\n\x1a\n"

// parse takes a PNG apart. One with transparency, of more than eight bits or
// interlaced is refused.
func parse(content []byte) (picture, error) {
	rest, ok := bytes.CutPrefix(content, []byte(signature))
	if !ok {
		return picture{}, errors.New("pdf: a picture is no PNG")
	}
	var p picture
	for len(rest) >= 12 {
		size := binary.BigEndian.Uint32(rest)
		if uint64(size)+12 > uint64(len(rest)) {
			break
		}
		if err := p.chunk(string(rest[4:8]), rest[8:8+size]); err != nil {
			return p, fmt.Errorf("pdf: %w", err)
		}
		rest = rest[12+size:]
	}
	if len(p.rows) == 0 || p.kind == kindPalette && len(p.palette) == 0 {
		return p, errors.New("pdf: a picture is cut short")
	}
	return p, nil
}

func (p *picture) chunk(name string, data []byte) error {
	switch name {
	case "IHDR":
		return p.header(data)
	case "PLTE":
		p.palette = data
	case "tRNS":
		return errors.New("a picture is transparent")
	case "IDAT":
		p.rows = append(p.rows, data...)
	}
	return nil
}

func (p *picture) header(data []byte) error {
	if len(data) != 13 {
		return errors.New("a picture has no header")
	}
	p.width, p.height = binary.BigEndian.Uint32(data), binary.BigEndian.Uint32(data[4:])
	p.depth, p.kind = data[8], data[9]
	interlaced := data[12] != 0
	known := p.kind == kindGray || p.kind == kindRGB || p.kind == kindPalette
	if !known || interlaced || p.depth > 8 {
		return fmt.Errorf("a picture of kind %d with %d bits (interlaced %t) does not fit a PDF as it is", p.kind, p.depth, interlaced)
	}
	return nil
}

// object writes the picture as the object of that number.
func (p picture) object(number string) []byte {
	space, colours := "/DeviceGray", 1
	switch p.kind {
	case kindRGB:
		space, colours = "/DeviceRGB", 3
	case kindPalette:
		space = fmt.Sprintf("[/Indexed /DeviceRGB %d <%X>]", len(p.palette)/3-1, p.palette)
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "%s 0 obj\n<</Type /XObject\n/Subtype /Image\n/Width %d\n/Height %d\n/ColorSpace %s\n/BitsPerComponent %d\n", number, p.width, p.height, space, p.depth)
	// The filter of each row is that of the PNG, which is what 15 stands for.
	fmt.Fprintf(&out, "/Filter /FlateDecode\n/DecodeParms <</Predictor 15 /Colors %d /BitsPerComponent %d /Columns %d>>\n/Length %d>> stream\n", colours, p.depth, p.width, len(p.rows))
	out.Write(p.rows)
	out.WriteString("\nendstream\nendobj\n")
	return out.Bytes()
}
