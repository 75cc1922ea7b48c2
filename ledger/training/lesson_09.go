package training

import "github.com/lumbung-ledger/lumbung/ledger/business"

// Lesson 9, the stock card.
var lesson9 = []builder{{Table, stockCard}, {Num, valueOut}, {Pick, orderAgain}, {Form, eatenAtHome}}

// moves are a stock at an average, bought more at another price, and then sold: the
// average after it is whole.
type moves struct {
	good                      good
	first, bought, out        int64 // quantities
	at, buyAt, average, price int64 // prices of one
}

func someMoves(d *draw) (moves, bool) {
	m := moves{good: oneOf(d.dice, pools[Stall].goods), first: d.between(10, 50, 5), bought: d.between(20, 100, 10)}
	m.price = d.price(m.good)
	m.at = m.price * d.between(70, 80, 1) / 100 / 50 * 50
	m.buyAt = m.at + d.between(-400, 800, 100)
	worth := m.first*m.at + m.bought*m.buyAt
	if m.at < 500 || m.buyAt < 500 || m.buyAt == m.at || m.buyAt >= m.price || worth%(m.first+m.bought) != 0 {
		return m, false
	}
	m.average = worth / (m.first + m.bought)
	m.out = d.between(5, m.first+m.bought-5, 1)
	return m, true
}

func (m moves) wrong(out int64) []path { return []path{{"N15", out * m.buyAt}, {"N16", out * m.price}} }

func stockCard(d *draw) (Exercise, bool) {
	m, ok := someMoves(d)
	if !ok || m.out+3 >= m.first+m.bought {
		return Exercise{}, false
	}
	have, worth := m.first+m.bought, m.first*m.at+m.bought*m.buyAt
	home := d.between(1, 3, 1)
	task := &TableTask{Columns: []Text{{"Kejadian", "What happened"}, {"Jumlah", "Quantity"}, {"Nilai", "Value"}, {"Sisa jumlah", "Quantity left"}, {"Sisa nilai", "Value left"}}}
	row := func(text Text, cells ...Cell) {
		task.Rows = append(task.Rows, append([]Cell{wordCell(text)}, cells...))
	}
	row(Text{"Sisa bulan lalu", "Left from last month"}, sumCell(m.first), sumCell(m.first*m.at), sumCell(m.first), sumCell(m.first*m.at))
	row(tell("Beli @ %v", "Bought at %v", rp(m.buyAt)), sumCell(m.bought), blankCell(m.bought*m.buyAt, path{"N16", m.bought * m.price}), blankCell(have), blankCell(worth))
	row(tell("Jual @ %v", "Sold at %v", rp(m.price)), sumCell(m.out), blankCell(m.out*m.average, m.wrong(m.out)...), blankCell(have-m.out), blankCell(worth-m.out*m.average))
	row(Text{"Dimakan di rumah", "Eaten at home"}, sumCell(home), blankCell(home*m.average, m.wrong(home)...), blankCell(have-m.out-home), blankCell(worth-(m.out+home)*m.average))
	return Exercise{
		Story: tell("Kartu stok %s milik %s, harga rata-rata.", "The stock card of %s, kept by %s, at average price.", m.good.name, d.who),
		Ask:   Text{"Isi kartu stoknya.", "Fill in the stock card."},
		Table: task,
	}, apart(m.out*m.average, m.wrong(m.out)) && apart(home*m.average, m.wrong(home)) && m.bought*m.buyAt != m.bought*m.price
}

func valueOut(d *draw) (Exercise, bool) {
	m, ok := someMoves(d)
	if !ok {
		return Exercise{}, false
	}
	task, ok := number("Rp", m.out*m.average, m.wrong(m.out)...)
	return Exercise{
		Story: tell("Stok %s: %d %s @ %v. Beli lagi %d @ %v. Lalu jual %d dengan harga %v.", "Stock of %s: %d %s at %v. Bought %d more at %v. Then sold %d at %v.",
			m.good.name, m.first, m.good.unit, rp(m.at), m.bought, rp(m.buyAt), m.out, rp(m.price)),
		Ask: Text{"Berapa nilai barang yang keluar, menurut harga rata-rata?", "What is the value of what went out, at average price?"},
		Steps: []Step{
			{Text{"Nilai semua barang", "Value of all goods"}, rp((m.first + m.bought) * m.average).String()},
			{Text{"Harga rata-rata", "Average price"}, rp(m.average).String()},
			{Text{"Nilai keluar", "Value that went out"}, rp(m.out * m.average).String()},
		},
		Num: task,
	}, ok
}

func orderAgain(d *draw) (Exercise, bool) {
	g := oneOf(d.dice, pools[Stall].goods)
	aDay, days := d.between(2, 9, 1), d.between(2, 6, 1)
	need := aDay * days
	stock := d.between(2, 60, 1)
	enough := Text{"Cukup sampai kiriman datang.", "It lasts until the delivery comes."}
	short := Text{"Habis sebelum kiriman datang.", "It runs out before the delivery comes."}
	yes, no := Text{"Pesan sekarang", "Order now"}, Text{"Belum perlu pesan", "No need to order yet"}
	task := options(d, right(no), astray("", yes, enough))
	if stock < need {
		task = options(d, right(yes), astray("", no, short))
	}
	return Exercise{
		Story: tell("Sisa %s %d %s. Laku %d sehari. Kiriman datang %d hari setelah dipesan.", "Of %s, %d %s are left. %d are sold a day. A delivery comes %d days after ordering.", g.name, stock, g.unit, aDay, days),
		Ask:   Text{"Pesan lagi atau belum?", "Order again, or not yet?"},
		Steps: []Step{{Text{"Habis terpakai selama menunggu", "Used up while waiting"}, count(need)}},
		Pick:  task,
	}, stock != need
}

// eatenAtHome is goods taken home: no sale, and at what they cost.
func eatenAtHome(d *draw) (Exercise, bool) {
	role, code := business.TakeGoodsHome, "1303"
	e := business.Event{Form: role}
	g := oneOf(d.dice, d.goods)
	if d.trade != Snacks && d.trade != Garden { // what nobody eats, or what was bought to sell
		e.What, code, g = "merch", "1304", oneOf(d.dice, pools[Stall].goods)
	}
	n, cost := d.between(2, 8, 1), g.low*7/10
	e.Amount = fig(n * cost)
	task := form(d, e)
	task.Planted = append(task.Planted, Planted{"E14", instead(task.Expected, code, "4101")})
	task.Chips = chipsFor(d, task)
	return Exercise{
		Story: tell("%s mengambil %d %s %s untuk keluarga. Biaya satunya %v.", "%s took %d %s of %s for the family. One costs %v.", d.who, n, g.unit, g.name, rp(cost)),
		Ask:   writeEntry,
		Steps: stepsOf(task),
		Form:  task,
	}, true
}
