package selectors_test

import (
	"fmt"
	"html"
	"net/url"
	"strings"
)

// The markup below follows what is known of the console's pages: names, ids,
// classes and nesting as seen, texts short. Elements that a test wants to meet
// carry a mark in data-t.

// document puts the content column before the navigation column, as the console does.
func document(content, nav string) string {
	return `<!DOCTYPE html><html><head><title>t</title></head><body><div class="wlsc-frame"><div id="content-col">` +
		`<div class="toolbar"><ul id="topMenu"><li><a data-t="home" href="/console/console.portal?_nfpb=true&amp;_pageLabel=HomePage1">Home</a></li>` +
		`<li><a data-t="logout" href="/console/jsp/common/warnuserlockheld.jsp">Log Out</a></li></ul>` +
		`<form action="console.portal" method="post"><input name="MBeanSearchPortletsearchString"></form>` +
		`<div id="welcome" data-t="welcome">Welcome, weblogic</div><div id="domain" data-t="domain">Connected to: <b>d</b></div></div>` +
		content + `</div><div id="console-nav-col">` + nav + `</div></div><p id="footerVersion" data-t="version">WebLogic Server Version: 12.2.1.4.0</p></body></html>`
}

// button is one of the change center's buttons.
type button struct {
	text string
	on   bool
}

// changeCenter draws the change center; nil buttons are not there.
func changeCenter(status string, save, cancel *button) string {
	var b strings.Builder
	b.WriteString(`<form name="changecenterform" data-t="cc" method="post" action="console.portal"><input type="hidden" name="changeCenter" value="ChangeCenterClicked">` +
		`<input type="hidden" name="action" value="">` +
		`<a data-t="view" href="console.portal?_nfpb=true&amp;_pageLabel=ChangeManagementPage">View changes and restarts</a>`)
	if status != "" {
		fmt.Fprintf(&b, `<p class="changeliststatus" data-t="status">%s</p>`, status)
	}
	for name, btn := range map[string]*button{"save": save, "cancel": cancel} {
		if btn == nil {
			continue
		}
		class, disabled := "formButton", ""
		if !btn.on {
			class, disabled = "formButton-disabled", " disabled"
		}
		fmt.Fprintf(&b, `<button type="button" data-t="cc-%s" name="%s" class="%s"%s>%s</button>`, name, name, class, disabled, html.EscapeString(btn.text))
	}
	return b.String() + `</form>`
}

func unlockedCenter() string {
	return changeCenter("Click the <em>Lock &amp; Edit</em> button to modify, add or delete items in this domain.",
		&button{"Lock & Edit", true}, &button{"Release Configuration", false})
}

func lockedCenter() string {
	return changeCenter("No pending changes exist. Click the <em>Release Configuration</em> button to allow others to edit the domain.",
		&button{"Lock & Edit", false}, &button{"Release Configuration", true})
}

func pendingCenter() string {
	return changeCenter("Pending changes exist.", &button{"Activate Changes", true}, &button{"Undo All Changes", true})
}

// node is one line of the domain structure.
type node struct {
	label, text string
	toggle      bool
}

func tree(nodes ...node) string {
	var b strings.Builder
	b.WriteString(`<form data-t="tree" method="post" action="console.portal"><input type="hidden" name="action"><input type="hidden" name="nodeId"><input type="hidden" name="_nfpb" value="true">` +
		`<div><img id="iconDomainConfigGeneralPage" alt=""><a title="d" href="#">d</a></div>`)
	for _, n := range nodes {
		if n.toggle {
			fmt.Fprintf(&b, `<a href="#" data-t="toggle-%[1]s"><img id="join%[1]s" width="9" height="9" alt="+"></a>`, n.label)
		}
		fmt.Fprintf(&b, `<a data-t="tree-%[1]s" id="link%[1]s" href="/console/console.portal?_nfpb=true&amp;_pageLabel=%[1]s">%[2]s</a><br>`, n.label, n.text)
	}
	return b.String() + `</form>`
}

const (
	clustersLabel = "CoreClusterClusterTablePage"
	targetsLabel  = "MigratableTargetsConfigTablePage"
)

// expandedTree is the tree of 12.2.1 with Environment and Clusters open.
func expandedTree() string {
	return tree(node{"EnvironmentsSummaryPage", "Environment", true}, node{"CoreServerServerTablePage", "Servers", false},
		node{clustersLabel, "Clusters", true}, node{targetsLabel, "Migratable Targets", false}, node{"CoherenceClusterTablePage", "Coherence Clusters", false})
}

func collapsedTree() string { return tree(node{"EnvironmentsSummaryPage", "Environment", true}) }

func homeLinks() string {
	return `<div class="home"><table><tr><td><a data-t="content-clusters" href="console.portal?_nfpb=true&amp;_pageLabel=` + clustersLabel + `">Clusters</a></td></tr>` +
		`<tr><td><a data-t="content-targets" href="console.portal?_nfpb=true&amp;_pageLabel=` + targetsLabel + `">Migratable Targets</a></td></tr></table></div>`
}

// handle writes a configuration object's handle, percent-encoded so often.
func handle(name, kind string, times int) string {
	h := fmt.Sprintf(`com.bea.console.handles.JMXHandle("com.bea:Name=%s,Type=%s")`, name, kind)
	for range times {
		h = url.QueryEscape(h)
	}
	return h
}

// rowLink is a table row's link to its object's page.
func rowLink(mark, name, kind string, encoded int) string {
	return fmt.Sprintf(`<tr class="rowEven"><td><input type="checkbox" id="PchosenContents" name="PchosenContents" title="Select %[1]s"></td>`+
		`<td id="name1" scope="row"><a data-t="%[2]s" href="console.portal?_nfpb=true&amp;DispatcherPortletperspective=configuration-page&amp;_pageLabel=DispatcherPage&amp;DispatcherPortlethandle=%[3]s">%[1]s</a></td><td>Unicast</td></tr>`,
		html.EscapeString(name), mark, html.EscapeString(handle(name, kind, encoded)))
}

// paging is the line above and below a table; a missing link is plain text.
func paging(mark, text, previous, next string, hasPrevious, hasNext bool) string {
	link := func(kind, text string, is bool) string {
		if !is {
			return text
		}
		return fmt.Sprintf(`<a data-t="%s%s" href="console.portal?page=%s">%s</a>`, mark, kind, kind, text)
	}
	return fmt.Sprintf(`<table class="tablebuttonbar"><tr><td class="tablecontrols"><div class="buttonBar"><button type="button" class="formButton" name="New" disabled>New</button></div></td>`+
		`<td class="tablenavigation" data-t="%snavigation">%s &nbsp; %s | %s</td></tr></table>`, mark, text, link("previous", previous, hasPrevious), link("next", next, hasNext))
}

// tablePage is a summary page with its columns and rows.
func tablePage(label string, headings []string, bar func(mark string) string, rows ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<div class="crumbs"><a href="console.portal?_nfpb=true&amp;_pageLabel=HomePage1">Home</a> &gt;<b>Summary</b></div>`+
		`<form id="genericTableForm" name="genericTableForm" method="POST" action="console.portal"><div class="contenttable"><div class="tablectrl"><a href="console.portal?_nfpb=true&amp;_pageLabel=%[1]s&amp;Padvanced=true#advanced">Customize this table</a></div>%[2]s`+
		`<table class="datatable" data-t="table" id="genericTableFormtable"><tr><th scope="col"><input type="checkbox" name="all"></th>`, label, bar("first-"))
	for i, heading := range headings {
		glyph := ""
		if i == 0 {
			glyph = ` <span>&#9651;</span>`
		}
		fmt.Fprintf(&b, `<th data-t="column-%d" scope="col" title="Sort table by %[2]s"><a href="console.portal?_nfpb=true&amp;_pageLabel=%[3]s&amp;Psortby=x">%[2]s%[4]s</a></th>`, i, heading, label, glyph)
	}
	return b.String() + `</tr>` + strings.Join(rows, "") + `</table>` + bar("second-") + `</div></form>`
}

// tab is one entry of a book's list.
type tab struct{ mark, text, title string }

func book(id string, tabs ...tab) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<div id="%sBook"><div><div><ul>`, id)
	for _, one := range tabs {
		fmt.Fprintf(&b, `<li><a data-t="%s" title="%s" href="console.portal?_nfpb=true&amp;_pageLabel=Xq%s&amp;Yhandle=%s"><span><span>%s</span></span></a></li>`,
			one.mark, one.title, one.mark, html.EscapeString(handle("soa_cluster", "Cluster", 1)), one.text)
	}
	return b.String() + `</ul></div></div></div>`
}

// field is one line of a form.
type field struct{ id, label, control string }

// formPage is a page with a form whose Save stands above and below.
func formPage(save string, enabled bool, fields ...field) string {
	class, disabled := "formButton", ""
	if !enabled {
		class, disabled = "formButton-disabled", " disabled"
	}
	bar := func(mark string) string {
		return fmt.Sprintf(`<button type="button" data-t="save-%s" name="%s" class="%s"%s>%[2]s</button>`, mark, save, class, disabled)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<div class="wlsc-titlebar"><div class="wlsc-titlebar-title-panel" data-t="heading"><h1>Settings for soa_cluster</h1></div></div>`+
		`<form data-t="form" method="post" action="console.portal"><div class="upperButtonBar">%s</div><table class="formTable">`, bar("upper"))
	for _, f := range fields {
		label := fmt.Sprintf(`<label for="%s">%s</label>`, f.id, f.label)
		class := "inputField"
		if strings.HasPrefix(f.control, "<span") {
			label, class = `<span class="likeLabel">`+f.label+`</span>`, "inputFieldRO"
		}
		fmt.Fprintf(&b, `<tr class="row" id="%s_row"><td class="labeledField"><img alt="" width="9" height="9"> %s</td><td class="%s" data-t="cell-%s">%s</td></tr>`, f.id, label, class, f.label, f.control)
	}
	return b.String() + fmt.Sprintf(`</table><div class="lowerButtonBar">%s</div></form>`, bar("lower"))
}

func text(mark, id string) string {
	return fmt.Sprintf(`<input type="text" data-t="%s" id="%[2]s" name="%[2]s">`, mark, id)
}

func choice(mark, id string, options ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<select data-t="%s" id="%[2]s" name="%[2]s">`, mark, id)
	for i, option := range options {
		fmt.Fprintf(&b, `<option value="%x">%s</option>`, 4099*(i+7), option)
	}
	return b.String() + `</select>`
}
