package alien

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"lockedit/testenv/console/domain"
)

// save takes the fields of a page into the edit configuration. It says whether
// it has answered the request itself.
func (c *Console) save(w http.ResponseWriter, r *http.Request, s *session) bool {
	f := r.PostForm
	portlet := c.portlet(s.at.kind)
	if s.at.name == "" || f.Get(portlet+"frsc") != s.token {
		return c.expel(w, r)
	}
	if o, ok := handleIn(r.URL.Query()); ok && o != s.at {
		s.at = o
	}
	values := c.posted(s, f)
	if f.Get(portlet+"_actionOverride") == "/refresh" {
		s.draft = values
		return false
	}
	if _, at, _ := c.byLabel(s.label); at != (tab{"Configuration", "Migration"}) {
		c.blame("Save was clicked on the page %s %s", at.top, at.sub)
		return false
	}
	c.saves++
	if c.opt.has(SessionDies) && c.saves == 1 {
		id, _ := c.session(r)
		delete(c.sessions, id)
		c.bounce(w, r)
		return true
	}
	c.store(s, values)
	if c.opt.has(SaveLoses) && c.saves == 1 {
		drop(w)
		return true
	}
	return false
}

// drop breaks the connection of a request, which gets no answer.
func drop(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		http.Error(w, "", http.StatusBadGateway)
		return
	}
	_ = conn.Close()
}

func (c *Console) store(s *session, values map[string]string) {
	if c.opt.has(SaveDropsSource) {
		delete(values, domain.DataSourceAuto)
	}
	if c.opt.has(SaveRejected) {
		s.say("ERROR", "The value that was given is not one of those that this server takes.")
		s.draft = values
		return
	}
	if err := c.dom.Set(s.user, s.at.kind, s.at.name, values); err != nil {
		c.blame("save of %s: %v", s.at.name, err)
		s.say("ERROR", err.Error())
		return
	}
	s.say("SUCCESS", "Settings updated successfully.")
	if c.opt.Traits&(StolenAfterSave|StolenSilently) != 0 && c.saves == 1 {
		_ = c.dom.TakeLock(Other)
	}
}

// posted reads the fields of the page the session is on.
func (c *Console) posted(s *session, f url.Values) map[string]string {
	out := map[string]string{}
	fields := targetFields()
	if s.at.kind == domain.KindCluster {
		fields = c.clusterPage()
	}
	for i, spec := range fields {
		id := c.fieldID(s.at.kind, spec.attr, i)
		if !f.Has(id) || spec.kind == "ro" || spec.kind == "chooser" {
			continue
		}
		if strings.HasPrefix(spec.attr, "other.") {
			if v := f.Get(id); v != "" && v != "Disabled" {
				c.blame("%s was set to %q", spec.label, v)
			}
			continue
		}
		out[spec.attr] = c.decode(spec, f[id][0])
	}
	return out
}

// decode turns an option value back into the MBean's.
func (c *Console) decode(spec field, value string) string {
	if spec.kind == "checkbox" {
		return value
	}
	if spec.kind != "select" {
		return value
	}
	all := c.choices(spec, "")
	i := slices.IndexFunc(all, func(o choice) bool { return o.Value == value })
	if i < 0 || value == "" || i == 0 && spec.attr == domain.DataSourceAuto && c.opt.None != WithoutNone {
		return ""
	}
	switch spec.attr {
	case domain.MigrationBasis:
		return strings.ToLower(all[i].Text)
	case domain.MigrationPolicy:
		return []string{"manual", "exactly-once", "failure-recovery", "shutdown-recovery"}[i]
	}
	name, _, _ := strings.Cut(all[i].Text, " (jdbc/")
	return name
}
