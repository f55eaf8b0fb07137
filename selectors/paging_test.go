package selectors

import "testing"

func TestParsePaging(t *testing.T) {
	for _, test := range []struct {
		name, text   string
		from, to, of int
		ok           bool
	}{
		{"english", "Showing 1 to 10 of 23", 1, 10, 23, true},
		{"with links", "Showing 11 to 20 of 23 \u00a0 Previous | Next", 11, 20, 23, true},
		{"chinese", "显示 1 到 2 个, 共 2 个  上一个 下一个", 1, 2, 2, true},
		{"total first", "2件中1から2", 1, 2, 2, true},
		{"total first, one page of many", "全 1,204 件中 1,191 - 1,200", 1191, 1200, 1204, true},
		{"one row", "Showing 1 to 1 of 1", 1, 1, 1, true},
		{"thousands by comma", "Showing 991 to 1,000 of 12,345", 991, 1000, 12345, true},
		{"thousands by point", "1.001 bis 1.010 von 1.010.101", 1001, 1010, 1010101, true},
		{"thousands by narrow no-break blank", "1 à 10 sur 1\u202f234", 1, 10, 1234, true},
		{"thousands by apostrophe", "1 – 10 von 1’234", 1, 10, 1234, true},
		{"full-width digits", "１から１０（２３件中）", 1, 10, 23, true},
		{"hyphen between", "1-10 of 23", 1, 10, 23, true},
		{"no rows", "Showing 0 to 0 of 0", 0, 0, 0, true},
		{"no rows, counted from one", "Showing 1 to 0 of 0", 1, 0, 0, true},
		{"no rows, total first", "0件中0から0", 0, 0, 0, true},
		{"from beyond to", "Showing 12 to 10 of 23", 0, 0, 0, false},
		{"to beyond of", "Showing 1 to 24 of 23", 0, 0, 0, false},
		{"from zero of some", "Showing 0 to 0 of 5", 0, 0, 0, false},
		{"two numbers", "Page 1 of 3", 0, 0, 0, false},
		{"four numbers", "Showing 1 to 10 of 23 (page 1)", 0, 0, 0, false},
		{"a fraction", "Showing 1.5 to 10 of 23", 0, 0, 0, false},
		{"a list", "1,10,23", 0, 0, 0, false},
		{"a date", "2026-11-28", 0, 0, 0, false},
		{"a date, day first", "2026/11/28", 0, 0, 0, false},
		{"a time", "16:36:40", 0, 0, 0, false},
		{"a time among words", "Activated at 16:36:40 GMT", 0, 0, 0, false},
		{"too long", "Showing 1 to 10 of 99999999999999999999", 0, 0, 0, false},
		{"nothing", "", 0, 0, 0, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			from, to, of, ok := ParsePaging(test.text)
			if from != test.from || to != test.to || of != test.of || ok != test.ok {
				t.Errorf("ParsePaging(%q) = %d, %d, %d, %t", test.text, from, to, of, ok)
			}
		})
	}
}

func FuzzParsePaging(f *testing.F) {
	f.Add("Showing 1 to 10 of 23")
	f.Add("2件中1から2")
	f.Add("1.001 bis 1.010 von 1.010.101")
	f.Fuzz(func(t *testing.T, text string) {
		from, to, of, ok := ParsePaging(text)
		switch {
		case !ok && (from != 0 || to != 0 || of != 0):
			t.Errorf("not understood, but %d, %d, %d", from, to, of)
		case ok && !pagingFits(from, to, of):
			t.Errorf("%d to %d of %d does not fit", from, to, of)
		}
	})
}
