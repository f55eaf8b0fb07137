package steps

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"lockedit/internal/kubectl"
	"lockedit/internal/kubectl/restart"
	"lockedit/internal/spec"
	"lockedit/recordings"
)

// Domain is the Domain resource of the operator whose servers are restarted.
type Domain struct {
	// Client runs kubectl in the domain's namespace.
	Client *kubectl.Client
	// UID is the domain UID, Strategy what the user asked for.
	UID      string
	Strategy spec.Strategy
	Timeout  time.Duration
	// Patient says that the restart comes next, and waits for an operator at work.
	Patient bool
	// Tick is the time between two reads; 0 is the default of package restart.
	Tick time.Duration
	// Judged is the Domain resource that was judged before anything was clicked; its
	// zero value where none was.
	Judged kubectl.Meta
}

// Preflight judges, before anything is clicked, whether the domain may be
// restarted and whether a change made in its console would last.
//
// Source: operator's guide, "Startup and shutdown" and "Domain home source types".
func (r *Runner) Preflight(ctx context.Context, d Domain) (restart.Report, error) {
	var report restart.Report
	err := r.apart(ctx, "domain", "Domain "+d.UID+" on Kubernetes", r.timeout, func(ctx context.Context) (string, error) {
		if err := d.Client.CheckVersion(ctx); err != nil {
			return "", err
		}
		if err := d.Client.HoldContext(ctx); err != nil {
			return "", err
		}
		found, err := d.Client.FindDomain(ctx, d.UID)
		if err != nil {
			return "", err
		}
		seen, err := d.Client.Reader(found.Meta.Name).Snapshot(ctx)
		if err != nil {
			return "", err
		}
		allowed, err := d.Client.CanPatchDomain(ctx, found.Meta.Name)
		if err != nil {
			return "", err
		}
		report = restart.Preflight(seen, allowed, d.Client.CommandLine)
		if err := d.tryPatches(ctx, seen.Domain, &report); err != nil {
			return "", err
		}
		for _, warning := range report.Warnings {
			r.journal.Warn(recordings.Diagnostic{Summary: warning.Message})
		}
		if d.refuses(report) {
			return "", &restart.RefusedError{Domain: found.Meta.Name, Refusals: report.Refusals}
		}
		return fmt.Sprintf("%s %s, home %s, %d servers run; this account may patch it",
			found.Resource(), found.Meta.Name, found.HomeSourceType(), len(seen.Servers)), nil
	})
	return report, err
}

// refuses says whether a domain may not be restarted, now or in a moment where the restart
// waits for that.
func (d Domain) refuses(report restart.Report) bool {
	return report.Refused() && (!d.Patient || !report.MayPass())
}

// tryPatches has the API server judge the patch that a restart begins with, by each
// strategy that may be chosen: what stands against it only shows there, and after the
// activation is too late to learn of it.
func (d Domain) tryPatches(ctx context.Context, found kubectl.Domain, report *restart.Report) error {
	if d.refuses(*report) {
		return nil
	}
	strategies := []restart.Strategy{restart.Strategy(d.Strategy)}
	if d.Strategy == spec.StrategyAuto {
		strategies = []restart.Strategy{restart.StrategyFull, restart.StrategyRolling}
	}
	for _, strategy := range strategies {
		if err := d.tryPatch(ctx, found, strategy, report); err != nil {
			return err
		}
	}
	return nil
}

func (d Domain) tryPatch(ctx context.Context, found kubectl.Domain, strategy restart.Strategy, report *restart.Report) error {
	err := d.Client.TryPatch(ctx, found, restart.FirstPatch(found, strategy, time.Now()))
	var denied *kubectl.DeniedError
	var forbidden *kubectl.ForbiddenError
	var away *kubectl.UnreachableError
	var late *kubectl.TimeoutError
	switch {
	case err == nil:
	case errors.As(err, &away), errors.As(err, &late), ctx.Err() != nil:
		return err
	case errors.As(err, &forbidden), errors.As(err, &denied) && !strings.Contains(err.Error(), "does not support dry run"):
		report.Denied(strategy, found.Meta.Name, err)
	default:
		report.Untried(strategy, found.Meta.Name, err)
	}
	return nil
}

// ChooseRestart resolves the strategy for a plan, with its reason.
func (d Domain) ChooseRestart(plan recordings.Plan) (restart.Choice, error) {
	return restart.Choose(restart.Strategy(d.Strategy), restart.Changes{
		LeasingChanged: LeasingChanged(plan), ManualToAutomatic: ManualToAutomatic(plan),
	})
}

// Restart restarts the whole domain with kubectl and waits until every server
// that ran is back in a new pod. Servers are never restarted from the console.
func (r *Runner) Restart(ctx context.Context, d Domain, choice restart.Choice) error {
	title := fmt.Sprintf("Restart domain %s (%s)", d.UID, choice.Strategy)
	return r.apart(ctx, "restart", title, d.Timeout+restartGrace, func(ctx context.Context) (string, error) {
		name, err := d.name(ctx)
		if err != nil {
			return "", err
		}
		r.journal.Restart(recordings.RestartInfo{Strategy: string(choice.Strategy), Reason: choice.Reason, Phase: "started"})
		result, err := restart.Run(ctx, d.Client.Reader(name), restart.Options{
			Strategy: choice.Strategy, Timeout: d.Timeout, Tick: d.Tick, Judged: d.Judged.UID, Progress: r.progress,
		})
		for _, server := range result.Servers {
			r.journal.Server(recordings.Server{
				Name: server.Name, Pod: server.Pod, UIDBefore: server.UIDBefore, UIDAfter: server.UIDAfter, ReadyAt: server.ReadyAt,
			})
		}
		if err != nil {
			return "", err
		}
		r.journal.Restart(recordings.RestartInfo{Strategy: string(choice.Strategy), Phase: "finished"})
		return restarted(result), nil
	})
}

// name is that of the Domain resource.
func (d Domain) name(ctx context.Context) (string, error) {
	if d.Judged.Name != "" {
		return d.Judged.Name, nil
	}
	found, err := d.Client.FindDomain(ctx, d.UID)
	return found.Meta.Name, err
}

// restartGrace is what a restart may take beyond its own limit to put the
// server start policy back.
const restartGrace = 2 * time.Minute

func restarted(result restart.Result) string {
	var names, released []string
	for _, server := range result.Servers {
		if server.UIDAfter == "" {
			released = append(released, server.Name)
			continue
		}
		names = append(names, server.Name)
	}
	text := fmt.Sprintf("%d servers are back in new pods: %s", len(names), strings.Join(names, ", "))
	if len(released) > 0 {
		text += "; scaled in meanwhile: " + strings.Join(released, ", ")
	}
	return text
}

// serverSeen is what an event tells of a server's pod.
func serverSeen(event restart.Event) recordings.Server {
	server := recordings.Server{Name: event.Server, Pod: event.Pod, State: strings.TrimPrefix(string(event.Kind), "pod-")}
	switch event.Kind {
	case restart.KindPodNew:
		server.UIDAfter = event.UID
	case restart.KindPodReady:
		server.UIDAfter, server.ReadyAt = event.UID, event.At
	}
	return server
}

// progress records what the restart does and sees.
func (r *Runner) progress(event restart.Event) {
	switch event.Kind {
	case restart.KindStopping:
		r.journal.Restart(recordings.RestartInfo{Strategy: string(restart.StrategyFull), Phase: "stopping", Undo: event.Message})
	case restart.KindStarting:
		r.journal.Restart(recordings.RestartInfo{Strategy: string(restart.StrategyFull), Phase: "starting"})
	case restart.KindRolling:
		r.journal.Restart(recordings.RestartInfo{Strategy: string(restart.StrategyRolling), Phase: "rolling"})
	case restart.KindRefused:
		r.journal.Restart(recordings.RestartInfo{Phase: "refused"})
	case restart.KindPatch:
		r.journal.Command(event.Message)
	case restart.KindPodTerminating, restart.KindPodGone, restart.KindPodNew, restart.KindPodReady:
		r.journal.Server(serverSeen(event))
	default:
		r.journal.Note(strings.TrimSpace(string(event.Kind) + " " + event.Message))
	}
}
