package training_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"math/big"
	"reflect"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/business"
	"github.com/lumbung-ledger/lumbung/ledger/words"
)

// working is one line of NN.workings.jsonl; lessons/README.md says what each means.
type working struct {
	Lesson int `json:"lesson"`

	Book    *string                  `json:"book"`
	Given   []ledger.Figure          `json:"given"`
	Open    map[string]ledger.Figure `json:"open"`
	Form    business.Form            `json:"form"`
	Fields  json.RawMessage          `json:"fields"`
	Entry   map[string]ledger.Figure `json:"entry"`
	Balance string                   `json:"balance"`
	Profit  *ledger.Figure           `json:"profit"`

	Sum      []ledger.Figure   `json:"sum"`
	Product  []ledger.Figure   `json:"product"`
	Quotient []ledger.Figure   `json:"quotient"`
	Percent  []ledger.Figure   `json:"percent"`
	Notes    [][]ledger.Figure `json:"notes"`
	Round    string            `json:"round"`
	Step     *ledger.Figure    `json:"step"`

	Words *ledger.Figure `json:"words"`
	ID    string         `json:"id"`
	EN    string         `json:"en"`

	Calc string          `json:"calc"`
	In   json.RawMessage `json:"in"`
	Is   json.RawMessage `json:"is"`

	What string `json:"what"`
}

// calculators are the calculators that workings may call, by their names there.
var calculators = map[string]func(json.RawMessage) (any, error){
	"costing":          calculator(business.CostBatch),
	"price":            calculator(business.SetPrice),
	"break_even":       calculator(business.FindBreakEven),
	"stock_card":       calculator(business.WorkStockCard),
	"cash_plan":        calculator(business.PlanCash),
	"savings_plan":     calculator(business.PlanSavings),
	"tax":              calculator(business.EstimateTax),
	"two_purses":       calculator(business.SplitPurse),
	"opening_position": calculator(business.OpenPosition),
	"profit_to_cash":   calculator(business.BridgeProfitToCash),
	"loans":            calculator(compareLoans),
}

// calculator reads what a calculator is asked, and calls it.
func calculator[I, O any](calculate func(I) (O, error)) func(json.RawMessage) (any, error) {
	return func(raw json.RawMessage) (any, error) {
		var in I
		dec := json.NewDecoder(bytes.NewReader(raw))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&in); err != nil {
			return nil, err
		}
		return calculate(in)
	}
}

// workings recomputes the workings of a lesson. It returns every number that stands
// in them, and what does not hold.
func workings(dir fs.FS, number string) (numbers map[string]bool, wrong []string) {
	raw, err := fs.ReadFile(dir, number+".workings.jsonl")
	if err != nil {
		return nil, []string{err.Error()}
	}
	numbers = map[string]bool{}
	book := newPracticeBook("")
	for i, line := range strings.Split(strings.TrimSpace(string(raw)), "\n") {
		var w working
		dec := json.NewDecoder(strings.NewReader(line))
		dec.DisallowUnknownFields()
		if i == 0 { // what the lesson is: ReadLessons reads it
			continue
		}
		if err := dec.Decode(&w); err != nil {
			wrong = append(wrong, fmt.Sprintf("workings, line %d: %v", i+1, err))
			continue
		}
		if w.Book != nil {
			book = newPracticeBook(*w.Book)
		}
		if err := w.holds(book); err != nil {
			wrong = append(wrong, fmt.Sprintf("workings, line %d: %v: %s", i+1, err, line))
		}
		collect(numbers, w.Given, w.Open, w.Fields, w.Entry, w.Profit, w.Sum, w.Product, w.Quotient, w.Percent, w.Notes, w.Step, w.Words, w.In, w.Is)
	}
	return numbers, wrong
}

// holds reports why a working does not hold.
func (w working) holds(book *practiceBook) error {
	switch {
	case w.Book != nil, w.Given != nil:
		return nil
	case w.Open != nil:
		return book.open(w.Open)
	case w.Form != "":
		var e business.Event
		dec := json.NewDecoder(bytes.NewReader(w.Fields))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&e); err != nil {
			return err
		}
		e.Form, e.Day = w.Form, practiceDay
		entry, err := e.Entry(book.id, book.chart)
		if err != nil {
			return err
		}
		return book.post(entry)
	case w.Entry != nil:
		return book.post(book.entryOf(w.Entry))
	case w.Balance != "":
		got, err := book.balance(w.Balance)
		if err != nil {
			return err
		}
		return w.same(big.NewRat(got, 1))
	case w.Profit != nil:
		if got := book.profit(); !w.Profit.Equal(decimal.NewFromInt(got)) {
			return fmt.Errorf("the profit is %d", got)
		}
		return nil
	case w.Notes != nil:
		sum := new(big.Rat)
		for _, n := range w.Notes {
			if len(n) != 2 || !face(n[0].IntPart()) {
				return fmt.Errorf("no note or coin: %v", n)
			}
			sum.Add(sum, new(big.Rat).Mul(n[0].Rat(), n[1].Rat()))
		}
		return w.same(sum)
	case w.Words != nil:
		for lang, said := range map[string]string{"id": w.ID, "en": w.EN} {
			if is := words.Say(w.Words.IntPart(), lang); said != "" && said != is {
				return fmt.Errorf("one says %q", is)
			}
		}
		return nil
	case w.Calc != "":
		calculate, ok := calculators[w.Calc]
		if !ok {
			return fmt.Errorf("no such calculator")
		}
		answer, err := calculate(w.In)
		if err != nil {
			return err
		}
		raw, err := json.Marshal(answer)
		if err != nil {
			return err
		}
		return within(w.Is, raw)
	}
	result, err := w.reckon()
	if err != nil {
		return err
	}
	return w.same(result)
}

// reckon does the arithmetic of a line.
func (w working) reckon() (*big.Rat, error) {
	result := new(big.Rat)
	switch {
	case len(w.Sum) > 0:
		for _, f := range w.Sum {
			result.Add(result, f.Rat())
		}
	case len(w.Product) > 0:
		result.SetInt64(1)
		for _, f := range w.Product {
			result.Mul(result, f.Rat())
		}
	case len(w.Quotient) == 2 && !w.Quotient[1].IsZero():
		result.Quo(w.Quotient[0].Rat(), w.Quotient[1].Rat())
	case len(w.Percent) == 2:
		result.Mul(w.Percent[0].Rat(), w.Percent[1].Rat())
		result.Quo(result, big.NewRat(100, 1))
	default:
		return nil, fmt.Errorf("nothing to recompute")
	}
	step := big.NewRat(1, 1)
	if w.Step != nil {
		step = w.Step.Rat()
	}
	steps := new(big.Rat).Quo(result, step)
	whole := new(big.Int).Div(steps.Num(), steps.Denom())
	switch {
	case w.Round == "":
		return result, nil
	case steps.IsInt() || w.Round == "down":
	case w.Round == "up":
		whole.Add(whole, big.NewInt(1))
	case w.Round == "half_up":
		if new(big.Rat).Sub(steps, new(big.Rat).SetInt(whole)).Cmp(big.NewRat(1, 2)) >= 0 {
			whole.Add(whole, big.NewInt(1))
		}
	default:
		return nil, fmt.Errorf("no such rounding: %s", w.Round)
	}
	return new(big.Rat).Mul(new(big.Rat).SetInt(whole), step), nil
}

// same holds the result against what the line says it is.
func (w working) same(result *big.Rat) error {
	var is ledger.Figure
	if err := json.Unmarshal(w.Is, &is); err != nil {
		return fmt.Errorf("is: %w", err)
	}
	if is.Rat().Cmp(result) != 0 {
		return fmt.Errorf("it is %s", result.RatString())
	}
	return nil
}

// within reports what of want is not in got: objects may have more fields there, and
// numbers may be written with quotes or without.
func within(want, got json.RawMessage) error {
	w, err := decoded(want)
	if err != nil {
		return err
	}
	g, err := decoded(got)
	if err != nil {
		return err
	}
	return partOf(w, g, "is")
}

func decoded(raw json.RawMessage) (any, error) {
	var v any
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	err := dec.Decode(&v)
	return v, err
}

func partOf(want, got any, path string) error {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			return fmt.Errorf("%s is %v", path, got)
		}
		for _, key := range slices.Sorted(maps.Keys(w)) {
			in, ok := g[key]
			if !ok {
				return fmt.Errorf("%s has no %s", path, key)
			}
			if err := partOf(w[key], in, path+"."+key); err != nil {
				return err
			}
		}
		return nil
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			return fmt.Errorf("%s is %v", path, got)
		}
		for i := range w {
			if err := partOf(w[i], g[i], fmt.Sprintf("%s.%d", path, i)); err != nil {
				return err
			}
		}
		return nil
	}
	if plain(want) != plain(got) {
		return fmt.Errorf("%s is %v", path, got)
	}
	return nil
}

// plain is a value as text, without the quotes and noughts that do not matter.
func plain(v any) string {
	text := fmt.Sprint(v)
	if d, err := decimal.NewFromString(text); err == nil {
		return d.String()
	}
	return text
}

// collect adds every number of the parts, without its sign.
func collect(numbers map[string]bool, parts ...any) {
	for _, part := range parts {
		if r := reflect.ValueOf(part); !r.IsValid() || r.Kind() != reflect.Struct && r.IsNil() {
			continue
		}
		raw, err := json.Marshal(part)
		if err != nil {
			panic(err)
		}
		v, err := decoded(raw)
		if err != nil {
			panic(err)
		}
		walk(v, func(text string) {
			if d, err := decimal.NewFromString(strings.TrimSuffix(text, "%")); err == nil {
				numbers[d.Abs().String()] = true
			}
		})
	}
}

func walk(v any, leaf func(string)) {
	switch v := v.(type) {
	case map[string]any:
		for _, in := range v {
			walk(in, leaf)
		}
	case []any:
		for _, in := range v {
			walk(in, leaf)
		}
	default:
		leaf(fmt.Sprint(v))
	}
}

// face reports whether there is a note or a coin of the value.
func face(n int64) bool {
	return slices.Contains([]int64{100000, 50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100}, n)
}

// practiceDay is the day of everything in the lessons' books.
var practiceDay = ledger.MustDate("2026-03-02")

// practiceBook is a book of the business chart in memory.
type practiceBook struct {
	id       ledger.ID
	chart    []ledger.Account
	balances map[ledger.ID]int64 // debit above zero
	entries  int
}

func newPracticeBook(name string) *practiceBook {
	id := ledger.DeriveID(ledger.MustID("01890000-0000-7000-8000-000000000001"), "lesson book "+name)
	return &practiceBook{id: id, chart: ledger.Chart(ledger.PracticeBook, id), balances: map[ledger.ID]int64{}}
}

// post checks an entry as every book does, and adds it up. One without lines, of a
// count that found no difference, changes nothing.
func (b *practiceBook) post(e ledger.Entry) error {
	if len(e.Lines) == 0 {
		return nil
	}
	b.entries++
	e.ID, e.Day = ledger.DeriveID(b.id, fmt.Sprintf("entry %d", b.entries)), practiceDay
	minors, err := e.Check(ledger.IDR)
	if err != nil {
		return err
	}
	for i, l := range e.Lines {
		b.balances[l.Account()] += minors[i]
	}
	return nil
}

// entryOf is an entry of signed amounts by account code.
func (b *practiceBook) entryOf(amounts map[string]ledger.Figure) ledger.Entry {
	e := ledger.Entry{Book: b.id, Kind: "manual"}
	for _, code := range slices.Sorted(maps.Keys(amounts)) {
		line := ledger.Debit
		if amounts[code].IsNegative() {
			line = ledger.Credit
		}
		var account ledger.ID // none, which the entry's check refuses
		if a, ok := b.account(code); ok {
			account = a.ID
		}
		e.Lines = append(e.Lines, line(account, amounts[code].Abs()))
	}
	return e
}

// open posts an opening position; the owner's capital takes the rest.
func (b *practiceBook) open(position map[string]ledger.Figure) error {
	signed, rest := map[string]ledger.Figure{}, decimal.Zero
	for code, f := range position {
		a, ok := b.account(code)
		if !ok {
			return fmt.Errorf("no account %s", code)
		}
		d := f.Decimal
		if a.Normal == ledger.CreditSide {
			d = d.Neg()
		}
		signed[code] = f.Like(d)
		rest = rest.Sub(d)
	}
	if !rest.IsZero() {
		signed["3101"] = ledger.Figure{Decimal: rest}
	}
	return b.post(b.entryOf(signed))
}

func (b *practiceBook) account(code string) (ledger.Account, bool) {
	i := slices.IndexFunc(b.chart, func(a ledger.Account) bool { return a.Code == code })
	if i < 0 {
		return ledger.Account{}, false
	}
	return b.chart[i], true
}

// balance is the balance of an account on its normal side, or of all accounts whose
// codes begin so on the normal side of their class.
func (b *practiceBook) balance(prefix string) (int64, error) {
	if a, ok := b.account(prefix); ok {
		return onSide(b.balances[a.ID], a.Normal), nil
	}
	var sum int64
	found := false
	for _, a := range b.chart {
		if strings.HasPrefix(a.Code, prefix) {
			sum, found = sum+onSide(b.balances[a.ID], a.Class.Normal()), true
		}
	}
	if !found {
		return 0, fmt.Errorf("no account begins with %s", prefix)
	}
	return sum, nil
}

func onSide(signed int64, side ledger.Side) int64 {
	if side == ledger.CreditSide {
		return -signed
	}
	return signed
}

// profit is all income less all costs.
func (b *practiceBook) profit() int64 {
	var sum int64
	for _, a := range b.chart {
		if a.Class == ledger.Income || a.Class == ledger.Expense {
			sum -= b.balances[a.ID]
		}
	}
	return sum
}
