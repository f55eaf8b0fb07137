package replay

import (
	"fmt"
	"regexp"

	"lockedit/recordings"
	"lockedit/recordings/flow"
)

// passwordField is a selector that asks for a field of passwords by its name.
var passwordField = regexp.MustCompile(`(?i)passw`)

// keepSecrets makes the recording keep out every secret that the flow uses: the
// variables that are secrets, wherever they stand, and what it puts into fields that
// are named after passwords. A flow as Chrome records it holds the password itself.
func (p *Player) keepSecrets() {
	for _, s := range p.o.Flow.Steps {
		var names []string
		resolved, _ := s.Resolve(func(name string) (string, bool) {
			names = append(names, name)
			return p.o.Vars.Lookup(name)
		})
		for _, secret := range p.o.Vars.Secrets(names) {
			p.keepOut(secret)
		}
		if !fillsPassword(s) {
			continue
		}
		p.keepOut(*resolved.Value)
		if *resolved.Value == *s.Value {
			p.journal.Warn(recordings.Diagnostic{Summary: "the flow's file holds a password at " + s.Place.String(),
				Hint: "write ${password} there, which stands for the password of the console account"})
		}
	}
}

func fillsPassword(s flow.Step) bool {
	return s.Type == flow.Change && len(s.Selectors) > 0 && passwordField.MatchString(fmt.Sprint(s.Selectors))
}

// fillsSecret says whether a step, as the flow's file has it, puts in a variable that
// nobody may see, whatever the field is that it goes to.
func (p *Player) fillsSecret(s flow.Step) bool {
	return s.Value != nil && len(p.o.Vars.Secrets(flow.References(*s.Value))) > 0
}

func (p *Player) keepOut(secret string) {
	if err := p.journal.Redactor().Add(secret); err != nil {
		p.journal.Warn(recordings.Diagnostic{Summary: "a secret of the flow is too short to be kept out of texts: " + err.Error()})
	}
}
