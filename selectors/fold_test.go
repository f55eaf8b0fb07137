package selectors

import (
	"testing"
	"unicode"
)

func TestFold(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"case, blanks and hyphens", "Auto-Migrate  Exactly-Once Services", "automigrateexactlyonceservices"},
		{"no-break blank and colon", "User\u00a0Preferred Server:", "userpreferredserver"},
		{"blank before the colon", "Base de migration :", "basedemigration"},
		{"full-width letters and colon", "Ｎａｍｅ：", "name"},
		{"soft hyphen, en dash, minus", "Auto\u00admi\u2013gra\u2212te", "automigrate"},
		{"zero-width blanks", "Lock\u200b &\ufeff Edit", "lock&edit"},
		{"capital with dot", "İ", "i\u0307"},
		{"final sigma", "ΣΑΣ", "σας"},
		{"half-width katakana", "ｸﾗｽﾀ", "クラスタ"},
		{"colon inside stays", "a:b:", "a:b"},
		{"empty", " \u3000:", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := Fold(test.text); got != test.want {
				t.Errorf("Fold(%q) = %q, want %q", test.text, got, test.want)
			}
		})
	}
}

func FuzzFold(f *testing.F) {
	f.Add("Auto-Migrate Exactly-Once Services:")
	f.Add("\u1100\u1161\u00ad: \u00df\u0130")
	f.Fuzz(func(t *testing.T, text string) {
		folded := Fold(text)
		for _, r := range folded {
			if unicode.Is(unicode.Pd, r) || unicode.IsSpace(r) {
				t.Errorf("%q keeps %U", folded, r)
			}
		}
		if spaced := Fold(" " + text + " :"); spaced != folded {
			t.Errorf("blanks and a colon change %q to %q", folded, spaced)
		}
	})
}
