package business

import (
	"slices"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// CashFlow is the statement of cash flows by the direct method. Cash is what lies in
// the box and at the bank; money in transit becomes cash when it arrives.
type CashFlow struct {
	OpeningCash ledger.Figure `json:"opening_cash"`
	Operating   ledger.Figure `json:"operating"`
	Investing   ledger.Figure `json:"investing"`
	Financing   ledger.Figure `json:"financing"`
	ClosingCash ledger.Figure `json:"closing_cash"`
	Change      ledger.Figure `json:"change"`
}

// Contrast sets the change of cash beside the profit: the lesson that they differ.
type Contrast struct {
	CashChange            ledger.Figure `json:"cash_change"`
	NetProfit             ledger.Figure `json:"net_profit"`
	NetProfitWithoutGrant ledger.Figure `json:"net_profit_without_grant"`
}

// activity is the sort of happening that cash moves for.
type activity int

const (
	operating activity = iota
	investing
	financing
)

// investingRoles are what is kept for long or saved; financingRoles, and the whole
// equity, are where money comes from that was not earned. A grant for capital is
// among them, interest is not. All else is operating.
var (
	cashRoles      = []ledger.Role{ledger.CashBox, ledger.CashBank}
	investingRoles = []ledger.Role{"equipment", "acc_dep", "group_savings"}
	financingRoles = []ledger.Role{"group_loan", "bank_loan", "other_loan", "grant_income"}
)

func activityOf(a ledger.Account) activity {
	switch {
	case slices.Contains(investingRoles, a.Role):
		return investing
	case slices.Contains(financingRoles, a.Role) || a.Class == ledger.Equity:
		return financing
	}
	return operating
}

// CashFlow follows the cash of each entry to what it moved for.
func (p Period) CashFlow() CashFlow {
	chart := p.byID()
	var flow [3]int64
	for _, e := range p.Entries {
		for act, n := range cashMoves(chart, e) {
			flow[act] += n
		}
	}
	opening, change := cashOf(chart, p.Opening), flow[operating]+flow[investing]+flow[financing]
	return CashFlow{p.figure(opening), p.figure(flow[operating]), p.figure(flow[investing]), p.figure(flow[financing]), p.figure(opening + change), p.figure(change)}
}

// Contrast is the change of cash beside the profit, with and without grants.
func (p Period) Contrast() Contrast {
	in, change := p.Income(), cashOf(p.byID(), p.Closing())-cashOf(p.byID(), p.Opening)
	return Contrast{p.figure(change), in.NetProfit, p.Like.Like(in.NetProfit.Sub(in.GrantIncome.Decimal))}
}

func (p Period) byID() map[ledger.ID]ledger.Account {
	chart := make(map[ledger.ID]ledger.Account, len(p.Chart))
	for _, a := range p.Chart {
		chart[a.ID] = a
	}
	return chart
}

func cashOf(chart map[ledger.ID]ledger.Account, of Balances) int64 {
	var sum int64
	for account, n := range of {
		if slices.Contains(cashRoles, chart[account].Role) {
			sum += n
		}
	}
	return sum
}

// cashMoves is how much cash the entry moved for each activity. Each line that is not
// cash explains as much cash as it has. Where some lines explain cash going the other
// way (a tool bought half on credit, interest kept back from a loan), no cash moved
// for them: they are set off against the tool, then the loan, then the rest.
func cashMoves(chart map[ledger.ID]ledger.Account, e ledger.Entry) [3]int64 {
	var moved [3]int64
	var cash int64
	for _, l := range e.Lines {
		n := l.Signed().IntPart()
		if a := chart[l.Account()]; slices.Contains(cashRoles, a.Role) {
			cash += n
		} else {
			moved[activityOf(a)] -= n
		}
	}
	if cash == 0 {
		return [3]int64{}
	}
	var against int64
	for act, n := range moved {
		if n > 0 != (cash > 0) {
			against += n
			moved[act] = 0
		}
	}
	for _, act := range []activity{investing, financing, operating} {
		off := min(abs(against), abs(moved[act]))
		if against > 0 {
			against, moved[act] = against-off, moved[act]+off
		} else {
			against, moved[act] = against+off, moved[act]-off
		}
	}
	return moved
}

func abs(n int64) int64 { return max(n, -n) }
