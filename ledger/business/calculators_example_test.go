package business_test

import (
	"fmt"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/business"
)

func figure(n int64) *ledger.Figure {
	f := ledger.Fig(n)
	return &f
}

// One batch of crisps: a hundred packs, of which four are spoiled.
func ExampleCostBatch() {
	c, err := business.CostBatch(business.Batch{
		Costs:         map[string]ledger.Figure{"keladi": ledger.Fig(435000), "upah_sendiri": ledger.Fig(60000)},
		EquipmentCost: figure(2400000), EquipmentLifeMonths: figure(48), BatchesPerMonth: figure(8),
		PacksMade: figure(100), PacksSpoiled: figure(4), MarginOnPricePercent: figure(40),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("batch", c.TotalCost, "pack", c.UnitCost, "exactly", c.UnitCostExact, "price", c.PriceByMargin)
	for _, w := range c.WrongPaths {
		fmt.Println(w.Code, w.Of, w.Value)
	}
	// Output:
	// batch 501250 pack 5221 exactly 250625/48 price 9000
	// N01 price_by_margin 7500
	// N02 unit_cost 4596
	// N03 unit_cost 5156
	// N04 unit_cost 5013
}

func ExampleSetPrice() {
	p, err := business.SetPrice(business.PriceQuestion{UnitCost: figure(5221), MarkupOnCostPercent: figure(60), Price: figure(5521)})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.PriceByMarkup, p.Remarks[0].Text.ID)
	// Output: 8500 Harga jual tinggal Rp300 di atas biaya.
}

func ExampleFindBreakEven() {
	b, err := business.FindBreakEven(business.BreakEvenQuestion{
		FixedCosts: map[string]ledger.Figure{"sewa": ledger.Fig(790000)}, Price: figure(10000), VariableCost: figure(5800), SellingDays: figure(26),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(b.BreakEvenUnits, "bungkus,", b.PacksPerDay, "sehari")
	// Output: 189 bungkus, 8 sehari
}

func ExampleWorkStockCard() {
	c, err := business.WorkStockCard(business.StockQuestion{Moves: []business.StockMove{
		{Move: "beli", Qty: ledger.Fig(50), Value: figure(650000)},
		{Move: "beli", Qty: ledger.Fig(100), Value: figure(1360000)},
		{Move: "jual", Qty: ledger.Fig(-60)},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("sold at cost", c.CostOfSales, "left", c.ClosingQty, "worth", c.ClosingValue, "each", *c.Card[2].AverageExact)
	// Output: sold at cost 804000 left 90 worth 1206000 each 13400
}

func ExamplePlanCash() {
	p, err := business.PlanCash(business.CashPlanQuestion{OpeningCash: ledger.Fig(100000), Weeks: []business.PlanWeek{
		{In: figure(200000), Out: figure(220000)},
		{In: figure(200000), Out: figure(330000)},
		{In: figure(300000), Out: figure(150000)},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("week", p.LowestWeek, "ends with", p.LowestCash, "extra", p.ExtraPerWeek)
	// Output: week 2 ends with -50000 extra 25000
}

func ExamplePlanSavings() {
	p, err := business.PlanSavings(business.SavingsQuestion{Target: ledger.Fig(3000000), Saved: figure(350000), Weeks: figure(26)})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Weekly, "a week, the last", p.Last)
	// Output: 102000 a week, the last 100000
}

func ExampleEstimateTax() {
	e, err := business.EstimateTax(business.TaxQuestion{Taxpayer: "orang pribadi", MonthlyTurnover: []ledger.Figure{ledger.Fig(59000000)}, StartMonth: figure(9), TurnoverBefore: figure(453000000)})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(e.AnnualTaxable, e.AnnualTax, e.Rules[0].Source)
	// Output: 12000000 60000 UU PPh Pasal 7 ayat (2a) (UU 7/2021); PP 55/2022 Pasal 60
}

func ExampleBridgeProfitToCash() {
	b, err := business.BridgeProfitToCash(business.BridgeQuestion{
		Opening: []business.BridgeBalance{{Role: "cash_box", Debit: figure(100000)}, {Role: "capital", Credit: figure(100000)}},
		Closing: []business.BridgeBalance{
			{Role: "cash_box", Debit: figure(120000)}, {Role: "receivable", Debit: figure(80000)}, {Role: "drawings", Debit: figure(50000)},
			{Role: "capital", Credit: figure(100000)}, {Role: "sales", Credit: figure(150000)},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, l := range b.Lines {
		fmt.Println(l.Names.EN, l.Amount)
	}
	fmt.Println("Change of cash", b.CashChange)
	// Output:
	// Profit 150000
	// Owed by customers and helpers -80000
	// Taken home -50000
	// Change of cash 20000
}

func ExampleSplitPurse() {
	p, err := business.SplitPurse(business.PurseQuestion{Events: []business.PurseEvent{
		{Text: "jual bingke", Direction: "in", Amount: ledger.Fig(450000), Kind: business.PurseBusiness},
		{Text: "kiriman suami", Direction: "in", Amount: ledger.Fig(300000), Kind: business.PurseHome},
		{Text: "beli telur", Direction: "out", Amount: ledger.Fig(210000), Kind: business.PurseBusiness},
		{Text: "bayar SPP", Direction: "out", Amount: ledger.Fig(150000), Kind: business.PurseHome},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.MoneyLeft, p.BusinessPurseLeft)
	// Output: 390000 240000
}

func ExampleOpenPosition() {
	p, err := business.OpenPosition(business.OpeningQuestion{
		Has:  map[string]ledger.Figure{"kas": ledger.Fig(325000), "kulkas": ledger.Fig(1800000)},
		Owes: map[string]ledger.Figure{"utang_agen": ledger.Fig(450000)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.OpeningCapital)
	// Output: 1675000
}
