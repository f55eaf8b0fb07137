package replay

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"lockedit/recordings/flow"
)

// accountVars are the variables that stand for the console account.
func accountVars() []string { return []string{"username", "password"} }

// NeedsAccount says whether a flow needs the console account: it logs in by
// itself, edits, or names the account.
func NeedsAccount(f flow.Flow) bool {
	return slices.ContainsFunc(f.Steps, func(s flow.Step) bool {
		names := append(flow.References(s.URL), flow.References(string(s.Parameters))...)
		if s.Value != nil {
			names = append(names, flow.References(*s.Value)...)
		}
		return slices.ContainsFunc(names, func(n string) bool { return slices.Contains(accountVars(), n) }) ||
			slices.Contains([]string{flow.Login, flow.LockAndEdit, flow.Save, flow.Activate, flow.Restart}, s.Name)
	})
}

// Edits says whether a flow is seen to take the lock or to end an edit session.
// One that does so in another way finds out when it is played.
func Edits(f flow.Flow) bool {
	editing := []string{flow.LockAndEdit, flow.Save, flow.Undo, flow.Release, flow.Activate, flow.Restart}
	return slices.ContainsFunc(f.Steps, func(s flow.Step) bool {
		if slices.Contains(editing, s.Name) {
			return true
		}
		return slices.ContainsFunc(s.Selectors, func(sel flow.Selector) bool {
			return slices.ContainsFunc(sel, locks)
		})
	})
}

// locks says whether a selector part is that of Lock & Edit.
func locks(part string) bool {
	text := strings.ToLower(strings.NewReplacer(`"`, "", "'", "", " ", "").Replace(part))
	return strings.Contains(text, "lock&edit") || strings.Contains(text, "button[name=save]") && !strings.Contains(part, "Save")
}

// FirstAddress is the address of a flow's first navigate step; empty where it
// has none, or where a variable stands in its place.
func FirstAddress(f flow.Flow) string {
	for _, s := range f.Steps {
		if s.Type == flow.Navigate {
			if strings.HasPrefix(s.URL, "http://") || strings.HasPrefix(s.URL, "https://") {
				return s.URL
			}
			return ""
		}
	}
	return ""
}

// ConsoleOf is the console that a flow's first address belongs to: up to the
// first part of its path.
func ConsoleOf(f flow.Flow) (string, error) {
	first := FirstAddress(f)
	if first == "" {
		return "", nil
	}
	u, err := url.Parse(first)
	if err != nil || u.Host == "" || strings.Contains(u.Host, "$") {
		return "", fmt.Errorf("the flow's first address %q is none", first)
	}
	context, _, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
	if context == "" {
		context = "console"
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/" + context}).String(), nil
}

// Retarget makes a flow that was recorded at one console one for another:
// addresses of the origin and context path of its first address get those of
// the console.
func Retarget(f flow.Flow, console string) (flow.Flow, error) {
	recorded, err := ConsoleOf(f)
	if err != nil || recorded == "" || recorded == console {
		return f, err
	}
	from, err := url.Parse(recorded)
	if err != nil {
		return f, err
	}
	to, err := url.Parse(strings.TrimSuffix(console, "/"))
	if err != nil {
		return f, err
	}
	move := func(address string) string {
		rest, ok := strings.CutPrefix(address, recorded)
		if ok && (rest == "" || strings.ContainsAny(rest[:1], "/?#")) {
			return to.String() + rest
		}
		origin := from.Scheme + "://" + from.Host
		if rest, ok := strings.CutPrefix(address, origin); ok && (rest == "" || strings.HasPrefix(rest, "/")) {
			return to.Scheme + "://" + to.Host + rest
		}
		return address
	}
	f.Steps = slices.Clone(f.Steps)
	for i := range f.Steps {
		f.Steps[i].URL, f.Steps[i].Target = move(f.Steps[i].URL), move(f.Steps[i].Target)
	}
	return f, nil
}
