package console

// Shuffled returns options whose looks are chosen by the seed: version, names,
// option values, encodings, labels, tabs, tree, page size and the look of
// another user's lock. The language stays English; set it to force another.
func Shuffled(seed int64) Options {
	r := names{seed: seed}.source("options")
	half := func() bool { return r.IntN(2) == 1 }
	o := Options{Seed: seed, Version: Versions()[r.IntN(len(Versions()))],
		OptionValues:  []OptionValues{PlainValues, OpaqueValues, HandleValues}[r.IntN(3)],
		OtherLock:     []OtherLock{OtherDisabled, OtherTakeover, OtherSilent, OtherNone}[r.IntN(4)],
		Labels:        []LabelStyle{LabelPlain, LabelSplit, LabelNbsp}[r.IntN(3)],
		TabTitle:      []TabTitle{TabOwn, TabBoth, TabNone}[r.IntN(3)],
		DoubleEncoded: half(), PercentBlanks: half(), ActiveTabText: half(), TimeoutOnly: half(),
		TreeCollapsed: half(), UndoReleases: half(), LoginForward: half(), LoginFailRedirect: half(),
		PageSize: []int{2, 5, 10, 25}[r.IntN(4)], DeployingHits: r.IntN(3), Language: "en",
		DeployingRefresh: []string{"meta", "script", "none"}[r.IntN(3)]}
	switch r.IntN(3) {
	case 0:
		o.HyphenPolicies = true
	case 1:
		o.PlainPolicies = true
	}
	o.ChangesPaged = half()
	return o
}
