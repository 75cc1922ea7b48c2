package schedule

import "math/big"

// Flat charges the same service every period, on the principal first lent: principal
// × rate. Principals are equal. Each part is rounded half up; the last instalment
// brings the principal to the loan, and the service to principal × rate × periods
// rounded half up.
func Flat(t Terms) (Schedule, error) {
	if err := t.Check(); err != nil {
		return Schedule{}, err
	}
	principal, all := t.share(), HalfUp(times(t.Rate, t.Principal, int64(t.Periods)))
	each, left := HalfUp(times(t.Rate, t.Principal, 1)), all
	return t.build(func(no int, _ int64) (int64, int64) {
		service := min(each, left)
		if no == t.Periods {
			service = left
		}
		left -= service
		return principal, service
	})
}

// Declining charges service on what is still owed: balance × rate, rounded half up.
// Principals are equal, so that the instalments fall.
func Declining(t Terms) (Schedule, error) {
	if err := t.Check(); err != nil {
		return Schedule{}, err
	}
	principal := t.share()
	return t.build(func(_ int, balance int64) (int64, int64) {
		return principal, HalfUp(times(t.Rate, balance, 1))
	})
}

// Annuity charges service on what is still owed, in equal instalments:
// principal × rate / (1 − (1 + rate)^−periods), rounded half up. The last instalment
// pays what is then owed and may differ.
func Annuity(t Terms) (Schedule, error) {
	if err := t.Check(); err != nil {
		return Schedule{}, err
	}
	if t.Rate.Sign() == 0 {
		return Declining(t)
	}
	// With growth = (1 + rate)^periods it is principal × rate × growth / (growth − 1).
	growth := power(new(big.Rat).Add(one, t.Rate), t.Periods)
	equal := times(t.Rate, t.Principal, 1)
	equal.Mul(equal, growth)
	equal.Quo(equal, new(big.Rat).Sub(growth, one))
	instalment := HalfUp(equal)
	return t.build(func(_ int, balance int64) (int64, int64) {
		service := HalfUp(times(t.Rate, balance, 1))
		return instalment - service, service
	})
}

// share is an equal part of the principal.
func (t Terms) share() int64 { return HalfUp(big.NewRat(t.Principal, int64(t.Periods))) }

// times is rate × a × b.
func times(rate *big.Rat, a, b int64) *big.Rat {
	n := new(big.Int).Mul(big.NewInt(a), big.NewInt(b))
	return new(big.Rat).Mul(rate, new(big.Rat).SetInt(n))
}

func power(r *big.Rat, n int) *big.Rat {
	e := big.NewInt(int64(n))
	return new(big.Rat).SetFrac(new(big.Int).Exp(r.Num(), e, nil), new(big.Int).Exp(r.Denom(), e, nil))
}
