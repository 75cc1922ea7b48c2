package schedule

import (
	"math/big"
	"slices"
	"strconv"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// DaysPerMonth is how many daily instalments fall into a month.
const DaysPerMonth = 30

// Offer is a loan as it goes through the borrower's hands: what she receives, and
// what she pays at the end of each period, PerMonth of which make a month.
type Offer struct {
	Name     string
	Received int64
	Payments []int64
	PerMonth int64
}

// Offer is the schedule as an offer with monthly instalments.
func (s Schedule) Offer(name string) Offer {
	return Offer{Name: name, Received: s.Paid - s.Service, Payments: s.Payments(), PerMonth: 1}
}

// Daily is the travelling lender's loan: something is deducted before the money is
// handed over, then the same instalment is paid every day.
type Daily struct {
	Principal  int64
	Deducted   int64
	Instalment int64
	Times      int
}

// Offer is the daily loan as an offer. It is refused when nothing is received
// (nothing_received), or when a figure is out_of_range.
func (d Daily) Offer(name string) (Offer, error) {
	limits := []string{"max", ledger.IDR.Format(ledger.MaxMinor)}
	switch {
	case d.Principal <= 0 || d.Principal > ledger.MaxMinor:
		return Offer{}, ledger.E(ledger.Invalid, "out_of_range", "principal", append(limits, "min", "1")...)
	case d.Deducted < 0:
		return Offer{}, ledger.E(ledger.Invalid, "out_of_range", "deducted", append(limits, "min", "0")...)
	case d.Deducted >= d.Principal:
		return Offer{}, ledger.E(ledger.Invalid, "nothing_received", "deducted")
	case d.Times <= 0 || d.Times > MaxPeriods:
		return Offer{}, ledger.E(ledger.Invalid, "out_of_range", "times", "min", "1", "max", strconv.Itoa(MaxPeriods))
	case d.Instalment <= 0 || d.Instalment > ledger.MaxMinor/int64(d.Times):
		return Offer{}, ledger.E(ledger.Invalid, "out_of_range", "instalment", append(limits, "min", "1")...)
	}
	return Offer{Name: name, Received: d.Principal - d.Deducted, Payments: slices.Repeat([]int64{d.Instalment}, d.Times), PerMonth: DaysPerMonth}, nil
}

// Paid is all that is paid back.
func (o Offer) Paid() int64 {
	var sum int64
	for _, p := range o.Payments {
		sum += p
	}
	return sum
}

// Cost is what is paid back beyond what was received.
func (o Offer) Cost() int64 { return o.Paid() - o.Received }

// CostPercent is the cost as an exact percentage of what was received.
func (o Offer) CostPercent() *big.Rat {
	return new(big.Rat).Mul(big.NewRat(100, 1), big.NewRat(o.Cost(), o.Received))
}

// Effective is [Effective] of the offer.
func (o Offer) Effective() (string, bool) { return Effective(o.Received, o.Payments, o.PerMonth) }

// Monthly is the most that is paid in one month.
func (o Offer) Monthly() int64 {
	var most int64
	for start := 0; start < len(o.Payments); start += int(o.PerMonth) {
		var sum int64
		for _, p := range o.Payments[start:min(start+int(o.PerMonth), len(o.Payments))] {
			sum += p
		}
		most = max(most, sum)
	}
	return most
}

// Compare puts the cheapest offer first: by effective rate, which also tells loans
// of different size and length apart. What has no such rate costs nothing, or is
// beyond all measure, and stands first or last accordingly. Equal ones keep their
// order.
func Compare(offers []Offer) []Offer {
	type rated struct {
		Offer
		rate *big.Rat
	}
	all := make([]rated, len(offers))
	for i, o := range offers {
		rate := big.NewRat(-1, 1)
		if text, ok := o.Effective(); ok {
			rate.SetString(text)
		} else if o.Cost() > 0 {
			rate.SetInt64(maxEffective)
		}
		all[i] = rated{o, rate}
	}
	slices.SortStableFunc(all, func(a, b rated) int { return a.rate.Cmp(b.rate) })
	sorted := make([]Offer, len(all))
	for i, r := range all {
		sorted[i] = r.Offer
	}
	return sorted
}

// OneThird is the rule of thumb for instalments: at most a third of what is left
// over in a month. It is a habit, not a law; programmes may have another.
var OneThird = big.NewRat(1, 3)

// Limit is the highest monthly instalment by such a rule: that share of what is left
// over, rounded down. Where nothing is left over it is nothing.
func Limit(leftOver int64, share *big.Rat) int64 { return max(0, Floor(times(share, leftOver, 1))) }
