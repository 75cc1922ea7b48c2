package business

import (
	"math/big"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// BreakEvenQuestion asks how much must be sold before profit begins: of one product, by
// its price and cost, or of a mix of products.
type BreakEvenQuestion struct {
	FixedCosts   map[string]ledger.Figure `json:"fixed_costs" doc:"Costs of the period that do not depend on what is sold, in rupiah, by name"`
	Price        *ledger.Figure           `json:"price,omitempty"`
	VariableCost *ledger.Figure           `json:"variable_cost,omitempty" doc:"Of one unit; half rupiah and less are allowed"`
	Products     []MixProduct             `json:"products,omitempty" doc:"Instead of price and variable_cost"`

	SellingDays  *ledger.Figure `json:"selling_days,omitempty"`
	TargetProfit *ledger.Figure `json:"target_profit,omitempty"`

	// What is expected to be sold in the period. Exactly one of the names is given.
	ExpectedSalesPacks *ledger.Figure `json:"expected_sales_packs,omitempty"`
	ExpectedSalesUnits *ledger.Figure `json:"expected_sales_units,omitempty"`
}

// MixProduct is one product of a mix. All products of a mix are weighed in the same way:
// by their share of the units sold (in any unit: pieces, percent, parts), or by their
// percentage of the revenue.
type MixProduct struct {
	_ struct{} `json:"-" additionalProperties:"true"` // the API takes other fields too, and names them

	Name         string         `json:"name"`
	Price        ledger.Figure  `json:"price"`
	VariableCost ledger.Figure  `json:"variable_cost"`
	Share        *ledger.Figure `json:"share,omitempty" doc:"Of the units sold"`
	Units        *ledger.Figure `json:"units,omitempty" doc:"The same, as units sold in a period"`
	Mix          *ledger.Figure `json:"mix,omitempty" doc:"The same, as parts: 3 of this with 1 of that"`
	RevenueShare *ledger.Figure `json:"revenue_share_percent,omitempty" doc:"Of the revenue"`
}

// BreakEven answers a BreakEvenQuestion. Units are whole and rounded up; exact texts are
// before rounding. For a mix, contributions are of the average unit, and the units of
// each product are rounded up by themselves.
type BreakEven struct {
	TotalFixed         ledger.Figure  `json:"total_fixed"`
	Contribution       *ledger.Figure `json:"contribution,omitempty" doc:"What one unit leaves for the fixed costs; of one product"`
	ContributionExact  string         `json:"contribution_exact" doc:"Of one unit, or of the average unit of the mix"`
	ContributionRatio  string         `json:"contribution_ratio_percent_exact" doc:"Contribution as a percentage of the price"`
	BreakEvenUnits     ledger.Figure  `json:"break_even_units"`
	UnitsExact         string         `json:"break_even_units_exact"`
	RevenueWholePacks  ledger.Figure  `json:"break_even_revenue_whole_packs" doc:"Of the whole units"`
	RevenueWholeUnits  ledger.Figure  `json:"break_even_revenue_whole_units"`
	RevenueExact       string         `json:"break_even_revenue_exact"`
	ProfitAtBreakEven  ledger.Figure  `json:"profit_at_break_even_units" doc:"What rounding up leaves; rounded down to whole rupiah"`
	PacksPerDay        *ledger.Figure `json:"packs_per_day,omitempty"`
	UnitsPerDay        *ledger.Figure `json:"units_per_day,omitempty"`
	UnitsForTarget     *ledger.Figure `json:"units_for_target_profit,omitempty"`
	SafetyMargin       *ledger.Figure `json:"safety_margin_percent,omitempty" doc:"How far sales may fall before there is a loss; rounded half up"`
	SafetyMarginExact  string         `json:"safety_margin_percent_exact,omitempty"`
	Products           []MixBreakEven `json:"products,omitempty"`
	ProfitAtExpected   *ledger.Figure `json:"profit_at_expected_sales,omitempty" doc:"Rounded down to whole rupiah"`
	WeightedExact      string         `json:"weighted_contribution_exact,omitempty" doc:"contribution_exact of a mix"`
	TotalRevenueAtUnit *ledger.Figure `json:"break_even_revenue,omitempty" doc:"Of the whole units of all products of a mix"`
	WrongPaths         []WrongFigure  `json:"wrong_paths" doc:"What N05 to N07 would have given"`
}

// MixBreakEven is how much of one product is sold where a mix breaks even.
type MixBreakEven struct {
	Name         string        `json:"name"`
	Contribution ledger.Figure `json:"contribution"`
	Units        ledger.Figure `json:"units" doc:"Whole, rounded up"`
	UnitsExact   string        `json:"units_exact"`
	Revenue      ledger.Figure `json:"revenue" doc:"Of the whole units"`
}

// mixLine is a product with its part of the average unit; parts add up to one.
type mixLine struct {
	name                  string
	price, variable, part *big.Rat
}

// FindBreakEven computes the break-even point: fixed costs divided by what one unit
// leaves of its price. Whole units are rounded up, since half a unit cannot be sold.
//
// It refuses a price that does not leave anything (price_not_above_cost; for a mix, the
// average unit must), and products that are not weighed alike (mix_not_alike).
func FindBreakEven(q BreakEvenQuestion) (BreakEven, error) {
	var s sheet
	fixed := s.sum(q.FixedCosts, "fixed_costs")
	lines := s.lines(q)
	var target, expected *big.Rat
	days := int64(0)
	if q.SellingDays != nil {
		days = s.whole(*q.SellingDays, 366, "selling_days")
	}
	if q.TargetProfit != nil {
		target = s.amount(*q.TargetProfit, "target_profit")
	}
	switch {
	case q.ExpectedSalesPacks != nil && q.ExpectedSalesUnits != nil:
		s.wrong("one_of_two", "expected_sales_units", "allowed", "expected_sales_packs, expected_sales_units")
	case q.ExpectedSalesPacks != nil:
		expected = s.many(*q.ExpectedSalesPacks, "expected_sales_packs")
	case q.ExpectedSalesUnits != nil:
		expected = s.many(*q.ExpectedSalesUnits, "expected_sales_units")
	}
	price, left := new(big.Rat), new(big.Rat)
	for _, l := range lines {
		price.Add(price, times(l.price, l.part))
		left.Add(left, times(minus(l.price, l.variable), l.part))
	}
	if len(s.found) == 0 && left.Sign() <= 0 {
		if len(q.Products) > 0 {
			s.wrong("price_not_above_cost", "products")
		} else {
			s.wrong("price_not_above_cost", "price")
		}
	}
	if err := s.err(); err != nil {
		return BreakEven{}, err
	}

	units := over(fixed, left)
	sold := up(units)
	out := BreakEven{
		TotalFixed: s.rp(fixed), ContributionExact: exact(left), ContributionRatio: exact(times(whole(100), over(left, price))),
		BreakEvenUnits: s.number(sold), UnitsExact: exact(units), RevenueExact: exact(times(units, price)),
	}
	revenue, profit := times(sold, price), minus(times(sold, left), fixed)
	if len(q.Products) > 0 {
		out.Products, revenue, profit = s.perProduct(lines, units, fixed)
		out.WeightedExact, out.TotalRevenueAtUnit = exact(left), pointer(s.rp(halfUp(revenue)))
	} else {
		out.Contribution = pointer(s.rp(left))
	}
	out.RevenueWholePacks, out.RevenueWholeUnits = s.rp(halfUp(revenue)), s.rp(halfUp(revenue))
	out.ProfitAtBreakEven = s.rp(down(profit))
	if days > 0 {
		perDay := s.number(up(over(sold, whole(days))))
		out.PacksPerDay, out.UnitsPerDay = &perDay, &perDay
	}
	if target != nil {
		out.UnitsForTarget = pointer(s.number(up(over(plus(fixed, target), left))))
	}
	if expected != nil {
		safety := times(whole(100), over(minus(expected, sold), expected))
		out.SafetyMarginExact, out.SafetyMargin = exact(safety), pointer(s.number(halfUp(safety)))
		out.ProfitAtExpected = pointer(s.rp(down(minus(times(expected, left), fixed))))
	}
	out.WrongPaths = []WrongFigure{
		{"N05", "break_even_units", s.number(up(over(fixed, price)))},
		{"N06", "break_even_units", s.number(down(units))},
		{"N07", "break_even_units", s.number(halfUp(revenue))},
	}
	return out, nil
}

// lines are the products with their parts of the average unit.
func (s *sheet) lines(q BreakEvenQuestion) []mixLine {
	if len(q.Products) == 0 {
		if q.Price == nil {
			s.wrong("required", "price")
		}
		if q.VariableCost == nil {
			s.wrong("required", "variable_cost")
		}
		if q.Price == nil || q.VariableCost == nil {
			return nil
		}
		return []mixLine{{price: s.paid(*q.Price, "price"), variable: s.unitAmount(*q.VariableCost, "variable_cost"), part: one}}
	}
	if q.Price != nil || q.VariableCost != nil {
		s.wrong("one_of_two", "products", "allowed", "price, products")
	}
	s.rows(len(q.Products), 1, "products")
	lines := make([]mixLine, len(q.Products))
	all := new(big.Rat)
	how := ""
	for i, p := range q.Products {
		at := row("products", i)
		l := mixLine{name: p.Name, price: s.paid(p.Price, at+".price"), variable: s.unitAmount(p.VariableCost, at+".variable_cost"), part: one}
		weight, name := p.weight()
		if i == 0 {
			how = name
		}
		switch {
		case weight == nil:
			s.wrong("required", at+".share")
		case name != how:
			s.wrong("mix_not_alike", at+"."+name)
		case weight.IsNegative():
			s.wrong("out_of_range", at+"."+name, "min", "0")
		default:
			l.part = s.quantity(*weight, at+"."+name)
			if name == "revenue_share_percent" {
				l.part = over(l.part, l.price) // units, of a percentage of the money
			}
		}
		all.Add(all, l.part)
		lines[i] = l
	}
	if all.Sign() == 0 {
		s.wrong("amount_not_positive", row("products", 0)+"."+how)
		return nil
	}
	for i := range lines {
		lines[i].part = over(lines[i].part, all)
	}
	return lines
}

// weight is how the product is weighed, and the name of the field that says so.
func (p MixProduct) weight() (*ledger.Figure, string) {
	for _, w := range []struct {
		figure *ledger.Figure
		name   string
	}{{p.Share, "share"}, {p.Units, "units"}, {p.Mix, "mix"}, {p.RevenueShare, "revenue_share_percent"}} {
		if w.figure != nil {
			return w.figure, w.name
		}
	}
	return nil, ""
}

// unitAmount reads rupiah of one unit, which may have decimals.
func (s *sheet) unitAmount(f ledger.Figure, field string) *big.Rat {
	s.money = s.money.Or(f)
	if f.IsNegative() {
		s.wrong("out_of_range", field, "min", "0")
		return new(big.Rat)
	}
	if !s.fits(f, field) {
		return new(big.Rat)
	}
	return f.Rat()
}

// perProduct spreads the average units of a mix over its products, and says what their
// whole units bring in and leave over the fixed costs.
func (s *sheet) perProduct(lines []mixLine, units, fixed *big.Rat) (products []MixBreakEven, revenue, profit *big.Rat) {
	revenue, profit = new(big.Rat), new(big.Rat).Neg(fixed)
	for _, l := range lines {
		sharp := times(units, l.part)
		sold := up(sharp)
		products = append(products, MixBreakEven{
			Name: l.name, Contribution: s.rp(minus(l.price, l.variable)), Units: s.number(sold), UnitsExact: exact(sharp),
			Revenue: s.rp(times(sold, l.price)),
		})
		revenue.Add(revenue, times(sold, l.price))
		profit.Add(profit, times(sold, minus(l.price, l.variable)))
	}
	return products, revenue, profit
}
