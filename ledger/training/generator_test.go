package training_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/training"
	"github.com/lumbung-ledger/lumbung/ledger/training/grade"
)

// seeds are enough of them to see every trade and every story of each exercise.
const seeds = 150

func eachExercise(t *testing.T, level int, fn func(t *testing.T, x training.Exercise)) {
	t.Helper()
	for lesson := 1; lesson <= 14; lesson++ {
		t.Run(fmt.Sprintf("lesson %d", lesson), func(t *testing.T) {
			for n := range seeds {
				sheet, err := training.Sheet(lesson, level, training.SeedOf("MELATI", lesson, n, 1))
				if err != nil {
					t.Fatal(err)
				}
				for _, x := range sheet {
					fn(t, x)
				}
			}
		})
	}
}

func TestTheSameSeedIsTheSameSheet(t *testing.T) {
	for lesson := 1; lesson <= 14; lesson++ {
		seed := training.SeedOf("A", lesson, 7, 2)
		one, err1 := training.Sheet(lesson, 3, seed)
		two, err2 := training.Sheet(lesson, 3, seed)
		if err1 != nil || err2 != nil || !reflect.DeepEqual(one, two) {
			t.Errorf("lesson %d differs from itself: %v %v", lesson, err1, err2)
		}
		for _, x := range one {
			if again, err := training.ExerciseByID(x.ID); err != nil || !reflect.DeepEqual(again, x) {
				t.Errorf("%s is not found again by its id: %v", x.ID, err)
			}
		}
		other, err := training.Sheet(lesson, 3, training.SeedOf("A", lesson, 8, 2))
		if err != nil || reflect.DeepEqual(one, other) {
			t.Errorf("lesson %d: two learners have the same sheet: %v", lesson, err)
		}
	}
}

func TestTheLevelChangesHowMuchIsShownAndNotTheNumbers(t *testing.T) {
	for lesson := 1; lesson <= 14; lesson++ {
		var before, shown int
		for level := training.LastLevel; level >= 0; level-- {
			sheet, err := training.Sheet(lesson, level, "kelas-1")
			if err != nil {
				t.Fatal(err)
			}
			asked, shows := 0, 0
			for i, x := range sheet {
				full, err := training.Sheet(lesson, training.LastLevel, "kelas-1")
				if err != nil {
					t.Fatal(err)
				}
				if x.Story != full[i].Story {
					t.Errorf("%s tells another story than level 4", x.ID)
				}
				asked, shows = asked+asks(x), shows+x.Shown
				if (x.Why != nil) != (level == 0) {
					t.Errorf("%s: the rule is asked for at level 0 alone", x.ID)
				}
			}
			if level < training.LastLevel && (asked > before || shows < shown) {
				t.Errorf("lesson %d asks for %d things at level %d and shows %d steps; above it %d and %d", lesson, asked, level, shows, before, shown)
			}
			before, shown = asked, shows
		}
	}
}

// asks is how many things an exercise leaves to the learner.
func asks(x training.Exercise) int {
	raw, err := json.Marshal(x)
	if err != nil {
		panic(err)
	}
	n := strings.Count(string(raw), `"blank":true`)
	if x.Form != nil {
		n += len(x.Form.Blanks)
	}
	if x.Sort != nil {
		for _, c := range x.Sort.Cards {
			if !c.Given {
				n++
			}
		}
	}
	return n
}

func TestTheModelAnswerAlwaysScores100(t *testing.T) {
	for level := range training.LastLevel + 1 {
		eachExercise(t, level, func(t *testing.T, x training.Exercise) {
			for _, lang := range []string{"id", "en"} {
				r, err := x.Grade(x.Solution(), lang)
				if err != nil || r.Score != 100 || r.Primary != nil || len(r.Codes) > 0 || r.Sentence == "" || r.Verdict != "right" {
					t.Fatalf("%s: %+v, %v", x.ID, r, err)
				}
			}
		})
	}
}

func TestEveryPlantedMisconceptionYieldsItsCode(t *testing.T) {
	planted := map[string]int{}
	eachExercise(t, 3, func(t *testing.T, x training.Exercise) {
		must := func(what, code string, a training.Answer) {
			t.Helper()
			planted[code]++
			r, err := x.Grade(a, "id")
			if err != nil || r.Primary == nil || *r.Primary != code || r.Score == 100 || r.Sentence == "" {
				t.Errorf("%s, %s: %+v, %v instead of %s", x.ID, what, r, err, code)
			}
		}
		switch {
		case x.Form != nil:
			for _, p := range x.Form.Planted {
				must("entry", p.Code, training.Answer{Entry: p.Entry})
			}
		case x.Num != nil:
			for _, p := range x.Num.Wrong {
				must("number", p.Code, training.Answer{Number: &p.Value})
			}
		case x.Sort != nil:
			for i, card := range x.Sort.Cards {
				for box, code := range card.Wrong {
					a := x.Solution()
					a.Boxes = slices.Clone(a.Boxes)
					a.Boxes[i] = box
					must("card", code, a)
				}
			}
		case x.Table != nil:
			right, k := x.Solution().Cells, 0
			for _, row := range x.Table.Rows {
				for _, c := range row {
					if !c.Blank {
						continue
					}
					for _, p := range c.Wrong {
						cells := slices.Clone(right)
						cells[k] = &p.Value
						must("cell", p.Code, training.Answer{Cells: cells})
					}
					k++
				}
			}
		case x.Pick != nil:
			for i, o := range x.Pick.Options {
				if o.Code != "" {
					must("choice", o.Code, training.Answer{Choice: &i})
				}
			}
		}
	})
	for _, code := range strings.Fields("E03 E05 E06 E07 E08 E10 E11 E12 E13 E14 E21 N01 N02 N03 N04 N05 N06 N08 N09 N13 N14 N15 N16 N17") {
		if planted[code] == 0 {
			t.Errorf("%s is planted in no exercise", code)
		}
	}
}

func TestAWrongAnswerOfNoKnownKindIsStillAnswered(t *testing.T) {
	eachExercise(t, 4, func(t *testing.T, x training.Exercise) {
		for _, a := range []training.Answer{x.Solution(), odd(x)} {
			r, err := x.Grade(a, "en")
			if err != nil || r.Sentence == "" || r.Score < 0 || r.Score > 100 {
				t.Fatalf("%s: %+v, %v", x.ID, r, err)
			}
		}
	})
}

// odd is an answer that no template foresaw.
func odd(x training.Exercise) training.Answer {
	n, last := ledger.Fig(7), 0
	a := x.Solution()
	switch {
	case x.Sort != nil:
		a.Boxes = make([]string, len(a.Boxes)) // all left lying
	case x.Form != nil:
		a.Entry = []grade.Line{{Code: "6199", Side: grade.Debit, Amount: n}}
	case x.Num != nil:
		a.Number = &n
	case x.Table != nil:
		a.Cells = make([]*ledger.Figure, len(a.Cells))
	case x.Pick != nil:
		last = len(x.Pick.Options) - 1
		a.Choice = &last
	default:
		last = len(x.Find.Lines) - 1
		a.Line = &last
	}
	return a
}

func TestABlindExerciseDoesNotHoldItsAnswer(t *testing.T) {
	eachExercise(t, 4, func(t *testing.T, x training.Exercise) {
		b := x.Blind()
		raw, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{`"right":true`, `"wrong_paths":[{`, `"planted"`, `"accepted"`} {
			if strings.Contains(string(raw), word) {
				t.Fatalf("%s shows %s", x.ID, word)
			}
		}
		if b.Solution().Number != nil && !b.Solution().Number.IsZero() || b.Form != nil && len(b.Form.Expected) > 0 || b.Find != nil && b.Find.Wrong >= 0 {
			t.Fatalf("%s shows its answer: %s", x.ID, raw)
		}
		if b.Story != x.Story || b.Ask != x.Ask || b.ID != x.ID {
			t.Fatalf("%s lost its story", x.ID)
		}
	})
}

func TestEveryExerciseIsToldWhollyInBothLanguages(t *testing.T) {
	trades := map[training.Trade]bool{}
	eachExercise(t, 3, func(t *testing.T, x training.Exercise) {
		trades[x.Trade] = true
		raw, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"%!", "EXTRA", "  ", "{ID:"} {
			if strings.Contains(string(raw), bad) {
				t.Fatalf("%s: %q in %s", x.ID, bad, raw)
			}
		}
		if x.Story.ID == "" || x.Story.EN == "" || x.Ask.ID == "" || x.Ask.EN == "" || x.Story.ID == x.Story.EN {
			t.Fatalf("%s is not told in both languages: %+v", x.ID, x.Story)
		}
	})
	if len(trades) != len(training.Trades) {
		t.Errorf("only these trades were drawn: %v", trades)
	}
}

func TestASheetThatThereIsNot(t *testing.T) {
	for _, c := range []struct {
		lesson, level int
		seed, code    string
	}{
		{0, 1, "a", "unknown_lesson"}, {15, 1, "a", "unknown_lesson"}, {1, -1, "a", "unknown_level"}, {1, 5, "a", "unknown_level"},
		{1, 1, "", "invalid_seed"}, {1, 1, "a b", "invalid_seed"}, {1, 1, strings.Repeat("a", 65), "invalid_seed"}, {1, 1, "a.b", "invalid_seed"},
	} {
		if _, err := training.Sheet(c.lesson, c.level, c.seed); ledger.CodeOf(err) != c.code {
			t.Errorf("%+v: %v", c, err)
		}
	}
	for _, id := range []string{"", "1.1.1", "1.1.99.a", "01.1.1.a", "1.1.0.a", "99.1.1.a", "1.1.1.a b", "x.1.1.a"} {
		if _, err := training.ExerciseByID(id); ledger.CodeOf(err) != "unknown_exercise" {
			t.Errorf("%q: %v", id, err)
		}
	}
}
