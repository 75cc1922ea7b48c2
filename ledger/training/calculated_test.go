package training

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/business"
	"github.com/lumbung-ledger/lumbung/ledger/schedule"
)

// The numbers of exercises come out of their own drawing. Here each is worked out
// once more by the calculators that the API answers with.

// drawsOf calls fn with dice and pools of every trade.
func drawsOf(t *testing.T, fn func(t *testing.T, d *draw)) {
	t.Helper()
	for _, trade := range Trades {
		for n := range 200 {
			fn(t, &draw{dice: newDice(fmt.Sprintf("%s %s %d", t.Name(), trade, n)), pool: pools[trade], who: "Bu Rina"})
		}
	}
}

func figure(n int64) *ledger.Figure { f := ledger.Fig(n); return &f }

func same64(t *testing.T, what string, got ledger.Figure, want int64) {
	t.Helper()
	if !got.Equal(ledger.Fig(want).Decimal) {
		t.Errorf("%s: the calculator says %s, the exercise %d", what, got, want)
	}
}

func wrongPathsAgree(t *testing.T, calculated []business.WrongFigure, of []path) {
	t.Helper()
	for _, p := range of {
		found := false
		for _, c := range calculated {
			if c.Code == p.code {
				found = true
				same64(t, p.code, c.Value, p.value)
			}
		}
		if !found {
			t.Errorf("the calculator knows no %s", p.code)
		}
	}
}

func TestTheCostsOfLesson6AreThoseOfACosting(t *testing.T) {
	drawsOf(t, func(t *testing.T, d *draw) {
		b, ok := aBatch(d)
		if !ok {
			return
		}
		costs := map[string]ledger.Figure{}
		for i, c := range b.costs[:len(b.costs)-1] {
			costs[fmt.Sprintf("%d %s", i, c.text.ID)] = ledger.Fig(c.amount)
		}
		r, err := business.CostBatch(business.Batch{Costs: costs, EquipmentCost: figure(b.tool), EquipmentLifeMonths: figure(b.months),
			BatchesPerMonth: figure(b.times), PacksMade: figure(b.made), PacksSpoiled: figure(b.spoiled)})
		if err != nil {
			t.Fatal(err)
		}
		same64(t, "cost of one", r.UnitCost, b.unit)
		if r.TotalCost != fmt.Sprint(b.total) || r.DepreciationPerBatch != fmt.Sprint(b.wear) {
			t.Errorf("total %s and wear %s, not %d and %d", r.TotalCost, r.DepreciationPerBatch, b.total, b.wear)
		}
		wrongPathsAgree(t, r.WrongPaths, b.wrongUnits())
	})
}

func TestThePricesOfLesson7AreThoseOfTheCalculator(t *testing.T) {
	drawsOf(t, func(t *testing.T, d *draw) {
		_, cost := d.unitCost()
		percent := d.between(25, 60, 5)
		r, err := business.SetPrice(business.PriceQuestion{UnitCost: figure(cost), MarkupOnCostPercent: figure(percent), MarginOnPricePercent: figure(percent)})
		if err != nil {
			t.Fatal(err)
		}
		same64(t, "price by margin", *r.PriceByMargin, byMargin(cost, percent))
		same64(t, "price by markup", *r.PriceByMarkup, byMarkup(cost, percent))
	})
}

func TestTheBreakEvenOfLesson8IsThatOfTheCalculator(t *testing.T) {
	drawsOf(t, func(t *testing.T, d *draw) {
		_, cost := d.unitCost()
		price, fixed := byMargin(cost, 40), d.fixedCosts()
		r, err := business.FindBreakEven(business.BreakEvenQuestion{FixedCosts: map[string]ledger.Figure{"tetap": ledger.Fig(fixed)},
			Price: figure(price), VariableCost: figure(cost)})
		if err != nil {
			t.Fatal(err)
		}
		units, wrong := toBreakEven(fixed, price, cost)
		same64(t, "units", r.BreakEvenUnits, units)
		if fixed%(price-cost) != 0 {
			wrongPathsAgree(t, r.WrongPaths, wrong)
		}
	})
}

func TestTheStockOfLesson9IsThatOfTheCard(t *testing.T) {
	drawsOf(t, func(t *testing.T, d *draw) {
		m, ok := someMoves(d)
		if !ok {
			return
		}
		r, err := business.WorkStockCard(business.StockQuestion{Moves: []business.StockMove{
			{Kind: business.StockOpening, Qty: ledger.Fig(m.first), Value: figure(m.first * m.at)},
			{Kind: business.StockPurchase, Qty: ledger.Fig(m.bought), Value: figure(m.bought * m.buyAt)},
			{Kind: business.StockSale, Qty: ledger.Fig(-m.out), Price: figure(m.price)},
		}})
		if err != nil {
			t.Fatal(err)
		}
		same64(t, "value out", r.CostOfSales, m.out*m.average)
		same64(t, "value left", r.ClosingValue, (m.first+m.bought-m.out)*m.average)
	})
}

func TestThePlansOfLesson10AreThoseOfThePlanner(t *testing.T) {
	drawsOf(t, func(t *testing.T, d *draw) {
		p, ok := aPlan(d, 6)
		if !ok {
			return
		}
		q := business.CashPlanQuestion{OpeningCash: ledger.Fig(p.opening)}
		for w := range p.in {
			q.Weeks = append(q.Weeks, business.PlanWeek{In: figure(p.in[w]), Out: figure(p.out[w])})
		}
		r, err := business.PlanCash(q)
		if err != nil {
			t.Fatal(err)
		}
		for w, l := range p.left {
			same64(t, "left", r.Weeks[w].Closing, l)
		}
		same64(t, "lowest week", r.LowestWeek, int64(p.lowest)+1)
		same64(t, "missing", r.Shortage, max(0, -p.left[p.lowest]))
	})
}

func TestTheSavingOfLesson11IsThatOfThePlanner(t *testing.T) {
	drawsOf(t, func(t *testing.T, d *draw) {
		target, have, weeks := d.between(500000, 3000000, 50000), d.between(50000, 200000, 50000), d.between(8, 30, 1)
		r, err := business.PlanSavings(business.SavingsQuestion{Target: ledger.Fig(target), Saved: figure(have), Weeks: figure(weeks)})
		if err != nil {
			t.Fatal(err)
		}
		same64(t, "a week", r.Weekly, upToStep(up(target-have, weeks), savingStep))
	})
}

func TestTheLoansOfLesson12AreThoseOfTheSchedule(t *testing.T) {
	drawsOf(t, func(t *testing.T, d *draw) {
		l := aLoan(d)
		if l.principal*l.rate%1000 != 0 {
			return
		}
		terms := schedule.Terms{Principal: l.principal, Rate: big.NewRat(l.rate, 1000), Periods: int(l.months)}
		flat, err1 := schedule.Flat(terms)
		declining, err2 := schedule.Declining(terms)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		if flat.Service != l.service()*l.months {
			t.Errorf("flat service %d, not %d", flat.Service, l.service()*l.months)
		}
		for m, i := range declining.Instalments {
			exact := (l.principal - int64(m)*l.part()) * l.rate
			if exact%1000 == 0 && (i.Service != l.serviceAt(int64(m)) || i.Principal != l.part()) {
				t.Errorf("instalment %d: %+v, not %d and %d", m+1, i, l.part(), l.serviceAt(int64(m)))
			}
		}
	})
}

func TestTheTaxOfLesson14IsThatOfTheRuleInForce(t *testing.T) {
	drawsOf(t, func(t *testing.T, d *draw) {
		before, turnover := d.between(440_000_000, 498_000_000, 500_000), d.between(20_000_000, 90_000_000, 500_000)
		r, err := business.EstimateTax(business.TaxQuestion{Taxpayer: "orang pribadi", MonthlyTurnover: []ledger.Figure{ledger.Fig(turnover)},
			StartMonth: figure(9), TurnoverBefore: figure(before)})
		if err != nil {
			t.Fatal(err)
		}
		same64(t, "tax", r.AnnualTax, taxOn(max(0, min(turnover, before+turnover-taxFree))))
	})
}
