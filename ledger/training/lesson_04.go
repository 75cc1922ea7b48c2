package training

import (
	"github.com/lumbung-ledger/lumbung/ledger/business"
	"github.com/lumbung-ledger/lumbung/ledger/training/grade"
)

// Lesson 4, debts: sold is not yet paid.
var lesson4 = []builder{{Form, sellUnpaid}, {Form, receiveDebt}, {Form, buyUnpaid}, {Num, leftToPay}, {Sort, ageOfDebts}}

// sellUnpaid is goods that go without money.
func sellUnpaid(d *draw) (Exercise, bool) {
	g, n, who := oneOf(d.dice, d.goods), d.between(10, 50, 5), oneOf(d.dice, customers)
	price := d.price(g)
	task := form(d, business.Event{Form: business.SellUnpaid, Amount: fig(n * price)})
	task.Planted = append(task.Planted, Planted{"E10", instead(task.Expected, "1201", "1101")})
	task.Chips = chipsFor(d, task)
	return Exercise{
		Story: tell("%s ambil %d %s %s dari %s, masing-masing %v. Janji bayar minggu depan.",
			"%s took %d %s of %s from %s at %v each, and promised to pay next week.", who, n, g.unit, g.name, d.who, rp(price)),
		Ask:   writeEntry,
		Steps: stepsOf(task),
		Form:  task,
	}, true
}

// receiveDebt is an old debt paid: no sale.
func receiveDebt(d *draw) (Exercise, bool) {
	who, amount := oneOf(d.dice, customers), d.between(100000, 500000, 10000)
	task := form(d, business.Event{Form: business.ReceiveDebt, Amount: fig(amount)})
	task.Planted = append(task.Planted, Planted{"E08", instead(task.Expected, "1201", "4101")})
	task.Chips = chipsFor(d, task)
	return Exercise{
		Story: tell("%s membayar utangnya bulan lalu kepada %s: %v, tunai.", "%s paid last month's debt to %s: %v in cash.", who, d.who, rp(amount)),
		Ask:   writeEntry,
		Steps: stepsOf(task),
		Form:  task,
	}, true
}

// buyUnpaid is goods that come without money.
func buyUnpaid(d *draw) (Exercise, bool) {
	g, who := oneOf(d.dice, d.inputs), oneOf(d.dice, suppliers)
	amount := d.price(g)
	task := form(d, business.Event{Form: business.BuyUnpaid, Amount: fig(amount), What: g.role})
	if g.role == "crop_wip" {
		task.Accepted = [][]grade.Line{instead(task.Expected, "1305", "1301")}
	}
	task.Planted = append(task.Planted, Planted{"E10", instead(task.Expected, "2101", "1101")})
	task.Chips = chipsFor(d, task)
	return Exercise{
		Story: tell("%s ambil %s dari %s, %v, dibayar bulan depan.", "%s took %s from %s for %v, to be paid next month.", d.who, g.name, who, rp(amount)),
		Ask:   writeEntry,
		Steps: stepsOf(task),
		Form:  task,
	}, true
}

// leftToPay is what one customer still owes.
func leftToPay(d *draw) (Exercise, bool) {
	g, who := oneOf(d.dice, d.goods), oneOf(d.dice, customers)
	n, again := d.between(20, 60, 5), d.between(5, 20, 5)
	price := d.price(g)
	taken := (n + again) * price
	paid := d.between(50000, 600000, 10000)
	owes := taken - paid
	task, ok := number("Rp", owes, path{"E08", taken}, path{"E10", taken + paid}, path{"E18", n*price - paid})
	return Exercise{
		Story: tell("%s ambil %d %s %s @ %v. Lalu bayar %v. Kemarin ambil lagi %d %s.", "%s took %d %s of %s at %v each, then paid %v. Yesterday they took %d %s more.",
			who, n, g.unit, g.name, rp(price), rp(paid), again, g.unit),
		Ask: tell("Berapa utang %s sekarang?", "How much does %s owe now?", who),
		Steps: []Step{
			{tell("Diambil pertama: %d x %v", "Taken first: %d x %v", n, rp(price)), rp(n * price).String()},
			{tell("Diambil lagi: %d x %v", "Taken again: %d x %v", again, rp(price)), rp(again * price).String()},
			{Text{"Sudah dibayar", "Paid"}, rp(paid).String()},
			{Text{"Masih utang", "Still owed"}, rp(owes).String()},
		},
		Num: task,
	}, ok
}

// ages are the boxes of debts by how long ago the goods went.
var ages = []Choice{
	{"baru", Text{"Sampai 7 hari: tunggu", "Up to 7 days: wait"}},
	{"lama", Text{"8-30 hari: ingatkan", "8-30 days: remind"}},
	{"macet", Text{"Lebih 30 hari: datangi", "Over 30 days: go and see"}},
}

func ageOfDebts(d *draw) (Exercise, bool) {
	task := &SortTask{Boxes: ages}
	for _, c := range shuffled(d.dice, []struct {
		who       string
		low, high int64
		box       string
	}{
		{customers[0], 1, 6, "baru"}, {customers[1], 7, 7, "baru"}, {customers[2], 8, 10, "lama"},
		{customers[3], 14, 30, "lama"}, {customers[4], 31, 40, "macet"}, {customers[5], 45, 90, "macet"},
	}) {
		days := d.between(c.low, c.high, 1)
		task.Cards = append(task.Cards, SortCard{Box: c.box,
			Text: tell("%s: %v, barang diambil %d hari lalu", "%s: %v, goods taken %d days ago", c.who, rp(d.between(50000, 500000, 5000)), days)})
	}
	return Exercise{
		Story: tell("%s membaca daftar piutangnya.", "%s reads the list of who owes her.", d.who),
		Ask:   Text{"Sudah berapa lama? Taruh tiap utang di tempatnya.", "How old is it? Put each debt in its place."},
		Sort:  task,
	}, true
}
