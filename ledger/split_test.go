package ledger_test

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/lumbung-ledger/lumbung/ledger"
)

func TestSplitByLargestRemainder(t *testing.T) {
	for _, x := range []struct {
		total   int64
		weights []int64
		want    []int64
	}{
		{100, []int64{1, 1, 1}, []int64{34, 33, 33}},
		{-100, []int64{1, 1, 1}, []int64{-34, -33, -33}},
		{0, []int64{3, 4}, []int64{0, 0}},
		{7, []int64{0, 1, 0}, []int64{0, 7, 0}},
		{1, []int64{1, 2}, []int64{0, 1}},
		{10, []int64{6, 6, 2}, []int64{4, 4, 2}}, // 4.29 4.29 1.43: the last has the largest fraction
		{2, []int64{0, 1, 1, 1}, []int64{0, 1, 1, 0}},
		{math.MaxInt64, []int64{1}, []int64{math.MaxInt64}},
		{math.MinInt64, []int64{5}, []int64{math.MinInt64}},
		{math.MaxInt64, []int64{math.MaxInt64, math.MaxInt64}, []int64{1 << 62, 1<<62 - 1}},
	} {
		if got, err := ledger.Split(x.total, x.weights); err != nil || !slices.Equal(got, x.want) {
			t.Errorf("Split(%d, %v) = %v %v, want %v", x.total, x.weights, got, err, x.want)
		}
	}
	for _, weights := range [][]int64{nil, {}, {0}, {0, 0}, {1, -1, 5}, {math.MinInt64}} {
		_, err := ledger.Split(10, weights)
		wantCode(t, err, "invalid_weights")
	}
}

func TestSplitIsExactFairAndTheSameMirrored(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := rapid.OneOf(rapid.Int64(), rapid.Int64Range(-1000, 1000)).Draw(t, "total")
		if total == math.MinInt64 {
			total++ // has no mirror
		}
		weights := rapid.SliceOfN(rapid.OneOf(rapid.Int64Range(0, 20), rapid.Int64Range(0, math.MaxInt64)), 1, 30).Draw(t, "weights")
		if !slices.ContainsFunc(weights, func(w int64) bool { return w > 0 }) {
			weights[0] = 1 // there must be something to weigh by
		}
		sum := new(big.Int)
		for _, w := range weights {
			sum.Add(sum, big.NewInt(w))
		}
		parts, err := ledger.Split(total, weights)
		if err != nil {
			t.Fatal(err)
		}
		added := new(big.Int)
		for i, p := range parts {
			added.Add(added, big.NewInt(p))
			// |part*sum - total*weight| < sum: within one unit of the exact share.
			off := new(big.Int).Mul(big.NewInt(p), sum)
			off.Sub(off, new(big.Int).Mul(big.NewInt(total), big.NewInt(weights[i])))
			if off.CmpAbs(sum) >= 0 {
				t.Fatalf("part %d of %v is a unit or more off", i, parts)
			}
			if weights[i] == 0 && p != 0 {
				t.Fatalf("no weight got %d", p)
			}
			for j := range parts[:i] { // who weighs as much comes first and gets no less
				if weights[j] == weights[i] && abs(parts[j]) < abs(p) {
					t.Fatalf("%v: %d before %d with the same weight", parts, j, i)
				}
				if weights[j] > weights[i] && abs(parts[j]) < abs(p) || weights[j] < weights[i] && abs(parts[j]) > abs(p) {
					t.Fatalf("%v: who weighs more got less", parts)
				}
			}
		}
		if added.Cmp(big.NewInt(total)) != 0 {
			t.Fatalf("%v adds up to %s, not %d", parts, added, total)
		}
		mirror, err := ledger.Split(-total, weights)
		if err != nil {
			t.Fatal(err)
		}
		for i := range parts {
			if mirror[i] != -parts[i] {
				t.Fatalf("%v is not the mirror of %v", mirror, parts)
			}
		}
	})
}

func TestSplitDoesNotDependOnTheOrderOfDifferentWeights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := rapid.Int64Range(-100000, 100000).Draw(t, "total")
		weights := rapid.SliceOfNDistinct(rapid.Int64Range(1, 1000), 2, 12, rapid.ID[int64]).Draw(t, "weights")
		shuffled := rapid.Permutation(weights).Draw(t, "shuffled")
		a, errA := ledger.Split(total, weights)
		b, errB := ledger.Split(total, shuffled)
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		// Equal fractions are served in the order given; all else by weight alone.
		fractions := map[int64]int{}
		var sum int64
		for _, w := range weights {
			sum += w
		}
		for _, w := range weights {
			fractions[abs(total)*w%sum]++
		}
		for i, w := range weights {
			j := slices.Index(shuffled, w)
			if fractions[abs(total)*w%sum] == 1 && a[i] != b[j] {
				t.Fatalf("weight %d: %d in one order, %d in another", w, a[i], b[j])
			}
		}
	})
}

func abs(n int64) int64 { return max(n, -n) }
