package schedule

import (
	"math/big"
	"strconv"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// MaxPeriods is how many instalments a loan may have.
const MaxPeriods = 1000

// Terms are what was agreed: so much, over so many equal periods, for so much a
// period. Rate is a fraction of the principal or of the balance, 0 to 1.
type Terms struct {
	Principal int64
	Rate      *big.Rat
	Periods   int
}

// Check refuses what is out_of_range: a principal not above zero or above
// ledger.MaxMinor, less than one period or more than MaxPeriods, a rate below zero or
// above one.
func (t Terms) Check() error {
	switch {
	case t.Principal <= 0 || t.Principal > ledger.MaxMinor:
		return ledger.E(ledger.Invalid, "out_of_range", "principal", "min", "1", "max", ledger.IDR.Format(ledger.MaxMinor))
	case t.Periods <= 0 || t.Periods > MaxPeriods:
		return ledger.E(ledger.Invalid, "out_of_range", "periods", "min", "1", "max", strconv.Itoa(MaxPeriods))
	case t.Rate == nil || t.Rate.Sign() < 0 || t.Rate.Cmp(one) > 0:
		return ledger.E(ledger.Invalid, "out_of_range", "rate", "min", "0%", "max", "100%")
	}
	return nil
}

// Instalment is one payment: what of it repays the loan, what is for its service
// (interest, jasa), and what is owed afterwards.
type Instalment struct {
	No        int
	Principal int64
	Service   int64
	Total     int64
	Balance   int64
}

// Schedule is all instalments of a loan and what they add up to.
type Schedule struct {
	Instalments []Instalment
	Service     int64
	Paid        int64
}

// Payments are the totals of the instalments in their order.
func (s Schedule) Payments() []int64 {
	paid := make([]int64, len(s.Instalments))
	for i, it := range s.Instalments {
		paid[i] = it.Total
	}
	return paid
}

// Highest is the largest instalment.
func (s Schedule) Highest() int64 {
	var most int64
	for _, it := range s.Instalments {
		most = max(most, it.Total)
	}
	return most
}

// build makes a schedule of what each period pays. The last principal is whatever
// is still owed; no other one is more than that.
func (t Terms) build(pays func(no int, balance int64) (principal, service int64)) (Schedule, error) {
	s := Schedule{Instalments: make([]Instalment, t.Periods)}
	balance := t.Principal
	for i := range s.Instalments {
		principal, service := pays(i+1, balance)
		principal = min(max(principal, 0), balance)
		if i == t.Periods-1 {
			principal = balance
		}
		balance -= principal
		s.Instalments[i] = Instalment{No: i + 1, Principal: principal, Service: service, Total: principal + service, Balance: balance}
		s.Service += service
		s.Paid += principal + service
	}
	if s.Paid > ledger.MaxMinor {
		return Schedule{}, ledger.E(ledger.Invalid, "amount_too_large", "principal", "max", ledger.IDR.Format(ledger.MaxMinor))
	}
	return s, nil
}
