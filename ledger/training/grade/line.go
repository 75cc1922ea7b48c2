package grade

import "github.com/lumbung-ledger/lumbung/ledger"

// The two sides of an entry, as learners' sheets write them.
const (
	Debit  = "D"
	Credit = "C"
)

// Line is one line of an entry as a learner writes it: an account's code in the
// chart of the lesson, a side, and whole rupiah above zero.
type Line struct {
	Code   string        `json:"code"`
	Side   string        `json:"side" enum:"D,C"`
	Amount ledger.Figure `json:"amount"`
}

// Result is what a grader finds. Learners see the sentence and the verdict,
// trainers see everything.
type Result struct {
	// Score is from 0 to 100.
	Score int `json:"score"`
	// Primary is the first code that holds, none when nothing is wrong.
	Primary *string `json:"primary"`
	// Codes are all codes that hold, in the order in which they are tried.
	Codes []string `json:"codes"`
	// Sentence is the one sentence for the learner, in her language.
	Sentence string `json:"sentence"`
	// Verdict is right (100), almost (50 and more) or again.
	Verdict string `json:"verdict" enum:"right,almost,again"`
}
