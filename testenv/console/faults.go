package console

// hits are the faults that apply to one request.
type hits []*activeFault

// activeFault is a fault that was injected.
type activeFault struct{}

// scriptFault is a fault that plays in the browser.
type scriptFault struct {
	Name, Text   string
	Milliseconds int
}

func (x *exchange) before() bool         { return true }
func (x *exchange) decorate(_ *pageView) {}
