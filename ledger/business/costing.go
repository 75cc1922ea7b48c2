package business

import (
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// Batch is what one batch took and what it gave. Amounts are whole rupiah; units may
// be kilograms, so decimals are allowed.
type Batch struct {
	// Costs are what the batch used up, by name: materials, packaging, gas, wages of
	// helpers, own labour. A name that has "sendiri" or "own" in it is own labour.
	Costs map[string]ledger.Figure `json:"costs" doc:"What the batch used up, in rupiah, by name; own labour has sendiri or own in its name"`
	// OwnLabour is own labour that is not among the costs.
	OwnLabour *ledger.Figure `json:"own_labour,omitempty" doc:"Own labour that is not among the costs"`

	// A tool wears by its cost / life in months / batches per month.
	EquipmentCost       *ledger.Figure `json:"equipment_cost,omitempty"`
	EquipmentLifeMonths *ledger.Figure `json:"equipment_life_months,omitempty"`
	Tools               []BatchTool    `json:"tools,omitempty" doc:"Several tools, each with a life of its own"`
	BatchesPerMonth     *ledger.Figure `json:"batches_per_month,omitempty"`

	// Exactly one of the three names for what was made is given.
	PacksMade     *ledger.Figure `json:"packs_made,omitempty"`
	PacksSpoiled  *ledger.Figure `json:"packs_spoiled,omitempty"`
	UnitsMade     *ledger.Figure `json:"units_made,omitempty"`
	UnitsSpoiled  *ledger.Figure `json:"units_spoiled,omitempty"`
	PiecesMade    *ledger.Figure `json:"pieces_made,omitempty"`
	PiecesSpoiled *ledger.Figure `json:"pieces_spoiled,omitempty"`
	// ByproductsSold is what leftovers and by-products of the batch were sold for. It
	// lowers the cost of the batch.
	ByproductsSold map[string]ledger.Figure `json:"byproducts_sold,omitempty" doc:"What by-products were sold for, by name; lowers the cost"`

	MarkupOnCostPercent  *ledger.Figure `json:"markup_on_cost_percent,omitempty"`
	MarginOnPricePercent *ledger.Figure `json:"margin_on_price_percent,omitempty"`
	PriceStep            *ledger.Figure `json:"price_step,omitempty" doc:"Prices are rounded up to a multiple of it; 500 if not given"`
	Price                *ledger.Figure `json:"price,omitempty" doc:"What one is sold for now, to be judged"`
}

// BatchTool is a tool that wears.
type BatchTool struct {
	_ struct{} `json:"-" additionalProperties:"true"` // the API takes other fields too, and names them

	Name       string        `json:"name,omitempty"`
	Cost       ledger.Figure `json:"cost"`
	LifeMonths ledger.Figure `json:"life_months"`
}

// Costing is what a batch cost and what follows for the price. Texts are exact: a
// whole number or a fraction. Amounts are rounded half up, prices up to the step.
type Costing struct {
	Breakdown            []CostPart     `json:"breakdown" doc:"All costs in order of name, wear of tools and by-products last"`
	DepreciationPerBatch string         `json:"depreciation_per_batch" example:"6250"`
	TotalCost            string         `json:"total_cost" example:"501250"`
	SaleableUnits        ledger.Figure  `json:"saleable_units"`
	SaleablePacks        *ledger.Figure `json:"saleable_packs,omitempty"`
	SaleablePieces       *ledger.Figure `json:"saleable_pieces,omitempty"`
	UnitCostExact        string         `json:"unit_cost_exact" example:"250625/48"`
	UnitCost             ledger.Figure  `json:"unit_cost"`

	PriceByMarkup               *ledger.Figure `json:"price_by_markup,omitempty"`
	PriceByMargin               *ledger.Figure `json:"price_by_margin,omitempty"`
	ProfitPerUnitAtMarkupPrice  *ledger.Figure `json:"profit_per_unit_at_markup_price,omitempty"`
	ProfitPerUnitAtMarginPrice  *ledger.Figure `json:"profit_per_unit_at_margin_price,omitempty"`
	ProfitPerPackAtMarginPrice  *ledger.Figure `json:"profit_per_pack_at_margin_price,omitempty"`
	ProfitPerPieceAtMarginPrice *ledger.Figure `json:"profit_per_piece_at_margin_price,omitempty"`
	ProfitPerUnitAtPrice        *ledger.Figure `json:"profit_per_unit_at_price,omitempty" doc:"At the price it is sold for now"`

	Remarks    []Remark      `json:"remarks" doc:"Whether the price of now is below cost or close to it"`
	WrongPaths []WrongFigure `json:"wrong_paths" doc:"What N01 to N04 would have given"`
}

// CostPart is one cost of a batch.
type CostPart struct {
	Name    string `json:"name"`
	Amount  string `json:"amount" doc:"Exact"`
	PerUnit string `json:"per_unit" doc:"Exact, per saleable unit"`
}

// The names of the parts that are not among the costs given.
const (
	partOwnLabour  = "own_labour"
	partWear       = "depreciation"
	partByproducts = "byproducts_sold"
)

// CostBatch computes the cost of one saleable unit: everything the batch used up, own
// labour and the wear of tools included, less what by-products were sold for, divided
// by what can be sold. Spoiled units raise the cost of the rest.
//
// It refuses a batch of which nothing can be sold (no_saleable_units), tools without
// their life or the batches of a month (required), and a margin of 100 % or more
// (margin_too_high).
func CostBatch(b Batch) (Costing, error) {
	var s sheet
	costs := s.sum(b.Costs, "costs")
	if len(b.Costs) == 0 {
		s.wrong("too_few_items", "costs", "min", "1")
	}
	extra := s.amountOr(b.OwnLabour, "own_labour")
	wear := s.wear(b)
	sold := s.sum(b.ByproductsSold, "byproducts_sold")
	made, spoiled, noun := s.made(b)
	saleable := minus(made, spoiled)
	if len(s.found) == 0 && saleable.Sign() <= 0 {
		s.wrong("no_saleable_units", noun+"_spoiled")
	}
	total := minus(plus(plus(costs, extra), wear), sold)
	if len(s.found) == 0 && total.Sign() < 0 {
		s.wrong("byproducts_above_cost", "byproducts_sold")
	}
	step := s.step(b.PriceStep, "price_step", 500)
	target := s.target(b.MarkupOnCostPercent, b.MarginOnPricePercent)
	var price *big.Rat
	if b.Price != nil {
		price = s.paid(*b.Price, "price")
	}
	if err := s.err(); err != nil {
		return Costing{}, err
	}

	unit := over(total, saleable)
	out := Costing{
		DepreciationPerBatch: exact(wear), TotalCost: exact(total), SaleableUnits: s.number(saleable),
		UnitCostExact: exact(unit), UnitCost: s.rp(halfUp(unit)), Remarks: []Remark{}, WrongPaths: []WrongFigure{},
	}
	out.Breakdown = breakdown(b, extra, wear, sold, saleable)
	if price != nil {
		profit := minus(price, halfUp(unit))
		out.ProfitPerUnitAtPrice = pointer(s.rp(profit))
		out.Remarks = append(out.Remarks, judge(price, profit)...)
	}
	prices := target.prices(unit, step)
	if p := prices.byMarkup; p != nil {
		out.PriceByMarkup, out.ProfitPerUnitAtMarkupPrice = pointer(s.rp(p)), pointer(s.rp(minus(p, halfUp(unit))))
	}
	if p := prices.byMargin; p != nil {
		profit := pointer(s.rp(minus(p, halfUp(unit))))
		out.PriceByMargin, out.ProfitPerUnitAtMarginPrice = pointer(s.rp(p)), profit
		switch noun {
		case "packs":
			out.ProfitPerPackAtMarginPrice = profit
		case "pieces":
			out.ProfitPerPieceAtMarginPrice = profit
		}
		out.WrongPaths = append(out.WrongPaths, s.path("N01", "price_by_margin", prices.marginOnCost))
	}
	switch noun {
	case "packs":
		out.SaleablePacks = &out.SaleableUnits
	case "pieces":
		out.SaleablePieces = &out.SaleableUnits
	}
	astray := func(code string, part, units *big.Rat) {
		out.WrongPaths = append(out.WrongPaths, s.path(code, "unit_cost", halfUp(over(minus(total, part), units))))
	}
	if own := plus(extra, ownLabour(b.Costs)); own.Sign() > 0 {
		astray("N02", own, saleable)
	}
	if wear.Sign() > 0 {
		astray("N03", wear, saleable)
	}
	if spoiled.Sign() > 0 {
		astray("N04", new(big.Rat), made)
	}
	return out, nil
}

// wear is what the tools lose in one batch.
func (s *sheet) wear(b Batch) *big.Rat {
	monthly := new(big.Rat)
	tools := b.Tools
	s.rows(len(tools), 0, "tools")
	for i, t := range tools {
		at := row("tools", i)
		monthly.Add(monthly, over(s.amount(t.Cost, at+".cost"), whole(s.whole(t.LifeMonths, 1200, at+".life_months"))))
	}
	if b.EquipmentCost != nil && b.EquipmentCost.Sign() != 0 {
		life := int64(1)
		if b.EquipmentLifeMonths == nil {
			s.wrong("required", "equipment_life_months")
		} else {
			life = s.whole(*b.EquipmentLifeMonths, 1200, "equipment_life_months")
		}
		monthly.Add(monthly, over(s.amount(*b.EquipmentCost, "equipment_cost"), whole(life)))
	}
	switch {
	case b.BatchesPerMonth != nil:
		return over(monthly, s.many(*b.BatchesPerMonth, "batches_per_month"))
	case monthly.Sign() > 0:
		s.wrong("required", "batches_per_month")
	}
	return monthly
}

// made is what was made and spoiled, and the noun it was given in.
func (s *sheet) made(b Batch) (made, spoiled *big.Rat, noun string) {
	given := map[string][2]*ledger.Figure{
		"packs": {b.PacksMade, b.PacksSpoiled}, "units": {b.UnitsMade, b.UnitsSpoiled}, "pieces": {b.PiecesMade, b.PiecesSpoiled},
	}
	var nouns []string
	for _, n := range []string{"packs", "units", "pieces"} {
		if given[n][0] != nil || given[n][1] != nil {
			nouns = append(nouns, n)
		}
	}
	if len(nouns) > 1 {
		s.wrong("one_of_two", nouns[1]+"_made", "allowed", "packs_made, units_made, pieces_made")
	}
	if len(nouns) == 0 || given[nouns[0]][0] == nil {
		noun = append(nouns, "units")[0]
		s.wrong("required", noun+"_made")
		return whole(1), new(big.Rat), noun
	}
	noun = nouns[0]
	made, spoiled = s.many(*given[noun][0], noun+"_made"), new(big.Rat)
	if f := given[noun][1]; f != nil {
		if f.IsNegative() {
			s.wrong("out_of_range", noun+"_spoiled", "min", "0")
		} else {
			spoiled = s.quantity(*f, noun+"_spoiled")
		}
	}
	return made, spoiled, noun
}

func breakdown(b Batch, extra, wear, sold, saleable *big.Rat) []CostPart {
	part := func(name string, amount *big.Rat) CostPart {
		return CostPart{Name: name, Amount: exact(amount), PerUnit: exact(over(amount, saleable))}
	}
	parts := []CostPart{}
	for _, name := range sortedNames(b.Costs) {
		parts = append(parts, part(name, b.Costs[name].Rat()))
	}
	if extra.Sign() > 0 {
		parts = append(parts, part(partOwnLabour, extra))
	}
	if wear.Sign() > 0 {
		parts = append(parts, part(partWear, wear))
	}
	if sold.Sign() > 0 {
		parts = append(parts, part(partByproducts, new(big.Rat).Neg(sold)))
	}
	return parts
}

// ownLabour is what of the costs is the owner's labour.
func ownLabour(costs map[string]ledger.Figure) *big.Rat {
	own := new(big.Rat)
	for name, f := range costs {
		if isOwnLabour(name) {
			own.Add(own, f.Rat())
		}
	}
	return own
}

// isOwnLabour reports whether the name of a cost says that it is the owner's labour.
func isOwnLabour(name string) bool {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == '_' || r == '-' || r == ' ' })
	return slices.Contains(words, "sendiri") || slices.Contains(words, "own")
}

func sortedNames(parts map[string]ledger.Figure) []string { return slices.Sorted(maps.Keys(parts)) }

func pointer[T any](v T) *T { return &v }
