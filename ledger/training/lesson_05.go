package training

import "github.com/lumbung-ledger/lumbung/ledger/business"

// Lesson 5, profit is not the money left.
var lesson5 = []builder{{Sort, profitOrCash}, {Num, profitOfAMonth}, {Form, takeLoan}, {Form, receiveGrant}, {Pick, whyNoMoney}}

var profitAndCash = []Choice{
	{"untung", Text{"Hanya untung", "Profit only"}},
	{"kas", Text{"Hanya uang", "Money only"}},
	{"keduanya", Text{"Dua-duanya", "Both"}},
	{"tidak", Text{"Tidak dua-duanya", "Neither"}},
}

// profitOrCash asks what a happening changes: profit, money, both or neither.
func profitOrCash(d *draw) (Exercise, bool) {
	task := &SortTask{Boxes: profitAndCash}
	card := func(box string, wrong map[string]string, text Text) {
		task.Cards = append(task.Cards, SortCard{Text: text, Box: box, Wrong: wrong})
	}
	g, in, c, tool := oneOf(d.dice, d.goods), oneOf(d.dice, d.inputs), oneOf(d.dice, d.costs), oneOf(d.dice, d.tools)
	customer, supplier := oneOf(d.dice, customers), oneOf(d.dice, suppliers)
	sum := func() rp { return rp(d.between(50000, 500000, 5000)) }
	card("keduanya", nil, tell("Jual %s tunai %v", "Sold %s for cash, %v", g.name, sum()))
	card("keduanya", nil, tell("Bayar %s %v", "Paid for %s, %v", c.name, rp(d.price(c))))
	card("untung", map[string]string{"keduanya": "E10", "kas": "E10"}, tell("%s ambil %s %v, bayar nanti", "%s took %s for %v, to pay later", customer, g.name, sum()))
	card("untung", nil, tell("Alat aus sebulan %v", "A month's wear of tools, %v", rp(d.between(10000, 60000, 5000))))
	card("kas", map[string]string{"keduanya": "E08", "untung": "E08"}, tell("%s bayar utang lama %v", "%s paid an old debt of %v", customer, sum()))
	card("kas", map[string]string{"keduanya": "E06", "untung": "E06"}, tell("Terima pinjaman kelompok %v", "Took a group loan of %v", rp(d.between(500000, 2000000, 100000))))
	card("kas", map[string]string{"keduanya": "N09", "untung": "N09"}, tell("Ambil untuk rumah %v", "Took %v home", sum()))
	card("kas", map[string]string{"keduanya": "E12", "untung": "E12"}, tell("Beli %s tunai %v", "Bought %s for cash, %v", tool.name, rp(d.price(tool))))
	card("tidak", map[string]string{"kas": "E10", "keduanya": "E10"}, tell("Ambil %s dari %s %v, bayar bulan depan", "Took %s from %s for %v, to pay next month", in.name, supplier, rp(d.price(in))))
	card("tidak", nil, tell("Mencatat pesanan %s, belum ada uang", "Wrote down an order from %s, no money yet", customer))
	task.Cards = shuffled(d.dice, task.Cards)
	return Exercise{
		Story: tell("Bulan ini di usaha %s terjadi semua ini.", "All of this happened in %s's business this month.", d.who),
		Ask:   Text{"Mana yang mengubah untung, mana yang mengubah uang?", "What changes profit, and what changes money?"},
		Sort:  task,
	}, true
}

// profitOfAMonth tells profit from the change of cash: a loan, drawings and a tool
// stand between.
func profitOfAMonth(d *draw) (Exercise, bool) {
	sales, used, costs := d.between(1500000, 4000000, 50000), d.between(600000, 2000000, 50000), d.between(100000, 500000, 10000)
	loan, home, opening := d.between(500000, 1500000, 100000), d.between(100000, 600000, 10000), d.between(100000, 400000, 10000)
	closing := d.between(50000, 300000, 10000)
	materials := opening + used - closing // bought
	profit := sales - used - costs
	cash := sales - materials - costs + loan - home
	task, ok := number("Rp", profit,
		path{"N08", cash}, path{"N09", profit - home}, path{"E06", profit + loan},
		path{"N10", profit + opening}, path{"N11", profit - closing})
	return Exercise{
		Story: tell("Sebulan %s jual tunai %v. Stok bahan awal %v, beli bahan tunai %v, stok akhir %v. Biaya lain %v. Terima pinjaman %v. Ambil untuk rumah %v.",
			"In a month %s sold for cash %v. Materials at the start %v, bought for cash %v, left at the end %v. Other costs %v. Took a loan of %v. Took home %v.",
			d.who, rp(sales), rp(opening), rp(materials), rp(closing), rp(costs), rp(loan), rp(home)),
		Ask: Text{"Berapa untung bulan itu?", "What was that month's profit?"},
		Steps: []Step{
			{Text{"Jualan", "Sales"}, rp(sales).String()},
			{Text{"Bahan terpakai: awal + beli - akhir", "Materials used: start + bought - end"}, rp(used).String()},
			{Text{"Biaya lain", "Other costs"}, rp(costs).String()},
			{Text{"Untung", "Profit"}, rp(profit).String()},
		},
		Num: task,
	}, ok && materials > 0 && profit > 0
}

func takeLoan(d *draw) (Exercise, bool) {
	amount := d.between(500000, 3000000, 100000)
	task := form(d, business.Event{Form: business.TakeLoan, Amount: fig(amount)})
	task.Planted = append(task.Planted, Planted{"E06", instead(task.Expected, "2201", "4101")})
	task.Chips = chipsFor(d, task)
	return Exercise{
		Story: tell("%s menerima pinjaman dari kelompok %v, masuk kaleng usaha.", "%s took a loan of %v from her group, into the business tin.", d.who, rp(amount)),
		Ask:   writeEntry,
		Steps: stepsOf(task),
		Form:  task,
	}, true
}

func receiveGrant(d *draw) (Exercise, bool) {
	amount := d.between(500000, 2500000, 250000)
	task := form(d, business.Event{Form: business.ReceiveGrant, Amount: fig(amount), Place: "cash_bank"})
	task.Planted = append(task.Planted, Planted{"E07", instead(task.Expected, "4201", "4101")}, Planted{"E15", instead(task.Expected, "1102", "1101")})
	task.Chips = chipsFor(d, task)
	return Exercise{
		Story: tell("Hibah modal dari program %v masuk rekening usaha %s.", "A capital grant of %v from the programme came into the business account of %s.", rp(amount), d.who),
		Ask:   writeEntry,
		Steps: stepsOf(task),
		Form:  task,
	}, true
}

// whyNoMoney asks where the profit has gone.
func whyNoMoney(d *draw) (Exercise, bool) {
	profit, owed := d.between(300000, 900000, 50000), d.between(200000, 800000, 50000)
	loan := d.between(500000, 1500000, 100000)
	if d.upTo(2) == 0 {
		return Exercise{
			Story: tell("Untung %s bulan ini %v, tetapi kalengnya hampir kosong. Toko langganan masih utang %v.", "%s made a profit of %v this month, but her tin is nearly empty. Her customers still owe %v.",
				d.who, rp(profit), rp(owed)),
			Ask: Text{"Apa sebabnya?", "Why is that?"},
			Pick: options(d,
				right(Text{"Untungnya ada, uangnya datang belakangan", "There is a profit, its money comes later"}),
				astray("N08", Text{"Berarti sebenarnya tidak untung", "So there is no profit really"}, Text{}),
				astray("E08", Text{"Nanti kalau toko bayar, untungnya bertambah lagi", "When they pay, there will be more profit"}, Text{}),
			),
		}, true
	}
	return Exercise{
		Story: tell("Kaleng %s bulan ini bertambah %v. Di dalamnya ada pinjaman kelompok %v.", "%s's tin grew by %v this month. A group loan of %v is in it.", d.who, rp(profit), rp(loan)),
		Ask:   Text{"Apa yang benar?", "What is true?"},
		Pick: options(d,
			right(Text{"Sisa uang belum tentu untung; pinjaman harus dikembalikan", "Money left is not always profit; a loan must be given back"}),
			astray("N08", tell("Untungnya %v", "The profit is %v", rp(profit)), Text{}),
			astray("E06", Text{"Pinjaman itu hasil usaha juga", "A loan is earned too"}, Text{}),
		),
	}, true
}
