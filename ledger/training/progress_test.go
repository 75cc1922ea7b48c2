package training_test

import (
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/training"
)

func TestHelpFadesAsALearnerSucceeds(t *testing.T) {
	for _, c := range []struct {
		fact   string
		level  int
		scores []int
		next   int
	}{
		{"a first good answer is not enough", 1, []int{100}, 1},
		{"two good answers lead up", 1, []int{80, 80}, 2},
		{"one of the last two was not good", 1, []int{100, 79}, 1},
		{"good ones before do not count", 1, []int{100, 100, 70}, 1},
		{"one bad answer leads down", 2, []int{100, 49}, 1},
		{"there is nothing below the whole example", 0, []int{0}, 0},
		{"there is nothing above the story alone", 4, []int{100, 100}, 4},
		{"no answer yet", 3, nil, 3},
	} {
		if got := training.NextLevel(c.level, c.scores); got != c.next {
			t.Errorf("%s: level %d, not %d", c.fact, got, c.next)
		}
	}
}

func TestAMisconceptionComesBackAfter1Then3Then7Then16Then35Days(t *testing.T) {
	day := ledger.MustDate("2026-03-01")
	r := training.Missed("E05", day)
	for _, days := range []int{1, 3, 7, 16, 35, 35} {
		if want := day.AddDays(days); r.Due != want {
			t.Fatalf("box %d is due %s, not %s", r.Box, r.Due, want)
		}
		if early := r.Passed(r.Due.AddDays(-1)); early != r {
			t.Errorf("an early answer made %+v of %+v", early, r)
		}
		day = r.Due
		r = r.Passed(day)
	}
	if again := training.Missed("E05", day); again.Box != 0 || again.Due != day.AddDays(1) {
		t.Errorf("missed again: %+v", again)
	}
}
