package browser_test

import (
	"testing"

	"lockedit/internal/browser"
)

func TestFold(t *testing.T) {
	page := openPage(t, "/form", browser.PageOptions{})
	for _, test := range []struct{ name, text, want string }{
		{"hyphens", "Auto-Migrate Exactly‐Once–Services", "automigrateexactlyonceservices"},
		{"final colon", "Migration Basis:", "migrationbasis"},
		{"wide colon and blank", "迁移　基础：", "迁移基础"},
		{"fixed blank before the colon", "Nom\u00a0:", "nom"},
		{"width", "ＤＡＴＡ", "data"},
		{"long vowel stays", "データ", "データ"},
		{"half-width vowel", "ﾃﾞｰﾀ", "データ"},
		{"inner colon stays", "a:b", "a:b"},
		{"required field", "* Name:", "name"},
		{"star behind the name", "Data Source: *", "datasource"},
		{"inner star stays", "a*b", "a*b"},
		{"final sigma", "ΣΑΣ", "σας"},
		{"soft hyphen and joiner", "Mi\u00adgra\u200btion", "migration"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := browser.Fold(test.text); got != test.want {
				t.Errorf("Fold = %q, want %q", got, test.want)
			}
			var got string
			if err := page.Read(within(t), "(lib, text) => lib.fold(text)", test.text, &got); err != nil || got != test.want {
				t.Errorf("lib.fold = %q, %v, want %q", got, err, test.want)
			}
		})
	}
}

func TestHandles(t *testing.T) {
	page := openPage(t, "/form", browser.PageOptions{})
	const open, end = `com.bea.console.handles.JMXHandle("`, `")`
	for _, test := range []struct{ name, text, want string }{
		{"plain", open + `com.bea:Name=x,Type=Cluster` + end, "x|Cluster"},
		{"blanks and brackets", open + `com.bea:Type=MigratableTarget,Name=soa_server1 (migratable)` + end, "soa_server1 (migratable)|MigratableTarget"},
		{"once", `?h=com.bea.console.handles.JMXHandle%28%22com.bea%3AName%3Da%2520b%2CType%3DC%22%29&x=1`, "a%20b|C"},
		{"three times", `com.bea.console.handles.JMXHandle%252528%252522com.bea%25253AName%25253Dx%25252CType%25253DC%252522%252529`, "x|C"},
		{"brackets not encoded", `com.bea.console.handles.JMXHandle(%22com.bea%3AName%3D%E8%A1%A8%2CType%3DC%22)`, "表|C"},
		{"quoted", open + `com.bea:Name="a,b\"\*\?\\\n=",Type=C` + end, "a,b\"*?\\\n=|C"},
		{"quoted in a string literal", open + `com.bea:Name=\"a,\\\"b\",Type=C` + end, `a,"b|C`},
		{"other domain", open + `com.foo:Name=x,Type=C` + end, ""},
		{"no type", open + `com.bea:Name=x` + end, ""},
		{"key twice", open + `com.bea:Name=x,Name=y,Type=C` + end, ""},
		{"not closed", open + `com.bea:Name=x,Type=C`, ""},
		{"after a broken one", open + `com.bea:Name=` + end + open + `com.bea:Name=y,Type=C` + end, "y|C"},
		{"bad escapes", `%zz%ff` + open + `com.bea:Name=x%,Type=C` + end, "x%|C"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got string
			script := `(lib, text) => { const h = lib.handle(text); return h ? h.name + '|' + h.type : '' }`
			if err := page.Read(within(t), script, test.text, &got); err != nil || got != test.want {
				t.Errorf("got %q, %v, want %q", got, err, test.want)
			}
		})
	}
}
