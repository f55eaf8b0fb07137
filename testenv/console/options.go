package console

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"lockedit/testenv/console/domain"
)

// OptionValues says what the value attributes of select options look like; the
// real ones are not published.
type OptionValues string

// The looks of option values.
const (
	PlainValues  OptionValues = "plain"  // the MBean value itself
	OpaqueValues OptionValues = "opaque" // a random word
	HandleValues OptionValues = "handle" // a percent-encoded handle, or a number
)

// OtherLock says how the Change Center looks while another user holds the
// lock; the real look is not published.
type OtherLock string

// The looks of another user's lock.
const (
	OtherDisabled OtherLock = "disabled"   // both buttons disabled, a text names the owner
	OtherTakeover OtherLock = "takeover"   // Lock & Edit enabled, confirm() asks to take over
	OtherSilent   OtherLock = "silent"     // both buttons disabled, the unlocked text
	OtherNone     OtherLock = "no-buttons" // a text, no buttons
	// OtherBeside shows the unlocked text, and Lock & Edit takes over without asking;
	// what names the owner stands beside it.
	OtherBeside OtherLock = "takeover-beside"
)

// LabelStyle says how the label texts of form rows are written.
type LabelStyle string

// The styles of labels.
const (
	LabelPlain     LabelStyle = "plain"
	LabelSplit     LabelStyle = "split"     // every word in its own element
	LabelReordered LabelStyle = "reordered" // the words in another order
	LabelNbsp      LabelStyle = "nbsp"      // no-break spaces, line breaks
)

// TabTitle says how the title of a sub-tab's link is built.
type TabTitle string

// The titles of sub-tabs.
const (
	TabOwn  TabTitle = "own"  // "Migration- Tab"
	TabBoth TabTitle = "both" // "Configuration- Migration- Tab"
	TabNone TabTitle = "none" // no title
)

// Options are the shape of a test console. The zero value is a production
// domain "soainfra" on 12.2.1.4 with random names from seed 0.
type Options struct {
	// Version is one of Versions(); empty means 12.2.1.4.
	Version string
	// Language forces a language of Languages(); empty follows Accept-Language.
	Language string
	// Development makes a development mode domain; Production is the default
	// and may be set to say so.
	Production, Development bool
	// AutoLock is the preference "Automatically Acquire Lock and Activate
	// Changes", in force in development mode.
	AutoLock bool
	// Seed makes the random names, values and shuffles.
	Seed int64
	// FixedNames uses the likely names by analogy instead of random ones.
	FixedNames bool
	// ContextPath is the console's context path; empty means /console.
	ContextPath string
	// Domain is the model; nil makes domain.Sample of Clusters.
	Domain   *domain.Domain
	Clusters []domain.ClusterSpec
	// Password is that of all the default users; empty means welcome1-test.
	Password string
	// Addr is where Start listens; empty means 127.0.0.1:0.
	Addr string
	// TLS serves https with a certificate of a generated authority.
	TLS bool
	// Hosts are further host names for that certificate, besides localhost and
	// the loopback addresses.
	Hosts []string
	// DeployingHits is how many first requests get the page "Deploying
	// application".
	DeployingHits int
	// DeployingRefresh is how that page comes again: "meta" (the default),
	// "script" or "none".
	DeployingRefresh string
	// CookieName is the session cookie's name; empty means ADMINCONSOLESESSION.
	CookieName string
	// RewriteURLs writes the session's id into redirects and into the address of
	// the login form (;<CookieName>=<id>) until its cookie has come back from the
	// client, as the servlet container does, and takes it from there.
	RewriteURLs bool
	// LoginForward shows the login form at the address that was asked for,
	// instead of redirecting to it; LoginFailRedirect redirects to the form
	// after a refused login, instead of answering with it.
	LoginForward, LoginFailRedirect bool
	// AdminPortOnly answers everything with 403, as the plain port of a domain
	// with an administration port does.
	AdminPortOnly bool
	// PageSize is the number of rows of a table page; 0 means 10.
	PageSize int
	// CacheablePages lets a browser keep pages for ten minutes, as a proxy in front of a
	// console may.
	CacheablePages bool
	// ChangesPaged shows the list of pending changes in pages of PageSize, too.
	ChangesPaged bool
	// ChangesNote is the text of a row that the list always begins with; ChangesDated
	// gives each change a column with the day it was made.
	ChangesNote  string
	ChangesDated bool
	// TreeCollapsed shows the tree with only its first level after login.
	TreeCollapsed bool
	// OtherLabels gives the tables of clusters and of migratable targets page labels
	// that nobody has seen.
	OtherLabels bool
	// TargetsInTree overrides where the version has Migratable Targets:
	// "sibling" or "child" of Clusters, or "none".
	TargetsInTree string
	OptionValues  OptionValues
	// Marks says of attributes how their select shows its value; others are marked
	// by the server.
	Marks map[string]Marks
	// Status replaces sentences of the Change Center.
	Status    StatusTexts
	OtherLock OtherLock
	Labels    LabelStyle
	TabTitle  TabTitle
	// DoubleEncoded writes handles in links twice percent-encoded.
	DoubleEncoded bool
	// PercentBlanks writes a blank in a handle as %20 instead of +.
	PercentBlanks bool
	// ActiveTabText shows the active tab as text instead of a link.
	ActiveTabText bool
	// HyphenPolicies shows policy texts as the guides print them
	// ("Auto-Migrate Exactly-Once-Services"), PlainPolicies without the inner
	// hyphen; neither follows the version.
	HyphenPolicies, PlainPolicies bool
	// TimeoutOnly disables only Member Discovery Timeout by the basis, instead
	// of every field that does not apply to it.
	TimeoutOnly bool
	// UndoReleases gives the lock back when all changes are undone.
	UndoReleases bool
	// Latency delays every console page; PageLatency one page by its key
	// (for example "cluster.migration") or _pageLabel.
	Latency     time.Duration
	PageLatency map[string]time.Duration
	// SessionTimeout is the idle limit of a session; 0 means 3600 s.
	SessionTimeout time.Duration
	// Now is the clock; nil means time.Now.
	Now func() time.Time
}

// Versions lists the flavours.
func Versions() []string {
	return []string{"10.3.6", "12.1.3", "12.2.1.3", "12.2.1.4", "14.1.1"}
}

// Languages lists the languages of the word files.
func Languages() []string { return languages() }

func (o Options) withDefaults() Options {
	set := func(field *string, value string) {
		if *field == "" {
			*field = value
		}
	}
	set(&o.Version, "12.2.1.4")
	set(&o.ContextPath, "/console")
	set(&o.Password, "welcome1-test")
	set(&o.CookieName, "ADMINCONSOLESESSION")
	set(&o.DeployingRefresh, "meta")
	set(&o.Addr, "127.0.0.1:0")
	set((*string)(&o.OptionValues), string(PlainValues))
	set((*string)(&o.OtherLock), string(OtherDisabled))
	set((*string)(&o.Labels), string(LabelPlain))
	set((*string)(&o.TabTitle), string(TabOwn))
	if o.PageSize == 0 {
		o.PageSize = 10
	}
	if o.SessionTimeout == 0 {
		o.SessionTimeout = time.Hour
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o.withDomain()
}

func (o Options) withDomain() Options {
	if o.Domain != nil {
		return o
	}
	o.Domain = domain.Sample(domain.Settings{
		Production: !o.Development, AutoLock: o.AutoLock, UndoReleases: o.UndoReleases, Now: o.Now,
	}, o.Clusters...)
	for _, u := range []domain.User{
		{Name: "weblogic", Role: domain.Admin}, {Name: "weblogic2", Role: domain.Admin},
		{Name: "oper", Role: domain.Operator}, {Name: "mon", Role: domain.Monitor},
	} {
		u.Password = o.Password
		o.Domain.AddUser(u)
	}
	return o
}

func (o Options) validate() error {
	if o.Production && o.Development {
		return errors.New("a domain is in production or in development mode, not both")
	}
	checks := []struct {
		what, value string
		legal       []string
	}{
		{"version", o.Version, Versions()},
		{"language", o.Language, append(Languages(), "")},
		{"option values", string(o.OptionValues), []string{"plain", "opaque", "handle"}},
		{"other lock", string(o.OtherLock), []string{"disabled", "takeover", "takeover-beside", "silent", "no-buttons"}},
		{"labels", string(o.Labels), []string{"plain", "split", "reordered", "nbsp"}},
		{"tab title", string(o.TabTitle), []string{"own", "both", "none"}},
		{"deploying refresh", o.DeployingRefresh, []string{"meta", "script", "none"}},
		{"targets in tree", o.TargetsInTree, []string{"", "sibling", "child", "none"}},
	}
	for _, c := range checks {
		if !slices.Contains(c.legal, c.value) {
			return fmt.Errorf("%s %q: not one of %q", c.what, c.value, c.legal)
		}
	}
	return o.validMarks()
}
