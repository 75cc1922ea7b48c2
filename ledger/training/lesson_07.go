package training

// Lesson 7, choosing a price on purpose.
var lesson7 = []builder{{Num, priceByMargin}, {Num, priceByMarkup}, {Pick, dearerMaterials}, {Num, resellerProfit}}

// priceStep is what prices are rounded up to: no coin is smaller at the market.
const priceStep = 500

// byMargin is the price of which a percentage is profit, byMarkup the price that adds
// a percentage to the cost; both rounded up.
func byMargin(cost, percent int64) int64 {
	return upToStep(up(cost*100, 100-percent), priceStep)
}

func byMarkup(cost, percent int64) int64 {
	return upToStep(up(cost*(100+percent), 100), priceStep)
}

func (d *draw) unitCost() (good, int64) {
	g := oneOf(d.dice, d.goods)
	return g, d.between(g.low*5/10, g.low*7/10, 50)
}

func priceByMargin(d *draw) (Exercise, bool) {
	g, cost := d.unitCost()
	percent := d.between(25, 50, 5)
	price := byMargin(cost, percent)
	task, ok := number("Rp", price, path{"N01", byMarkup(cost, percent)})
	return Exercise{
		Story: tell("Biaya satu %s %s %v. %s ingin untung %d %% dari harga.", "A %s of %s costs %v. %s wants %d %% of the price as profit.", one(g.unit), g.name, rp(cost), d.who, percent),
		Ask:   Text{"Berapa harganya, dibulatkan naik ke Rp500?", "What is the price, rounded up to Rp500?"},
		Steps: []Step{
			{Text{"Bagian biaya dari harga", "The cost's part of the price"}, count(100-percent) + " %"},
			{tell("%v : %d x 100, dibulatkan naik", "%v : %d x 100, rounded up", rp(cost), 100-percent), rp(price).String()},
		},
		Num: task,
	}, ok
}

func priceByMarkup(d *draw) (Exercise, bool) {
	g, cost := d.unitCost()
	percent := d.between(30, 70, 10)
	price := byMarkup(cost, percent)
	task, ok := number("Rp", price)
	return Exercise{
		Story: tell("Biaya satu %s %s %v. %s menambah %d %% dari biaya.", "A %s of %s costs %v. %s adds %d %% of the cost.", one(g.unit), g.name, rp(cost), d.who, percent),
		Ask:   Text{"Berapa harganya, dibulatkan naik ke Rp500?", "What is the price, rounded up to Rp500?"},
		Steps: []Step{
			{tell("Tambahan: %d %% dari biaya", "Added: %d %% of the cost", percent), rp(halfUp(cost*percent, 100)).String()},
			{Text{"Harga, dibulatkan naik", "Price, rounded up"}, rp(price).String()},
		},
		Num: task,
	}, ok
}

// dearerMaterials asks what to do when a material costs more.
func dearerMaterials(d *draw) (Exercise, bool) {
	g, cost := d.unitCost()
	price := byMargin(cost, 30)
	more := d.between(300, 2000, 100)
	dearer := byMargin(cost+more, 30)
	return Exercise{
		Story: tell("Biaya satu %s %s naik dari %v jadi %v. Harganya tetap %v.", "The cost of a %s of %s rose from %v to %v. Its price is still %v.", one(g.unit), g.name, rp(cost), rp(cost+more), rp(price)),
		Ask:   Text{"Untungnya harus tetap 30 % dari harga. Apa yang tepat?", "Profit is to stay 30 % of the price. What is right?"},
		Pick: options(d,
			right(tell("Harga jadi %v", "Make the price %v", rp(dearer))),
			astray("N01", tell("Harga jadi %v, biaya baru ditambah 30 %%", "Make it %v, the new cost and 30 %% of it", rp(byMarkup(cost+more, 30))), Text{}),
			astray("", tell("Harga tetap %v, masih ada untung", "Leave it at %v, there is still profit", rp(price)),
				Text{"Untungnya tinggal sedikit; hitung lagi dari harga.", "Little profit is left; work it out from the price again."}),
			astray("", tell("Jual lebih banyak saja, nanti uangnya juga banyak", "Just sell more, then there will be more money"),
				Text{"Kalau tiap bungkus untungnya kecil, laku banyak pun tetap kecil.", "If each one leaves little, many of them leave little too."}),
		),
	}, dearer > price && price > cost+more && byMarkup(cost+more, 30) != price
}

// resellerProfit is what is left of a price when a reseller takes her part.
func resellerProfit(d *draw) (Exercise, bool) {
	g, cost := d.unitCost()
	price := byMargin(cost, 40)
	percent := d.between(10, 20, 5)
	off := price * percent / 100
	profit := price - off - cost
	task, ok := number("Rp", profit)
	return Exercise{
		Story: tell("Harga satu %s %s %v, biayanya %v. Reseller mendapat potongan %d %% dari harga.", "A %s of %s sells at %v and costs %v. A reseller gets %d %% off the price.", one(g.unit), g.name, rp(price), rp(cost), percent),
		Ask:   tell("Berapa untung satu %s lewat reseller?", "What is the profit on a %s through the reseller?", one(g.unit)),
		Steps: []Step{
			{Text{"Potongan", "Off the price"}, rp(off).String()},
			{Text{"Diterima", "Received"}, rp(price - off).String()},
			{Text{"Untung", "Profit"}, rp(profit).String()},
		},
		Num: task,
	}, ok && price*percent%100 == 0
}
