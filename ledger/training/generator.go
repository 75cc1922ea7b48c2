package training

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// Levels of help: 0 shows a whole example and asks for its rule, 4 only tells the
// story.
const (
	FirstLevel = 0
	LastLevel  = 4
)

// MaxSeed is how long a seed may be.
const MaxSeed = 64

// seedPattern is what a seed is made of: what can stand in an address.
var seedPattern = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// SeedOf is the seed of one learner's sheet: her class, the lesson, her number in
// the class, and which attempt it is. The same seed gives the same sheet on paper and
// on the screen.
func SeedOf(class string, lesson, learner, attempt int) string {
	return AttemptSeed(fmt.Sprintf("%s-%d-%d", class, lesson, learner), attempt)
}

// AttemptSeed is the seed of an attempt for whom or what another seed stands for.
func AttemptSeed(seed string, attempt int) string { return fmt.Sprintf("%s-%d", seed, attempt) }

// Sheet are the exercises of a lesson (1 to 14) at a level (0 to 4) for a seed of
// letters, digits, "-" and "_". The level changes how much is shown, never the
// numbers. Others are refused with unknown_lesson, unknown_level, invalid_seed.
func Sheet(lesson, level int, seed string) ([]Exercise, error) {
	builders, err := sheetOf(lesson, level, seed)
	if err != nil {
		return nil, err
	}
	sheet := make([]Exercise, len(builders))
	for i := range builders {
		sheet[i] = drawn(lesson, level, i, seed)
	}
	return sheet, nil
}

// ExerciseByID is the exercise with that id, as Sheet gave it. An id that no sheet
// can have is unknown_exercise.
func ExerciseByID(id string) (Exercise, error) {
	unknown := ledger.E(ledger.Missing, "unknown_exercise", "")
	parts := strings.SplitN(id, ".", 4)
	if len(parts) != 4 {
		return Exercise{}, unknown
	}
	var n [3]int
	for i := range n {
		var err error
		if n[i], err = strconv.Atoi(parts[i]); err != nil || strconv.Itoa(n[i]) != parts[i] {
			return Exercise{}, unknown
		}
	}
	builders, err := sheetOf(n[0], n[1], parts[3])
	if err != nil || n[2] < 1 || n[2] > len(builders) {
		return Exercise{}, unknown
	}
	return drawn(n[0], n[1], n[2]-1, parts[3]), nil
}

func sheetOf(lesson, level int, seed string) ([]builder, error) {
	builders, ok := exercises[lesson]
	switch {
	case !ok:
		return nil, ledger.E(ledger.Missing, "unknown_lesson", "lesson")
	case level < FirstLevel || level > LastLevel:
		return nil, ledger.E(ledger.Invalid, "unknown_level", "level", "min", "0", "max", "4")
	case !seedPattern.MatchString(seed):
		return nil, ledger.E(ledger.Invalid, "invalid_seed", "seed", "max", strconv.Itoa(MaxSeed))
	}
	return builders, nil
}

// mostDraws is how often numbers are drawn until some teach something. The tests
// see that a few are always enough.
const mostDraws = 1000

// drawn is the exercise at a place (from 0) of a sheet. All exercises of a sheet are
// about one trade and one woman.
func drawn(lesson, level, place int, seed string) Exercise {
	of := newDice(fmt.Sprintf("%d.%s", lesson, seed))
	trade, who := oneOf(of, Trades), oneOf(of, people)
	b := exercises[lesson][place]
	for try := range mostDraws {
		d := &draw{dice: newDice(fmt.Sprintf("%d.%d.%d.%s", lesson, place, try, seed)), pool: pools[trade], who: who}
		x, ok := b.build(d)
		if !ok {
			continue
		}
		x.ID = fmt.Sprintf("%d.%d.%d.%s", lesson, level, place+1, seed)
		x.Lesson, x.Kind, x.Trade = lesson, b.kind, trade
		fade(&x, level, d)
		return x
	}
	panic(fmt.Sprintf("training: lesson %d, exercise %d, seed %s: no numbers that teach something", lesson, place+1, seed))
}

// exercises are the builders of each lesson's sheet, in order.
var exercises = map[int][]builder{
	1: lesson1, 2: lesson2, 3: lesson3, 4: lesson4, 5: lesson5, 6: lesson6, 7: lesson7,
	8: lesson8, 9: lesson9, 10: lesson10, 11: lesson11, 12: lesson12, 13: lesson13, 14: lesson14,
}
