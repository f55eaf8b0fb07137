package alien

import (
	"fmt"
	"strconv"
	"strings"

	"lockedit/testenv/console/domain"
)

// choice is one option of a select.
type choice struct {
	Value, Text string
	Selected    bool
}

// fieldView is one row of a form.
type fieldView struct {
	ID, First, Rest, Kind, Value, Help string
	Choices                            []choice
	Disabled, New                      bool
	Colon, Abbr                        bool
	Role                               string
}

// formView is a page of fields.
type formView struct {
	Action, Portlet, Intro, Depends string
	Fields                          []fieldView
	Override                        string
	Frozen, Redraw                  bool
}

// field is a field of a page before it has been drawn.
type field struct {
	label, attr, kind string
}

func clusterFields() []field {
	return []field{
		{"Candidate Machines For Migratable Servers", "candidateMachinesForMigratableServers", "chooser"},
		{textBasis, domain.MigrationBasis, "select"},
		{"Data Source For Automatic Migration", domain.DataSourceAuto, "select"},
		{"Auto Migration Table Name", domain.TableName, "text"},
		{"Member Death Detector Enabled", "memberDeathDetectorEnabled", "checkbox"},
		{"Member Discovery Timeout", domain.DiscoveryTimeout, "text"},
		{"Additional Migration Attempts", "additionalAutoMigrationAttempts", "text"},
	}
}

func targetFields() []field {
	return []field{
		{"Name", "name", "ro"},
		{"Service Migration Policy", domain.MigrationPolicy, "select"},
		{"User-Preferred Server", "userPreferredServer", "ro"},
		{"Pre-Migration Script Path", "preScript", "text"},
		{"Post-Migration Script Failure Cancels Automatic Migration", "postScriptFailureFatal", "checkbox"},
		{"Restart On Failure", "restartOnFailure", "checkbox"},
	}
}

// detail draws the page of an object.
func (c *Console) detail(s *session, v *pageView) {
	_, at, _ := c.byLabel(s.label)
	v.Title, v.Book = "Settings for "+s.at.name, c.salt+string(s.at.kind)
	v.Tops, v.Subs = c.books(s.at, at)
	migration := at.sub == "Migration" && at.top == "Configuration"
	switch {
	case s.at.kind == domain.KindCluster && migration:
		v.Form = c.form(s, c.clusterPage())
		v.Form.Depends = []string{"always", "at-once", "late", "rerender", "round-trip", "load-late"}[c.opt.Depends]
	case s.at.kind == domain.KindTarget && migration:
		v.Form = c.form(s, targetFields())
	case at.sub == "Migration":
		v.Form = c.form(s, c.controlPage())
		v.Form.Override = "operation"
	case s.at.kind == domain.KindTarget && at.sub == "General" && c.opt.has(PolicyOnGeneral):
		v.Form = c.form(s, []field{{"Name", "name", "ro"}, {"Service Migration Policy", domain.MigrationPolicy, "ro"}})
	case at.sub == "General":
		v.Form = c.form(s, []field{{"Name", "name", "ro"}, {"Notes", "notes", "text"}})
	default:
		v.Form = c.form(s, []field{{"Notes", "notes", "text"}})
	}
}

// clusterPage is the cluster's Migration tab with whatever else is on it.
func (c *Console) clusterPage() []field {
	fields := clusterFields()
	if c.opt.quirk(Policy14) {
		fields = append(addedIn14(), fields...)
	}
	if !c.opt.has(OverrideSelect) {
		return fields
	}
	extra := []field{{"Migration Basis Override", "other.migrationBasisOverride", "override"},
		{"Default Data Source For Automatic Migration", "other.defaultDataSourceForAutomaticMigration", "override"},
		{"Auto Migration Table Name Prefix", "other.autoMigrationTableNamePrefix", "text"}}
	return append(extra, fields...)
}

// controlPage is Control > Migration, which migrates at once.
func (c *Console) controlPage() []field {
	if c.opt.has(ControlPolicy) {
		return []field{{"Service Migration Policy", "operation.migrationPolicy", "operation"}}
	}
	return []field{{"Current Hosting Server", "name", "ro"}, {"New Hosting Server", "operation.destination", "operation"}}
}

func (c *Console) form(s *session, fields []field) *formView {
	lock := c.dom.LockHolder()
	frozen := !c.dom.AutoActivate() && (lock == nil || lock.Owner != s.user)
	f := &formView{Portlet: c.portlet(s.at.kind), Frozen: frozen, Action: c.tabLink(s.label, s.at),
		Override: "/core/" + c.salt + "Updated", Redraw: c.opt.has(PolicyLosesFocus),
		Intro: "If a clustered server fails, its services can be started elsewhere. This page says where, and which data source is used during migration."}
	if c.opt.has(SessionObject) {
		f.Action = "console.portal"
	}
	for i, spec := range fields {
		f.Fields = append(f.Fields, c.field(s, spec, i, frozen))
	}
	return f
}

func (c *Console) fieldID(kind domain.Kind, attr string, i int) string {
	base := c.portlet(kind) + "bean"
	switch c.opt.IDs {
	case Nested:
		return base + ".leasing." + attr
	case Capital:
		return base + "." + strings.ToUpper(attr[:1]) + attr[1:]
	case Opaque:
		return fmt.Sprintf("%sf%d", c.portlet(kind), i)
	case Suffix:
	}
	return base + "." + attr
}

// value is what a field shows: the draft of a form that came back, or the edit
// configuration.
func (c *Console) value(s *session, attr string) string {
	if attr == "name" {
		return s.at.name
	}
	if v, ok := s.draft[attr]; ok {
		return v
	}
	return c.dom.View().Find(s.at.kind, s.at.name).Get(attr)
}

func (c *Console) field(s *session, spec field, i int, frozen bool) fieldView {
	v := fieldView{ID: c.fieldID(s.at.kind, spec.attr, i), Kind: spec.kind, Value: c.value(s, spec.attr), Disabled: frozen,
		Help: "The " + spec.label + " of this page; the Data Source For Automatic Migration counts when the Migration Basis is Database, and the Service Migration Policy else."}
	v.First, v.Rest, _ = strings.Cut(spec.label, " ")
	v.Colon, v.Abbr = spec.kind != "checkbox", c.opt.has(AbbrLabels)
	if v.Rest != "" {
		v.Rest = " " + v.Rest
	}
	v.Choices = c.choices(spec, v.Value)
	c.dependent(s, spec, &v)
	if frozen && c.opt.has(ReadOnlyText) && (spec.kind == "select" || spec.kind == "text") {
		v.Kind, v.Value = "ro", v.shown()
	}
	if spec.kind == "ro" && spec.attr == domain.MigrationPolicy {
		v.Value = c.policyText(v.Value)
	}
	return v
}

func (v fieldView) shown() string {
	for _, o := range v.Choices {
		if o.Selected {
			return o.Text
		}
	}
	return v.Value
}

// dependent disables what the migration basis rules out.
func (c *Console) dependent(s *session, spec field, v *fieldView) {
	if s.at.kind != domain.KindCluster {
		return
	}
	database := c.value(s, domain.MigrationBasis) == "database"
	switch spec.attr {
	case domain.DataSourceAuto:
		v.Role, v.New = "source", true
		v.Disabled = v.Disabled || c.opt.Depends != Always && !database
	case domain.MigrationBasis:
		v.Role = "basis"
	case domain.DiscoveryTimeout:
		v.Disabled = v.Disabled || database
	}
}

// choices are the options of a select.
func (c *Console) choices(spec field, current string) []choice {
	var out []choice
	switch {
	case spec.attr == "operation.destination":
		return []choice{{"1", "soa_server1", true}, {"2", "soa_server2", false}}
	case spec.kind == "creation":
		return []choice{{"Disabled", "Disabled", true}, {"Always", "Always", false}}
	case spec.kind == "operation":
		return []choice{{"1", "Auto-Migrate Exactly-Once Services", true}, {"2", "Manual Service Migration Only", false}}
	case spec.kind == "override":
		return []choice{{"", "Database", true}, {"x", "Consensus", false}, {"y", "WLSSchemaDataSource", false}}
	case spec.attr == domain.MigrationBasis:
		out = c.plain(current, "consensus", "Consensus", "database", "Database")
	case spec.attr == domain.MigrationPolicy:
		for i, value := range []string{"manual", "exactly-once", "failure-recovery", "shutdown-recovery"} {
			out = append(out, choice{c.optionValue(value, i), c.policyText(value), value == current})
		}
	case spec.attr == domain.DataSourceAuto:
		out = c.sources(current)
	default:
		return nil
	}
	if c.opt.has(CurrentExtra) {
		out = c.withCurrent(out)
	}
	return out
}

// withCurrent puts the current value first, once more.
func (c *Console) withCurrent(all []choice) []choice {
	for i, o := range all {
		if o.Selected {
			all[i].Selected = false
			return append([]choice{o}, all...)
		}
	}
	return all
}

func (c *Console) plain(current string, pairs ...string) []choice {
	var out []choice
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, choice{c.optionValue(pairs[i], i), pairs[i+1], pairs[i] == current})
	}
	return out
}

func (c *Console) optionValue(value string, i int) string {
	if c.opt.Values == Indexes {
		return strconv.Itoa(i + 100)
	}
	if c.opt.quirk(Underscores) {
		return strings.ToUpper(strings.ReplaceAll(value, "-", "_"))
	}
	return value
}

func (c *Console) sources(current string) []choice {
	var out []choice
	none := map[None]string{EmptyNone: "", NamedNone: "None", ParenNone: "(none)"}
	if text, ok := none[c.opt.None]; ok {
		out = append(out, choice{map[bool]string{true: "unset"}[c.opt.has(NoneValued)], text, current == ""})
	}
	for i, name := range c.dom.View().Names(domain.KindDataSource) {
		text := name
		if c.opt.has(DecoratedSources) {
			text = name + " (jdbc/" + name + ")"
		}
		out = append(out, choice{c.sourceValue(name, i), text, name == current})
	}
	return out
}

func (c *Console) sourceValue(name string, i int) string {
	if c.opt.Values == Handles {
		return object{domain.KindDataSource, name}.handle()
	}
	return c.optionValue(name, i)
}
