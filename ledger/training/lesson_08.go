package training

// Lesson 8, how many to sell before there is profit.
var lesson8 = []builder{{Num, breakEven}, {Table, breakEvenOfThree}, {Pick, dearerRent}}

// fixedCosts of a month: rent, wages, the loan's service.
func (d *draw) fixedCosts() int64 { return d.between(300000, 1200000, 10000) }

// toBreakEven is how many must be sold, and the wrong ways to it.
func toBreakEven(fixed, price, cost int64) (int64, []path) {
	left := price - cost
	units := up(fixed, left)
	return units, []path{{"N05", up(fixed, price)}, {"N06", fixed / left}, {"N07", units * price}}
}

func breakEven(d *draw) (Exercise, bool) {
	g, cost := d.unitCost()
	price := byMargin(cost, 40)
	fixed := d.fixedCosts()
	left := price - cost
	units, wrong := toBreakEven(fixed, price, cost)
	task, ok := number(g.unit.ID, units, wrong...)
	return Exercise{
		Story: tell("Biaya tetap %s sebulan %v. Satu %s %s dijual %v, biayanya %v.", "The fixed costs of %s are %v a month. A %s of %s sells at %v and costs %v.", d.who, rp(fixed), one(g.unit), g.name, rp(price), rp(cost)),
		Ask:   tell("Berapa %s harus laku supaya impas?", "How many %s must be sold to break even?", g.unit),
		Steps: []Step{
			{Text{"Sisa tiap satu: harga - biaya", "Left of each: price - cost"}, rp(left).String()},
			{Text{"Biaya tetap : sisa, dibulatkan ke atas", "Fixed costs : what is left, rounded up"}, count(units)},
		},
		Num: task,
	}, ok && fixed%left != 0
}

// breakEvenOfThree is a business that always sells three goods in the same measure.
// Rounds and pieces are whole in it, since it is the way that is taught, and not how
// two roundings differ.
func breakEvenOfThree(d *draw) (Exercise, bool) {
	var rows [][]Cell
	var round int64
	parts := []int64{d.between(1, 5, 1), d.between(1, 4, 1), d.between(1, 3, 1)}
	goods := shuffled(d.dice, d.goods)[:3]
	lefts := make([]int64, 3)
	for i, g := range goods {
		price := d.price(g)
		lefts[i] = price * d.between(10, 30, 5) / 100 / 50 * 50
		round += parts[i] * lefts[i]
		rows = append(rows, []Cell{wordCell(tell("%v", "%v", capital(g.name))), sumCell(price), sumCell(price - lefts[i]), sumCell(parts[i])})
	}
	rounds := d.between(15, 120, 1)
	fixed := round * rounds
	for i := range rows {
		rows[i] = append(rows[i], blankCell(rounds*parts[i]))
	}
	return Exercise{
		Story: tell("Biaya tetap %s sebulan %v. Tiga barangnya laku dengan perbandingan tetap.", "The fixed costs of %s are %v a month. Her three goods always sell in the same measure.", d.who, rp(fixed)),
		Ask:   Text{"Berapa masing-masing harus laku supaya impas?", "How many of each must be sold to break even?"},
		Steps: []Step{
			{tell("Sisa satu putaran: %d x %v + %d x %v + %d x %v", "Left of one round: %d x %v + %d x %v + %d x %v",
				parts[0], rp(lefts[0]), parts[1], rp(lefts[1]), parts[2], rp(lefts[2])), rp(round).String()},
			{tell("Berapa putaran: %v : %v", "How many rounds: %v : %v", rp(fixed), rp(round)), count(rounds)},
		},
		Table: &TableTask{
			Columns: []Text{{"Barang", "Goods"}, {"Harga", "Price"}, {"Biaya", "Cost"}, {"Laku tiap putaran", "Sold in a round"}, {"Supaya impas", "To break even"}},
			Rows:    rows,
		},
	}, fixed >= 200000 && fixed <= 2000000
}

func dearerRent(d *draw) (Exercise, bool) {
	_, cost := d.unitCost()
	price := byMargin(cost, 40)
	fixed, more := d.fixedCosts(), d.between(50000, 200000, 10000)
	left := price - cost
	before, after := up(fixed, left), up(fixed+more, left)
	return Exercise{
		Story: tell("Biaya tetap %s %v sebulan, lalu sewa naik %v. Sisa tiap barang %v. Dulu impas di %d.",
			"The fixed costs of %s were %v a month, then the rent went up by %v. Of each piece %v is left. She broke even at %d.", d.who, rp(fixed), rp(more), rp(left), before),
		Ask: Text{"Apa akibatnya?", "What follows?"},
		Pick: options(d,
			right(tell("Impas sekarang di %d", "She now breaks even at %d", after)),
			astray("N06", tell("Impas sekarang di %d", "She now breaks even at %d", (fixed+more)/left), Text{}),
			astray("N05", tell("Impas sekarang di %d", "She now breaks even at %d", up(fixed+more, price)), Text{}),
			astray("", tell("Tetap %d, sewa tidak dibayar pembeli", "Still %d, buyers do not pay the rent", before),
				Text{"Sisa tiap bungkus membayar biaya tetap dulu.", "What is left of each pays the fixed costs first."}),
		),
	}, (fixed+more)%left != 0 && after > before && (fixed+more)/left != before
}
