package grade

import (
	"slices"
	"strconv"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// Question is what an entry is held against.
type Question struct {
	// Event is the kind of the story: a form of package business, or one of its other
	// names in the table of events. The kind of an event that is not there, or of none,
	// is seen from the model answer.
	Event string
	// Expected is the model answer; no lines when nothing is to be written.
	Expected []Line
	// Accepted are other entries that are as good.
	Accepted [][]Line
	// EitherPlace says that the story leaves open whether the money is in the cash box
	// or in the bank.
	EitherPlace bool
	// Day is when it happened, and LearnerDay when the learner says it did. Another
	// month is wrong; without either of them no day was asked for.
	Day, LearnerDay ledger.Date
}

// Entry grades a learner's entry against the model answer and all that is as good; the
// best score counts, with its codes, and of two the one that stands first; but an entry
// that turns one of them round whole is that and nothing else. The language is "id" or
// "en".
//
// Refused: what is wrong with a line (see [Line]) of expected_entry,
// accepted_entries[0] or learner_entry; too_many_lines over [MaxLines]; too_many_items
// over [MaxAccepted]; unbalanced for a model answer that is no entry.
func Entry(q Question, learner []Line, lang string) (Result, error) {
	got, errs := read(learner, "learner_entry")
	if len(q.Accepted) > MaxAccepted {
		return Result{}, ledger.E(ledger.Invalid, "too_many_items", "accepted_entries", "max", strconv.Itoa(MaxAccepted))
	}
	models := []entry{model(q.Expected, "expected_entry", &errs)}
	for i, lines := range q.Accepted {
		models = append(models, model(lines, "accepted_entries["+strconv.Itoa(i)+"]", &errs))
	}
	if err := ledger.Join(errs...); err != nil {
		return Result{}, err
	}
	if q.EitherPlace {
		for i, m := range models {
			// Money moved between them has its places. Else the model takes hers.
			if m.uses(cashBox) != m.uses(cashBank) && m.uses(cashBox) == got.uses(cashBank) && m.uses(cashBank) == got.uses(cashBox) {
				models[i] = m.mapped(elsewhere)
			}
		}
	}
	best := Result{Score: -1}
	for _, want := range models {
		r := q.grade(want, got, lang)
		if r.turned() && best.Score < 100 || r.Score > best.Score && (!best.turned() || r.Score == 100) {
			best = r
		}
	}
	return best, nil
}

// model reads a model answer.
func model(lines []Line, field string, errs *[]*ledger.Error) entry {
	e, refused := read(lines, field)
	if len(refused) == 0 && e.sum(true) != e.sum(false) {
		refused = append(refused, ledger.E(ledger.Invalid, "unbalanced", field))
	}
	*errs = append(*errs, refused...)
	return e
}

// grade holds an entry against one model answer.
func (q Question) grade(want, got entry, lang string) Result {
	if slices.Equal(want, got) {
		if len(want) > 0 && q.otherMonth() {
			return wrong(100, []string{"E25"}, "E25", lang)
		}
		return Right(lang)
	}
	c := compare(kindOf(q.Event, want), want, got)
	codes := c.codes()
	score := score(want, got)
	for _, code := range codes {
		if limit, ok := caps[code]; ok {
			score = min(score, limit)
		}
	}
	return wrong(score, codes, c.sentence(codes[0]), lang)
}

func (r Result) turned() bool { return r.Primary != nil && *r.Primary == "E03" }

// caps are the most that an answer earns for which a code holds.
var caps = map[string]int{"E02": 40, "E03": 40, "E04": 60}

func (q Question) otherMonth() bool {
	return !q.Day.IsZero() && !q.LearnerDay.IsZero() && q.Day.String()[:7] != q.LearnerDay.String()[:7]
}
