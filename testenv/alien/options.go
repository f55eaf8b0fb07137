package alien

import "lockedit/testenv/console/domain"

// Trait is one choice of this console, made where nothing is proved.
type Trait uint64

// The traits. None of them contradicts what public material shows.
const (
	LongLogin        Trait = 1 << iota // the login answers with a chain of redirects
	LoginGoesHome                      // the login forgets which page was asked for
	Deploying                          // the first request finds the application being deployed
	NoHomeLinks                        // the home page has no links in its content
	TreeCollapsed                      // the tree opens with every node closed
	TreeLinks                          // tree nodes open by a link, not by a form
	TargetsBeside                      // Migratable Targets is a sibling of Clusters
	DoubleEncoded                      // row links are encoded twice, their label last
	SessionObject                      // tabs and forms carry no handle: the session knows the object
	DispatchMoves                      // a row link is answered by a redirect
	ActiveTabText                      // the active tab is no link
	NoTabTitles                        // tabs have no title
	BothTabTitles                      // titles of sub-tabs name both levels
	RemembersTab                       // an object opens at the tab used last
	OpensAtControl                     // objects open at Control, which has a Migration sub-tab too
	NoScope                            // table headers have no scope, row headers are plain cells
	NoCheckboxes                       // tables have no column of checkboxes
	IconColumn                         // tables begin with a column of icons
	HiddenTable                        // a hidden second table lists everything
	HealthTable                        // another table with the same columns comes first
	LinkedCells                        // clusters and servers in other columns are links
	OtherOrder                         // the name is not the first column
	NoClusterColumn                    // the targets' table does not show the cluster
	RemembersPage                      // a table opens at the page seen last
	NoStatus                           // the Change Center has no status paragraph
	WrappedStatus                      // the status is wrapped deeper
	ButtonsInTable                     // Change Center buttons stand in table cells
	HeadingImage                       // headings are images
	EditSessions                       // a band of other edit sessions with a select of its own
	LockGoesHome                       // Lock & Edit and its fellows answer with the home page
	ReadOnlyText                       // without the lock, fields are text
	PolicyOnGeneral                    // a target's General tab shows the policy, read-only
	OverrideSelect                     // similar labels with selects of their own
	NotesForm                          // another form with a Save of its own stands first
	ButtonsOutside                     // Save stands outside the form
	AbbrLabels                         // labels wrap icons and abbreviations
	ForOnly                            // labels are tied by for, far from their field
	HelpColumn                         // a column of help repeats the labels
	CurrentExtra                       // the current value is an option of its own
	SlowStyles                         // stylesheets come late
	Redirects                          // a POST is answered with a redirect
	NoMessages                         // nothing says that something was saved
	OddMessages                        // messages have markup nobody has seen
	SaveRejected                       // a save is refused by the server
	SaveDropsSource                    // a save forgets the data source, and says it was done
	ActivateFails                      // an activation is refused
	ActivateSlow                       // an activation goes on after its answer
	DialogUndo                         // undo asks in a dialog
	SessionDies                        // the session ends with the first save
	HyphenPolicies                     // Exactly-Once-Services
	UndoReleases                       // undo gives the lock back
	StolenAfterSave                    // another user takes the lock after the first save
	SharedLock                         // the account holds the lock from elsewhere
	SaveLoses                          // the answer to the first save never arrives
	DecoratedSources                   // data source options carry more than the name
	Streams                            // a page comes in two parts, the Change Center late
	NoneValued                         // the entry for nothing has a value
	ControlPolicy                      // Control > Migration has a select of the same name
	StolenSilently                     // the lock is stolen after the first save, and nothing shows it
	OpensMidTable                      // the table of targets opens at a later page
	PolicyLosesFocus                   // fields are drawn again when they change
)

// Foreign is how a lock of somebody else looks.
type Foreign int

// The presentations of a foreign lock; NoForeign has no lock.
const (
	NoForeign      Foreign = iota
	TextOnly               // a sentence and no buttons
	BothDisabled           // both buttons disabled
	TakeOver               // Lock & Edit enabled, and it takes over; a sentence says so
	PendingShown           // both enabled, with the other's pending edits
	SilentRefusal          // looks unlocked; Lock & Edit is answered with an error
	SilentWithout          // looks unlocked; Lock & Edit is answered with the same page
	TakeOverBeside         // Lock & Edit takes over, as a second sentence says
	AsksInDialog           // looks unlocked; Lock & Edit asks in a dialog whether to take over
	TakesSilently          // looks unlocked; Lock & Edit takes the lock with the other's edits
	LooksOwn               // Release Configuration enabled, as if it were one's own
)

// Paging is how a table tells its pages.
type Paging int

// The paging texts.
const (
	Showing    Paging = iota // Showing 1 to 2 of 2
	TotalFirst               // Total 2: 1 to 2
	Dashes                   // 1-2 of 2
	PageOf                   // Page 1 of 1
	Silent                   // only the links
)

// IDs is how fields are named.
type IDs int

// The names of fields.
const (
	Suffix  IDs = iota // <Portlet><bean>.<attribute>
	Nested             // <Portlet><bean>.<part>.<attribute>
	Capital            // <Portlet><bean>.<Attribute>
	Opaque             // <Portlet>f<number>
)

// Values is what option values hold.
type Values int

// The option values.
const (
	Plain   Values = iota // the MBean's value
	Handles               // percent-encoded handles where there is an object
	Indexes               // numbers
)

// Depends is how the data source follows the migration basis.
type Depends int

// The ways a field follows another.
const (
	Always    Depends = iota // it does not
	AtOnce                   // enabled in the change event
	Late                     // enabled some time after the change
	Rerender                 // its row is drawn again
	RoundTrip                // the form is sent and comes back unsaved
	LoadLate                 // scripts enable every field after the page has loaded
)

// None is how a select says that nothing is chosen.
type None int

// The entries for nothing.
const (
	EmptyNone None = iota
	NamedNone
	ParenNone
	WithoutNone
)

// Options are the choices of one console.
type Options struct {
	Seed     int64
	Clusters []domain.ClusterSpec
	Context  string
	Cookie   string
	Traits   Trait
	Quirks   Quirk
	Foreign  Foreign
	Paging   Paging
	PageSize int
	IDs      IDs
	Values   Values
	Depends  Depends
	None     None
	Role     domain.Role
	AutoLock bool
	Password string
}

func (o Options) has(t Trait) bool { return o.Traits&t != 0 }
