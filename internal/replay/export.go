package replay

import (
	"context"

	"lockedit/internal/browser"
	"lockedit/recordings"
	"lockedit/recordings/flow"
	"lockedit/steps"
)

// The account in an exported flow: references to the environment, which this
// program resolves when it replays the flow. Plain @puppeteer/replay has no
// variables; for it, they are replaced in the flow's text right before, for
// example by envsubst(1).
const (
	ExportUser     = "${LOCKEDIT_USERNAME}"
	ExportPassword = "${LOCKEDIT_PASSWORD}"
)

// Exporter walks the documented path once, without a click that changes
// anything, and writes it down as a flow of Chrome's Recorder.
type Exporter struct {
	page    *browser.Page
	console *steps.Console
	flow    flow.Flow
	// walked are the acts of the part of the path under way.
	walked []flow.Step
}

// NewExporter makes an exporter for a console whose page is open.
func NewExporter(page *browser.Page, console *steps.Console) *Exporter {
	return &Exporter{page: page, console: console}
}

// Export writes the path down: log in at the address, lock, change what differs
// from what is wanted, save, activate.
func (e *Exporter) Export(ctx context.Context, address string, want steps.Wanted) (flow.Flow, error) {
	e.flow = flow.Flow{Title: "Automatic Service Migration of " + want.Cluster, Steps: []flow.Step{
		{Type: flow.SetViewport, Viewport: flow.Viewport{
			Width: new(float64(browser.DefaultWidth)), Height: new(float64(browser.DefaultHeight)), DeviceScaleFactor: new(1.0),
			IsMobile: new(false), HasTouch: new(false), IsLandscape: new(false),
		}},
		{Type: flow.Navigate, URL: address, AssertedEvents: navigation()},
	}}
	e.login()
	if err := e.console.Login(ctx); err != nil {
		return flow.Flow{}, err
	}
	lock, err := e.place(ctx, steps.PlaceSave)
	if err != nil {
		return flow.Flow{}, err
	}
	e.add(e.click(browser.Described{Selectors: append(lock.Selectors[:1:1], "text/"+lock.Found.Text), Width: lock.Width, Height: lock.Height}))
	e.page.Record(e.record)
	defer e.page.Record(nil)
	if err := e.walk(ctx, want); err != nil {
		return flow.Flow{}, err
	}
	e.add(e.click(browser.Described{Selectors: lock.Selectors[:1], Width: lock.Width, Height: lock.Height}))
	return e.flow, nil
}

func navigation() []flow.Event { return []flow.Event{{Type: "navigation"}} }

func (e *Exporter) add(list ...flow.Step) { e.flow.Steps = append(e.flow.Steps, list...) }

// login are the steps of the login form, whose names the servlet specification
// fixes.
func (e *Exporter) login() {
	e.add(
		flow.Step{Type: flow.Change, Target: "main", Selectors: []flow.Selector{{"#j_username"}, {`input[name="j_username"]`}}, Value: new(ExportUser)},
		flow.Step{Type: flow.Change, Target: "main", Selectors: []flow.Selector{{"#j_password"}, {`input[name="j_password"]`}}, Value: new(ExportPassword)},
		flow.Step{Type: flow.Click, Target: "main", Selectors: []flow.Selector{{`form[action$="j_security_check"] [type="submit"]`}},
			Pointing: flow.Pointing{OffsetX: new(8.0), OffsetY: new(8.0)}, AssertedEvents: navigation()},
	)
}

// record notes what the walk did.
func (e *Exporter) record(act browser.Act) {
	if act.URL != "" {
		e.walked = append(e.walked, flow.Step{Type: flow.Navigate, URL: act.URL, AssertedEvents: navigation()})
		return
	}
	e.walked = append(e.walked, e.click(act.Clicked))
}

func (e *Exporter) click(d browser.Described) flow.Step {
	return flow.Step{
		Type: flow.Click, Target: "main", Selectors: selectorsOf(d), AssertedEvents: navigation(),
		Pointing: flow.Pointing{OffsetX: new(float64(int(d.Width / 2))), OffsetY: new(float64(int(d.Height / 2)))},
	}
}

func selectorsOf(d browser.Described) []flow.Selector {
	var list []flow.Selector
	for _, s := range d.Selectors {
		list = append(list, flow.Selector{s})
	}
	return list
}

func (e *Exporter) place(ctx context.Context, name string) (browser.Described, error) {
	loc, err := e.console.Place(name)
	if err != nil {
		return browser.Described{}, err
	}
	return e.page.Describe(ctx, loc)
}

// walk goes the path in the order in which its changes are made.
func (e *Exporter) walk(ctx context.Context, want steps.Wanted) error {
	part := func(work func() error) ([]flow.Step, error) {
		e.walked = nil
		err := work()
		return e.walked, err
	}
	var cluster steps.ClusterSettings
	way, err := part(func() error {
		if err := e.console.Clusters(ctx); err != nil {
			return err
		}
		if err := e.console.Cluster(ctx, want.Cluster); err != nil {
			return err
		}
		var err error
		cluster, err = e.console.ClusterMigration(ctx, want.Cluster)
		return err
	})
	if err != nil {
		return err
	}
	seen := steps.Observed{Cluster: cluster}
	if err := e.edit(ctx, way, steps.Difference(seen, steps.Wanted{Cluster: want.Cluster, Basis: want.Basis, TableName: want.TableName, DataSource: want.DataSource}).Changes); err != nil {
		return err
	}
	var names []string
	if _, err := part(func() error {
		names, err = e.console.MigratableTargets(ctx, want.Cluster, want.Targets)
		return err
	}); err != nil {
		return err
	}
	for _, name := range names {
		var target steps.TargetSettings
		way, err := part(func() error {
			var err error
			target, err = e.console.TargetMigration(ctx, name, want.Cluster)
			return err
		})
		if err != nil {
			return err
		}
		plan := steps.Difference(steps.Observed{Cluster: cluster, Targets: []steps.TargetSettings{target}}, want)
		if err := e.edit(ctx, way, changesOf(plan, name)); err != nil {
			return err
		}
	}
	return nil
}

func changesOf(plan recordings.Plan, object string) []recordings.PlannedChange {
	var list []recordings.PlannedChange
	for _, c := range plan.Changes {
		if c.Object == object {
			list = append(list, c)
		}
	}
	return list
}

// edit writes down the way to a page, the changes of its fields, and Save. A
// page on which nothing changes is left out.
func (e *Exporter) edit(ctx context.Context, way []flow.Step, changes []recordings.PlannedChange) error {
	if len(changes) == 0 {
		return nil
	}
	e.add(way...)
	for _, change := range changes {
		step, err := e.change(ctx, change)
		if err != nil {
			return err
		}
		e.add(step)
	}
	save, err := e.place(ctx, "page.save")
	if err != nil {
		return err
	}
	e.add(e.click(save))
	return nil
}

// change is the step that puts a planned value into its field: for a list, the
// value behind the option that means it.
func (e *Exporter) change(ctx context.Context, change recordings.PlannedChange) (flow.Step, error) {
	field, err := e.place(ctx, steps.FieldOf(change.Attribute))
	if err != nil {
		return flow.Step{}, err
	}
	value := change.After
	if len(field.Found.Options) > 0 {
		option, err := e.console.OptionFor(field.Found, change)
		if err != nil {
			return flow.Step{}, err
		}
		value = option.Value
	}
	if value == recordings.EmptyValue {
		value = ""
	}
	return flow.Step{Type: flow.Change, Target: "main", Selectors: selectorsOf(field)[:1], Value: &value}, nil
}
