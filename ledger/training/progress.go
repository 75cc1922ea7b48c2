package training

import "github.com/lumbung-ledger/lumbung/ledger"

// NextLevel is the level of a learner's next exercise in a lesson: one up after her
// last two scores were 80 or more, one down after the last was below 50, else the
// same. After two such scores at the last level no examples are shown unless she asks
// for one, so she stays there. Scores are those at this level, the latest last.
func NextLevel(level int, scores []int) int {
	n := len(scores)
	switch {
	case n > 0 && scores[n-1] < 50:
		return max(FirstLevel, level-1)
	case n > 1 && scores[n-1] >= 80 && scores[n-2] >= 80:
		return min(LastLevel, level+1)
	}
	return level
}

// boxDays are the days a misconception rests in each of the five boxes before it is
// asked for again.
var boxDays = [...]int{1, 3, 7, 16, 35}

// Review is when a learner is next asked about one misconception, whatever the
// question: it is the misunderstanding that is spaced, not the exercise.
type Review struct {
	Code string      `json:"code"`
	Box  int         `json:"box"` // 0 to 4
	Due  ledger.Date `json:"due"`
}

// Missed is the review after an answer on a day that showed the misconception: it is
// back in the first box.
func Missed(code string, on ledger.Date) Review {
	return Review{Code: code, Due: on.AddDays(boxDays[0])}
}

// Passed is the review after an answer on a day that could have shown the
// misconception and did not: one box further. An answer before its day changes
// nothing, and what passed the last box stays in it.
func (r Review) Passed(on ledger.Date) Review {
	if on < r.Due {
		return r
	}
	box := min(r.Box+1, len(boxDays)-1)
	return Review{Code: r.Code, Box: box, Due: on.AddDays(boxDays[box])}
}
