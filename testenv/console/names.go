package console

import (
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"
)

// names makes the labels that no public source shows: random ones from a seed,
// so that a client which knows them by heart fails.
type names struct {
	seed  int64
	fixed bool
}

// source returns a random source of its own for one purpose.
func (n names) source(purpose string) *rand.Rand {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d/%s", n.seed, purpose)
	return rand.New(rand.NewPCG(h.Sum64(), uint64(n.seed)))
}

// word returns a made-up name of n syllables that starts with a capital.
func (n names) word(purpose string, syllables int) string {
	r := n.source(purpose)
	var b strings.Builder
	for range syllables {
		b.WriteByte("bcdfgklmnprstvz"[r.IntN(15)])
		b.WriteByte("aeiou"[r.IntN(5)])
	}
	s := b.String()
	return strings.ToUpper(s[:1]) + s[1:]
}

func (n names) pick(analogue, purpose, prefix, suffix string) string {
	if n.fixed {
		return analogue
	}
	return prefix + n.word(purpose, 5) + suffix
}

// token returns a random word for an opaque option value.
func (n names) token(purpose string) string {
	r := n.source("token/" + purpose)
	buf := make([]byte, 6)
	for i := range buf {
		buf[i] = byte(r.IntN(256))
	}
	return hex.EncodeToString(buf)
}
