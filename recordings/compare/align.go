package compare

// noMatch is the score of two items that must not be paired.
const noMatch = 0

// pair is one item of two sequences; -1 stands for none.
type pair struct{ a, b int }

// align pairs the items of two sequences without crossing, so that the sum of
// the scores is the largest: the longest common subsequence with weights. The
// result has every item once, in the order of both.
func align(n, m int, score func(a, b int) int) []pair {
	width := m + 1
	best := make([]int32, (n+1)*width)
	scores := make([]int32, n*m)
	for a := n - 1; a >= 0; a-- {
		for b := m - 1; b >= 0; b-- {
			s := int32(score(a, b))
			scores[a*m+b] = s
			here := max(best[(a+1)*width+b], best[a*width+b+1])
			if s > noMatch {
				here = max(here, s+best[(a+1)*width+b+1])
			}
			best[a*width+b] = here
		}
	}
	var list []pair
	a, b := 0, 0
	for a < n && b < m {
		here := best[a*width+b]
		s := scores[a*m+b]
		switch {
		case s > noMatch && here == s+best[(a+1)*width+b+1]:
			list = append(list, pair{a, b})
			a, b = a+1, b+1
		case here == best[(a+1)*width+b]:
			list = append(list, pair{a, -1})
			a++
		default:
			list = append(list, pair{-1, b})
			b++
		}
	}
	for ; a < n; a++ {
		list = append(list, pair{a, -1})
	}
	for ; b < m; b++ {
		list = append(list, pair{-1, b})
	}
	return list
}
