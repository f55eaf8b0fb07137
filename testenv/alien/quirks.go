package alien

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"

	"lockedit/testenv/console/domain"
)

// Quirk is one more choice of this console, of the same kind as [Trait].
type Quirk uint64

// The quirks. None of them contradicts what public material shows.
const (
	DeployHeaded       Quirk = 1 << iota // the page of the deployment has a heading, and asks again by itself
	DeployUnknown                        // the page of the deployment is in a language nobody knows, and moves on by script
	SessionInAction                      // the login form carries the session in its address
	LateFront                            // the login is answered by a page that moves on by script
	BesideHelp                           // a line of help stands beside the Change Center's status
	BesideResult                         // what an activation did stands beside the status from then on
	HeadingInForm                        // the heading of the Change Center is part of its form
	ScriptedTree                         // tree links have no address of their own
	SharedNames                          // controls of a form share an id
	Policy14                             // the fields that 14.1.1 added
	WrappedPaging                        // Previous and Next are wrapped, without blanks between them
	Underscores                          // policies' values are written like constants
	Tongue                               // labels, texts and titles are in a language nobody knows
	ListGrouped                          // the list of changes has a heading for each object
	ListByObjectName                     // the list of changes names objects as JMX does
	FilteredTargets                      // the table of targets has a filter that hides one
	AdministrationPort                   // the address is refused in favour of the administration port
	LockRace                             // somebody else takes the lock in the moment of Lock & Edit
	AsksOnPage                           // somebody holds the lock, and a page asks whether to take it over
	SlowPages                            // every page takes over a second
	CenterOutside                        // the buttons of the Change Center stand beside its form
	TrailRow                             // the trail of pages is a row of a layout table
	TwoStatuses                          // each sentence of the Change Center's status has its own element
	DeployLinked                         // the page of the deployment has a heading and a link
	FloatingTabs                         // the text of a tab floats, so that its link has no width
	DeadActiveTab                        // the link of the active tab leads nowhere
	OddNumbers                           // the numbers of rows are in full width, with no-break blanks between thousands
	PlainTitles                          // the titles of objects' pages do not name them
	IdleActiveTab                        // the link of the active tab is caught by a script that does nothing
	BareActiveTab                        // the link of the active tab has no address
	ScriptedTabs                         // tabs open by script, and the link of the active one leads nowhere
)

func (o Options) quirk(q Quirk) bool { return o.Quirks&q != 0 }

// refused answers for an address that the domain does not serve.
func (c *Console) refused(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=UTF-8")
	w.WriteHeader(http.StatusForbidden)
	fmt.Fprint(w, "<html><body><h2>Error 403--Forbidden</h2><p>Console/Management requests or requests with &lt;require-admin-traffic&gt; specified to 'true' can only be made through an administration channel</p></body></html>")
}

// withoutSession takes a session that stands in an address off it.
func withoutSession(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.URL.Path, _, _ = strings.Cut(r.URL.Path, ";")
		next.ServeHTTP(w, r)
	})
}

// deploying is the page of a deployment on demand.
func (c *Console) deploying(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html; charset=UTF-8")
	switch {
	case c.opt.quirk(DeployLinked):
		fmt.Fprintf(w, `<html><head><title>WebLogic Server</title></head><body><h1>WebLogic Server</h1><p>Deploying application for %s/login/LoginForm.jsp....</p><a href="%s">Continue</a></body></html>`, c.opt.Context, c.opt.Context)
	case c.opt.quirk(DeployHeaded):
		fmt.Fprintf(w, `<html><head><title>Please wait</title><meta http-equiv="refresh" content="1"></head><body><h1>Please wait</h1><p>Deploying application for %s/login/LoginForm.jsp....</p></body></html>`, c.opt.Context)
	case c.opt.quirk(DeployUnknown):
		fmt.Fprintf(w, `<html><head><title>Odota</title><script>setTimeout(() => location.reload(), 700)</script></head><body><p>Sovellusta otetaan käyttöön: %s/login/LoginForm.jsp....</p></body></html>`, c.opt.Context)
	default:
		fmt.Fprint(w, "<html><head><title>Please wait</title></head><body><p>Deploying application for /console/login/LoginForm.jsp....</p></body></html>")
	}
}

// late answers a login with a page that moves on after a moment.
func (c *Console) late(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html; charset=UTF-8")
	fmt.Fprintf(w, `<html><head><title>One moment</title></head><body><p>One moment</p><script>setTimeout(() => { location.href = "%s/index.jsp" }, 600)</script></body></html>`, c.opt.Context)
}

// race lets somebody else be quicker, once.
func (c *Console) race() bool { return c.opt.quirk(LockRace) && c.dom.Lock(Other) == nil }

// list is the page View changes and restarts.
func (c *Console) list() *tableView {
	t := &tableView{Caption: "Change List", Headers: []string{"Object", "Attribute", "Old Value", "New Value"}}
	last := ""
	for _, change := range c.dom.Pending() {
		name := change.Name
		switch {
		case c.opt.quirk(ListByObjectName):
			name = fmt.Sprintf("com.bea:Name=%s,Type=%s", change.Name, change.Kind)
		case name == last:
			name = ""
		default:
			t.Rows = append(t.Rows, rowView{Cells: []cellView{{Text: name}, {}, {}, {}}})
			last, name = name, ""
		}
		t.Rows = append(t.Rows, rowView{Cells: []cellView{{Text: name}, {Text: change.Attr}, {Text: change.Before}, {Text: change.After}}})
	}
	return t
}

// beside is what stands beside the Change Center's status.
func (c *Console) beside() string {
	switch {
	case c.opt.quirk(BesideHelp):
		return "Need more help? See the online help for this console."
	case c.opt.quirk(BesideResult) && c.activated:
		return "All changes have been activated. However 4 items must be restarted for the changes to take effect."
	}
	return ""
}

// askOnPage says whether Lock & Edit is answered with a question.
func (c *Console) askOnPage(s *session) bool {
	lock := c.dom.LockHolder()
	if !c.opt.quirk(AsksOnPage) || lock == nil || lock.Owner == s.user {
		return false
	}
	s.say("WARNING", lock.Owner+" is editing the domain. Take the lock over?")
	s.label, s.at = "TakeLockPage", object{}
	return true
}

// hidden says whether the filter of the table hides a target.
func (c *Console) hidden(b domain.Bean) bool {
	return c.opt.quirk(FilteredTargets) && strings.HasPrefix(b.Name, "soa_server2 ")
}

// addedIn14 are the fields of a cluster's Migration tab from 14.1.1 on.
func addedIn14() []field {
	return []field{
		{"Auto Migration Table Creation Policy", "other.autoMigrationTableCreationPolicy", "creation"},
		{"Auto Migration Table Creation DDL File", "other.autoMigrationTableCreationDDLFile", "text"},
	}
}

var (
	editedBy      = regexp.MustCompile(`The domain is being edited by (\S+) since (\S+)\.`)
	settingsTitle = regexp.MustCompile(`Settings for ([^<]*?)( - soainfra|</h1>)`)
	pagingText    = regexp.MustCompile(`Showing (\S+) to (\S+) of (\S+)`)
)

// translate puts a page into a language nobody knows.
func (c *Console) translate(page string) string {
	if !c.opt.quirk(Tongue) {
		return page
	}
	page = settingsTitle.ReplaceAllString(page, "$1: asetukset$2")
	page = editedBy.ReplaceAllString(page, "Verkkotunnusta muokkaa $1 klo $2 alkaen.")
	page = pagingText.ReplaceAllString(page, "Rivit $1–$2, yhteensä $3")
	return strings.NewReplacer(
		"Click the <em>Lock &amp; Edit</em> button to modify, add or delete items in this domain.", "Muokkaa valitsemalla <em>Lukitse</em>.",
		"No pending changes exist. Click the <em>Release Configuration</em> button to allow others to edit the domain.", "Ei muutoksia. Valitse <em>Vapauta</em>.",
		"Pending changes exist. They must be activated to take effect.", "Muutoksia on odottamassa.",
		"No pending changes exist.", "Ei muutoksia.", "Click the <em>Release Configuration</em> button to allow others to edit the domain.", "Valitse <em>Vapauta</em>.",
		"Pending changes exist.", "Muutoksia on odottamassa.", "They must be activated to take effect.", "Ota ne käyttöön.",
		">Change Center<", ">Muutosten keskus<", "Lock &amp; Edit", "Lukitse", "Activate Changes", "Ota käyttöön", "Release Configuration", "Vapauta", "Undo All Changes", "Kumoa kaikki",
		`<div class="buttonBar"><button type="button" name="Save"`, `<div class="upperButtonBar"><button type="button" name="Tallenna"`, ">Save<", ">Tallenna<",
		">Configuration<", ">Kokoonpano<", ">General<", ">Yleistä<", ">Migration<", ">Siirto<", ">Control<", ">Ohjaus<", ">Notes<", ">Muistiot<",
		`title="Configuration- Tab"`, `title="Kokoonpano- Välilehti"`, `title="Migration- Tab"`, `title="Siirto- Välilehti"`,
		"Previous", "Edellinen", "Next", "Seuraava", ">Clusters<", ">Klusterit<", ">Migratable Targets<", ">Siirrettävät kohteet<", ">Log Out<", ">Kirjaudu ulos<",
		">Cluster<", ">Klusteri<", ">Name<", ">Nimi<", "Sort table by", "Lajittele:", "View changes and restarts", "Näytä muutokset",
		">Database<", ">Tietokanta<", ">Consensus<", ">Konsensus<", ">Manual Service Migration Only<", ">Vain käsin<",
		">Auto-Migrate Exactly-Once Services<", ">Täsmälleen kerran<", ">Auto-Migrate Failure Recovery Services<", ">Virheestä<",
		">Auto-Migrate Shutdown-Recovery Services<", ">Pysäytyksestä<",
		"Summary of", "Yhteenveto:", "Home Page", "Etusivu", "WLS Console", "WLS-konsoli",
		"Migration Basis", "Siirron perusta", "Data Source For Automatic Migration", "Tietolähde", "Auto Migration Table Name", "Taulun nimi",
		"Service Migration Policy", "Siirtokäytäntö",
	).Replace(page)
}

func (c *Console) pace() {
	if c.opt.quirk(SlowPages) {
		<-time.After(1300 * time.Millisecond)
	}
}
