package business_test

import (
	"encoding/json"
	"errors"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/business"
)

func rupiah(t *rapid.T, name string, low, high int64) ledger.Figure {
	return ledger.Fig(rapid.Int64Range(low, high).Draw(t, name))
}

func fraction(t *rapid.T, text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("%q is no number", text)
	}
	return r
}

// No price asked by margin leaves less than the margin, by markup less than the markup,
// and one step less would.
func TestPricesLeaveWhatWasAsked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		unit, step := rupiah(t, "cost", 1, 10_000_000), rupiah(t, "step", 1, 5000)
		margin, markup := rupiah(t, "margin", 0, 99), rupiah(t, "markup", 0, 500)
		p, err := business.SetPrice(business.PriceQuestion{UnitCost: &unit, MarginOnPricePercent: &margin, MarkupOnCostPercent: &markup, PriceStep: &step})
		if err != nil {
			t.Fatal(err)
		}
		hundred := decimal.NewFromInt(100)
		leaves := func(price decimal.Decimal) (byMargin, byMarkup bool) {
			profit := price.Sub(unit.Decimal).Mul(hundred)
			return profit.Cmp(price.Mul(margin.Decimal)) >= 0, profit.Cmp(unit.Mul(markup.Decimal)) >= 0
		}
		if ok, _ := leaves(p.PriceByMargin.Decimal); !ok {
			t.Errorf("Rp%s for what costs Rp%s leaves less than %s%%", p.PriceByMargin, unit, margin)
		}
		if ok, _ := leaves(p.PriceByMargin.Sub(step.Decimal)); ok {
			t.Errorf("Rp%s was more than needed", p.PriceByMargin)
		}
		if _, ok := leaves(p.PriceByMarkup.Decimal); !ok {
			t.Errorf("Rp%s on Rp%s is less than %s%% more", p.PriceByMarkup, unit, markup)
		}
		if _, ok := leaves(p.PriceByMarkup.Sub(step.Decimal)); ok {
			t.Errorf("Rp%s was more than needed", p.PriceByMarkup)
		}
		if !p.PriceByMargin.Mod(step.Decimal).IsZero() || !p.PriceByMarkup.Mod(step.Decimal).IsZero() {
			t.Errorf("Rp%s and Rp%s are not on the step of %s", p.PriceByMargin, p.PriceByMarkup, step)
		}
	})
}

// The parts of a batch add up to its cost, and its units times their cost too.
func TestCostsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		made := rapid.Int64Range(1, 500).Draw(t, "made")
		spoiled := rapid.Int64Range(0, made-1).Draw(t, "spoiled")
		costs := map[string]ledger.Figure{"upah_sendiri": rupiah(t, "own", 0, 1_000_000)}
		for i := range rapid.IntRange(0, 5).Draw(t, "costs") {
			costs["bahan_"+strconv.Itoa(i)] = rupiah(t, "cost", 0, 1_000_000)
		}
		tool, life, batches := rupiah(t, "tool", 0, 10_000_000), rupiah(t, "life", 1, 120), rupiah(t, "batches", 1, 30)
		m, sp := ledger.Fig(made), ledger.Fig(spoiled)
		c, err := business.CostBatch(business.Batch{Costs: costs, EquipmentCost: &tool, EquipmentLifeMonths: &life, BatchesPerMonth: &batches, PacksMade: &m, PacksSpoiled: &sp})
		if err != nil {
			t.Fatal(err)
		}
		parts := new(big.Rat)
		for _, p := range c.Breakdown {
			parts.Add(parts, fraction(t, p.Amount))
		}
		total := fraction(t, c.TotalCost)
		if parts.Cmp(total) != 0 {
			t.Errorf("the parts are %s, the total %s", parts, total)
		}
		if all := new(big.Rat).Mul(fraction(t, c.UnitCostExact), new(big.Rat).SetInt64(made-spoiled)); all.Cmp(total) != 0 {
			t.Errorf("all units cost %s, the batch %s", all, total)
		}
		for _, w := range c.WrongPaths {
			if w.Code != "N01" && w.Value.Cmp(c.UnitCost.Decimal) > 0 {
				t.Errorf("%s leaves something out and makes a unit dearer", w.Code)
			}
		}
	})
}

// At the break-even point there is no loss, with one unit less there is.
func TestOneUnitLessIsALoss(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		variable := rapid.Int64Range(0, 50_000).Draw(t, "variable")
		price := variable + rapid.Int64Range(1, 50_000).Draw(t, "left")
		fixed, target := rapid.Int64Range(1, 10_000_000).Draw(t, "fixed"), rupiah(t, "target", 0, 10_000_000)
		p, v := ledger.Fig(price), ledger.Fig(variable)
		b, err := business.FindBreakEven(business.BreakEvenQuestion{FixedCosts: map[string]ledger.Figure{"sewa": ledger.Fig(fixed)}, Price: &p, VariableCost: &v, TargetProfit: &target})
		if err != nil {
			t.Fatal(err)
		}
		profit := func(units int64) int64 { return units*(price-variable) - fixed }
		if n := b.BreakEvenUnits.IntPart(); profit(n) < 0 || profit(n-1) >= 0 || b.ProfitAtBreakEven.IntPart() != profit(n) {
			t.Errorf("%d units make %d, one less %d, said was %s", n, profit(n), profit(n-1), b.ProfitAtBreakEven)
		}
		if n := b.UnitsForTarget.IntPart(); profit(n) < target.IntPart() || profit(n-1) >= target.IntPart() {
			t.Errorf("%d units make %d, wanted was %s", n, profit(n), target)
		}
	})
}

// A mix of three products breaks even too, whatever is sold more of.
func TestAMixBreaksEven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := business.BreakEvenQuestion{FixedCosts: map[string]ledger.Figure{"sewa": rupiah(t, "fixed", 0, 10_000_000)}}
		byMoney := rapid.Bool().Draw(t, "by money")
		for i := range 3 {
			variable, share := rapid.Int64Range(0, 50_000).Draw(t, "variable"), rupiah(t, "share", 1, 100)
			p := business.MixProduct{Name: strconv.Itoa(i), VariableCost: ledger.Fig(variable), Price: ledger.Fig(variable + rapid.Int64Range(1, 50_000).Draw(t, "left"))}
			if byMoney {
				p.RevenueShare = &share
			} else {
				p.Share = &share
			}
			q.Products = append(q.Products, p)
		}
		b, err := business.FindBreakEven(q)
		if err != nil {
			t.Fatal(err)
		}
		profit, exactly := b.TotalFixed.Neg(), new(big.Rat).Neg(b.TotalFixed.Rat())
		for _, p := range b.Products {
			profit = profit.Add(p.Units.Mul(p.Contribution.Decimal))
			exactly.Add(exactly, new(big.Rat).Mul(fraction(t, p.UnitsExact), p.Contribution.Rat()))
		}
		if profit.IsNegative() || !profit.Equal(b.ProfitAtBreakEven.Decimal) || exactly.Sign() != 0 {
			t.Errorf("the mix makes %s (said was %s), before rounding %s", profit, b.ProfitAtBreakEven, exactly)
		}
	})
}

// A card is never below zero, gives away its whole value with its last kilogram, and
// what came in is what went out and what is left.
func TestACardLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var q business.StockQuestion
		hand, bought := int64(0), int64(0)
		for range rapid.IntRange(1, 30).Draw(t, "moves") {
			m := business.StockMove{Kind: business.StockPurchase}
			grams := rapid.Int64Range(1, 100_000).Draw(t, "grams")
			if hand > 0 && rapid.Bool().Draw(t, "out") {
				m.Kind = rapid.SampledFrom([]business.MoveKind{business.StockSale, business.StockHome, business.StockCount, business.StockUsed, business.StockSentBack}).Draw(t, "kind")
				grams = -min(grams, hand)
			} else {
				worth := rapid.Int64Range(0, 5_000_000).Draw(t, "worth")
				bought += worth
				value := ledger.Fig(worth)
				m.Value = &value
			}
			hand += grams
			m.Qty = ledger.Figure{Decimal: decimal.New(grams, -3)}
			q.Moves = append(q.Moves, m)
		}
		c, err := business.WorkStockCard(q)
		if err != nil {
			t.Fatal(err)
		}
		out := int64(0)
		for i, r := range c.Card {
			if r.QtyOnHand.IsNegative() || r.ValueOnHand.IsNegative() || r.QtyOnHand.IsZero() && !r.ValueOnHand.IsZero() {
				t.Errorf("after move %d there is %s, worth %s", i, r.QtyOnHand, r.ValueOnHand)
			}
			if r.Value.IsNegative() {
				out -= r.Value.IntPart()
			}
		}
		if left := c.ClosingValue.IntPart(); bought != out+left || !c.ClosingQty.Equal(decimal.New(hand, -3)) {
			t.Errorf("bought for %d, out %d, left %d; %s of %d grams", bought, out, left, c.ClosingQty, hand)
		}
	})
}

// With the extra no week ends below the reserve; with one step less some week does.
func TestTheExtraIsEnoughAndNeeded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		reserve, step := rupiah(t, "reserve", 0, 200_000), ledger.Fig(1000)
		q := business.CashPlanQuestion{OpeningCash: rupiah(t, "opening", 0, 500_000), Reserve: &reserve, Step: &step}
		for range rapid.IntRange(1, 12).Draw(t, "weeks") {
			in, out := rupiah(t, "in", 0, 500_000), rupiah(t, "out", 0, 500_000)
			q.Weeks = append(q.Weeks, business.PlanWeek{In: &in, Out: &out})
		}
		p, err := business.PlanCash(q)
		if err != nil {
			t.Fatal(err)
		}
		safe := func(extra decimal.Decimal) bool {
			for i, w := range p.Weeks {
				if w.Closing.Add(extra.Mul(decimal.NewFromInt(int64(i+1)))).Cmp(reserve.Decimal) < 0 {
					return false
				}
			}
			return true
		}
		if !safe(p.ExtraPerWeek.Decimal) || p.ExtraPerWeek.Sign() > 0 && safe(p.ExtraPerWeek.Sub(step.Decimal)) {
			t.Errorf("an extra of %s is not the smallest that keeps %s", p.ExtraPerWeek, reserve)
		}
	})
}

// The savings of all weeks are the target, and the last is not above the others.
func TestSavingsReachTheTarget(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		saved, weeks := rupiah(t, "saved", 0, 1_000_000), rupiah(t, "weeks", 1, 200)
		p, err := business.PlanSavings(business.SavingsQuestion{Target: rupiah(t, "target", 1, 20_000_000), Saved: &saved, Weeks: &weeks})
		if err != nil {
			t.Fatal(err)
		}
		if p.Reached {
			return
		}
		sum := p.Weekly.Mul(p.WeeksNeeded.Sub(decimal.NewFromInt(1))).Add(p.Last.Decimal)
		if !sum.Equal(p.ToSave.Decimal) || p.Last.Sign() <= 0 || p.Last.Cmp(p.Weekly.Decimal) > 0 || p.WeeksNeeded.Cmp(weeks.Decimal) > 0 {
			t.Errorf("%s weeks of %s and a last of %s are %s of %s", p.WeeksNeeded, p.Weekly, p.Last, sum, p.ToSave)
		}
	})
}

// What is taxed in the months is what the year is above the free part, and an
// individual never pays more than an entity.
func TestTaxOfAYear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := business.TaxQuestion{Taxpayer: "orang pribadi"}
		sum := int64(0)
		for range rapid.IntRange(1, 12).Draw(t, "months") {
			f := rupiah(t, "turnover", 0, 200_000_000)
			sum += f.IntPart()
			q.MonthlyTurnover = append(q.MonthlyTurnover, f)
		}
		own, err := business.EstimateTax(q)
		if err != nil {
			t.Fatal(err)
		}
		q.Taxpayer = "badan"
		entity, err := business.EstimateTax(q)
		if err != nil {
			t.Fatal(err)
		}
		if own.AnnualTaxable.IntPart() != max(0, sum-500_000_000) || entity.AnnualTaxable.IntPart() != sum || own.AnnualTax.Cmp(entity.AnnualTax.Decimal) > 0 {
			t.Errorf("of %d an individual is taxed on %s with %s, an entity on %s with %s", sum, own.AnnualTaxable, own.AnnualTax, entity.AnnualTaxable, entity.AnnualTax)
		}
		n13, n14 := own.WrongPaths[0].Value, own.WrongPaths[1].Value
		if !n13.Equal(entity.AnnualTax.Decimal) || n14.Cmp(own.AnnualTax.Decimal) < 0 || n14.Cmp(n13.Decimal) > 0 {
			t.Errorf("N13 is %s, N14 %s", n13, n14)
		}
	})
}

// Whatever happened, the lines of the bridge add up to the change of cash.
func TestTheBridgeReachesTheOtherSide(t *testing.T) {
	chart := ledger.Chart(ledger.BusinessBook, ledger.ID{})
	rapid.Check(t, func(t *rapid.T) {
		balances := func(name string) []business.BridgeBalance {
			var lines []business.BridgeBalance
			for range rapid.IntRange(0, 20).Draw(t, name) {
				amount := rupiah(t, "amount", 0, 1_000_000_000)
				debit, credit := rapid.SampledFrom(chart).Draw(t, "debit"), rapid.SampledFrom(chart).Draw(t, "credit")
				lines = append(lines, business.BridgeBalance{Role: debit.Role, Debit: &amount}, business.BridgeBalance{Code: credit.Code, Credit: &amount})
			}
			return lines
		}
		q := business.BridgeQuestion{Opening: balances("opening"), Closing: balances("closing")}
		b, err := business.BridgeProfitToCash(q)
		if len(q.Closing) == 0 {
			if ledger.CodeOf(err) != "required" {
				t.Fatalf("without a closing: %v", err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		sum := decimal.Zero
		for _, l := range b.Lines {
			sum = sum.Add(l.Amount.Decimal)
		}
		if !sum.Equal(b.CashChange.Decimal) || !b.OpeningCash.Add(b.CashChange.Decimal).Equal(b.ClosingCash.Decimal) {
			t.Errorf("the lines are %s, cash went from %s to %s by %s", sum, b.OpeningCash, b.ClosingCash, b.CashChange)
		}
	})
}

// Two purses always hold what the one held.
func TestTwoPursesHoldWhatOneHeld(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var q business.PurseQuestion
		for range rapid.IntRange(1, 30).Draw(t, "events") {
			amount := rupiah(t, "amount", 0, 1_000_000)
			share := rupiah(t, "share", 0, amount.IntPart())
			q.Events = append(q.Events, business.PurseEvent{
				Direction: rapid.SampledFrom([]string{"in", "out"}).Draw(t, "direction"), Amount: amount, BusinessShare: &share,
				Kind: rapid.SampledFrom([]business.PurseKind{"usaha", "rumah", "campur", "utang", "alat", "modal", "hibah", "simpanan"}).Draw(t, "kind"),
			})
		}
		p, err := business.SplitPurse(q)
		if err != nil {
			t.Fatal(err)
		}
		if !p.Check || !p.BusinessPurseLeft.Add(p.HouseholdPurseLeft.Decimal).Equal(p.MoneyLeft.Decimal) {
			t.Errorf("%s and %s are not %s", p.BusinessPurseLeft, p.HouseholdPurseLeft, p.MoneyLeft)
		}
	})
}

// oddities are values that somebody may write where a number is wanted.
var oddities = rapid.SampledFrom([]any{
	json.Number("0"), json.Number("-1"), json.Number("1"), json.Number("12"), json.Number("0.5"), json.Number("99.99"), json.Number("999999999999999999"),
	json.Number("0.000000000000000001"), "3", "-2.5", "250000", "0", "1000000000000000",
})

// mangle puts odd values in the place of some numbers of v, and leaves some fields out.
func mangle(t *rapid.T, v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for _, name := range sortedKeys(v) {
			if rapid.IntRange(0, 15).Draw(t, "leave out") > 0 {
				out[name] = mangle(t, v[name])
			}
		}
		return out
	case []any:
		out := []any{}
		for _, item := range v {
			out = append(out, mangle(t, item))
		}
		return out
	case json.Number:
		if rapid.IntRange(0, 3).Draw(t, "odd") == 0 {
			return oddities.Draw(t, "oddity")
		}
	}
	return v
}

// Whatever numbers stand in a question, the answer is one that can be written, or a
// refusal that names a field.
func TestOddNumbersAreAnsweredOrRefused(t *testing.T) {
	for calculator, question := range oddQuestions {
		t.Run(calculator, func(t *testing.T) {
			whole, err := loose([]byte(question))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := calculators[calculator]([]byte(question)); err != nil {
				t.Fatalf("as it is: %v", err)
			}
			rapid.Check(t, func(t *rapid.T) {
				raw, err := json.Marshal(mangle(t, whole))
				if err != nil {
					t.Fatal(err)
				}
				_, err = calculators[calculator](raw)
				var e *ledger.Error
				if err != nil && (!errors.As(err, &e) || e.Kind != ledger.Invalid || e.Field == "" && len(e.Errors) == 0) {
					t.Errorf("%s is answered %v", raw, err)
				}
			})
		})
	}
}

// oddQuestions use every field of their calculator.
var oddQuestions = map[string]string{
	"costing":          `{"costs":{"a":100,"upah_sendiri":50},"own_labour":5,"equipment_cost":100,"equipment_life_months":12,"tools":[{"cost":5,"life_months":3}],"batches_per_month":3,"units_made":10,"units_spoiled":1,"byproducts_sold":{"b":2},"markup_on_cost_percent":10,"margin_on_price_percent":10,"price_step":500,"price":100}`,
	"price":            `{"unit_cost":100,"markup_on_cost_percent":10,"margin_on_price_percent":10,"price_step":500,"price":100,"reseller_discount_percent":5}`,
	"break_even":       `{"fixed_costs":{"a":100},"products":[{"name":"a","price":5,"variable_cost":1,"share":2},{"name":"b","price":6,"variable_cost":2,"share":3}],"selling_days":5,"target_profit":10,"expected_sales_units":100}`,
	"stock_card":       `{"moves":[{"kind":"opening","qty":5,"value":500},{"kind":"sale","qty":-2,"price":7},{"kind":"count","qty":1},{"kind":"purchase_return","qty":-1,"value":5}],"sale_prices":{"2026-01-01":5}}`,
	"cash_plan":        `{"opening_cash":5,"weeks":[{"in":5,"out":7},{"in_items":{"a":1},"out_items":{"b":9}}],"reserve":5,"step":10,"changes":[{"week":1,"in":5,"out":-3}]}`,
	"savings_plan":     `{"target":500,"saved":5,"weeks":10,"step":10}`,
	"tax":              `{"taxpayer":"pribadi","monthly_turnover":[600000000,5],"start_month":2,"turnover_before":5,"year":2025,"threshold":500000000,"profit":5}`,
	"profit_to_cash":   `{"opening":[{"code":"1101","debit":5},{"code":"3101","credit":5}],"transactions":[{"lines":[{"code":"1101","debit":5},{"code":"4101","credit":5}]}]}`,
	"two_purses":       `{"events":[{"direction":"in","kind":"campur","amount":5,"business_share":2},{"direction":"out","kind":"rumah","amount":5}]}`,
	"opening_position": `{"business_has":{"a":5},"business_owes":{"b":2},"household_goods_left_out":{"c":1}}`,
}

func sortedKeys(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }
