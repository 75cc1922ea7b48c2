package training

import "github.com/lumbung-ledger/lumbung/ledger/business"

// Lesson 3, keep the receipt and count the money.
var lesson3 = []builder{{Num, countedDifference}, {Pick, whatToDoWithADifference}, {Find, receiptThatDiffers}, {Form, countTheTin}}

var differs = Text{"Jangan ubah sisa; tulis selisihnya supaya ketahuan penyebabnya.", "Do not change what is left; write the difference, so that its cause is found."}

// notes of the rupiah that lie in a tin, and how many of each at most.
var notesInATin = []struct{ value, most int64 }{{100000, 3}, {50000, 4}, {20000, 6}, {10000, 6}, {5000, 7}, {2000, 8}, {1000, 6}, {500, 4}}

// tin is a tin's notes and coins and what they come to.
func tin(d *draw) (counts [][2]int64, total int64) {
	for _, n := range notesInATin {
		if many := d.between(0, n.most, 1); many > 0 {
			counts = append(counts, [2]int64{n.value, many})
			total += n.value * many
		}
	}
	return counts, total
}

// countedDifference asks what is missing, or too much, from a picture of what lies
// in the tin.
func countedDifference(d *draw) (Exercise, bool) {
	counts, total := tin(d)
	short := d.upTo(4) > 0 // money is oftener missing than too much
	gap := d.between(1000, 20000, 500)
	book := total + gap
	ask := Text{"Hitung uang di kaleng. Berapa kurangnya dari buku?", "Count the money in the tin. How much is missing from what the book says?"}
	if !short {
		book = total - gap
		ask = Text{"Hitung uang di kaleng. Berapa lebihnya dari buku?", "Count the money in the tin. How much more is it than the book says?"}
	}
	if len(counts) < 4 || book <= 0 {
		return Exercise{}, false
	}
	task, ok := number("Rp", gap)
	for _, c := range counts {
		task.Notes = append(task.Notes, NoteCount{Value: c[0], Count: c[1]})
	}
	return Exercise{
		Story: tell("Menurut buku, kaleng %s berisi %v.", "By the book, the tin of %s holds %v.", d.who, rp(book)),
		Ask:   ask,
		Steps: []Step{
			{Text{"Isi kaleng", "In the tin"}, rp(total).String()},
			{Text{"Menurut buku", "By the book"}, rp(book).String()},
			{Text{"Selisih", "Difference"}, rp(gap).String()},
		},
		Num: task,
	}, ok
}

// whatToDoWithADifference asks for the honest way.
func whatToDoWithADifference(d *draw) (Exercise, bool) {
	_, total := tin(d)
	gap := d.between(1000, 20000, 500)
	return Exercise{
		Story: tell("Uang di kaleng %s %v. Menurut buku %v.", "In the tin of %s there is %v. The book says %v.", d.who, rp(total), rp(total+gap)),
		Ask:   Text{"Apa yang sebaiknya dilakukan?", "What is best done?"},
		Pick: options(d,
			right(tell("Tulis selisih %v, lalu cari penyebabnya", "Write the difference of %v, then look for its cause", rp(gap))),
			astray("", tell("Ganti sisa di buku jadi %v", "Change what the book says to %v", rp(total)), differs),
			astray("", tell("Tambah %v dari dompet rumah, jangan ditulis", "Put in %v from the home purse and write nothing", rp(gap)), differs),
			astray("", Text{"Biarkan, besok juga cocok sendiri", "Leave it, it will be right again tomorrow"}, differs),
		),
	}, total > gap
}

// receiptThatDiffers is a page of the book beside its receipts, one of which says
// another sum.
func receiptThatDiffers(d *draw) (Exercise, bool) {
	task := &FindTask{
		Columns: []Text{{"Nota", "Receipt"}, {"Tertulis di nota", "On the receipt"}, {"Tertulis di buku", "In the book"}},
		Wrong:   d.upTo(5),
	}
	bought := shuffled(d.dice, append(append([]good(nil), d.inputs...), d.costs...))
	for i := range 5 {
		g := bought[i]
		paid := d.price(g)
		written := paid
		if i == task.Wrong {
			if d.upTo(2) == 0 {
				written, task.Code = swapped(paid), "E20"
			} else {
				written, task.Code = paid*10, "E21"
			}
			if written == paid {
				return Exercise{}, false
			}
			task.Sentence = tell("Nota %s: %v, bukan %v.", "The receipt for %s says %v, not %v.", g.name, rp(paid), rp(written))
		}
		task.Lines = append(task.Lines, []Cell{wordCell(tell("%v", "%v", capital(g.name))), sumCell(paid), sumCell(written)})
	}
	return Exercise{
		Story: tell("%s mencocokkan nota minggu ini dengan bukunya.", "%s holds this week's receipts against her book.", d.who),
		Ask:   Text{"Nota mana yang tidak cocok?", "Which receipt does not agree?"},
		Find:  task,
	}, true
}

// swapped is a number with its first two digits exchanged.
func swapped(n int64) int64 {
	unit := int64(1)
	for n/unit >= 100 {
		unit *= 10
	}
	return (n/unit%10*10+n/unit/10)*unit + n%unit
}

// countTheTin books the difference that a count found.
func countTheTin(d *draw) (Exercise, bool) {
	_, total := tin(d)
	gap := d.between(1000, 20000, 500)
	if total <= gap {
		return Exercise{}, false
	}
	task := form(d, business.Event{Form: business.CountCash, Amount: fig(total), Part: fig(total + gap)})
	whole := linesOf(business.Event{Form: business.PayCost, Amount: fig(gap)})
	task.Planted = append(task.Planted, Planted{"E16", whole}) // a difference is no cost like others
	task.Chips = chipsFor(d, task)
	return Exercise{
		Story: tell("Sebelum tidur %s menghitung kaleng: %v. Menurut buku %v. Penyebabnya belum ketemu.", "Before bed %s counted the tin: %v. The book says %v. The cause is not found yet.",
			d.who, rp(total), rp(total+gap)),
		Ask:   Text{"Tulis selisihnya supaya buku sama dengan kaleng.", "Write the difference, so that the book equals the tin."},
		Steps: stepsOf(task),
		Form:  task,
	}, true
}
