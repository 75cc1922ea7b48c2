package training

import "slices"

// fade leaves to the learner what her level leaves to her: at 0 nothing but the
// question which rule the example follows, at 1 one sum, at 2 about half, at 3 all
// of it with what can be chosen, at 4 all of it from the story alone.
func fade(x *Exercise, level int, d *draw) {
	x.Level = level
	switch level {
	case 0:
		x.Shown = len(x.Steps)
		x.Why = why(x, d)
	case 1:
		x.Shown = max(0, len(x.Steps)-1)
	case 2:
		x.Shown = len(x.Steps) / 2
	case LastLevel:
		x.Steps = nil
	}
	if x.Form != nil && level > 1 {
		x.Steps, x.Shown = nil, 0 // they name the accounts
	}
	switch {
	case x.Sort != nil:
		fadeCards(x.Sort.Cards, level)
	case x.Form != nil:
		fadeForm(x.Form, level)
	case x.Table != nil:
		fadeTable(x.Table, level)
	}
}

// left is how many of n things are left to the learner.
func left(n, level int) int {
	switch level {
	case 0:
		return 0
	case 1:
		return min(n, max(1, n/4))
	case 2:
		return min(n, max(1, n/2))
	}
	return n
}

func fadeCards(cards []SortCard, level int) {
	for i := range len(cards) - left(len(cards), level) {
		cards[i].Given = true
	}
}

// fadeForm leaves one sum at level 1, the second account with its sum at level 2,
// and everything from level 3 on.
func fadeForm(f *FormTask, level int) {
	last := len(f.Expected) - 1
	f.Blanks = []FormBlank{}
	switch level {
	case 0:
	case 1:
		f.Blanks = []FormBlank{{last, "amount"}}
	case 2:
		f.Blanks = []FormBlank{{last, "account"}, {last, "amount"}}
	default:
		for i := range f.Expected {
			f.Blanks = append(f.Blanks, FormBlank{i, "account"}, FormBlank{i, "side"}, FormBlank{i, "amount"})
		}
	}
	if level == LastLevel {
		f.Chips = nil
	}
}

// fadeTable leaves the last blanks to the learner, since the first ones show the
// way.
func fadeTable(t *TableTask, level int) {
	blanks := t.blanks()
	for _, c := range blanks[:len(blanks)-left(len(blanks), level)] {
		c.Blank, c.Wrong = false, nil
	}
}

// blanks are the blank cells in reading order.
func (t *TableTask) blanks() []*Cell {
	var out []*Cell
	for _, row := range t.Rows {
		for i := range row {
			if row[i].Blank {
				out = append(out, &row[i])
			}
		}
	}
	return out
}

// reasons are misunderstandings whose sentences are offered as reasons.
var reasons = []string{"E05", "E06", "E08", "E10", "E11", "E12", "E13", "N01", "N02", "N04", "N08", "N12", "N15", "N17"}

// why asks for the reason behind an example: what is said to whoever misunderstands
// it, or the rule of its lesson. The habits of lessons 2 and 3 are true of every
// example, so they are never offered as wrong.
func why(x *Exercise, d *draw) *PickTask {
	codes := x.codes()
	if i := slices.IndexFunc(codes, func(c string) bool { return slices.Contains(reasons, c) }); i >= 0 {
		options := []Option{{Text: sentenceOf(codes[i]), Right: true}}
		for _, c := range shuffled(d.dice, reasons) {
			if !slices.Contains(codes, c) && len(options) < 3 {
				options = append(options, Option{Text: sentenceOf(c), Sentence: sentenceOf(codes[i])})
			}
		}
		return &PickTask{Options: shuffled(d.dice, options)}
	}
	right := lessonOf(x.Lesson)
	options := []Option{{Text: right.Rule, Right: true}}
	for _, other := range shuffled(d.dice, Lessons()) {
		if n := other.Number; n != x.Lesson && n != 2 && n != 3 && len(options) < 3 {
			options = append(options, Option{Text: other.Rule, Sentence: right.Rule})
		}
	}
	return &PickTask{Options: shuffled(d.dice, options)}
}

// codes are the misunderstandings that an exercise was made for, not those that any
// entry can show.
func (x *Exercise) codes() []string {
	var out []string
	switch {
	case x.Form != nil:
		for _, p := range x.Form.Planted {
			out = append(out, p.Code)
		}
	case x.Num != nil:
		for _, p := range x.Num.Wrong {
			out = append(out, p.Code)
		}
	case x.Pick != nil:
		for _, o := range x.Pick.Options {
			out = append(out, o.Code)
		}
	case x.Find != nil:
		out = append(out, x.Find.Code)
	}
	return out
}

// lessonOf is the lesson of a number that a sheet has.
func lessonOf(n int) Lesson {
	l, ok := LessonByNumber(n)
	if !ok {
		panic("training: a sheet of a lesson that is not written")
	}
	return l
}
