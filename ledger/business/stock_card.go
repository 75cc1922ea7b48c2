package business

import (
	"math/big"
	"slices"
	"strings"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// MoveKind is what happened to stock.
type MoveKind string

// The kinds of moves.
const (
	StockOpening  MoveKind = "opening"         // what there is at the start, with its value
	StockPurchase MoveKind = "purchase"        // bought, with what it cost
	StockSale     MoveKind = "sale"            // sold, at cost
	StockReturn   MoveKind = "return"          // a customer brought it back, at cost
	StockSentBack MoveKind = "purchase_return" // brought back to the supplier, at cost or at the value given
	StockHome     MoveKind = "home"            // eaten or used at home, at cost
	StockUsed     MoveKind = "used"            // used in the business, given away, at cost
	StockCount    MoveKind = "count"           // what a count found missing or too much, lost, spoiled, at cost
)

// moveWords tell a move by its words when it has no kind: the word that stands first in
// the text counts, and of two in one place the one that is first here.
var moveWords = []struct {
	kind  MoveKind
	words []string
}{
	{StockOpening, []string{"saldo awal", "stok awal", "persediaan awal", "opening"}},
	{StockSentBack, []string{"retur beli", "retur pembelian", "kembali ke pemasok", "purchase return", "sent back"}},
	{StockReturn, []string{"retur", "dikembalikan", "kembali", "sales return", "sale return", "return"}},
	{StockHome, []string{"rumah", "keluarga", "dimakan", "prive", "home", "family"}},
	{StockCount, []string{"hitung", "fisik", "opname", "hilang", "rusak", "susut", "busuk", "basi", "kedaluwarsa", "kadaluarsa", "selisih", "count", "lost", "spoil", "shrink", "damage", "expired"}},
	{StockUsed, []string{"dipakai", "pakai", "contoh", "sampel", "bonus", "used", "sample", "gift"}},
	{StockPurchase, []string{"beli", "buy", "bought", "purchase"}},
	{StockSale, []string{"jual", "laku", "sale", "sell", "sold"}},
}

// StockQuestion is a card before it is worked out.
type StockQuestion struct {
	Moves []StockMove `json:"moves"`
	// SalePrices are prices of one unit by day, for sales that have none of their own.
	SalePrices map[string]ledger.Figure `json:"sale_prices,omitempty" doc:"Price of one unit by day"`
}

// StockMove is one line of a card: what comes in has a positive quantity, what goes out
// a negative one.
type StockMove struct {
	_ struct{} `json:"-" additionalProperties:"true"` // the API takes other fields too, and names them

	Date  ledger.Date    `json:"date,omitempty"`
	Move  string         `json:"move,omitempty" doc:"In words; they tell the kind if there is none: jual, beli, ambil untuk rumah, hitung fisik"`
	Kind  MoveKind       `json:"kind,omitempty" enum:"opening,purchase,sale,return,purchase_return,home,used,count"`
	Qty   ledger.Figure  `json:"qty"`
	Value *ledger.Figure `json:"value,omitempty" doc:"What came in is worth, with the cost of bringing it; never of what goes out"`
	Price *ledger.Figure `json:"price,omitempty" doc:"Of one unit, of a sale"`
}

// StockCard is a card worked out by the moving average. What goes out takes its part of
// the value on hand, rounded half up to whole rupiah; the last to go takes what is left,
// so that no rupiah is lost.
type StockCard struct {
	Card           []StockRow     `json:"card"`
	CostOfSales    ledger.Figure  `json:"cost_of_sales" doc:"Less what customers brought back"`
	DrawingsAtCost ledger.Figure  `json:"drawings_at_cost"`
	UsedAtCost     *ledger.Figure `json:"used_at_cost,omitempty"`
	Shrinkage      ledger.Figure  `json:"shrinkage" doc:"Found missing or spoiled; negative when counts found too much"`
	ClosingQty     ledger.Figure  `json:"closing_qty"`
	ClosingValue   ledger.Figure  `json:"closing_value"`
	Revenue        *ledger.Figure `json:"revenue,omitempty" doc:"Absent when no prices are given"`
	GrossProfit    *ledger.Figure `json:"gross_profit,omitempty" doc:"Revenue less cost of sales"`
	WrongPaths     []WrongFigure  `json:"wrong_paths" doc:"What N15 and N16 would have given"`
}

// StockRow is one line of a card.
type StockRow struct {
	Date         *ledger.Date  `json:"date,omitempty"`
	Move         string        `json:"move"`
	Qty          ledger.Figure `json:"qty"`
	Value        ledger.Figure `json:"value" doc:"Negative for what goes out"`
	QtyOnHand    ledger.Figure `json:"qty_on_hand"`
	ValueOnHand  ledger.Figure `json:"value_on_hand"`
	AverageExact *string       `json:"average_exact" nullable:"true" doc:"Value on hand by quantity on hand; null when there is none"`
}

// WorkStockCard works out a card by the moving weighted average, which SAK EMKM allows
// beside FIFO.
//
// It refuses a move whose words tell no kind (unknown_move), one that goes the wrong way
// (wrong_direction), one that takes more than there is (not_enough_stock), days that go
// backwards (days_out_of_order), and a sale without a price where others have one
// (required).
func WorkStockCard(q StockQuestion) (StockCard, error) {
	var s sheet
	s.rows(len(q.Moves), 1, "moves")
	s.rows(len(q.SalePrices), 0, "sale_prices")
	if err := s.err(); err != nil {
		return StockCard{}, err
	}
	c := card{sheet: &s, prices: s.dayPrices(q.SalePrices), qty: new(big.Rat), value: new(big.Rat), revenue: new(big.Rat), out: map[MoveKind]*big.Rat{}}
	c.priced = len(q.SalePrices) > 0 || slices.ContainsFunc(q.Moves, func(m StockMove) bool { return m.Price != nil })
	steps := make([]step, 0, len(q.Moves))
	for i, m := range q.Moves {
		if i > 0 && !m.Date.IsZero() && m.Date < q.Moves[i-1].Date {
			s.wrong("days_out_of_order", row("moves", i)+".date")
		}
		steps = append(steps, c.move(m, row("moves", i)))
	}
	if err := s.err(); err != nil {
		return StockCard{}, err
	}
	return c.answer(q, steps), nil
}

// card is a card as far as it has been worked out.
type card struct {
	*sheet
	prices     map[string]*big.Rat
	priced     bool
	qty, value *big.Rat
	revenue    *big.Rat
	out        map[MoveKind]*big.Rat // what each kind took at cost
	lastCost   *big.Rat              // of one unit, at the last purchase
}

// step is the state after a move.
type step struct{ moved, value, qtyOnHand, valueOnHand *big.Rat }

func (c *card) move(m StockMove, at string) step {
	kind := m.kind()
	qty := c.quantity(m.Qty, at+".qty")
	value := new(big.Rat)
	field := at + ".kind"
	if m.Kind == "" {
		field = at + ".move"
	}
	switch {
	case kind == "":
		c.wrong("unknown_move", field)
	case !kind.goes(qty.Sign()):
		c.wrong("wrong_direction", at+".qty")
	case qty.Sign() > 0:
		value = c.comesIn(kind, m, qty, at)
	default:
		value = c.goesOut(kind, m, qty, at)
	}
	c.qty, c.value = plus(c.qty, qty), plus(c.value, value)
	if kind != "" && kind != StockOpening && kind != StockPurchase {
		if c.out[kind] == nil {
			c.out[kind] = new(big.Rat)
		}
		c.out[kind].Sub(c.out[kind], value)
	}
	if kind == StockSale || kind == StockReturn {
		c.revenue.Sub(c.revenue, halfUp(times(qty, c.priceOf(m, at))))
	}
	return step{qty, value, c.qty, c.value}
}

// comesIn is the value of what comes in: what it cost, or its part of the average for
// what was brought back or found.
func (c *card) comesIn(kind MoveKind, m StockMove, qty *big.Rat, at string) *big.Rat {
	if m.Value != nil {
		value := c.amount(*m.Value, at+".value")
		if kind == StockPurchase || kind == StockOpening {
			c.lastCost = over(value, qty)
		}
		return value
	}
	if kind == StockOpening || kind == StockPurchase || c.qty.Sign() <= 0 {
		c.wrong("required", at+".value")
		return new(big.Rat)
	}
	return halfUp(times(c.value, over(qty, c.qty)))
}

// goesOut is the value, below zero, of what goes out.
func (c *card) goesOut(kind MoveKind, m StockMove, qty *big.Rat, at string) *big.Rat {
	if plus(c.qty, qty).Sign() < 0 {
		c.wrong("not_enough_stock", at+".qty")
		return new(big.Rat)
	}
	if m.Value != nil {
		if kind != StockSentBack {
			c.wrong("value_not_wanted", at+".value")
			return new(big.Rat)
		}
		value := c.amount(m.Value.Like(m.Value.Abs()), at+".value")
		if value.Cmp(c.value) > 0 || plus(c.qty, qty).Sign() == 0 && value.Cmp(c.value) != 0 {
			c.wrong("out_of_range", at+".value", "max", c.value.RatString())
			return new(big.Rat)
		}
		return new(big.Rat).Neg(value)
	}
	return new(big.Rat).Neg(halfUp(times(c.value, over(new(big.Rat).Neg(qty), c.qty))))
}

func (c *card) priceOf(m StockMove, at string) *big.Rat {
	switch price, ofDay := c.prices[m.Date.String()]; {
	case m.Price != nil:
		return c.unitAmount(*m.Price, at+".price")
	case ofDay:
		return price
	case c.priced:
		c.wrong("required", at+".price")
	}
	return new(big.Rat)
}

func (s *sheet) dayPrices(prices map[string]ledger.Figure) map[string]*big.Rat {
	read := map[string]*big.Rat{}
	for _, day := range sortedNames(prices) {
		if _, err := ledger.ParseDate(day); err != nil {
			s.wrong("invalid_date", "sale_prices")
			continue
		}
		read[day] = s.unitAmount(prices[day], below("sale_prices", day))
	}
	return read
}

// kind is the kind given, or the one that the words of the move tell.
func (m StockMove) kind() MoveKind {
	text, first, found := strings.ToLower(m.Move), len(m.Move), MoveKind("")
	for _, w := range moveWords {
		if m.Kind == w.kind {
			return m.Kind
		}
		for _, word := range w.words {
			if at := strings.Index(text, word); m.Kind == "" && at >= 0 && at < first {
				first, found = at, w.kind
			}
		}
	}
	return found
}

// goes reports whether a move of the kind can have a quantity of that sign.
func (k MoveKind) goes(sign int) bool {
	switch k {
	case StockOpening, StockPurchase, StockReturn:
		return sign > 0
	case StockCount:
		return sign != 0
	}
	return sign < 0
}

func (c *card) answer(q StockQuestion, steps []step) StockCard {
	taken := func(k MoveKind) *big.Rat {
		if c.out[k] == nil {
			return new(big.Rat)
		}
		return c.out[k]
	}
	cost := plus(taken(StockSale), taken(StockReturn))
	out := StockCard{
		CostOfSales: c.rp(cost), DrawingsAtCost: c.rp(taken(StockHome)), Shrinkage: c.rp(taken(StockCount)),
		ClosingQty: c.number(c.qty), ClosingValue: c.rp(c.value), WrongPaths: []WrongFigure{},
	}
	if used := taken(StockUsed); used.Sign() > 0 {
		out.UsedAtCost = pointer(c.rp(used))
	}
	if c.priced {
		out.Revenue, out.GrossProfit = pointer(c.rp(c.revenue)), pointer(c.rp(minus(c.revenue, cost)))
		out.WrongPaths = append(out.WrongPaths, c.path("N16", "cost_of_sales", c.revenue))
	}
	if c.lastCost != nil {
		out.WrongPaths = append(out.WrongPaths, c.path("N15", "closing_value", halfUp(times(c.qty, c.lastCost))))
	}
	for i, st := range steps {
		r := StockRow{Move: q.Moves[i].Move, Qty: c.number(st.moved), Value: c.rp(st.value), QtyOnHand: c.number(st.qtyOnHand), ValueOnHand: c.rp(st.valueOnHand)}
		if r.Move == "" {
			r.Move = string(q.Moves[i].Kind)
		}
		if day := q.Moves[i].Date; !day.IsZero() {
			r.Date = &day
		}
		if st.qtyOnHand.Sign() > 0 {
			r.AverageExact = pointer(exact(over(st.valueOnHand, st.qtyOnHand)))
		}
		out.Card = append(out.Card, r)
	}
	return out
}
