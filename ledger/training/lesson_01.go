package training

import "github.com/lumbung-ledger/lumbung/ledger/business"

// Lesson 1, two purses: what is the business's and what is the home's.
var lesson1 = []builder{{Sort, sortPurses}, {Num, moneyOfTheBusiness}, {Form, takeMoneyHome}, {Form, mixedBill}}

var purses = []Choice{
	{"usaha", Text{"Dompet usaha", "Business purse"}},
	{"rumah", Text{"Dompet rumah", "Home purse"}},
	{"campur", Text{"Campur, dibagi dulu", "Mixed, split first"}},
}

// sortPurses has five cards of the business, five of the home and two mixed bills.
func sortPurses(d *draw) (Exercise, bool) {
	task := &SortTask{Boxes: purses}
	card := func(box string, wrong map[string]string, text Text) {
		task.Cards = append(task.Cards, SortCard{Text: text, Box: box, Wrong: wrong})
	}
	for i, g := range shuffled(d.dice, d.goods)[:2] {
		n := d.between(4, 20, 1)
		_ = i
		card("usaha", nil, tell("jual %d %s %s, %v", "sold %d %s of %s, %v", n, g.unit, g.name, rp(n*d.price(g))))
	}
	for _, g := range shuffled(d.dice, d.inputs)[:2] {
		card("usaha", nil, tell("beli %s, %v", "bought %s, %v", g.name, rp(d.price(g))))
	}
	g := oneOf(d.dice, d.costs)
	card("usaha", nil, tell("bayar %s, %v", "paid for %s, %v", g.name, rp(d.price(g))))
	for _, h := range shuffled(d.dice, homeCosts)[:4] {
		card("rumah", map[string]string{"usaha": "E05"}, tell("bayar %s, %v", "paid for %s, %v", h.name, rp(d.price(h))))
	}
	h := oneOf(d.dice, homeIncome)
	card("rumah", map[string]string{"usaha": "E07"}, tell("terima %s, %v", "received %s, %v", h.name, rp(d.price(h))))
	for _, m := range shuffled(d.dice, mixedBills)[:2] {
		card("campur", map[string]string{"usaha": "E05"}, tell("bayar %s, %v", "paid for %s, %v", m.name, rp(d.price(m))))
	}
	task.Cards = shuffled(d.dice, task.Cards)
	return Exercise{
		Story: tell("Hari ini %s menerima dan membayar ini semua.", "Today %s received and paid all of this.", d.who),
		Ask:   Text{"Taruh tiap kejadian di tempatnya.", "Put each happening where it belongs."},
		Sort:  task,
	}, true
}

// moneyOfTheBusiness is a day in one purse: how much of what is left is the
// business's.
func moneyOfTheBusiness(d *draw) (Exercise, bool) {
	g, in, h, c := oneOf(d.dice, d.goods), oneOf(d.dice, d.inputs), oneOf(d.dice, homeIncome), oneOf(d.dice, homeCosts)
	n := d.between(10, 45, 1)
	sales, bought, sent, spent := n*d.price(g), d.price(in), d.price(h), d.price(c)
	task, ok := number("Rp", sales-bought, path{"E07", sales - bought + sent}, path{"E05", sales - bought - spent})
	return Exercise{
		Story: tell("%s jual %d %s %s: %v. Terima %s %v. Beli %s %v. Bayar %s %v. Semua di satu dompet.",
			"%s sold %d %s of %s: %v. Received %s %v. Bought %s %v. Paid for %s %v. All in one purse.",
			d.who, n, g.unit, g.name, rp(sales), h.name, rp(sent), in.name, rp(bought), c.name, rp(spent)),
		Ask: Text{"Berapa sisa uang usahanya?", "How much of the money left is the business's?"},
		Steps: []Step{
			{Text{"Hasil jualan", "From selling"}, rp(sales).String()},
			{Text{"Dikurangi belanja usaha", "Less what the business bought"}, rp(bought).String()},
			{Text{"Sisa uang usaha", "Left for the business"}, rp(sales - bought).String()},
		},
		Num: task,
	}, ok && sales+sent-bought-spent > 0
}

// takeMoneyHome takes money of the business for the home.
func takeMoneyHome(d *draw) (Exercise, bool) {
	c := oneOf(d.dice, homeCosts)
	amount := d.price(c)
	task := form(d, business.Event{Form: business.TakeMoneyHome, Amount: fig(amount)})
	task.Planted = append(task.Planted, Planted{"E05", instead(task.Expected, "3102", "6199")})
	task.Chips = chipsFor(d, task)
	return Exercise{
		Story: tell("%s mengambil %v dari kaleng usaha untuk %s.", "%s took %v from the business tin for %s.", d.who, rp(amount), c.name),
		Ask:   writeEntry,
		Steps: stepsOf(task),
		Form:  task,
	}, true
}

// mixedBill is one bill for the home and the business.
func mixedBill(d *draw) (Exercise, bool) {
	m := oneOf(d.dice, mixedBills)
	parts := d.between(2, 4, 1)
	part := d.between(10000, 40000, 1000)
	whole := part * parts
	if whole < m.low || whole > m.high {
		return Exercise{}, false
	}
	task := form(d, business.Event{Form: business.PayMixed, Amount: fig(whole), Part: fig(part), What: m.role})
	all := linesOf(business.Event{Form: business.PayCost, Amount: fig(whole), What: m.role})
	task.Planted = append(task.Planted, Planted{"E05", all})
	task.Chips = chipsFor(d, task)
	return Exercise{
		Story: tell("%s membayar %s %v dari kaleng usaha. Bagian usaha %v.", "%s paid for %s %v from the business tin. The business's part is %v.",
			d.who, m.name, rp(whole), rp(part)),
		Ask:   writeEntry,
		Steps: stepsOf(task),
		Form:  task,
	}, true
}
