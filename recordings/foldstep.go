package recordings

// step folds what belongs to one step.
func (f *folder) step(e Event) {
	if e.StepInfo != nil {
		f.stepInfo(e)
		return
	}
	step := f.find(e.Step)
	if step == nil {
		if e.Picture != nil {
			f.run.Pictures = append(f.run.Pictures, *e.Picture)
		}
		return
	}
	seen(step, e)
	said(step, e)
}

// stepInfo opens a step at its start and closes it at its end.
func (f *folder) stepInfo(e Event) {
	info := e.StepInfo
	step := f.find(info.ID)
	if step == nil {
		f.run.Steps = append(f.run.Steps, Step{
			ID: info.ID, Number: info.Number, Title: info.Title, Started: e.Time,
			Pictures: []Picture{}, Messages: []PageMessage{},
		})
		step = &f.run.Steps[len(f.run.Steps)-1]
	}
	step.Status = info.Status
	step.URL = either(info.URL, step.URL)
	step.Proof = either(info.Proof, step.Proof)
	step.Error = either(info.Error, step.Error)
	if e.Type == TypeStepEnd {
		step.Ended = e.Time
	}
}

func (f *folder) find(id string) *Step {
	if id == "" {
		return nil
	}
	for i := range f.run.Steps {
		if f.run.Steps[i].ID == id {
			return &f.run.Steps[i]
		}
	}
	return nil
}

// seen folds what the step saw of the page.
func seen(step *Step, e Event) {
	switch {
	case e.Picture != nil:
		step.Pictures = append(step.Pictures, *e.Picture)
	case e.Type == TypeAria && e.File != nil:
		step.Aria = e.File.Name
	case e.Match != nil:
		step.Matches = append(step.Matches, *e.Match)
	case e.Value != nil:
		step.Values = append(step.Values, *e.Value)
	}
}

// said folds what was said to the step, and how often it asked.
func said(step *Step, e Event) {
	switch {
	case e.Page != nil:
		step.Messages = append(step.Messages, *e.Page)
	case e.Dialog != nil:
		step.Dialogs = append(step.Dialogs, *e.Dialog)
	case e.Retry != nil:
		step.Retries = append(step.Retries, *e.Retry)
	}
}
