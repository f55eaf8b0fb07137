package browser

import (
	"context"
	"errors"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
)

// A4 in inches.
const (
	paperWidth  = 8.27
	paperHeight = 11.69
)

// PrintPDF prints an HTML document, tagged for screen readers and with its
// headings as an outline. The document reaches no network: pictures have to be
// in it. Its own @page rules win over A4.
func (b *Browser) PrintPDF(ctx context.Context, html string) (_ []byte, err error) {
	p, err := b.openPage(ctx, PageOptions{}, fence{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	var pdf []byte
	err = p.operate(ctx, "print", "", func(ctx context.Context, _ int) error {
		pdf, err = p.print(ctx, html)
		return err
	})
	return pdf, err
}

func (p *Page) print(ctx context.Context, html string) ([]byte, error) {
	content := page.SetDocumentContentParams{FrameID: cdp.FrameID(p.target.TargetID), HTML: html}
	if _, err := call(ctx, p, page.SetDocumentContent, content); err != nil {
		return nil, p.callFailure(ctx, err)
	}
	if err := p.perform(ctx, "complete", struct{}{}, "", nil); err != nil {
		return nil, err
	}
	result, err := call(ctx, p, page.PrintToPDF, page.PrintToPDFParams{
		PrintBackground: new(true), PreferCSSPageSize: new(true), GenerateTaggedPDF: new(true), GenerateDocumentOutline: new(true),
		PaperWidth: paperWidth, PaperHeight: paperHeight,
	})
	if err != nil {
		return nil, p.callFailure(ctx, err)
	}
	return result.Data, nil
}
