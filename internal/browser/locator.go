package browser

// Locator describes one element of a page by several candidates, in order of
// confidence. A candidate that matches nothing is passed over; every candidate
// that matches must agree with the first matching one, otherwise the look-up
// ends with an [AmbiguousError] and nothing is touched.
type Locator struct {
	// Name is the catalogue's name of the element, for example
	// "cluster.migration.basis"; it stands in errors and in the recording.
	Name string `json:"name"`
	// Within narrows the search to the subtree of the first element that one
	// of these candidates matches. Empty means the whole document.
	Within []Candidate `json:"within,omitempty"`
	// Candidates are tried in order; at least one has to match.
	Candidates []Candidate `json:"candidates"`
	// Forbid names what the element must not be: when one of these matches the
	// element that was found, the look-up ends with a [ForbiddenElementError].
	Forbid []Candidate `json:"forbid,omitempty"`
}

// Candidate is one way to recognise an element. All conditions that are set
// must hold at once. Only visible elements count (except where Hidden is set).
type Candidate struct {
	// ID names the candidate in the recording, for example "name-attribute".
	ID string `json:"id"`
	// Confidence is the mark of its source: R (seen in something real),
	// D (documented) or I (inferred).
	Confidence string `json:"confidence,omitempty"`
	// CSS is a selector; empty stands for any element that the other
	// conditions can hold for.
	CSS string `json:"css,omitempty"`
	// Text lists texts of which the element's own text, value or accessible
	// name must equal one, after folding case, hyphens, blanks and a final colon.
	Text []string `json:"text,omitempty"`
	// TextPrefix is like Text, but the folded text has to start with one of them.
	TextPrefix []string `json:"textPrefix,omitempty"`
	// Exact is a text that the element's trimmed text must equal to the letter:
	// for names of configuration objects.
	Exact string `json:"exact,omitempty"`
	// Title lists prefixes of the title attribute, folded like Text.
	Title []string `json:"title,omitempty"`
	// Label lists texts of a label; the element is the control it labels.
	Label []string `json:"label,omitempty"`
	// HrefHas lists parts of the element's href, compared after the address has
	// been percent-decoded until it is stable. All must be there.
	HrefHas []string `json:"hrefHas,omitempty"`
	// Handle is the configuration object that the element's href or value names.
	Handle *Handle `json:"handle,omitempty"`
	// Options lists option texts (folded) that a select has to offer, all of them.
	Options []string `json:"options,omitempty"`
	// Pick is "" when exactly one element may match, or "first" or "last" when
	// the page shows the same control more than once (Save above and below).
	Pick string `json:"pick,omitempty"`
	// Hidden lets elements count that nobody sees (hidden inputs).
	Hidden bool `json:"hidden,omitempty"`
}

// Handle is the identity of a configuration object as the console writes it
// into links and form values: com.bea:Name=<Name>,Type=<Type>.
type Handle struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// Found is what a look-up saw of the one element it ended at.
type Found struct {
	// Locator is the name of the locator that found it.
	Locator string `json:"locator"`
	// Matched lists the IDs of the candidates that matched, the deciding one first.
	Matched []string `json:"matched"`
	Tag     string   `json:"tag"`
	// ID is the element's id attribute.
	ID string `json:"id,omitempty"`
	// Text is the element's own text, blanks folded.
	Text string `json:"text,omitempty"`
	// Value is a control's value; empty for password fields.
	Value string `json:"value,omitempty"`
	// Href is a link's address, percent-decoded until stable, without session ids.
	Href string `json:"href,omitempty"`
	// Checked is a check box's or radio button's state.
	Checked  bool `json:"checked,omitempty"`
	Enabled  bool `json:"enabled"`
	Editable bool `json:"editable"`
	// Options are a select's choices in page order.
	Options []Option `json:"options,omitempty"`
}

// Option is one choice of a select.
type Option struct {
	Text     string `json:"text"`
	Value    string `json:"value"`
	Selected bool   `json:"selected,omitempty"`
	// Marked says that the page itself marked it as chosen; an option that is
	// only selected because it stands first is not.
	Marked   bool `json:"marked,omitempty"`
	Disabled bool `json:"disabled,omitempty"`
}
