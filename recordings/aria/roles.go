package aria

const (
	hoisted = "" // says nothing itself; its children stand in its place
	dropped = "-"
	text    = "text"
)

// roles are the names of Chrome's accessibility tree that WAI-ARIA does not
// have, and what stands for them.
var roles = map[string]string{
	"":                   hoisted,
	"RootWebArea":        hoisted,
	"WebArea":            hoisted,
	"none":               hoisted,
	"presentation":       hoisted,
	"generic":            hoisted,
	"GenericContainer":   hoisted,
	"Section":            hoisted,
	"LabelText":          hoisted,
	"LayoutTable":        hoisted,
	"LayoutTableRow":     hoisted,
	"LayoutTableCell":    hoisted,
	"MenuListPopup":      hoisted,
	"Legend":             hoisted,
	"Iframe":             "iframe",
	"image":              "img",
	"StaticText":         text,
	"text":               text,
	"InlineTextBox":      dropped,
	"LineBreak":          dropped,
	"ListMarker":         dropped,
	"LegacyCanvas":       dropped,
	"DescriptionList":    "list",
	"MenuListOption":     "option",
	"DisclosureTriangle": "button",
}
