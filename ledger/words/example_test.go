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
