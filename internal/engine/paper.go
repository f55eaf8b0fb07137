package engine

import (
	"context"
	"errors"
	"time"

	"lockedit/internal/browser"
	"lockedit/recordings"
	"lockedit/recordings/har"
	"lockedit/recordings/junit"
	"lockedit/recordings/report"
	"lockedit/recordings/trace"
)

// printLimit is how long the report may take to be printed.
const printLimit = 2 * time.Minute

// formats are the files that are made when the run has ended. Minimal evidence
// has none of them.
func (s *session) formats(ctx context.Context) []recordings.Format {
	if s.request.Minimal {
		return nil
	}
	formats := []recordings.Format{trace.Format{}, har.Format{}, junit.Format{}}
	return append(formats, report.Formats(func(html string) ([]byte, error) {
		pdf, err := s.print(ctx, html)
		s.unprinted = err
		return pdf, err
	})...)
}

// print prints the report. A run that had no browser, or whose browser died,
// gets another one for it. It must not tell the journal anything, which is
// writing its last files meanwhile.
func (s *session) print(ctx context.Context, html string) (_ []byte, err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), printLimit)
	defer cancel()
	if s.browser != nil {
		if pdf, err := printFirst(ctx, s.browser, html); err == nil {
			return pdf, nil
		}
	}
	choice := s.request.Browser
	options := s.baseOptions()
	if choice.URL == "" {
		if options.ExecPath, err = locate(choice); err != nil {
			return nil, err
		}
	}
	another, err := s.start(ctx, options)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, another.Close()) }()
	return another.PrintPDF(ctx, html)
}

// printFirst prints in half of the time that ctx has: a browser that hangs leaves the
// other half to the next one.
func printFirst(ctx context.Context, b *browser.Browser, html string) ([]byte, error) {
	if deadline, ok := ctx.Deadline(); ok {
		half, cancel := context.WithTimeout(ctx, time.Until(deadline)/2)
		defer cancel()
		ctx = half
	}
	return b.PrintPDF(ctx, html)
}

// start starts a browser as this host does.
func (s *session) start(ctx context.Context, o browser.Options) (*browser.Browser, error) {
	if s.engine.host.Launch != nil {
		return s.engine.host.Launch(ctx, o)
	}
	return browser.Launch(ctx, o)
}
