package spec

// KeyFlags maps every key of a spec file to the name of its flag.
func KeyFlags() map[string]string {
	m := map[string]string{}
	for _, k := range keys() {
		m[k.path] = k.flag
	}
	return m
}
