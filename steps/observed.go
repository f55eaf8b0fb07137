package steps

import (
	"lockedit/internal/spec"
	"lockedit/recordings"
	"lockedit/selectors"
)

// Observed is what the console showed: nothing in it is assumed.
type Observed struct {
	Console      recordings.Console
	ChangeCenter ChangeCenter
	Cluster      ClusterSettings
	// Targets are the migratable targets of the cluster (or those named), in table order.
	Targets []TargetSettings
}

// ReadOnly says that the account can change nothing here: there are no buttons
// in the Change Center, and no field of the Migration tab is enabled.
func (o Observed) ReadOnly() bool {
	return o.ChangeCenter.State == selectors.StateAbsent && !o.Cluster.Editable
}

// ChangeCenter is the state of the Change Center as it was read.
type ChangeCenter struct {
	State selectors.State
	// Reason says why the state was taken for this one, with the texts seen.
	Reason string
	// Status is what it says: its status paragraph and what stands beside it.
	Status string
	// Idle says that it is there, and that none of its buttons can be clicked.
	Idle bool
	// CancelEnabled says that its second button can be clicked, as it can wherever this
	// account has the lock; LockOffered that it cannot, and that Lock & Edit can.
	CancelEnabled, LockOffered bool
	// Held says that it speaks of somebody else who has the lock, Silent that it says
	// no more than in an unlocked domain.
	Held, Silent bool
}

// ClusterSettings are the values of a cluster's Migration tab.
type ClusterSettings struct {
	Name  string
	Basis spec.Basis
	// BasisText is what the page shows for Basis.
	BasisText string
	TableName string
	// DataSource is empty when the page shows that none is chosen.
	DataSource string
	// Bases are the texts that the page offers, Offered what of them is understood.
	Bases   []string
	Offered []spec.Basis
	// DataSources are the names that the page offers, in page order.
	DataSources []string
	// Editable says whether the fields can be changed on this page.
	Editable bool
}

// TargetSettings are the values of a migratable target's Migration tab.
type TargetSettings struct {
	Name    string
	Cluster string
	Policy  spec.Policy
	// PolicyText is what the page shows for Policy.
	PolicyText string
	// Policies are the texts that the page offers, in page order.
	Policies []string
	// Offered are the policies that the page offers, as far as they are understood.
	Offered  []spec.Policy
	Editable bool
}
