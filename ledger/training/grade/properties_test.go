package grade_test

import (
	"encoding/json"
	"math/big"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/training/grade"
)

var someEvents = []string{"", "jual_tunai", "jual_utang", "beli_utang", "terima_piutang", "terima_dp", "terima_pinjaman", "bayar_angsuran", "tambah_modal", "kiriman", "terima_hibah", "ambil_barang", "lain"}

var someCodes = strings.Fields("1101 1102 1104 1201 1301 1501 2101 2103 2201 3101 3102 4101 4201 5101 6103 6199 8101 R601 1 11")

func anyLines(most int) *rapid.Generator[[]grade.Line] {
	return rapid.Custom(func(t *rapid.T) []grade.Line {
		return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) grade.Line {
			amount := rapid.SampledFrom([]int64{5000, 15000, 50000, 51000, 150000, 1, ledger.MaxMinor}).Draw(t, "amount")
			return grade.Line{Code: rapid.SampledFrom(someCodes).Draw(t, "code"), Side: rapid.SampledFrom([]string{"D", "C"}).Draw(t, "side"), Amount: ledger.Fig(amount)}
		}), 0, most).Draw(t, "lines")
	})
}

// anEntry balances by a last line that takes the difference.
func anEntry(most int) *rapid.Generator[[]grade.Line] {
	return rapid.Custom(func(t *rapid.T) []grade.Line {
		all := anyLines(most-1).Draw(t, "lines")
		var sum int64
		for i := range all {
			all[i].Amount = ledger.Fig(rapid.Int64Range(1, 999_999).Draw(t, "amount"))
			if n := all[i].Amount.IntPart(); all[i].Side == grade.Debit {
				sum += n
			} else {
				sum -= n
			}
		}
		switch {
		case sum > 0:
			all = append(all, grade.Line{Code: "4101", Side: grade.Credit, Amount: ledger.Fig(sum)})
		case sum < 0:
			all = append(all, grade.Line{Code: "1101", Side: grade.Debit, Amount: ledger.Fig(-sum)})
		}
		return all
	})
}

func graderOf(t *rapid.T, q grade.Question, learner []grade.Line) grade.Result {
	r, err := grade.Entry(q, learner, "id")
	if err != nil {
		t.Fatalf("%+v for %+v: %v", learner, q, err)
	}
	return r
}

func TestTheModelAnswerIsRight(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := grade.Question{Event: rapid.SampledFrom(someEvents).Draw(t, "event"), Expected: anEntry(12).Draw(t, "model"), EitherPlace: rapid.Bool().Draw(t, "either")}
		other := anEntry(6).Draw(t, "accepted")
		q.Accepted = [][]grade.Line{other}
		for _, learner := range [][]grade.Line{q.Expected, other} {
			if r := graderOf(t, q, learner); r.Score != 100 || r.Primary != nil || len(r.Codes) > 0 || r.Verdict != "right" || r.Sentence != "Benar." {
				t.Fatalf("%+v", r)
			}
		}
	})
}

func TestEveryOtherAnswerIsNamedAndWithinItsCaps(t *testing.T) {
	caps := map[string]int{"E00": 0, "E01": 0, "E02": 40, "E03": 40, "E04": 60}
	rapid.Check(t, func(t *rapid.T) {
		q := grade.Question{Event: rapid.SampledFrom(someEvents).Draw(t, "event"), Expected: anEntry(12).Draw(t, "model")}
		r := graderOf(t, q, anyLines(12).Draw(t, "learner"))
		if r.Primary == nil {
			if r.Score != 100 || len(r.Codes) > 0 {
				t.Fatalf("%+v", r)
			}
			return
		}
		if r.Score < 0 || r.Score >= 100 || *r.Primary != r.Codes[0] || !slices.IsSorted(r.Codes) || r.Sentence == "" || r.Verdict != grade.Verdict(r.Score) {
			t.Fatalf("%+v", r)
		}
		for _, code := range r.Codes {
			if limit, ok := caps[code]; ok && r.Score > limit || !grade.Known(code) {
				t.Fatalf("%+v: %s", r, code)
			}
		}
	})
}

func TestTheOrderOfLinesNeverMatters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := grade.Question{Event: rapid.SampledFrom(someEvents).Draw(t, "event"), Expected: anEntry(8).Draw(t, "model")}
		learner := anyLines(8).Draw(t, "learner")
		first := graderOf(t, q, learner)
		q.Expected = rapid.Permutation(q.Expected).Draw(t, "model again")
		if second := graderOf(t, q, rapid.Permutation(learner).Draw(t, "learner again")); !reflect.DeepEqual(first, second) {
			t.Fatalf("%+v, then %+v", first, second)
		}
	})
}

// The score is what trying every pairing gives.
func TestTheBestPairingCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		model, learner := anEntry(6).Draw(t, "model"), anyLines(6).Draw(t, "learner")
		r := graderOf(t, grade.Question{Expected: model}, learner)
		want, got := added(model), added(learner)
		score := new(big.Rat)
		if len(want) > 0 {
			score.Quo(big.NewRat(100, 1), big.NewRat(int64(len(want)), 1))
			score.Mul(score, best(want, got))
		}
		score.Sub(score, big.NewRat(int64(10*max(0, len(got)-len(want))), 1))
		score.Add(score, big.NewRat(1, 2))
		whole := int(new(big.Int).Div(score.Num(), score.Denom()).Int64()) // half up
		for code, limit := range map[string]int{"E02": 40, "E03": 40, "E04": 60} {
			if slices.Contains(r.Codes, code) {
				whole = min(whole, limit)
			}
		}
		if whole = max(0, whole); len(want) == 0 && len(got) == 0 {
			whole = 100
		}
		if r.Score != whole {
			t.Fatalf("%d, but trying all pairings gives %d", r.Score, whole)
		}
	})
}

// added are lines of one account and side added up.
func added(all []grade.Line) []grade.Line {
	var out []grade.Line
	for _, l := range all {
		if i := slices.IndexFunc(out, func(o grade.Line) bool { return o.Code == l.Code && o.Side == l.Side }); i >= 0 {
			out[i].Amount = ledger.Figure{Decimal: out[i].Amount.Add(l.Amount.Decimal)}
		} else {
			out = append(out, l)
		}
	}
	return out
}

// best is the best total of pairings, each line of want worth 1.
func best(want, got []grade.Line) *big.Rat {
	if len(want) == 0 {
		return new(big.Rat)
	}
	most := best(want[1:], got) // the first without a partner
	for i, g := range got {
		rest := slices.Delete(slices.Clone(got), i, i+1)
		if total := new(big.Rat).Add(nearness(want[0], g), best(want[1:], rest)); total.Cmp(most) > 0 {
			most = total
		}
	}
	return most
}

func nearness(w, g grade.Line) *big.Rat {
	parts := big.NewRat(4, 10)
	if w.Side == g.Side {
		parts.Add(parts, big.NewRat(3, 10))
	}
	if w.Amount.Equal(g.Amount.Decimal) {
		parts.Add(parts, big.NewRat(3, 10))
	} else if isSlip(w.Amount.String(), g.Amount.String()) {
		parts.Add(parts, big.NewRat(3, 20))
	}
	near := new(big.Rat)
	switch {
	case w.Code == g.Code:
		near.SetInt64(1)
	case len(w.Code) > 1 && len(g.Code) > 1 && w.Code[:2] == g.Code[:2]:
		near.SetFrac64(1, 2)
	case w.Code[0] == g.Code[0]:
		near.SetFrac64(1, 4)
	}
	return near.Mul(near, parts)
}

// isSlip tries every slip that a pen can make.
func isSlip(want, got string) bool {
	for i := range want {
		if i > 0 && want[:i-1]+want[i:i+1]+want[i-1:i]+want[i+1:] == got {
			return true
		}
		for digit := range 10 {
			if want[:i]+strconv.Itoa(digit)+want[i+1:] == got {
				return true
			}
		}
	}
	for _, noughts := range []string{"0", "00", "000"} {
		if want+noughts == got || got+noughts == want {
			return true
		}
	}
	return false
}

func TestANumberOfAnySortIsGraded(t *testing.T) {
	some := rapid.Custom(func(t *rapid.T) ledger.Figure {
		text := strconv.FormatInt(rapid.Int64Range(-5_000_000, 5_000_000).Draw(t, "whole"), 10)
		if places := rapid.StringMatching(`[0-9]{0,2}|[0-9]{4}`).Draw(t, "places"); places != "" {
			text += "." + places
		}
		f, err := ledger.ParseFigure(text)
		if err != nil {
			t.Fatal(err)
		}
		return f
	})
	rapid.Check(t, func(t *rapid.T) {
		expected, answer, astray, try := some.Draw(t, "expected"), some.Draw(t, "answer"), some.Draw(t, "astray"), rapid.IntRange(0, 3).Draw(t, "try")
		path := []grade.WrongPath{{Code: "N01", Value: astray}}
		for _, a := range []ledger.Figure{expected, answer, astray} {
			r, err := grade.Number(expected, path, a, try, "en")
			if err != nil {
				t.Fatal(err)
			}
			right := a.Equal(expected.Decimal)
			if (r.Primary == nil) != right || (r.Verdict == "right") != right || r.Sentence == "" || r.Score < 0 || r.Score > 100 || try > 1 && r.Score > 70 {
				t.Fatalf("%v for %v: %+v", a, expected, r)
			}
			if !right && a.Equal(astray.Decimal) && (*r.Primary != "N01" || r.Score != 40) {
				t.Fatalf("%v is on the wrong path: %+v", a, r)
			}
		}
	})
}

func TestCodesAreAListInJSON(t *testing.T) {
	raw, err := json.Marshal(grade.Right("en"))
	if err != nil || string(raw) != `{"score":100,"primary":null,"codes":[],"sentence":"Right.","verdict":"right"}` {
		t.Errorf("%s, %v", raw, err)
	}
}
