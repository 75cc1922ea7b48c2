package training

import (
	"github.com/lumbung-ledger/lumbung/ledger/business"
	"github.com/lumbung-ledger/lumbung/ledger/training/grade"
)

// Lesson 2, write it down the same day: a cash book that equals the tin.
var lesson2 = []builder{{Table, cashBook}, {Find, turnedLine}, {Form, sellForCash}, {Form, buyForCash}}

var cashBookColumns = []Text{{"Kejadian", "What happened"}, {"Masuk", "In"}, {"Keluar", "Out"}, {"Sisa", "Left"}}

// day is a line of a cash book.
type day struct {
	text    Text
	in, out int64
}

// aDay are some happenings at a cash tin, of which none empties it. It answers false
// if one would.
func aDay(d *draw, opening int64, lines int) ([]day, bool) {
	var book []day
	left := opening
	for range lines {
		var l day
		switch d.upTo(5) {
		case 0, 1:
			g := oneOf(d.dice, d.goods)
			n := d.between(5, 25, 1)
			l = day{text: tell("Jual %d %s %s", "Sold %d %s of %s", n, g.unit, g.name), in: n * d.price(g)}
		case 2:
			g := oneOf(d.dice, d.inputs)
			l = day{text: tell("Beli %s", "Bought %s", g.name), out: d.price(g)}
		case 3:
			g := oneOf(d.dice, d.costs)
			l = day{text: tell("Bayar %s", "Paid for %s", g.name), out: d.price(g)}
		default:
			l = day{text: Text{"Ambil untuk rumah", "Taken home"}, out: d.between(20000, 100000, 500)}
		}
		if left += l.in - l.out; left < 0 {
			return nil, false
		}
		book = append(book, l)
	}
	return book, true
}

func (l day) cells() []Cell {
	in, out := wordCell(Text{}), wordCell(Text{})
	if l.in > 0 {
		in = sumCell(l.in)
	} else {
		out = sumCell(l.out)
	}
	return []Cell{wordCell(l.text), in, out}
}

// cashBook asks for what is left after each line.
func cashBook(d *draw) (Exercise, bool) {
	opening := d.between(50000, 300000, 500)
	book, ok := aDay(d, opening, int(d.between(5, 8, 1)))
	if !ok {
		return Exercise{}, false
	}
	nothing := wordCell(Text{})
	task := &TableTask{Columns: cashBookColumns, Rows: [][]Cell{{wordCell(Text{"Sisa kemarin", "Left from yesterday"}), nothing, nothing, sumCell(opening)}}}
	left := opening
	for _, l := range book {
		before := left
		left += l.in - l.out
		wrong := []path{{"E03", before - l.in + l.out}}
		if wrong[0].value <= 0 {
			wrong = nil
		}
		if !apart(left, wrong) {
			return Exercise{}, false
		}
		task.Rows = append(task.Rows, append(l.cells(), blankCell(left, wrong...)))
	}
	return Exercise{
		Story: tell("Di kaleng %s ada %v dari kemarin. Ini kejadian hari ini.", "In the tin of %s there was %v from yesterday. This is today.", d.who, rp(opening)),
		Ask:   Text{"Isi sisa uang di tiap baris.", "Fill in what is left in each line."},
		Table: task,
	}, true
}

// turnedLine is a cash book with one line whose direction is turned.
func turnedLine(d *draw) (Exercise, bool) {
	opening := d.between(200000, 400000, 500)
	book, ok := aDay(d, opening, 6)
	if !ok {
		return Exercise{}, false
	}
	wrong := d.upTo(len(book))
	book[wrong].in, book[wrong].out = book[wrong].out, book[wrong].in
	task := &FindTask{Columns: cashBookColumns, Wrong: wrong, Code: "E03",
		Sentence: Text{"Uang yang masuk tertulis keluar; tukar arahnya.", "Money in was written as money out; turn it round."}}
	if book[wrong].in > 0 {
		task.Sentence = Text{"Uang yang keluar tertulis masuk; tukar arahnya.", "Money out was written as money in; turn it round."}
	}
	left := opening
	for _, l := range book {
		if left += l.in - l.out; left < 0 {
			return Exercise{}, false
		}
		task.Lines = append(task.Lines, append(l.cells(), sumCell(left)))
	}
	return Exercise{
		Story: tell("Buku kas %s hari ini. Dari kemarin ada %v. Sisanya tidak sama dengan isi kaleng.", "The cash book of %s today. From yesterday there was %v. What is left is not what is in the tin.", d.who, rp(opening)),
		Ask:   Text{"Baris mana yang arahnya terbalik?", "Which line goes the wrong way?"},
		Find:  task,
	}, true
}

func sellForCash(d *draw) (Exercise, bool) {
	g, n := oneOf(d.dice, d.goods), d.between(5, 25, 1)
	price := d.price(g)
	task := form(d, business.Event{Form: business.SellCash, Amount: fig(n * price)})
	return Exercise{
		Story: tell("%s jual %d %s %s, masing-masing %v. Uangnya masuk kaleng.", "%s sold %d %s of %s at %v each. The money went into the tin.",
			d.who, n, g.unit, g.name, rp(price)),
		Ask:   writeEntry,
		Steps: stepsOf(task),
		Form:  task,
	}, true
}

func buyForCash(d *draw) (Exercise, bool) {
	g := oneOf(d.dice, d.inputs)
	amount := d.price(g)
	task := form(d, business.Event{Form: business.BuyCash, Amount: fig(amount), What: g.role})
	if g.role == "crop_wip" { // what a garden buys is as well a material
		task.Accepted = [][]grade.Line{instead(task.Expected, "1305", "1301")}
	}
	return Exercise{
		Story: tell("%s beli %s, %v, dibayar dari kaleng.", "%s bought %s for %v, paid from the tin.", d.who, g.name, rp(amount)),
		Ask:   writeEntry,
		Steps: stepsOf(task),
		Form:  task,
	}, true
}
