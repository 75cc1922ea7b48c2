package people

import (
	"context"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// What an entry that is no approved payment may do in the book of a programme or an
// organisation is said by two rules. Neither adds up over several entries, so nothing
// is gained by splitting one.
//
//   - No cash place is credited, unless the whole entry only moves money between cash
//     places and funds. So what comes in is never set off against what goes out.
//   - What is spent does not grow. Spent is the sum of expenses, of assets other than
//     cash and suspense, and of debts (a debt lowers it). So a cost is booked against a
//     debt, an advance or another cost, and a debt is paid, an advance given and a thing
//     bought by a payment alone: never out of income, net assets, suspense or a
//     conditional grant.
//
// Cash places are assets with the role of a box, a bank or money in transit. What is
// received, moved between cash places, accrued, or recognised of a conditional grant,
// and the closing of a year, needs no payment.

// cashPlace reports whether money lies in the account. The class counts: an expense
// account does not become a cash box by its role.
func cashPlace(a ledger.Account) bool {
	if a.Class != ledger.Asset {
		return false
	}
	switch a.Role {
	case ledger.CashBox, ledger.CashBank, ledger.CashInTransit:
		return true
	}
	return false
}

// conditionalGrants is the role of what was received and is not earned yet.
const conditionalGrants ledger.Role = "conditional_grants"

// countsAsSpent reports whether a debit of the account is money spent, or a credit money owed.
func countsAsSpent(a ledger.Account) bool {
	switch a.Class {
	case ledger.Expense:
		return true
	case ledger.Asset:
		return !cashPlace(a) && a.Role != ledger.Suspense
	case ledger.Liability:
		return a.Role != conditionalGrants
	}
	return false
}

// spending is what an entry does to the money of a book, in minor units.
type spending struct {
	in, out   int64 // debits and credits of cash places, each in full
	spent     int64 // by how much what is spent grows, negative when it shrinks
	interfund int64 // the sum of its lines between funds, zero in a whole move
	other     bool  // it has lines that are neither of cash places nor between funds
}

func spendingOf(chart *store.Chart, lines []ledger.Line, minors []int64) spending {
	var s spending
	for i, l := range lines {
		a := chart.Accounts[l.Account()]
		switch {
		case cashPlace(a):
			s.in += max(minors[i], 0)
			s.out += max(-minors[i], 0)
			continue
		case a.Role == ledger.Interfund:
			s.interfund += minors[i]
		default:
			s.other = true
		}
		if countsAsSpent(a) {
			s.spent += minors[i]
		}
	}
	return s
}

// moves reports whether money only changes its place or its fund.
func (s spending) moves() bool { return !s.other && s.interfund == 0 && s.in == s.out }

// free reports whether the entry needs no payment.
func (s spending) free() bool { return s.moves() || s.out == 0 && s.spent <= 0 }

// payable is how much the entry takes out as a payment: every credit of a cash place.
// Nothing comes into a cash place by a payment, and no more is spent than is taken out:
// else a small amount would be judged and a large one booked (only_money_out).
func (s spending) payable() (int64, error) {
	switch {
	case s.out == 0 || s.moves():
		return 0, ledger.E(ledger.Invalid, "no_money_leaves", "lines")
	case s.in > 0 || s.spent > s.out:
		return 0, ledger.E(ledger.Invalid, "only_money_out", "lines")
	}
	return s.out, nil
}

// covered refuses a payment that the book does not hold the money for, on its day and
// now (not_enough_cash): the place in the fund, the place, the fund in all places, and
// all of it, so that money moved about beforehand covers nothing.
func covered(ctx context.Context, s *store.Store, chart *store.Chart, e ledger.Entry) error {
	minors, err := e.Check(chart.Book.Currency)
	if err != nil {
		return err
	}
	sum := func(of map[ledger.Purse]int64, account, fund ledger.ID, minor int64) {
		for _, p := range []ledger.Purse{{Account: account, Fund: fund}, {Account: account}, {Fund: fund}, {}} {
			of[p] += minor
		}
	}
	takes := map[ledger.Purse]int64{}
	for i, l := range e.Lines {
		if cashPlace(chart.Accounts[l.Account()]) {
			sum(takes, l.Account(), l.Fund, -minors[i])
		}
	}
	for _, day := range []ledger.Date{e.Day, 0} {
		rows, err := s.TrialBalance(ctx, e.Book, day, ledger.ID{})
		if err != nil {
			return err
		}
		holds := map[ledger.Purse]int64{}
		for _, r := range rows {
			if cashPlace(chart.Accounts[r.Account]) {
				sum(holds, r.Account, r.Fund, r.Net())
			}
		}
		for p, n := range takes {
			if holds[p] < n {
				return ledger.E(ledger.Conflict, "not_enough_cash", "")
			}
		}
	}
	return nil
}
