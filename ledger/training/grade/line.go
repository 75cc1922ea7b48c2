package grade

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// The two sides of an entry, as learners' sheets write them.
const (
	Debit  = "D"
	Credit = "C"
)

const (
	// MaxLines is the most lines that an entry to be graded can have.
	MaxLines = 100
	// MaxAccepted is how many other entries can be as good as the model answer.
	MaxAccepted = 20

	maxCode = 20 // letters of an account's code
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
	Primary *string `json:"primary" nullable:"true"`
	// Codes are all codes that hold, in the order in which they are tried.
	Codes []string `json:"codes"`
	// Sentence is the one sentence for the learner, in her language.
	Sentence string `json:"sentence"`
	// Verdict is right (nothing is wrong), almost (50 and more) or again.
	Verdict string `json:"verdict" enum:"right,almost,again"`
}

// Verdict is what a learner is told of a score: right, almost or again.
func Verdict(score int) string {
	switch {
	case score >= 100:
		return "right"
	case score >= 50:
		return "almost"
	}
	return "again"
}

// Right is the result of an answer that has nothing wrong with it.
func Right(lang string) Result {
	return Result{Score: 100, Codes: []string{}, Sentence: said("right", lang), Verdict: "right"}
}

// wrong is the result of an answer that some codes hold for; sentence is the key of
// what is said about the first.
func wrong(score int, codes []string, sentence, lang string) Result {
	verdict := Verdict(min(score, 99)) // not right, even where nothing is taken off
	return Result{Score: score, Primary: &codes[0], Codes: codes, Sentence: said(sentence, lang), Verdict: verdict}
}

// line is a line that has been read. Lines of one account and side are one.
type line struct {
	code   string
	debit  bool
	amount int64
}

// compare orders lines by account, debits first.
func (l line) compare(o line) int {
	if l.code != o.code || l.debit == o.debit {
		return strings.Compare(l.code, o.code)
	}
	if l.debit {
		return -1
	}
	return 1
}

func (l line) in(groups ...string) bool {
	return slices.ContainsFunc(groups, func(g string) bool { return strings.HasPrefix(l.code, g) })
}

// entry is an entry that has been read, in order.
type entry []line

// read adds the lines up. Refused: too_many_lines; of a line required (code),
// too_long (code), not_in_list (side), amount_not_positive, amount_too_large and
// too_many_places (amount).
func read(lines []Line, field string) (entry, []*ledger.Error) {
	if len(lines) > MaxLines {
		return nil, []*ledger.Error{ledger.E(ledger.Invalid, "too_many_lines", field, "max", strconv.Itoa(MaxLines))}
	}
	var all entry
	var errs []*ledger.Error
	for i, l := range lines {
		at := fmt.Sprintf("%s[%d]", field, i)
		switch {
		case l.Code == "":
			errs = append(errs, ledger.E(ledger.Invalid, "required", at+".code"))
		case len(l.Code) > maxCode:
			errs = append(errs, ledger.E(ledger.Invalid, "too_long", at+".code", "max", strconv.Itoa(maxCode)))
		}
		if l.Side != Debit && l.Side != Credit {
			errs = append(errs, ledger.E(ledger.Invalid, "not_in_list", at+".side", "allowed", "D, C"))
		}
		amount, err := l.Amount.Rupiah(at + ".amount")
		var refused *ledger.Error
		switch {
		case errors.As(err, &refused):
			errs = append(errs, refused)
		case amount <= 0:
			errs = append(errs, ledger.E(ledger.Invalid, "amount_not_positive", at+".amount"))
		}
		all = append(all, line{l.Code, l.Side == Debit, amount})
	}
	return all.merged(), errs
}

func (e entry) merged() entry {
	slices.SortFunc(e, line.compare)
	var out entry
	for _, l := range e {
		if n := len(out); n > 0 && out[n-1].compare(l) == 0 {
			out[n-1].amount += l.amount
		} else {
			out = append(out, l)
		}
	}
	return out
}

// sum is the sum of a side.
func (e entry) sum(debit bool) int64 {
	var sum int64
	for _, l := range e {
		if l.debit == debit {
			sum += l.amount
		}
	}
	return sum
}

// amount is what stands on a side of an account, 0 for nothing.
func (e entry) amount(code string, debit bool) int64 {
	for _, l := range e {
		if l.code == code && l.debit == debit {
			return l.amount
		}
	}
	return 0
}

// any reports whether a line is as asked.
func (e entry) any(asked func(line) bool) bool { return slices.ContainsFunc(e, asked) }

// uses reports whether a line is of an account of the groups.
func (e entry) uses(groups ...string) bool {
	return e.any(func(l line) bool { return l.in(groups...) })
}

// has reports whether a line on the side is of an account of the groups.
func (e entry) has(debit bool, groups ...string) bool {
	return e.any(func(l line) bool { return l.debit == debit && l.in(groups...) })
}

// mapped is the entry with every line changed.
func (e entry) mapped(change func(line) line) entry {
	out := make(entry, len(e))
	for i, l := range e {
		out[i] = change(l)
	}
	return out.merged()
}

func turned(l line) line { l.debit = !l.debit; return l }

// elsewhere has the money in the bank instead of the cash box, and the other way.
func elsewhere(l line) line {
	switch l.code {
	case cashBox:
		l.code = cashBank
	case cashBank:
		l.code = cashBox
	}
	return l
}
