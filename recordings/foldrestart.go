package recordings

// restart folds what is said of the restart.
func (f *folder) restart(e Event) {
	r := &f.run.Restart
	switch {
	case e.Restart != nil:
		f.restartPhase(e)
	case e.Command != "":
		r.Commands = append(r.Commands, e.Command)
	case e.Server != nil:
		f.server(*e.Server)
	}
}

func (f *folder) restartPhase(e Event) {
	r := &f.run.Restart
	r.Strategy = either(e.Restart.Strategy, r.Strategy)
	r.Reason = either(e.Restart.Reason, r.Reason)
	switch e.Restart.Phase {
	case "stopping":
		r.Undo = e.Restart.Undo
	case "starting", "refused":
		r.Undo = ""
	case "started":
		r.Started = e.Time
	case "finished":
		r.Ended = e.Time
	}
}

func (f *folder) server(s Server) {
	s.State = ""
	for i, known := range f.run.Restart.Servers {
		if known.Name == s.Name {
			f.run.Restart.Servers[i] = mergeServer(known, s)
			return
		}
	}
	f.run.Restart.Servers = append(f.run.Restart.Servers, s)
}

func mergeServer(known, later Server) Server {
	known.Pod = either(later.Pod, known.Pod)
	known.UIDBefore = either(later.UIDBefore, known.UIDBefore)
	known.UIDAfter = either(later.UIDAfter, known.UIDAfter)
	if !later.ReadyAt.IsZero() {
		known.ReadyAt = later.ReadyAt
	}
	return known
}
