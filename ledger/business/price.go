package business

import (
	"math/big"
	"strings"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// PriceQuestion asks what to sell for. One of the two costs is given.
type PriceQuestion struct {
	UnitCost             *ledger.Figure `json:"unit_cost,omitempty" doc:"In rupiah; decimals are allowed"`
	UnitCostExact        string         `json:"unit_cost_exact,omitempty" doc:"The same without rounding, as a costing answers it" example:"250625/48"`
	MarkupOnCostPercent  *ledger.Figure `json:"markup_on_cost_percent,omitempty"`
	MarginOnPricePercent *ledger.Figure `json:"margin_on_price_percent,omitempty"`
	PriceStep            *ledger.Figure `json:"price_step,omitempty" doc:"Prices are rounded up to a multiple of it; 500 if not given"`
	// ResellerDiscountPercent comes off the price for who sells on.
	ResellerDiscountPercent *ledger.Figure `json:"reseller_discount_percent,omitempty"`
	Price                   *ledger.Figure `json:"price,omitempty" doc:"What one is sold for now, to be judged"`
}

// Prices answer a PriceQuestion. Exact texts are before rounding; prices are rounded up
// to the step, the reseller's price half up to whole rupiah. Profit is the price less
// the cost rounded half up, as a seller counts it.
type Prices struct {
	UnitCost ledger.Figure `json:"unit_cost" doc:"Rounded half up to whole rupiah"`
	Step     ledger.Figure `json:"price_step"`

	PriceByMarkup              *ledger.Figure `json:"price_by_markup,omitempty"`
	PriceByMarkupExact         string         `json:"price_by_markup_exact,omitempty"`
	ProfitPerUnitAtMarkupPrice *ledger.Figure `json:"profit_per_unit_at_markup_price,omitempty"`
	PriceByMargin              *ledger.Figure `json:"price_by_margin,omitempty"`
	PriceByMarginExact         string         `json:"price_by_margin_exact,omitempty"`
	ProfitPerUnitAtMarginPrice *ledger.Figure `json:"profit_per_unit_at_margin_price,omitempty"`

	ProfitPerUnitAtPrice *ledger.Figure `json:"profit_per_unit_at_price,omitempty" doc:"At the price it is sold for now"`
	MarginPercentAtPrice string         `json:"margin_percent_at_price,omitempty" doc:"Of the price of now, exact"`
	MarkupPercentAtPrice string         `json:"markup_percent_at_price,omitempty" doc:"On the cost, exact"`

	// The reseller pays a part of the price of now if one is given, else of the price
	// by margin, else of the price by markup.
	ResellerPrice         *ledger.Figure `json:"reseller_price,omitempty"`
	ProfitPerUnitReseller *ledger.Figure `json:"profit_per_unit_at_reseller_price,omitempty"`

	Remarks    []Remark      `json:"remarks" doc:"Whether the price of now, or the reseller's, is below cost or close to it"`
	WrongPaths []WrongFigure `json:"wrong_paths"`
}

// SetPrice computes prices from the cost of one unit. A markup is a part of the cost
// and is added to it; a margin is a part of the price, so the price is the cost
// divided by what is left of one.
//
// It refuses a margin of 100 % or more (margin_too_high), a question that asks for
// nothing (nothing_asked), and a cost that is not above zero.
func SetPrice(q PriceQuestion) (Prices, error) {
	var s sheet
	unit := s.unitCost(q)
	step := s.step(q.PriceStep, "price_step", 500)
	target := s.target(q.MarkupOnCostPercent, q.MarginOnPricePercent)
	var price, discount *big.Rat
	if q.Price != nil {
		price = s.paid(*q.Price, "price")
	}
	if q.ResellerDiscountPercent != nil {
		discount = s.percent(*q.ResellerDiscountPercent, 100, "reseller_discount_percent")
	}
	if target.markup == nil && target.margin == nil && price == nil {
		s.wrong("nothing_asked", "margin_on_price_percent")
	}
	if err := s.err(); err != nil {
		return Prices{}, err
	}

	shown := halfUp(unit)
	profit := func(p *big.Rat) *ledger.Figure { return pointer(s.rp(minus(p, shown))) }
	out := Prices{UnitCost: s.rp(shown), Step: s.rp(step), Remarks: []Remark{}, WrongPaths: []WrongFigure{}}
	prices := target.prices(unit, step)
	base := price
	if p := prices.byMargin; p != nil {
		out.PriceByMargin, out.PriceByMarginExact, out.ProfitPerUnitAtMarginPrice = pointer(s.rp(p)), exact(prices.exactMargin), profit(p)
		out.WrongPaths = append(out.WrongPaths, s.path("N01", "price_by_margin", prices.marginOnCost))
		if base == nil {
			base = p
		}
	}
	if p := prices.byMarkup; p != nil {
		out.PriceByMarkup, out.PriceByMarkupExact, out.ProfitPerUnitAtMarkupPrice = pointer(s.rp(p)), exact(prices.exactMarkup), profit(p)
		if base == nil {
			base = p
		}
	}
	if price != nil {
		out.ProfitPerUnitAtPrice = profit(price)
		out.MarginPercentAtPrice = exact(times(whole(100), over(minus(price, unit), price)))
		out.MarkupPercentAtPrice = exact(times(whole(100), over(minus(price, unit), unit)))
		out.Remarks = append(out.Remarks, judge(price, minus(price, shown))...)
	}
	if discount != nil {
		p := halfUp(times(base, minus(one, discount)))
		out.ResellerPrice, out.ProfitPerUnitReseller = pointer(s.rp(p)), profit(p)
		out.Remarks = append(out.Remarks, judge(p, minus(p, shown))...)
	}
	return out, nil
}

// unitCost reads the cost of one unit in either form.
func (s *sheet) unitCost(q PriceQuestion) *big.Rat {
	switch {
	case q.UnitCost != nil && q.UnitCostExact != "":
		s.wrong("one_of_two", "unit_cost_exact", "allowed", "unit_cost, unit_cost_exact")
	case q.UnitCost != nil:
		s.money = s.money.Or(*q.UnitCost)
		switch {
		case q.UnitCost.Sign() <= 0:
			s.wrong("amount_not_positive", "unit_cost")
		case s.fits(*q.UnitCost, "unit_cost"):
			return q.UnitCost.Rat()
		}
	case q.UnitCostExact != "":
		if r, ok := parseExact(q.UnitCostExact); ok && r.Sign() > 0 {
			return r
		}
		s.wrong("invalid_fraction", "unit_cost_exact")
	default:
		s.wrong("required", "unit_cost")
	}
	return whole(1)
}

// parseExact reads what exact writes: digits, or digits/digits, with at most 18 digits
// on each side.
func parseExact(text string) (*big.Rat, bool) {
	above, under, fraction := strings.Cut(text, "/")
	if !digits(above) || fraction && (!digits(under) || strings.Trim(under, "0") == "") {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}

func digits(s string) bool {
	return s != "" && len(s) <= ledger.MaxFigureDigits && strings.Trim(s, "0123456789") == ""
}

// step reads what prices or savings are rounded up to.
func (s *sheet) step(f *ledger.Figure, field string, usual int64) *big.Rat {
	if f == nil {
		return whole(usual)
	}
	return s.paid(*f, field)
}

// aim is what is to be earned on a unit: a part of its cost, a part of its price, or
// both asked side by side.
type aim struct{ markup, margin *big.Rat }

func (s *sheet) target(markup, margin *ledger.Figure) aim {
	var a aim
	if markup != nil {
		a.markup = s.percent(*markup, 10000, "markup_on_cost_percent")
	}
	if margin != nil {
		a.margin = s.percent(*margin, 10000, "margin_on_price_percent")
		if a.margin.Cmp(one) >= 0 {
			s.wrong("margin_too_high", "margin_on_price_percent")
		}
	}
	return a
}

// askedPrices are the prices that an aim leads to; marginOnCost is what the margin gives when
// it is taken on the cost (N01).
type askedPrices struct {
	byMarkup, exactMarkup, byMargin, exactMargin, marginOnCost *big.Rat
}

func (a aim) prices(unit, step *big.Rat) askedPrices {
	var p askedPrices
	if a.markup != nil {
		p.exactMarkup = times(unit, plus(one, a.markup))
		p.byMarkup = upTo(p.exactMarkup, step)
	}
	if a.margin != nil {
		p.exactMargin = over(unit, minus(one, a.margin))
		p.byMargin = upTo(p.exactMargin, step)
		p.marginOnCost = upTo(times(unit, plus(one, a.margin)), step)
	}
	return p
}

// thinPercent is the part of the price below which a profit is called thin. It is a
// rule of thumb, not a norm.
const thinPercent = 10

// judge says whether a price is below cost or close to it.
func judge(price, profit *big.Rat) []Remark {
	switch {
	case profit.Sign() < 0:
		loss := new(big.Rat).Neg(profit)
		return []Remark{{"below_cost", ledger.Names{
			ID: "Harga jual " + thousands(loss, ".") + " di bawah biaya; tiap satu terjual, rugi.",
			EN: "The price is " + thousands(loss, ",") + " below cost; each one sold is a loss.",
		}}}
	case times(profit, whole(100)).Cmp(times(price, whole(thinPercent))) < 0:
		return []Remark{{"thin_profit", ledger.Names{
			ID: "Harga jual tinggal " + thousands(profit, ".") + " di atas biaya.",
			EN: "The price is only " + thousands(profit, ",") + " above cost.",
		}}}
	}
	return nil
}
