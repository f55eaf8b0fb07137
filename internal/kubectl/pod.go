package kubectl

// The labels that the operator puts on its pods (its LabelConstants.java).
const (
	labelDomainUID   = "weblogic.domainUID"
	labelServerName  = "weblogic.serverName"
	labelClusterName = "weblogic.clusterName"
	labelDomainName  = "weblogic.domainName"
	labelByOperator  = "weblogic.createdByOperator"
	labelJobName     = "job-name" // on introspector pods, set by the Job controller
)

// Pod is what is read of a pod.
type Pod struct {
	Meta Meta `json:"metadata"`
	Spec struct {
		NodeName string `json:"nodeName"`
	} `json:"spec"`
	Status struct {
		Phase      string            `json:"phase"`
		Reason     string            `json:"reason"`
		Message    string            `json:"message"`
		Conditions Conditions        `json:"conditions"`
		Containers []ContainerStatus `json:"containerStatuses"`
	} `json:"status"`
}

// ContainerStatus is what is read of a container.
type ContainerStatus struct {
	Name  string `json:"name"`
	State struct {
		Waiting *struct {
			Reason  string `json:"reason"`
			Message string `json:"message"`
		} `json:"waiting"`
	} `json:"state"`
}

// Server is the name of the WebLogic server in the pod, "" when the pod is none.
func (p Pod) Server() string { return p.Meta.Labels[labelServerName] }

// DomainName is the name of the WebLogic domain that the server is of, as the
// operator read it from its configuration.
func (p Pod) DomainName() string { return p.Meta.Labels[labelDomainName] }

// introspects says whether the pod is one of the operator's jobs that read the
// domain's configuration. Their name ends as the operator was installed to have it,
// with -introspector unless told otherwise, so that whose job it is counts.
func (p Pod) introspects(uid string) bool {
	job := p.Meta.Labels[labelJobName]
	return p.Server() == "" && job != "" && (p.Meta.Labels[labelByOperator] == "true" || job == uid+"-introspector")
}

// ClusterName is the WebLogic cluster of the server; the administration server
// has none.
func (p Pod) ClusterName() string { return p.Meta.Labels[labelClusterName] }

// Terminating says whether the pod has been deleted and is not gone yet.
func (p Pod) Terminating() bool { return p.Meta.DeletionTimestamp != nil }

// Ready says whether the pod is Ready and stays.
func (p Pod) Ready() bool {
	_, ready := p.Status.Conditions.Find("Ready")
	return ready && !p.Terminating()
}

// Finished says whether the pod has run to its end, as an introspector does.
func (p Pod) Finished() bool {
	return p.Status.Phase == "Succeeded" || p.Status.Phase == "Failed"
}

// Trouble says in one line why the pod is not Ready, as far as it tells.
func (p Pod) Trouble() string {
	if p.Terminating() {
		return "terminating since " + p.Meta.DeletionTimestamp.Format("15:04:05")
	}
	for _, container := range p.Status.Containers {
		if waiting := container.State.Waiting; waiting != nil {
			return "container " + container.Name + ": " + waiting.Reason + " " + waiting.Message
		}
	}
	for _, condition := range p.Status.Conditions {
		if condition.Status == "False" && (condition.Reason != "" || condition.Message != "") {
			return condition.Type + " is False: " + condition.Reason + " " + condition.Message
		}
	}
	return p.Status.Phase + " " + p.Status.Reason + " " + p.Status.Message
}
