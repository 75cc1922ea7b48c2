package schedule

import (
	"math/big"
	"strings"

	"github.com/lumbung-ledger/lumbung/ledger"
)

var (
	one  = big.NewRat(1, 1)
	half = big.NewRat(1, 2)
)

// HalfUp rounds to a whole number, a half upwards.
func HalfUp(r *big.Rat) int64 { return Floor(new(big.Rat).Add(r, half)) }

// Floor is the largest whole number that is not above r. It must fit.
func Floor(r *big.Rat) int64 { return new(big.Int).Div(r.Num(), r.Denom()).Int64() }

// ParseRate reads a percentage, with its sign or without: "1.5%", "1,5 %" and "1.5"
// are 3/200. Others are refused with invalid_percent.
func ParseRate(text string) (*big.Rat, error) {
	figure := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "%"))
	if strings.Count(figure, ",") == 1 && !strings.Contains(figure, ".") {
		figure = strings.Replace(figure, ",", ".", 1)
	}
	percent, err := ledger.ParseFigure(figure)
	if err != nil {
		return nil, ledger.E(ledger.Invalid, "invalid_percent", "")
	}
	return new(big.Rat).Quo(percent.Rat(), big.NewRat(100, 1)), nil
}

// Percent with four decimals is counted in millionths.
const millionths = 1_000_000

// maxEffective is the highest effective rate that is looked for: 100,000 % a month.
const maxEffective = 1000 * millionths

// Effective is the rate that makes the payments, one at the end of each period,
// worth what was received: perMonth periods times the internal rate of a period, as a
// percentage a month with four decimals, rounded half up: "2.6253". That is how
// Indonesian lenders must quote it (a nominal rate, not compounded), for a month
// instead of a year.
//
// There is none when less is paid back than was received, or at absurd rates.
func Effective(received int64, payments []int64, perMonth int64) (string, bool) {
	var paid int64
	for _, p := range payments {
		paid += p
	}
	if received <= 0 || perMonth <= 0 || paid < received || !dearer(received, payments, perMonth, 0) {
		return "", false
	}
	// The answer is the first k whose upper neighbour, half a step on, is too dear.
	low, high := int64(0), int64(maxEffective)
	for low < high {
		k := (low + high) / 2
		if dearer(received, payments, perMonth, 2*k+1) {
			low = k + 1
		} else {
			high = k
		}
	}
	if low == maxEffective {
		return "", false
	}
	return big.NewRat(low, millionths/100).FloatString(4), true
}

// dearer reports whether the loan costs at least m half-steps a month: whether the
// payments do not leave anything owed when the balance grows by that rate. All is
// whole numbers, for the balance is kept times the denominator to the power of the
// periods gone by.
func dearer(received int64, payments []int64, perMonth, m int64) bool {
	denominator := big.NewInt(2 * millionths * perMonth)
	grown := new(big.Int).Add(denominator, big.NewInt(m))
	balance, scale, paid := big.NewInt(received), big.NewInt(1), new(big.Int)
	for _, p := range payments {
		scale.Mul(scale, denominator)
		balance.Mul(balance, grown)
		balance.Sub(balance, paid.Mul(big.NewInt(p), scale))
	}
	return balance.Sign() <= 0
}
