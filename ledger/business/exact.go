package business

import (
	"errors"
	"math/big"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// MaxRows is how many rows a calculator takes: costs, moves, weeks, products.
const MaxRows = 1000

// WrongFigure is the number that a known misunderstanding leads to. Codes are those of
// the grader (N01 to N18); Of is the field of the answer that it stands in for.
type WrongFigure struct {
	Code  string        `json:"code" example:"N02"`
	Of    string        `json:"of" doc:"The field of the answer it is taken for" example:"unit_cost"`
	Value ledger.Figure `json:"value"`
}

// FigureOrNull is a figure, or none, which is written as null.
type FigureOrNull struct{ *ledger.Figure }

// MarshalJSON writes the figure or null.
func (f FigureOrNull) MarshalJSON() ([]byte, error) {
	if f.Figure == nil {
		return []byte("null"), nil
	}
	return f.Figure.MarshalJSON()
}

// Remark is something worth saying about an answer: a stable code and a sentence.
type Remark struct {
	Code string       `json:"code" example:"thin_profit"`
	Text ledger.Names `json:"text"`
}

// sheet is one calculation while its inputs are read. It gathers what is refused, so
// that a form with three mistakes is answered once, and remembers how money and
// quantities were written, so that the answer is written the same way.
type sheet struct {
	found        []*ledger.Error
	money, count ledger.Figure
}

func (s *sheet) wrong(code, field string, params ...string) {
	s.found = append(s.found, ledger.E(ledger.Invalid, code, field, params...))
}

func (s *sheet) err() error { return ledger.Join(s.found...) }

// rows refuses a list that is too long, and an empty one where at least one row is
// needed.
func (s *sheet) rows(n, least int, field string) {
	switch {
	case n > MaxRows:
		s.wrong("too_many_items", field, "max", strconv.Itoa(MaxRows))
	case n < least:
		s.wrong("too_few_items", field, "min", strconv.Itoa(least))
	}
}

// rupiah reads whole rupiah of either sign.
func (s *sheet) rupiah(f ledger.Figure, field string) *big.Rat {
	s.money = s.money.Or(f)
	n, err := f.Rupiah(field)
	var e *ledger.Error
	if errors.As(err, &e) {
		s.found = append(s.found, e)
		return whole(1) // what is refused is not divided by either
	}
	return whole(n)
}

// amount reads whole rupiah, zero or more.
func (s *sheet) amount(f ledger.Figure, field string) *big.Rat {
	if f.IsNegative() {
		s.wrong("out_of_range", field, "min", "0")
		return new(big.Rat)
	}
	return s.rupiah(f, field)
}

// paid reads whole rupiah above zero.
func (s *sheet) paid(f ledger.Figure, field string) *big.Rat {
	if f.Sign() <= 0 {
		s.wrong("amount_not_positive", field)
		return whole(1)
	}
	return s.rupiah(f, field)
}

// amountOr is amount of what may be absent.
func (s *sheet) amountOr(f *ledger.Figure, field string) *big.Rat {
	if f == nil {
		return new(big.Rat)
	}
	return s.amount(*f, field)
}

// sum adds up the amounts of a map.
func (s *sheet) sum(parts map[string]ledger.Figure, field string) *big.Rat {
	s.rows(len(parts), 0, field)
	total := new(big.Rat)
	for _, name := range sortedNames(parts) {
		total.Add(total, s.amount(parts[name], below(field, name)))
	}
	return total
}

// quantity reads a number of pieces, kilograms or days, at most MaxMinor; decimals
// are allowed.
func (s *sheet) quantity(f ledger.Figure, field string) *big.Rat {
	s.count = s.count.Or(f)
	if !s.fits(f, field) {
		return whole(1)
	}
	return f.Rat()
}

// fits refuses a figure above MaxMinor on either side of zero, or with more than
// MaxFigureDigits decimals. It looks at the size first: 1e2000000 would eat all
// memory.
func (s *sheet) fits(f ledger.Figure, field string) bool {
	switch {
	case f.Exponent() < -ledger.MaxFigureDigits:
		s.wrong("too_many_places", field, "places", strconv.Itoa(ledger.MaxFigureDigits))
	case int64(f.NumDigits())+int64(f.Exponent()) > ledger.MaxFigureDigits, f.Abs().Cmp(decimal.NewFromInt(ledger.MaxMinor)) > 0:
		s.wrong("amount_too_large", field, "max", ledger.IDR.Format(ledger.MaxMinor))
	default:
		return true
	}
	return false
}

// many reads a quantity above zero.
func (s *sheet) many(f ledger.Figure, field string) *big.Rat {
	if f.Sign() <= 0 {
		s.wrong("amount_not_positive", field)
		return whole(1)
	}
	return s.quantity(f, field)
}

// whole reads a whole number from 1 to most: weeks, months, days.
func (s *sheet) whole(f ledger.Figure, most int64, field string) int64 {
	s.count = s.count.Or(f)
	if !s.fits(f, field) {
		return 1
	}
	if !f.IsInteger() || f.Sign() <= 0 || f.Cmp(decimal.NewFromInt(most)) > 0 {
		s.wrong("out_of_range", field, "min", "1", "max", strconv.FormatInt(most, 10))
		return 1
	}
	return f.IntPart()
}

// percent reads a percentage from 0 to most and answers it as a fraction of one.
func (s *sheet) percent(f ledger.Figure, most int64, field string) *big.Rat {
	if !s.fits(f, field) {
		return new(big.Rat)
	}
	if f.IsNegative() || f.Cmp(decimal.NewFromInt(most)) > 0 {
		s.wrong("out_of_range", field, "min", "0", "max", strconv.FormatInt(most, 10))
		return new(big.Rat)
	}
	return new(big.Rat).Quo(f.Rat(), big.NewRat(100, 1))
}

// rp and number write a result as the question was written.
func (s *sheet) rp(r *big.Rat) ledger.Figure { return s.money.Like(decimalOf(r)) }

func (s *sheet) number(r *big.Rat) ledger.Figure { return s.count.Like(decimalOf(r)) }

// path is the number that a misunderstanding leads to.
func (s *sheet) path(code, of string, value *big.Rat) WrongFigure {
	return WrongFigure{Code: code, Of: of, Value: s.rp(value)}
}

// decimalOf is a number that has a finite decimal form: whole rupiah, and quantities
// computed from decimal ones.
func decimalOf(r *big.Rat) decimal.Decimal {
	if r.IsInt() {
		return decimal.NewFromBigInt(r.Num(), 0)
	}
	places, _ := r.FloatPrec()
	return decimal.NewFromBigInt(new(big.Rat).Mul(r, tenTo(places)).Num(), -int32(places)) // at most twice MaxFigureDigits
}

func tenTo(n int) *big.Rat {
	return new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil))
}

// exact writes a number without rounding: "6250", "250625/48".
func exact(r *big.Rat) string { return r.RatString() }

// down, up and halfUp round to whole units: down to the next lower, up to the next
// higher, halfUp to the nearest, the higher one of two equally near.
func down(r *big.Rat) *big.Rat {
	return new(big.Rat).SetInt(new(big.Int).Div(r.Num(), r.Denom())) // Euclidean, so down for a positive divisor
}

func up(r *big.Rat) *big.Rat {
	low := down(r)
	if low.Cmp(r) < 0 {
		low.Add(low, one)
	}
	return low
}

func halfUp(r *big.Rat) *big.Rat { return down(new(big.Rat).Add(r, big.NewRat(1, 2))) }

// upTo rounds up to the next multiple of step.
func upTo(r, step *big.Rat) *big.Rat { return times(up(over(r, step)), step) }

// one is only ever read. What a sheet hands out is always fresh, so that it may be
// changed.
var one = big.NewRat(1, 1)

func plus(a, b *big.Rat) *big.Rat  { return new(big.Rat).Add(a, b) }
func minus(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }
func times(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func over(a, b *big.Rat) *big.Rat  { return new(big.Rat).Quo(a, b) }
func whole(n int64) *big.Rat       { return new(big.Rat).SetInt64(n) }

// below is the field of a named part: costs.gas.
func below(field, name string) string { return field + "." + name }

// row is the field of a row: moves[3].
func row(field string, i int) string { return field + "[" + strconv.Itoa(i) + "]" }

// thousands writes whole rupiah with a mark between the thousands.
func thousands(r *big.Rat, mark string) string {
	digits := new(big.Int).Abs(r.Num()).String()
	var b strings.Builder
	if r.Sign() < 0 {
		b.WriteString("-")
	}
	b.WriteString("Rp")
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(mark)
		}
		b.WriteRune(d)
	}
	return b.String()
}
