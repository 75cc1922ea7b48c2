package business

import (
	"math/big"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/schedule"
)

// TaxQuestion is the turnover of a tax year, or of a part of it. Turnover is gross:
// before discounts, without grants.
type TaxQuestion struct {
	Taxpayer        string          `json:"taxpayer" doc:"orang pribadi (individual) or badan (entity)" example:"orang pribadi"`
	MonthlyTurnover []ledger.Figure `json:"monthly_turnover"`
	StartMonth      *ledger.Figure  `json:"start_month,omitempty" doc:"The month of the first turnover, 1 if not given"`
	// TurnoverBefore is what was sold in the year before the first month given.
	TurnoverBefore *ledger.Figure `json:"turnover_before,omitempty" doc:"Turnover of the year before the first month given"`
	Year           *ledger.Figure `json:"year,omitempty" doc:"Chooses the rule; the newest one if not given"`
	// Rate and Threshold stand in for those of the rule.
	Rate      string         `json:"rate,omitempty" doc:"Instead of the rule's" example:"0.5%"`
	Threshold *ledger.Figure `json:"threshold,omitempty" doc:"Instead of the rule's; of an individual"`
	Profit    *ledger.Figure `json:"profit,omitempty" doc:"Only to show what a tax on profit would have been (N12)"`
}

// TaxEstimate is an estimate, not an assessment. The tax of each month is rounded down
// to whole rupiah.
type TaxEstimate struct {
	Months          []TaxMonth    `json:"months"`
	AnnualTurnover  ledger.Figure `json:"annual_turnover" doc:"With the turnover before the first month given"`
	AnnualTaxable   ledger.Figure `json:"annual_taxable" doc:"Of the months given"`
	AnnualTax       ledger.Figure `json:"annual_tax" doc:"Of the months given"`
	FirstTaxable    FigureOrNull  `json:"first_taxable_month"`
	LeftBeforeTax   ledger.Figure `json:"left_before_tax" doc:"What can still be sold in the year before tax begins"`
	Estimate        bool          `json:"estimate"`
	Notice          ledger.Names  `json:"notice"`
	Rules           []TaxRule     `json:"rules" doc:"Those of the months, in order; the rate and threshold given stand in for theirs"`
	RatePercentUsed string        `json:"rate_percent_used,omitempty" doc:"The rate given"`
	ThresholdUsed   ledger.Figure `json:"threshold_used" doc:"Of the last month"`
	Remarks         []Remark      `json:"remarks"`
	WrongPaths      []WrongFigure `json:"wrong_paths" doc:"What N12 to N14 would have given"`
}

// TaxMonth is one month of an estimate.
type TaxMonth struct {
	Month      ledger.Figure `json:"month"`
	Turnover   ledger.Figure `json:"turnover"`
	Cumulative ledger.Figure `json:"cumulative"`
	Taxable    ledger.Figure `json:"taxable" doc:"The part above the threshold"`
	Tax        ledger.Figure `json:"tax"`
}

var taxNotice = ledger.Names{
	ID: "Ini perkiraan. Status suami istri, jangka waktu dan pendaftaran ditanyakan ke kantor pajak.",
	EN: "This is an estimate. Ask the tax office about married couples, time limits and registration.",
}

// EstimateTax estimates the final tax on turnover: the rate on what is above the part of
// the year that is free for an individual, each month rounded down to whole rupiah.
//
// It refuses a taxpayer it does not know (unknown_taxpayer), more months than the year
// has (too_many_items), a rate that is not a percentage (invalid_percent), and a year for
// which no rule is known (no_tax_rule).
func EstimateTax(q TaxQuestion) (TaxEstimate, error) {
	var s sheet
	y := s.taxYear(q)
	if err := s.err(); err != nil {
		return TaxEstimate{}, err
	}
	out := TaxEstimate{Estimate: true, Notice: taxNotice, Months: []TaxMonth{}, Rules: []TaxRule{}, Remarks: []Remark{}, RatePercentUsed: y.ratePercent}
	cumulative, taxable, tax := y.before, new(big.Rat), new(big.Rat)
	allTaxed, monthTaxed := new(big.Rat), new(big.Rat) // N13, N14
	free := new(big.Rat)
	for i, turnover := range y.turnover {
		rule := y.rules[i]
		if n := len(out.Rules); n == 0 || out.Rules[n-1].From != rule.From {
			out.Rules = append(out.Rules, rule)
		}
		free = y.free(rule)
		rate := rule.rate
		if y.rate != nil {
			rate = y.rate
		}
		part := minus(above(plus(cumulative, turnover), free), above(cumulative, free))
		cumulative = plus(cumulative, turnover)
		due := down(times(part, rate))
		taxable, tax = plus(taxable, part), plus(tax, due)
		allTaxed = plus(allTaxed, down(times(turnover, rate)))
		month := s.count.Like(ledger.Fig(y.start + int64(i)).Decimal)
		if part.Sign() > 0 {
			monthTaxed = plus(monthTaxed, down(times(turnover, rate)))
			if out.FirstTaxable.Figure == nil {
				out.FirstTaxable.Figure = &month
			}
		}
		out.Months = append(out.Months, TaxMonth{month, s.rp(turnover), s.rp(cumulative), s.rp(part), s.rp(due)})
	}
	last := y.rules[len(y.rules)-1]
	if cumulative.Cmp(last.limit) > 0 {
		out.Remarks = append(out.Remarks, Remark{"turnover_over_limit", ledger.Names{
			ID: "Omzet setahun lewat " + thousands(last.limit, ".") + "; tahun depan tarif ini tidak berlaku lagi.",
			EN: "The turnover of the year is above " + thousands(last.limit, ",") + "; next year this rate no longer applies.",
		}})
	}
	out.AnnualTurnover, out.AnnualTaxable, out.AnnualTax = s.rp(cumulative), s.rp(taxable), s.rp(tax)
	out.LeftBeforeTax, out.ThresholdUsed = s.rp(above(free, cumulative)), s.rp(free)
	out.WrongPaths = []WrongFigure{s.path("N13", "annual_tax", allTaxed), s.path("N14", "annual_tax", monthTaxed)}
	if y.profit != nil {
		rate := last.rate
		if y.rate != nil {
			rate = y.rate
		}
		out.WrongPaths = append([]WrongFigure{s.path("N12", "annual_tax", down(times(above(y.profit, new(big.Rat)), rate)))}, out.WrongPaths...)
	}
	return out, nil
}

// above is what a is more than b, and zero where it is not.
func above(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) <= 0 {
		return new(big.Rat)
	}
	return minus(a, b)
}

// taxYear is a TaxQuestion that has been read.
type taxYear struct {
	start          int64
	turnover       []*big.Rat
	rules          []TaxRule // of each month
	before, profit *big.Rat
	rate           *big.Rat // nil: the rule's
	ratePercent    string
	individual     bool
	threshold      *big.Rat // nil: the rule's
}

// free is the part of the year that is not taxed.
func (y taxYear) free(r TaxRule) *big.Rat {
	switch {
	case !y.individual:
		return new(big.Rat)
	case y.threshold != nil:
		return y.threshold
	}
	return r.free
}

func (s *sheet) taxYear(q TaxQuestion) taxYear {
	y := taxYear{start: 1, before: s.amountOr(q.TurnoverBefore, "turnover_before")}
	var known bool
	if y.individual, known = individual(q.Taxpayer); !known {
		s.wrong("unknown_taxpayer", "taxpayer")
	}
	if q.StartMonth != nil {
		y.start = s.whole(*q.StartMonth, 12, "start_month")
	}
	switch n := int64(len(q.MonthlyTurnover)); {
	case n == 0:
		s.wrong("too_few_items", "monthly_turnover", "min", "1")
		return y
	case n > 13-y.start:
		s.wrong("too_many_items", "monthly_turnover", "max", ledger.Fig(13-y.start).String())
		return y
	}
	year := int64(0)
	if q.Year != nil {
		year = s.whole(*q.Year, int64(ledger.MaxDate)/10000, "year")
	}
	for i, f := range q.MonthlyTurnover {
		y.turnover = append(y.turnover, s.amount(f, row("monthly_turnover", i)))
		y.rules = append(y.rules, s.ruleOf(year, y.start+int64(i)))
	}
	if q.Rate != "" {
		rate, err := schedule.ParseRate(q.Rate)
		if err != nil || rate.Sign() < 0 || rate.Cmp(one) > 0 {
			s.wrong("invalid_percent", "rate")
		} else {
			y.rate, y.ratePercent = rate, decimalOf(times(rate, whole(100))).String()
		}
	}
	if q.Threshold != nil {
		y.threshold = s.amount(*q.Threshold, "threshold")
	}
	if q.Profit != nil {
		y.profit = s.rupiah(*q.Profit, "profit")
	}
	return y
}

// ruleOf is the rule of a month; the newest one where no year is given.
func (s *sheet) ruleOf(year, month int64) TaxRule {
	if year == 0 {
		return taxRules[len(taxRules)-1]
	}
	day, err := ledger.NewDate(int(year), time.Month(month), 1)
	if rule, ok := taxRuleOn(day); ok && err == nil {
		return rule
	}
	if len(s.found) == 0 {
		s.wrong("no_tax_rule", "year", "min", taxRules[0].From.String()[:4])
	}
	return taxRules[0]
}
