package selectors_test

import (
	"strings"
	"testing"
)

// portlet is a made-up prefix of field ids: the real one is not published.
const portlet = "Zoqarivportletbean."

func english(mark string) string {
	return paging(mark, "Showing 1 to 10 of 23", "Previous", "Next", false, true)
}

func TestLoginPage(t *testing.T) {
	form := func(message string) string {
		return `<!DOCTYPE html><html><body><div id="content"><div id="login"><div id="title">Welcome</div><div id="login-form">` +
			`<form data-t="form" id="loginData" name="loginData" method="post" action="/console/j_security_check"><div class="message-row"><noscript><p class="loginFailed">JavaScript is required.</p></noscript>` + message + `</div>` +
			`<div class="input-row"><label for="j_username">Username:</label><span class="ctrl"><input class="textinput" type="text" data-t="user" id="j_username" name="j_username"></span></div>` +
			`<div class="input-row"><label for="j_password">Password:</label><span class="ctrl"><input class="textinput" type="password" data-t="password" id="j_password" name="j_password"></span></div>` +
			`<div class="button-row"><span class="ctrl"><input class="formButton" type="submit" data-t="submit" value="登录"></span></div><input type="hidden" name="j_character_encoding" value="UTF-8"></form>` +
			`</div></div></div></body></html>`
	}
	fields := []sighting{
		{"login.form", nil, "form"}, {"login.username", nil, "user"}, {"login.password", nil, "password"}, {"login.submit", nil, "submit"},
		{"page.logged-in", nil, ""}, {"login.deploying", nil, ""}, {"page.logout", nil, ""},
	}
	for _, test := range []struct{ name, message, want string }{
		{"first time", "<p>Log in to work with the WebLogic Server domain</p>", ""},
		{"refused, class", `<p class="loginFailed" data-t="failed">Authentication Denied</p><p>The username or password has been refused by WebLogic Server. Please try again.</p>`, "failed"},
		{"refused, class in another language", `<p class="loginFailed" data-t="failed">验证被拒绝</p>`, "failed"},
		{"refused, heading in the class", `<div class="loginFailed" data-t="failed"><h3>Authentication Denied</h3><p>The username or password has been refused by WebLogic Server.</p></div>`, "failed"},
		{"refused, text only", `<div><h3 data-t="failed">Authentication Denied</h3><div>The username or password has been refused by WebLogic Server. Please try again.</div></div>`, "failed"},
	} {
		t.Run(test.name, func(t *testing.T) {
			see(t, form(test.message), append(fields, sighting{"login.failed-message", nil, test.want}))
		})
	}
}

func TestDeployingPage(t *testing.T) {
	see(t, `<!DOCTYPE html><html><body data-t="deploying"><p>Deploying application for /admin/login/LoginForm.jsp</p></body></html>`,
		[]sighting{{"login.deploying", nil, "deploying"}, {"login.password", nil, ""}, {"page.logged-in", nil, ""}})
}

func TestFrame(t *testing.T) {
	see(t, document(homeLinks(), unlockedCenter()+collapsedTree()), []sighting{
		{"page.logout", nil, "logout"}, {"login.deploying", nil, ""}, {"login.failed-message", nil, ""},
		{"change-center.form", nil, "cc"}, {"change-center.view-changes", nil, "view"}, {"tree.form", nil, "tree"},
	})
}

func TestNavigation(t *testing.T) {
	for _, test := range []struct {
		name, nav string
		content   string
		sightings []sighting
	}{
		{"home, tree collapsed", collapsedTree(), homeLinks(), []sighting{
			{"nav.clusters", nil, "content-clusters"}, {"nav.migratable-targets", nil, "content-targets"},
		}},
		{"home, tree expanded", expandedTree(), homeLinks(), []sighting{
			{"nav.clusters", nil, "content-clusters"},
		}},
		{"no home links", expandedTree(), "", []sighting{
			{"nav.clusters", nil, "tree-" + clustersLabel}, {"nav.migratable-targets", nil, "tree-" + targetsLabel},
		}},
		{"another language", tree(node{"EnvironmentsSummaryPage", "环境", true}, node{clustersLabel, "集群", true}, node{targetsLabel, "可迁移目标", false}), "", []sighting{
			{"nav.migratable-targets", nil, "tree-" + targetsLabel},
		}},
		{"other page labels", tree(node{"XyzPage", "Clusters", true}, node{"XyzTargetsPage", "Migratable Targets", false}), rowLink("row", "Clusters", "Cluster", 2), []sighting{
			{"nav.clusters", nil, "tree-XyzPage"}, {"nav.migratable-targets", nil, "tree-XyzTargetsPage"},
		}},
		{"other page labels beside the known one", collapsedTree() + `<a href="console.portal?_nfpb=true&amp;_pageLabel=XyzPage">Clusters</a>`, homeLinks(), []sighting{
			{"nav.clusters", nil, "content-clusters"},
		}},
		{"other page labels, in the content", collapsedTree(), strings.ReplaceAll(homeLinks(), clustersLabel, "XyzPage"), []sighting{
			{"nav.clusters", nil, "content-clusters"},
		}},
		{"sort links are no way to the table", collapsedTree(), tablePage(clustersLabel, []string{"Name"}, english), []sighting{
			{"nav.clusters", nil, ""},
		}},
		{"the tab Clusters is no way to the table", collapsedTree(), book("Domain", tab{"tab-clusters", "Clusters", "Clusters- Tab"}), []sighting{
			{"nav.clusters", nil, ""},
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			see(t, document(test.content, unlockedCenter()+test.nav), test.sightings)
		})
	}
}

func TestTables(t *testing.T) {
	names := []string{"soa_cluster", "soa_cluster1", "my soa_cluster", `a <b> & 'c'`, "100%25 sure", "soa_server1 (migratable)"}
	for _, encoded := range []int{1, 2} {
		var rows []string
		for _, name := range names {
			rows = append(rows, rowLink("row "+name, name, "Cluster", encoded))
		}
		rows = append(rows, rowLink("server", "soa_server1", "Server", encoded))
		page := tablePage(clustersLabel, []string{"Name", "Cluster Messaging Mode", "Migration Basis"}, english, rows...)
		sightings := []sighting{
			{"row.link", map[string]string{"name": "soa_clust", "type": "Cluster"}, ""},
			{"row.link", map[string]string{"name": "SOA_cluster", "type": "Cluster"}, ""},
			{"row.link", map[string]string{"name": "soa_server1", "type": "Cluster"}, ""},
			{"row.link", map[string]string{"name": "soa_server1", "type": "Server"}, "server"},
			{"table.navigation", nil, "first-navigation"}, {"table.next", nil, "first-next"}, {"table.previous", nil, "forbidden"},
		}
		for _, name := range names {
			sightings = append(sightings, sighting{"row.link", map[string]string{"name": name, "type": "Cluster"}, "row " + name})
		}
		see(t, document(page, unlockedCenter()+collapsedTree()), sightings)
	}
}

func TestTargetsTable(t *testing.T) {
	row := `<tr><td><input type="checkbox"></td><td scope="row"><a data-t="target" href="console.portal?_pageLabel=DispatcherPage&amp;h=` + handle("s1 (migratable)", "MigratableTarget", 2) + `">s1 (migratable)</a></td>` +
		`<td>Manual Service Migration Only</td><td><a data-t="cluster" href="console.portal?h=` + handle("s1", "Cluster", 1) + `">s1</a></td><td><a data-t="server" href="console.portal?h=` + handle("s1", "Server", 1) + `">s1</a></td></tr>`
	page := tablePage(targetsLabel, []string{"Name", "Migration Policy", "Cluster", "User Preferred Server"}, english, row)
	see(t, document(page, unlockedCenter()+expandedTree()), []sighting{
		{"row.link", map[string]string{"name": "s1 (migratable)", "type": "MigratableTarget"}, "target"},
		{"row.link", map[string]string{"name": "s1", "type": "MigratableTarget"}, ""},
	})
}

func TestPagingLinks(t *testing.T) {
	for _, test := range []struct {
		name, text, previous, next string
		hasPrevious, hasNext       bool
		want                       string
	}{
		{"english, first", "Showing 1 to 10 of 23", "Previous", "Next", false, true, "first-next"},
		{"english, middle", "Showing 11 to 20 of 23", "Previous", "Next", true, true, "first-next"},
		{"english, last", "Showing 21 to 23 of 23", "Previous", "Next", true, false, "forbidden"},
		{"chinese, middle", "显示 11 到 20 个, 共 23 个", "上一个", "下一个", true, true, "first-next"},
		{"chinese, last", "显示 21 到 23 个, 共 23 个", "上一个", "下一个", true, false, "forbidden"},
		{"unknown language, first", "1–10 / 23", "Föregående", "Nästa", false, true, "second-next"},
		{"unknown language, middle", "11–20 / 23", "Föregående", "Nästa", true, true, "second-next"},
		{"none", "Showing 1 to 2 of 2", "Previous", "Next", false, false, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			bar := func(mark string) string {
				return paging(mark, test.text, test.previous, test.next, test.hasPrevious, test.hasNext)
			}
			see(t, document(tablePage(targetsLabel, []string{"Name"}, bar), unlockedCenter()), []sighting{{"table.next", nil, test.want}})
		})
	}
}
