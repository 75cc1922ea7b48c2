package training

import (
	"slices"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/business"
	"github.com/lumbung-ledger/lumbung/ledger/training/grade"
)

// draw is what one exercise is drawn with: the dice, and the trade its story is
// about.
type draw struct {
	*dice
	pool
	who string // whom the story is told of

	prices map[string]int64 // of goods sold, which have one price in a story
}

// price is one of a good's prices.
func (d *draw) price(g good) int64 {
	if g.role != "sales" {
		return d.between(g.low, g.high, 500)
	}
	if d.prices == nil {
		d.prices = map[string]int64{}
	}
	if _, known := d.prices[g.name.ID]; !known {
		d.prices[g.name.ID] = d.between(g.low, g.high, 500)
	}
	return d.prices[g.name.ID]
}

// builder makes one exercise of a lesson. It answers false for numbers that teach
// nothing: negative cash, an answer that is not whole where rounding is not the
// point, a wrong way that gives the right answer. Other numbers are drawn then.
type builder struct {
	kind  Kind
	build func(d *draw) (Exercise, bool)
}

// path is a wrong way to a number, and what it gives.
type path struct {
	code  string
	value int64
}

func paths(of []path) []grade.WrongPath {
	var out []grade.WrongPath
	for _, p := range of {
		out = append(out, grade.WrongPath{Code: p.code, Value: ledger.Fig(p.value)})
	}
	return out
}

// number is the task of one number. It refuses wrong ways that meet the right
// answer or each other.
func number(unit string, expected int64, wrong ...path) (*NumTask, bool) {
	return &NumTask{Unit: unit, Expected: ledger.Fig(expected), Wrong: paths(wrong)}, apart(expected, wrong)
}

func apart(expected int64, wrong []path) bool {
	seen := []int64{expected}
	for _, p := range wrong {
		if p.value <= 0 || slices.Contains(seen, p.value) {
			return false
		}
		seen = append(seen, p.value)
	}
	return expected > 0
}

// lessonChart is the chart that exercises are written in.
var lessonChart = ledger.Chart(ledger.PracticeBook, ledger.ID{})

// linesOf is the entry of an event as a learner's sheet shows it.
func linesOf(e business.Event) []grade.Line {
	entry, err := e.Entry(ledger.ID{}, lessonChart)
	if err != nil {
		panic("training: an exercise's event is no entry: " + err.Error())
	}
	var lines []grade.Line
	for _, l := range entry.Lines {
		i := slices.IndexFunc(lessonChart, func(a ledger.Account) bool { return a.ID == l.Account() })
		side := grade.Credit
		if l.Side() == ledger.DebitSide {
			side = grade.Debit
		}
		lines = append(lines, grade.Line{Code: lessonChart[i].Code, Side: side, Amount: ledger.Figure{Decimal: l.Amount()}})
	}
	return lines
}

// instead is an entry with one account in the place of another.
func instead(lines []grade.Line, from, to string) []grade.Line {
	out := slices.Clone(lines)
	for i := range out {
		if out[i].Code == from {
			out[i].Code = to
		}
	}
	return out
}

// turned is an entry with every side exchanged.
func turned(lines []grade.Line) []grade.Line {
	out := slices.Clone(lines)
	for i := range out {
		out[i].Side = map[string]string{grade.Debit: grade.Credit, grade.Credit: grade.Debit}[out[i].Side]
	}
	return out
}

// tenfold is an entry with a nought too many.
func tenfold(lines []grade.Line) []grade.Line {
	out := slices.Clone(lines)
	for i := range out {
		out[i].Amount = out[i].Amount.Like(out[i].Amount.Shift(1))
	}
	return out
}

// chipsFor are the accounts offered: those of the entry and of what learners write
// instead, and a few others, in the order of the chart.
func chipsFor(d *draw, f *FormTask, others ...string) []string {
	var chips []string
	add := func(code string) {
		if !slices.Contains(chips, code) {
			chips = append(chips, code)
		}
	}
	for _, entry := range append([][]grade.Line{f.Expected}, f.Accepted...) {
		for _, l := range entry {
			add(l.Code)
		}
	}
	for _, p := range f.Planted {
		for _, l := range p.Entry {
			add(l.Code)
		}
	}
	for _, code := range others {
		add(code)
	}
	for _, code := range shuffled(d.dice, []string{"1101", "1102", "1201", "1301", "1501", "2101", "3102", "4101", "6103", "6199"}) {
		if len(chips) < 6 {
			add(code)
		}
	}
	slices.Sort(chips)
	return chips
}

// form is the task of an entry. A swapped entry and a nought too many are always
// among what is planted.
func form(d *draw, e business.Event, planted ...Planted) *FormTask {
	expected := linesOf(e)
	f := &FormTask{Event: string(e.Form), Expected: expected}
	f.Planted = append(planted, Planted{"E03", turned(expected)}, Planted{"E21", tenfold(expected)})
	f.Chips = chipsFor(d, f)
	return f
}

// writeEntry is what every form asks.
var writeEntry = Text{"Tulis: dari mana, ke mana, berapa?", "Write it: from where, to where, how much?"}

// stepsOf shows an entry as steps, one for each line.
func stepsOf(f *FormTask) []Step {
	var steps []Step
	for _, l := range f.Expected {
		i := slices.IndexFunc(lessonChart, func(a ledger.Account) bool { return a.Code == l.Code })
		name := Text{lessonChart[i].Names.ID, lessonChart[i].Names.EN}
		text := tell("Ke: %s", "To: %s", name)
		if l.Side == grade.Credit {
			text = tell("Dari: %s", "From: %s", name)
		}
		steps = append(steps, Step{text, rp(l.Amount.IntPart()).String()})
	}
	return steps
}

func fig(n int64) ledger.Figure { return ledger.Fig(n) }

// options are the choices of a task, in another order each time.
func options(d *draw, of ...Option) *PickTask { return &PickTask{Options: shuffled(d.dice, of)} }

func right(text Text) Option { return Option{Text: text, Right: true} }

// astray is a wrong choice, with the misunderstanding it shows (if it has a name)
// and the sentence that answers it.
func astray(code string, text, sentence Text) Option {
	return Option{Text: text, Code: code, Sentence: sentence}
}

// The roundings of exercises: halfUp to the nearest whole, half of it up; up to the
// next whole; upTo the next step. All of numbers above zero.
func halfUp(n, by int64) int64 { return (2*n + by) / (2 * by) }

func up(n, by int64) int64 { return (n + by - 1) / by }

func upToStep(n, step int64) int64 { return up(n, step) * step }
