package app

import (
	"context"
	"errors"

	"lockedit/internal/app/view"
	"lockedit/internal/engine"
	"lockedit/internal/spec"
	"lockedit/recordings"
)

// pathFlow is the flow that can be exported.
const pathFlow = "documented-path"

// exportPath writes the documented path for a console as a flow.
func (a *app) exportPath(ctx context.Context, o *options, r *replayFlags, args []string) error {
	if err := o.check(); err != nil {
		return err
	}
	a.view = view.New(a.viewOptions(o.out))
	switch {
	case r.export != pathFlow:
		return spec.Usagef("--export: there is no flow %q, only %s", r.export, pathFlow)
	case len(args) > 0:
		return spec.Usagef("--export takes no flow; there is %q", args[0])
	case o.out.json:
		return spec.Usagef("--export: the flow is the result on standard output, so --json cannot be")
	}
	loaded, err := a.load(o, job{verb: "replay", needs: spec.Needs{Console: true, Cluster: true, Wanted: true}})
	if err != nil {
		return err
	}
	j := job{verb: "replay", needs: spec.Needs{Console: true}}
	keys, err := a.authority(ctx, o, j, loaded.Spec)
	if err != nil {
		return err
	}
	known, err := a.account(ctx, loaded.Spec, j)
	if err != nil {
		return err
	}
	driver, ok := a.env.NewEngine(a.host(known), a.logger(o.out)).(replayer)
	if !ok {
		return errors.New("this engine cannot replay flows")
	}
	result, text, err := driver.ExportPath(ctx, engine.Request{
		Spec: loaded.Spec, Browser: o.browser, Kubectl: o.kubectl, Selectors: o.pages, Minimal: true, Timeout: o.timeout,
		Signers: keys.signers,
		Sinks:   []recordings.Sink{a.left, &a.events, a.view},
	})
	a.result = &result
	a.warn(result)
	if err = errors.Join(err, result.Err); err != nil {
		return err
	}
	_, err = a.Out.Write(text)
	return err
}
