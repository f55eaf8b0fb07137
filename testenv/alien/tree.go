package alien

import "slices"

// nodeView is one node of the Domain Structure.
type nodeView struct {
	Text, Label, Href string
	Depth             int
	Toggle            string
}

type node struct {
	text, label string
	under       []node
}

func (c *Console) structure() []node {
	targets := node{text: "Migratable Targets", label: "MigratableTargetsConfigTablePage"}
	clusters := node{text: "Clusters", label: "CoreClusterClusterTablePage", under: []node{{text: "Server Templates", label: "ServerTemplateTablePage"}, targets}}
	environment := node{text: "Environment", label: "EnvironmentsSummaryPage"}
	if c.opt.has(TargetsBeside) {
		clusters.under = nil
		environment.under = []node{targets}
	}
	environment.under = slices.Insert(environment.under, 0, node{text: "Servers", label: "CoreServerServerTablePage"}, clusters)
	environment.under = append(environment.under, node{text: "Coherence Clusters", label: "CoherenceClusterTablePage"}, node{text: "Machines", label: "CoreMachineMachineTablePage"})
	return []node{environment, {text: "Deployments", label: "AppDeploymentsControlPage"}, {text: "Services", label: "ServicesSummaryPage"}}
}

func (c *Console) tree(s *session) []nodeView {
	var out []nodeView
	var walk func(nodes []node, depth int)
	walk = func(nodes []node, depth int) {
		for _, n := range nodes {
			v := nodeView{Text: n.text, Label: n.label, Depth: depth, Href: "console.portal?_nfpb=true&_pageLabel=" + n.label}
			if n.label == "MigratableTargetsConfigTablePage" {
				v.Href = targetsLink()
			}
			if len(n.under) > 0 {
				v.Toggle = map[bool]string{true: "collapse", false: "expand"}[s.open[n.label]]
			}
			out = append(out, v)
			if s.open[n.label] {
				walk(n.under, depth+1)
			}
		}
	}
	walk(c.structure(), 0)
	return out
}
