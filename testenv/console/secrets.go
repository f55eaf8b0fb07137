package console

// Secrets lists every session ID and every anti-forgery token that the console
// has handed out, for tests that look for them where they must not be.
func (k *Control) Secrets() []string {
	k.c.mu.Lock()
	issued := k.c.issued[:len(k.c.issued):len(k.c.issued)]
	k.c.mu.Unlock()
	var all []string
	for _, s := range issued {
		s.mu.Lock()
		all = append(all, s.id)
		all = append(all, s.tokens...)
		s.mu.Unlock()
	}
	return all
}
