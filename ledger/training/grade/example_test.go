package grade_test

import (
	"fmt"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/training/grade"
)

func ExampleEntry() {
	// A shop took goods for Rp500,000 and pays later. The learner wrote it as cash.
	sale := grade.Question{Event: "jual_utang", Expected: []grade.Line{
		{Code: "1201", Side: grade.Debit, Amount: ledger.Fig(500_000)},
		{Code: "4101", Side: grade.Credit, Amount: ledger.Fig(500_000)},
	}}
	learner := []grade.Line{
		{Code: "1101", Side: grade.Debit, Amount: ledger.Fig(500_000)},
		{Code: "4101", Side: grade.Credit, Amount: ledger.Fig(500_000)},
	}
	for _, lang := range []string{"id", "en"} {
		r, err := grade.Entry(sale, learner, lang)
		if err != nil {
			panic(err)
		}
		fmt.Println(r.Score, *r.Primary, r.Codes, r.Verdict, r.Sentence)
	}
	// Output:
	// 63 E10 [E10 E16] almost Uangnya belum berpindah.
	// 63 E10 [E10 E16] almost The money has not moved yet.
}

func ExampleNumber() {
	// Fixed costs of Rp790,000, Rp4,200 left of each pack: 188.09, so 189 packs.
	wrong := []grade.WrongPath{{Code: "N06", Value: ledger.Fig(188)}, {Code: "N05", Value: ledger.Fig(84)}}
	for _, answer := range []int64{188, 198, 500, 189} {
		r, err := grade.Number(ledger.Fig(189), wrong, ledger.Fig(answer), 1, "en")
		if err != nil {
			panic(err)
		}
		fmt.Println(answer, r.Score, r.Codes, r.Sentence)
	}
	// Output:
	// 188 40 [N06] Round up; a half is not enough.
	// 198 70 [E20] Two digits have changed places.
	// 500 0 [E23] The amount is not yet that of the story.
	// 189 100 [] Right.
}

func ExampleSentence() {
	fmt.Println(grade.Sentence("E11", "id"))
	fmt.Println(grade.Sentence("N02", "en"))
	// Output:
	// Pisahkan pokok dan jasa.
	// Your own work is a cost too.
}
