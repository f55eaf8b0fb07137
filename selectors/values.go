package selectors

import (
	"strings"
	"unicode"

	"lockedit/internal/spec"
)

// meaning pairs a word with the MBean value it stands for.
type meaning struct {
	key   string
	value string
}

// policies are the legal values of MigratableTargetMBean.MigrationPolicy.
func policies() []meaning {
	return []meaning{
		{"policy-manual", string(spec.PolicyManual)},
		{"policy-exactly-once", string(spec.PolicyExactlyOnce)},
		{"policy-failure-recovery", string(spec.PolicyFailureRecovery)},
		{"policy-shutdown-recovery", string(spec.PolicyShutdownRecovery)},
	}
}

// bases are the legal values of ClusterMBean.MigrationBasis.
func bases() []meaning {
	return []meaning{
		{"basis-database", string(spec.BasisDatabase)},
		{"basis-consensus", string(spec.BasisConsensus)},
	}
}

// ParsePolicy understands an option of the select Service Migration Policy, or
// a cell of the column Migration Policy (with an empty value). The text counts
// when it is a known word or the MBean's own spelling, the value when it holds
// the MBean's spelling. It is false when neither says anything, or when the
// two say different things.
func (c *Catalogue) ParsePolicy(optionText, optionValue string) (spec.Policy, bool) {
	value, ok := c.words.meaning(policies(), optionText, optionValue)
	return spec.Policy(value), ok
}

// ParseBasis understands an option of the select Migration Basis, or a cell of
// the column of that name, in the same way as [Catalogue.ParsePolicy].
func (c *Catalogue) ParseBasis(optionText, optionValue string) (spec.Basis, bool) {
	value, ok := c.words.meaning(bases(), optionText, optionValue)
	return spec.Basis(value), ok
}

func (w *Words) meaning(of []meaning, text, value string) (string, bool) {
	fromText, textKnown := one(of, func(m meaning) bool {
		return w.Is(text, m.key) || strings.EqualFold(strings.TrimSpace(text), m.value)
	})
	fromValue, valueKnown := one(of, func(m meaning) bool { return holdsToken(value, m.value) })
	switch {
	case textKnown && valueKnown:
		return agree(fromText, fromValue)
	case textKnown:
		return fromText, true
	case valueKnown:
		return fromValue, true
	}
	return "", false
}

// agree returns the value that both the text and the value stand for.
func agree(a, b string) (string, bool) {
	if a != b {
		return "", false
	}
	return a, a != ""
}

// one returns the single value that holds. It is known but empty when several
// do, so that what contradicts itself is never understood.
func one(of []meaning, holds func(meaning) bool) (value string, known bool) {
	for _, m := range of {
		if !holds(m) {
			continue
		}
		if known {
			return "", true
		}
		value, known = m.value, true
	}
	return value, known
}

// holdsToken reports whether the text holds the token, its hyphens perhaps
// written as underscores, with no letter or digit on either side.
func holdsToken(text, token string) bool {
	text = strings.ReplaceAll(strings.ToLower(text), "_", "-")
	for start := 0; ; {
		i := strings.Index(text[start:], token)
		if i < 0 {
			return false
		}
		i += start
		if !wordRuneBefore(text[:i]) && !wordRuneAfter(text[i+len(token):]) {
			return true
		}
		start = i + len(token)
	}
}

func wordRuneBefore(s string) bool {
	r := []rune(s)
	return len(r) > 0 && isWordRune(r[len(r)-1])
}

func wordRuneAfter(s string) bool {
	for _, r := range s {
		return isWordRune(r)
	}
	return false
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
