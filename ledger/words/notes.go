package words

// Note is so many banknotes or coins of one value.
type Note struct {
	Value int64 `json:"value" doc:"What one of them is worth"`
	Count int64 `json:"count"`
}

// Denominations are the banknotes (100.000 to 1.000) and coins (500 to 50) that are
// legal tender, largest first. The thousand, which is both, is counted as a note.
// Bank Indonesia, issues of 2016 and 2022; the coin of fifty is that of 1999.
var Denominations = []int64{100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50}

// Notes is an amount in the fewest banknotes and coins, largest first. What is
// below the smallest coin is [Rest]. Zero and less has none.
func Notes(n int64) []Note {
	var notes []Note
	for _, value := range Denominations {
		if n >= value {
			notes = append(notes, Note{Value: value, Count: n / value})
			n %= value
		}
	}
	return notes
}

// Rest is what no coin can pay of an amount: 37 of 12.537.
func Rest(n int64) int64 {
	if n <= 0 {
		return 0
	}
	return n % Denominations[len(Denominations)-1]
}

// Count is what notes and coins are worth together.
func Count(notes []Note) int64 {
	var sum int64
	for _, note := range notes {
		sum += note.Value * note.Count
	}
	return sum
}
