package grade

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// WrongPath is a way of computing that leads astray, and the number it gives.
type WrongPath struct {
	Code  string        `json:"code"`
	Value ledger.Figure `json:"value"`
}

// MaxPaths is how many wrong paths a number can have.
const MaxPaths = 50

// afterSentence is the most that an answer earns that follows a sentence.
const afterSentence = 70

// Number grades a number: 100 when it is exact, 40 when it is what a wrong path gives
// (the first of them is the primary code), 70 for a slip of the pen (E20 to E22), else
// nothing (E23). From the second try on nothing earns more than 70; a right answer is
// right all the same. A try of 0 is the first. The language is "id" or "en".
//
// Refused: not_in_list for a path whose code is unknown; too_many_items over
// [MaxPaths]; amount_too_large and too_many_places for what no figure can be;
// out_of_range for a try below 0.
func Number(expected ledger.Figure, wrongPaths []WrongPath, answer ledger.Figure, try int, lang string) (Result, error) {
	errs := []*ledger.Error{fits(expected, "expected"), fits(answer, "answer")}
	if try < 0 {
		errs = append(errs, ledger.E(ledger.Invalid, "out_of_range", "try", "min", "0"))
	}
	if len(wrongPaths) > MaxPaths {
		return Result{}, ledger.E(ledger.Invalid, "too_many_items", "wrong_paths", "max", strconv.Itoa(MaxPaths))
	}
	for i, p := range wrongPaths {
		at := "wrong_paths[" + strconv.Itoa(i) + "]"
		errs = append(errs, fits(p.Value, at+".value"))
		if !Known(p.Code) {
			errs = append(errs, ledger.E(ledger.Invalid, "not_in_list", at+".code"))
		}
	}
	if err := ledger.Join(errs...); err != nil {
		return Result{}, err
	}
	r := number(expected, wrongPaths, answer, lang)
	if try > 1 {
		r.Score = min(r.Score, afterSentence)
	}
	return r, nil
}

func number(expected ledger.Figure, wrongPaths []WrongPath, answer ledger.Figure, lang string) Result {
	if answer.Equal(expected.Decimal) {
		return Right(lang)
	}
	var codes []string
	for _, p := range wrongPaths {
		if answer.Equal(p.Value.Decimal) && !slices.Contains(codes, p.Code) {
			codes = append(codes, p.Code)
		}
	}
	if len(codes) > 0 {
		return wrong(40, codes, codes[0], lang)
	}
	code, score := figureSlip(expected.Decimal, answer.Decimal), 70
	if code == "E23" {
		score = 0
	}
	return wrong(score, []string{code}, code, lang)
}

// figureSlip is the slip between two numbers that differ, written with as many places
// as the longer one has.
func figureSlip(want, got decimal.Decimal) string {
	if want.Sign()*got.Sign() < 0 {
		return "E23"
	}
	places := max(0, -want.Exponent(), -got.Exponent())
	return slip(want.Abs().Shift(places).BigInt().String(), got.Abs().Shift(places).BigInt().String())
}

// fits refuses a figure that was not read as one, before its digits are written out.
func fits(f ledger.Figure, field string) *ledger.Error {
	const most = ledger.MaxFigureDigits
	switch {
	case f.Exponent() < -most:
		return ledger.E(ledger.Invalid, "too_many_places", field, "places", strconv.Itoa(most))
	case f.Exponent() > most || f.NumDigits()+int(f.Exponent()) > most:
		return ledger.E(ledger.Invalid, "amount_too_large", field)
	}
	return nil
}
