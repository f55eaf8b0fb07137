package kubectl

import (
	"strings"
	"time"
)

// Policy is a server start policy in one spelling for both API versions.
type Policy string

// The server start policies of a Domain. v9 spells them Never, IfNeeded and
// AdminOnly, v8 NEVER, IF_NEEDED and ADMIN_ONLY.
const (
	PolicyIfNeeded  Policy = "IfNeeded"
	PolicyNever     Policy = "Never"
	PolicyAdminOnly Policy = "AdminOnly"
)

// The home source types of a Domain.
const (
	HomePersistentVolume = "PersistentVolume"
	HomeImage            = "Image"
	HomeFromModel        = "FromModel"
)

// The severities of a Failed condition in v9 that are told apart: a Warning is not
// retried and does not keep servers from starting, Fatal is not retried. What else there
// is, Severe, the operator retries.
const (
	SeverityWarning = "Warning"
	SeverityFatal   = "Fatal"
)

// Meta is the part of an object's metadata that is read.
type Meta struct {
	Name              string            `json:"name"`
	Namespace         string            `json:"namespace"`
	UID               string            `json:"uid"`
	ResourceVersion   string            `json:"resourceVersion"`
	Generation        int64             `json:"generation"`
	Labels            map[string]string `json:"labels"`
	DeletionTimestamp *time.Time        `json:"deletionTimestamp"`
}

// Condition is one entry of a Domain's or Cluster's status.conditions.
// Severity is empty in v8, which has none.
type Condition struct {
	Type     string `json:"type"`
	Status   string `json:"status"`
	Severity string `json:"severity"`
	Reason   string `json:"reason"`
	Message  string `json:"message"`
}

// True says whether the condition holds now.
func (c Condition) True() bool { return c.Status == "True" }

// String is the condition in one line, for messages.
func (c Condition) String() string {
	text := c.Type
	for _, part := range []string{c.Severity, c.Reason, c.Message} {
		if part != "" {
			text += " " + part
		}
	}
	return text
}

// Conditions are those of one object.
type Conditions []Condition

// Find returns the first condition of a type that holds now.
func (c Conditions) Find(kind string) (Condition, bool) {
	for _, condition := range c {
		if condition.Type == kind && condition.True() {
			return condition, true
		}
	}
	return Condition{}, false
}

// Failures returns the Failed conditions that hold; there may be several.
func (c Conditions) Failures() []Condition {
	var failures []Condition
	for _, condition := range c {
		if condition.Type == "Failed" && condition.True() {
			failures = append(failures, condition)
		}
	}
	return failures
}

// Domain is what is read of a Domain resource, of weblogic.oracle/v8 or v9.
type Domain struct {
	APIVersion string       `json:"apiVersion"`
	Meta       Meta         `json:"metadata"`
	Spec       DomainSpec   `json:"spec"`
	Status     DomainStatus `json:"status"`
}

// DomainSpec is the wanted state. A pointer is nil when the field is absent.
type DomainSpec struct {
	DomainUID         string         `json:"domainUID"`
	HomeSourceType    string         `json:"domainHomeSourceType"`
	ServerStartPolicy *string        `json:"serverStartPolicy"` // as written, in v8's or v9's spelling
	RestartVersion    *string        `json:"restartVersion"`
	Replicas          *int           `json:"replicas"`
	Clusters          []ClusterEntry `json:"clusters"`
	Configuration     Configuration  `json:"configuration"`
	Credentials       struct {
		Name string `json:"name"`
	} `json:"webLogicCredentialsSecret"`
}

// Configuration is the part of spec.configuration that matters to a change made
// in the console.
type Configuration struct {
	OverridesConfigMap string    `json:"overridesConfigMap"`
	Model              *struct{} `json:"model"`
}

// ClusterEntry is an entry of spec.clusters: in v9 it names a Cluster resource,
// in v8 it is the WebLogic cluster itself.
type ClusterEntry struct {
	Name        string `json:"name"`        // v9
	ClusterName string `json:"clusterName"` // v8
	Replicas    *int   `json:"replicas"`    // v8
}

// DomainStatus is what the operator reports.
type DomainStatus struct {
	ObservedGeneration int64          `json:"observedGeneration"` // v9 only
	Conditions         Conditions     `json:"conditions"`
	Servers            []ServerStatus `json:"servers"`
	Message            string         `json:"message"`
	Reason             string         `json:"reason"`
}

// ServerStatus is one server in the status: every configured one, also those
// that are not to run.
type ServerStatus struct {
	Name        string `json:"serverName"`
	ClusterName string `json:"clusterName"`
	State       string `json:"state"`
	StateGoal   string `json:"stateGoal"`    // v9
	Desired     string `json:"desiredState"` // v8
}

// Goal is the state that the operator wants for the server: RUNNING, ADMIN or
// SHUTDOWN, whichever field the API version has for it.
func (s ServerStatus) Goal() string {
	if s.StateGoal != "" {
		return s.StateGoal
	}
	return s.Desired
}

// Version is the API version without its group: v8 or v9.
func (d Domain) Version() string {
	_, version, _ := strings.Cut(d.APIVersion, "/")
	return version
}

// v8 says whether the Domain has v8's spellings and v8's smaller status.
func (d Domain) v8() bool { return d.Version() == "v8" }

// HasGenerations says whether the operator reports which generation it has
// seen, and whether everything is completed: v9 does, v8 does not.
func (d Domain) HasGenerations() bool { return !d.v8() }

// DomainUID is the domain's identity in labels and pod names: spec.domainUID,
// or the name of the resource when that is absent.
func (d Domain) DomainUID() string {
	if d.Spec.DomainUID != "" {
		return d.Spec.DomainUID
	}
	return d.Meta.Name
}

// HomeSourceType is spec.domainHomeSourceType, or the operator's default for a
// Domain without it: FromModel with a spec.configuration.model, else Image.
func (d Domain) HomeSourceType() string {
	switch {
	case d.Spec.HomeSourceType != "":
		return d.Spec.HomeSourceType
	case d.Spec.Configuration.Model != nil:
		return HomeFromModel
	}
	return HomeImage
}

// Policy is the server start policy in one spelling; IfNeeded when absent.
// A value that neither version knows is returned as it is.
func (d Domain) Policy() Policy {
	if d.Spec.ServerStartPolicy == nil {
		return PolicyIfNeeded
	}
	return normalPolicy(*d.Spec.ServerStartPolicy)
}

func normalPolicy(raw string) Policy {
	switch strings.ToLower(strings.ReplaceAll(raw, "_", "")) {
	case "":
		return PolicyIfNeeded
	case "ifneeded":
		return PolicyIfNeeded
	case "never":
		return PolicyNever
	case "adminonly":
		return PolicyAdminOnly
	}
	return Policy(raw)
}

// StopValue is how this Domain's API version spells Never.
func (d Domain) StopValue() string {
	if d.v8() {
		return "NEVER"
	}
	return "Never"
}

// StartValue is how this Domain's API version spells IfNeeded.
func (d Domain) StartValue() string {
	if d.v8() {
		return "IF_NEEDED"
	}
	return "IfNeeded"
}

// Observed says whether the operator has seen the present specification. A
// Domain without generations (v8) cannot tell, and counts as observed.
func (d Domain) Observed() bool {
	return !d.HasGenerations() || d.Status.ObservedGeneration == d.Meta.Generation
}

// Resource is the Domain's kind with its API version, as kubectl wants it, so
// that a patch is written in the version that was read.
func (d Domain) Resource() string {
	return "domains." + d.Version() + ".weblogic.oracle"
}

// ClusterResources names the Cluster resources of a v9 Domain.
func (d Domain) ClusterResources() []string {
	if d.v8() {
		return nil
	}
	var names []string
	for _, entry := range d.Spec.Clusters {
		if entry.Name != "" {
			names = append(names, entry.Name)
		}
	}
	return names
}

// Cluster is what is read of a Cluster resource (weblogic.oracle/v1).
type Cluster struct {
	Meta Meta `json:"metadata"`
	Spec struct {
		ClusterName string `json:"clusterName"`
		Replicas    *int   `json:"replicas"`
	} `json:"spec"`
	Status struct {
		ObservedGeneration int64      `json:"observedGeneration"`
		Conditions         Conditions `json:"conditions"`
	} `json:"status"`
}

// WebLogicName is the cluster's name in WebLogic.
func (c Cluster) WebLogicName() string {
	if c.Spec.ClusterName != "" {
		return c.Spec.ClusterName
	}
	return c.Meta.Name
}

// Observed says whether the operator has seen the present specification.
func (c Cluster) Observed() bool {
	return c.Status.ObservedGeneration == c.Meta.Generation
}

// Replicas is the number of servers of a cluster whose own field is given: that
// field, else the Domain's, else the operator's default, 1 in v9 and 0 in v8.
func (d Domain) Replicas(own *int) int {
	switch {
	case own != nil:
		return *own
	case d.Spec.Replicas != nil:
		return *d.Spec.Replicas
	case d.v8():
		return 0
	}
	return 1
}
