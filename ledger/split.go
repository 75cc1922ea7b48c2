package ledger

import (
	"math/big"
	"sort"
)

// Split divides total (minor units, may be negative) by weights, exactly: the
// parts always add up to total. Each part is first floored, then the remainder
// is handed out one minor unit at a time to the largest fractions; equal
// fractions are served in the order given (largest remainder, Hamilton's
// method). A weight may be zero and then gets nothing. Refused with
// invalid_weights: no weights, a negative weight, or a sum of zero.
func Split(total int64, weights []int64) ([]int64, error) {
	sum := new(big.Int)
	for _, w := range weights {
		if w < 0 {
			return nil, E(Invalid, "invalid_weights", "")
		}
		sum.Add(sum, big.NewInt(w))
	}
	if sum.Sign() == 0 {
		return nil, E(Invalid, "invalid_weights", "")
	}
	// Work on the magnitude, so that a negative total is the mirror of a positive one.
	magnitude := new(big.Int).Abs(big.NewInt(total))
	parts := make([]int64, len(weights))
	rest := make([]*big.Int, len(weights))
	order := make([]int, len(weights))
	left := new(big.Int).Set(magnitude)
	for i, w := range weights {
		q, r := new(big.Int).QuoRem(new(big.Int).Mul(magnitude, big.NewInt(w)), sum, new(big.Int))
		parts[i], rest[i], order[i] = q.Int64(), r, i
		left.Sub(left, q)
	}
	sort.SliceStable(order, func(a, b int) bool { return rest[order[a]].Cmp(rest[order[b]]) > 0 })
	for i := int64(0); i < left.Int64(); i++ {
		parts[order[i]]++
	}
	if total < 0 {
		for i := range parts {
			parts[i] = -parts[i]
		}
	}
	return parts, nil
}
