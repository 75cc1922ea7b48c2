package words_test

import (
	"fmt"

	"github.com/lumbung-ledger/lumbung/ledger/words"
)

func ExampleSentence() {
	limits := map[string]string{"max": "5000"}
	fmt.Println(words.Sentence("id", "unbalanced", nil))
	fmt.Println(words.Sentence("id", "too_many_lines", limits))
	fmt.Println(words.Sentence("en", "too_many_lines", limits))
	// Output:
	// Jumlah debit dan kredit belum sama.
	// Baris dalam catatan ini terlalu banyak, paling banyak 5000.
	// This entry has too many lines, at most 5000.
}

func ExampleParse() {
	for _, text := range []string{"15rb", "1,5jt", "Rp 2.500,-", "12.5rb", "sepuluh ribu"} {
		r := words.Parse(text)
		fmt.Printf("%q %d %q\n", text, r.Amount, r.Question("id"))
	}
	// Output:
	// "15rb" 15000 ""
	// "1,5jt" 1500000 ""
	// "Rp 2.500,-" 2500 ""
	// "12.5rb" 0 "Maksudmu Rp12.500 atau Rp125.000?"
	// "sepuluh ribu" 0 "Maksudmu Rp10.000?"
}

func ExampleSay() {
	fmt.Println(words.Say(187_500, words.Indonesian))
	fmt.Println(words.Say(187_500, words.English))
	// Output:
	// seratus delapan puluh tujuh ribu lima ratus rupiah
	// one hundred and eighty-seven thousand five hundred rupiah
}

func ExampleParseSaid() {
	fmt.Println(words.ParseSaid("dua belas ribu lima ratus rupiah", words.Indonesian))
	fmt.Println(words.ParseSaid("twelve thousand five hundred rupiah", words.English))
	fmt.Println(words.ParseSaid("dua belas orang", words.Indonesian))
	// Output:
	// 12500 true
	// 12500 true
	// 0 false
}

func ExampleNotes() {
	for _, note := range words.Notes(87_540) {
		fmt.Println(note.Count, "x", words.Rupiah(note.Value))
	}
	fmt.Println("rest", words.Rest(87_540))
	// Output:
	// 1 x Rp50.000
	// 1 x Rp20.000
	// 1 x Rp10.000
	// 1 x Rp5.000
	// 1 x Rp2.000
	// 1 x Rp500
	// rest 40
}
