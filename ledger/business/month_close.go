package business

import (
	"cmp"
	"errors"
	"slices"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// MonthBooks is a month worked out: what a trainer checks a class's books against.
type MonthBooks struct {
	CashBook map[string]CashPage `json:"cash_book" doc:"By the code of the account"`
	Before   TrialBalance        `json:"trial_balance_before_adjustment"`
	After    TrialBalance        `json:"trial_balance_after_adjustment"`
	Income   Income              `json:"income_statement"`
	Position Position            `json:"balance_sheet"`
	CashFlow CashFlow            `json:"cash_flow_direct"`
	Contrast Contrast            `json:"lesson_contrast"`
	Tax      MonthTax            `json:"tax"`
}

// CashPage is a page of the cash book: one place of money through the month.
type CashPage struct {
	Opening  ledger.Figure `json:"opening"`
	Rows     []CashRow     `json:"rows"`
	TotalIn  ledger.Figure `json:"total_in"`
	TotalOut ledger.Figure `json:"total_out"`
	Closing  ledger.Figure `json:"closing"`
}

// CashRow is a transaction that touched the place.
type CashRow struct {
	Tx       RowNumber     `json:"tx"`
	Date     ledger.Date   `json:"date"`
	MoneyIn  ledger.Figure `json:"money_in"`
	MoneyOut ledger.Figure `json:"money_out"`
	Balance  ledger.Figure `json:"balance"`
}

// MonthTax is an estimate of the final income tax of the month ([EstimateTax]).
// Turnover is what was sold before returns and discounts; a grant is none.
type MonthTax struct {
	TurnoverMonth ledger.Figure `json:"turnover_month"`
	Note          string        `json:"note"`
	YTD           ledger.Figure `json:"ytd"`
	PPhFinal      ledger.Figure `json:"pph_final"`
}

var taxNote = ledger.Names{
	ID: "Perkiraan. Dasarnya omzet kotor sebelum potongan dan retur; hibah tidak ikut.",
	EN: "turnover base is gross sales before discounts/returns; grant excluded",
}

// Close works the month out in the business chart, with notes in the language. What
// is wrong is refused with its row: unbalanced (transactions[3].lines, opening),
// unknown_account, debit_and_credit, amount_not_positive, too_many_places,
// amount_too_large, too_few_lines, too_many_items, day_outside_period,
// ends_before_start and no_tax_rule (period), field_not_used for a row with lines and sums of a form,
// and what [Event.Entry] refuses.
func (m Month) Close(lang string) (MonthBooks, error) {
	after, err := m.read(ledger.Chart(ledger.BusinessBook, ledger.ID{}))
	if err != nil {
		return MonthBooks{}, err
	}
	if _, refused := wholeRupiah(m.TurnoverBefore, "year_to_date_turnover_before_month"); refused != nil {
		return MonthBooks{}, refused
	}
	before := after
	before.Entries = after.Entries[:len(m.Transactions)]
	books := MonthBooks{
		CashBook: map[string]CashPage{},
		Before:   before.TrialBalance(), After: after.TrialBalance(),
		Income: after.Income(), Position: after.Position(), CashFlow: after.CashFlow(), Contrast: after.Contrast(),
	}
	for _, a := range after.Chart {
		if slices.Contains(cashRoles, a.Role) {
			books.CashBook[a.Code] = m.cashPage(after, a)
		}
	}
	books.Tax, err = m.tax(after, books.Income.Sales)
	books.Tax.Note = taxNote.In(lang)
	return books, err
}

// cashPage follows one place of money, day by day.
func (m Month) cashPage(p Period, place ledger.Account) CashPage {
	type row struct {
		no      RowNumber
		day     ledger.Date
		in, out int64
	}
	var rows []row
	for i, t := range slices.Concat(m.Transactions, m.Adjustments) {
		r := row{no: t.No, day: t.Date}
		for _, l := range p.Entries[i].Lines {
			switch {
			case l.Account() != place.ID:
			case l.Side() == ledger.DebitSide:
				r.in += l.Amount().IntPart()
			default:
				r.out += l.Amount().IntPart()
			}
		}
		if r.in != 0 || r.out != 0 {
			rows = append(rows, r)
		}
	}
	slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(a.day, b.day) })
	balance, in, out := p.Opening[place.ID], int64(0), int64(0)
	page := CashPage{Opening: p.figure(balance), Rows: []CashRow{}}
	for _, r := range rows {
		balance, in, out = balance+r.in-r.out, in+r.in, out+r.out
		page.Rows = append(page.Rows, CashRow{r.no, r.day, p.figure(r.in), p.figure(r.out), p.figure(balance)})
	}
	page.TotalIn, page.TotalOut, page.Closing = p.figure(in), p.figure(out), p.figure(balance)
	return page
}

// tax estimates the tax of an individual by the rule of the month's first day.
func (m Month) tax(p Period, turnover ledger.Figure) (MonthTax, error) {
	first := int64(m.Period[0].Month())
	start, in, before := ledger.Fig(first%100), ledger.Fig(first/100), m.TurnoverBefore
	estimate, err := EstimateTax(TaxQuestion{
		Taxpayer: "individual", MonthlyTurnover: []ledger.Figure{ledger.Fig(max(0, turnover.IntPart()))},
		StartMonth: &start, Year: &in, TurnoverBefore: &before,
	})
	var refused *ledger.Error
	if errors.As(err, &refused) {
		return MonthTax{}, &ledger.Error{Kind: refused.Kind, Code: refused.Code, Field: "period", Params: refused.Params}
	}
	return MonthTax{TurnoverMonth: turnover, YTD: p.Like.Like(before.Add(turnover.Decimal)), PPhFinal: p.Like.Like(estimate.AnnualTax.Decimal)}, nil
}
