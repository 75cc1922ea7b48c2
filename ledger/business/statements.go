package business

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// Balances are the sums of accounts in whole rupiah, a debit positive.
type Balances map[ledger.ID]int64

// Period is what a business's book holds for a time: what its accounts stood at
// before, and the entries since. Its statements follow SAK EMKM: accounts are sorted
// by class, and by role where the class does not say enough. All sums are exact; the
// caller sees to it that entries are balanced and within [ledger.MaxMinor].
type Period struct {
	Chart   []ledger.Account
	Opening Balances
	Entries []ledger.Entry
	// Like is a figure written as the statements' sums shall be: as a JSON number, or
	// between quotes.
	Like ledger.Figure
}

// Closing is what the accounts stand at after the entries.
func (p Period) Closing() Balances {
	closing := Balances{}
	for account, n := range p.Opening {
		closing[account] += n
	}
	for _, e := range p.Entries {
		for _, l := range e.Lines {
			closing[l.Account()] += l.Signed().IntPart()
		}
	}
	return closing
}

func (p Period) figure(n int64) ledger.Figure { return p.Like.Like(decimal.NewFromInt(n)) }

// TrialBalance is the list of accounts that do not stand at zero.
type TrialBalance struct {
	Rows        []TrialLine   `json:"rows"`
	TotalDebit  ledger.Figure `json:"total_debit"`
	TotalCredit ledger.Figure `json:"total_credit"`
}

// TrialLine is one account of a trial balance.
type TrialLine struct {
	Code   string        `json:"code"`
	Debit  ledger.Figure `json:"debit"`
	Credit ledger.Figure `json:"credit"`
}

// TrialBalance lists the closing balances in the order of the chart.
func (p Period) TrialBalance() TrialBalance {
	closing := p.Closing()
	t := TrialBalance{Rows: []TrialLine{}}
	var debits, credits int64
	for _, a := range p.Chart {
		switch n := closing[a.ID]; {
		case n > 0:
			t.Rows = append(t.Rows, TrialLine{a.Code, p.figure(n), p.figure(0)})
			debits += n
		case n < 0:
			t.Rows = append(t.Rows, TrialLine{a.Code, p.figure(0), p.figure(-n)})
			credits -= n
		}
	}
	t.TotalDebit, t.TotalCredit = p.figure(debits), p.figure(credits)
	return t
}

// Income is the income statement of a period. Grants stand on a line of their own, so
// that nobody takes them for the fruit of selling.
type Income struct {
	Sales                  ledger.Figure            `json:"sales"`
	SalesReturns           ledger.Figure            `json:"sales_returns"`
	NetSales               ledger.Figure            `json:"net_sales"`
	CostOfSales            ledger.Figure            `json:"cost_of_sales"`
	GrossProfit            ledger.Figure            `json:"gross_profit"`
	OperatingExpenses      map[string]ledger.Figure `json:"operating_expenses"`
	TotalOperatingExpenses ledger.Figure            `json:"total_operating_expenses"`
	OperatingProfit        ledger.Figure            `json:"operating_profit"`
	Interest               ledger.Figure            `json:"interest"`
	GrantIncome            ledger.Figure            `json:"grant_income"`
	// OtherIncome is other income and cash that was found to be too much; it is not
	// there when it is zero.
	OtherIncome *ledger.Figure `json:"other_income,omitempty"`
	FinalTax    ledger.Figure  `json:"final_tax"`
	NetProfit   ledger.Figure  `json:"net_profit"`
}

// salesRoles are what turnover is made of, costRoles what stands above the gross
// profit.
var (
	salesRoles = []ledger.Role{"sales", "service_income"}
	costRoles  = []ledger.Role{"materials_used", "direct_labour", "overhead", "fg_change", "cogs", "shrinkage"}
)

// Income is what came in and went out in the period.
func (p Period) Income() Income {
	closing := p.Closing()
	var sales, returns, cost, expenses, interest, grants, other, tax int64
	in := Income{OperatingExpenses: map[string]ledger.Figure{}}
	for _, a := range p.Chart {
		n := closing[a.ID] - p.Opening[a.ID]
		switch {
		case a.Class != ledger.Income && a.Class != ledger.Expense:
		case slices.Contains(salesRoles, a.Role):
			sales -= n
		case a.Role == "sales_returns":
			returns += n
		case a.Role == "grant_income":
			grants -= n
		case a.Class == ledger.Income:
			other -= n
		case slices.Contains(costRoles, a.Role):
			cost += n
		case a.Role == "interest":
			interest += n
		case a.Role == "tax_expense":
			tax += n
		case n != 0:
			in.OperatingExpenses[a.Code] = p.figure(n)
			expenses += n
		}
	}
	in.Sales, in.SalesReturns, in.NetSales = p.figure(sales), p.figure(returns), p.figure(sales-returns)
	in.CostOfSales, in.GrossProfit = p.figure(cost), p.figure(sales-returns-cost)
	in.TotalOperatingExpenses, in.OperatingProfit = p.figure(expenses), p.figure(sales-returns-cost-expenses)
	in.Interest, in.GrantIncome, in.FinalTax = p.figure(interest), p.figure(grants), p.figure(tax)
	if other != 0 {
		figure := p.figure(other)
		in.OtherIncome = &figure
	}
	in.NetProfit = p.figure(sales - returns - cost - expenses - interest + grants + other - tax)
	return in
}

// Position is the statement of financial position at the end of a period, with how
// the owner's capital came to be what it is.
type Position struct {
	Assets           map[string]ledger.Figure `json:"assets"`
	TotalAssets      ledger.Figure            `json:"total_assets"`
	Liabilities      map[string]ledger.Figure `json:"liabilities"`
	TotalLiabilities ledger.Figure            `json:"total_liabilities"`
	OpeningCapital   ledger.Figure            `json:"opening_capital"`
	// AddedCapital is what the owner put in; it is not there when it is zero.
	AddedCapital              *ledger.Figure `json:"added_capital,omitempty"`
	NetProfit                 ledger.Figure  `json:"net_profit"`
	Drawings                  ledger.Figure  `json:"drawings"`
	ClosingCapital            ledger.Figure  `json:"closing_capital"`
	TotalLiabilitiesAndEquity ledger.Figure  `json:"total_liabilities_and_equity"`
}

// Position is what the business has, owes and is worth to its owner. Accounts that
// stand at zero are left out; those that reduce others are negative.
func (p Period) Position() Position {
	closing := p.Closing()
	pos := Position{Assets: map[string]ledger.Figure{}, Liabilities: map[string]ledger.Figure{}}
	var assets, liabilities, opening, added, profit, drawings int64
	for _, a := range p.Chart {
		n, before := closing[a.ID], p.Opening[a.ID]
		switch {
		case a.Class == ledger.Asset:
			assets += n
			if n != 0 {
				pos.Assets[a.Code] = p.figure(n)
			}
			continue
		case a.Class == ledger.Liability:
			liabilities -= n
			if n != 0 {
				pos.Liabilities[a.Code] = p.figure(-n)
			}
			continue
		case a.Role == "drawings":
			drawings += n - before
		case a.Class == ledger.Equity:
			added -= n - before
		default:
			profit -= n - before
		}
		opening -= before
	}
	if added != 0 {
		figure := p.figure(added)
		pos.AddedCapital = &figure
	}
	capital := opening + added + profit - drawings
	pos.TotalAssets, pos.TotalLiabilities = p.figure(assets), p.figure(liabilities)
	pos.OpeningCapital, pos.NetProfit, pos.Drawings = p.figure(opening), p.figure(profit), p.figure(drawings)
	pos.ClosingCapital, pos.TotalLiabilitiesAndEquity = p.figure(capital), p.figure(liabilities+capital)
	return pos
}
