package training

// Lesson 6, what one piece costs.
var lesson6 = []builder{{Table, costSheet}, {Num, unitCost}, {Find, forgottenCost}}

// batch is one batch of what is made: what went into it, and what can be sold.
type batch struct {
	good          good
	costs         []cost
	own, wear     int64 // within costs too
	tool          int64 // what the tool cost
	months, times int64 // its life, and batches a month
	made, spoiled int64
	total, unit   int64
}

type cost struct {
	text   Text
	amount int64
}

// aBatch draws a batch whose cost of one piece is whole rupiah.
func aBatch(d *draw) (batch, bool) {
	b := batch{good: d.madeGood(), made: d.between(40, 120, 10), spoiled: d.between(1, 6, 1)}
	saleable := b.made - b.spoiled
	of := recipes[b.good.name.ID]
	b.months, b.times = oneOf(d.dice, []int64{24, 36, 48, 60}), oneOf(d.dice, []int64{4, 8, 10})
	b.wear = d.between(2000, 9000, 500)
	b.tool = b.wear * b.months * b.times
	b.unit = d.between(b.good.low*5/10, b.good.low*8/10, 50)
	b.total = b.unit * saleable
	part := func(low, high int64) int64 { return b.total * d.between(low, high, 1) / 100 / 500 * 500 }
	b.own = part(10, 20)
	helper, first, second := part(10, 20), part(20, 30), part(10, 20)
	third := b.total - first - second - helper - b.own - b.wear
	if b.tool < 200_000 || b.tool > 2_500_000 || third < 3000 || b.total%500 != 0 || b.own < 5000 || b.own > 120000 {
		return b, false
	}
	b.costs = []cost{
		{tell("%v", "%v", capital(of.first)), first}, {tell("%v", "%v", capital(of.second)), second},
		{Text{"Kemasan dan lainnya", "Packing and the rest"}, third}, {Text{"Upah pembantu", "The helper's wage"}, helper},
		{Text{"Tenaga sendiri", "Own labour"}, b.own},
		{tell("Aus %s: %v : %d bulan : %d kali", "Wear of %s: %v : %d months : %d rounds", of.tool, rp(b.tool), b.months, b.times), b.wear},
	}
	return b, true
}

// recipe is what a good is made of, and the tool that wears.
type recipe struct{ first, second, tool Text }

var recipes = map[string]recipe{
	"keripik keladi":  {Text{"keladi", "taro"}, Text{"minyak dan bumbu", "oil and spices"}, Text{"wajan besar", "a large pan"}},
	"kue bingke":      {Text{"telur dan gula", "eggs and sugar"}, Text{"tepung dan santan", "flour and coconut milk"}, Text{"oven", "an oven"}},
	"es lidah buaya":  {Text{"lidah buaya", "aloe vera"}, Text{"gula dan es batu", "sugar and ice"}, Text{"kulkas bekas", "a used fridge"}},
	"sambal botol":    {Text{"cabai", "chillies"}, Text{"bawang dan minyak", "onions and oil"}, Text{"blender", "a blender"}},
	"seragam sekolah": {Text{"kain", "cloth"}, Text{"benang dan kancing", "thread and buttons"}, Text{"mesin jahit", "a sewing machine"}},
	"tas kain":        {Text{"kain", "cloth"}, Text{"resleting dan tali", "zips and straps"}, Text{"mesin jahit", "a sewing machine"}},
	"sarung bantal":   {Text{"kain", "cloth"}, Text{"benang", "thread"}, Text{"mesin jahit", "a sewing machine"}},
	"celemek":         {Text{"kain", "cloth"}, Text{"tali dan benang", "straps and thread"}, Text{"mesin jahit", "a sewing machine"}},
	"tas anyaman":     {Text{"rotan", "rattan"}, Text{"tali dan lapisan", "straps and lining"}, Text{"cetakan tas", "a bag mould"}},
	"gelang manik":    {Text{"manik-manik", "beads"}, Text{"benang dan kait", "thread and hooks"}, Text{"meja kerja", "a work table"}},
	"tikar":           {Text{"daun pandan", "pandanus leaves"}, Text{"pewarna", "dye"}, Text{"meja kerja", "a work table"}},
	"topi anyaman":    {Text{"daun pandan", "pandanus leaves"}, Text{"pita dan pewarna", "ribbon and dye"}, Text{"meja kerja", "a work table"}},
	"kangkung":        {Text{"benih", "seed"}, Text{"pupuk", "fertiliser"}, Text{"pompa air", "a water pump"}},
	"cabai rawit":     {Text{"bibit", "seedlings"}, Text{"pupuk", "fertiliser"}, Text{"pompa air", "a water pump"}},
	"jagung manis":    {Text{"benih", "seed"}, Text{"pupuk", "fertiliser"}, Text{"pompa air", "a water pump"}},
	"lidah buaya":     {Text{"anakan", "young plants"}, Text{"pupuk", "fertiliser"}, Text{"alat semprot", "a sprayer"}},
}

// madeGood is something made at home: the stall's goods are bought, so its stories of
// making are of snacks.
func (d *draw) madeGood() good {
	if d.trade == Stall {
		return oneOf(d.dice, pools[Snacks].goods)
	}
	return oneOf(d.dice, d.goods)
}

func (b batch) wrongUnits() []path {
	saleable := b.made - b.spoiled
	return []path{{"N02", halfUp(b.total-b.own, saleable)}, {"N03", halfUp(b.total-b.wear, saleable)}, {"N04", halfUp(b.total, b.made)}}
}

// costSheet fills in the wear, the total, what can be sold and the cost of one.
func costSheet(d *draw) (Exercise, bool) {
	b, ok := aBatch(d)
	if !ok || !apart(b.unit, b.wrongUnits()) || !apart(b.total, []path{{"N02", b.total - b.own}, {"N03", b.total - b.wear}}) {
		return Exercise{}, false
	}
	task := &TableTask{Columns: []Text{{"Biaya", "Cost"}, {"Jumlah", "Sum"}}}
	row := func(text Text, c Cell) { task.Rows = append(task.Rows, []Cell{wordCell(text), c}) }
	for i, c := range b.costs {
		if i == len(b.costs)-1 {
			row(c.text, blankCell(c.amount))
		} else {
			row(c.text, sumCell(c.amount))
		}
	}
	row(Text{"Semua biaya", "All costs"}, blankCell(b.total, path{"N02", b.total - b.own}, path{"N03", b.total - b.wear}))
	row(tell("Yang bisa dijual: %d %s, %d rusak", "Can be sold: %d %s, %d spoiled", b.made, d.made, b.spoiled), blankCell(b.made-b.spoiled, path{"N04", b.made}))
	row(tell("Biaya satu, bulatkan ke rupiah", "Cost of one, to the rupiah"), blankCell(b.unit, b.wrongUnits()...))
	return Exercise{
		Story: tell("%s menghitung biaya %s %s.", "%s works out the cost of %s of %s.", d.who, d.making, b.good.name),
		Ask:   Text{"Isi lembar biayanya.", "Fill in the cost sheet."},
		Table: task,
	}, true
}

func unitCost(d *draw) (Exercise, bool) {
	b, ok := aBatch(d)
	if !ok {
		return Exercise{}, false
	}
	task, ok := number("Rp", b.unit, b.wrongUnits()...)
	materials := b.total - b.own - b.wear
	return Exercise{
		Story: tell("%v %s: bahan dan upah pembantu %v, tenaga sendiri %v, alat aus %v. %d %s, %d rusak.",
			"%v of %s: materials and helper %v, own labour %v, wear of tools %v. %d %s, %d spoiled.",
			capital(d.making), b.good.name, rp(materials), rp(b.own), rp(b.wear), b.made, d.made, b.spoiled),
		Ask: tell("Berapa biaya satu %s yang bisa dijual?", "What does one %s that can be sold cost?", one(b.good.unit)),
		Steps: []Step{
			{Text{"Semua biaya", "All costs"}, rp(b.total).String()},
			{Text{"Yang bisa dijual", "Can be sold"}, count(b.made - b.spoiled)},
			{Text{"Biaya satu", "Cost of one"}, rp(b.unit).String()},
		},
		Num: task,
	}, ok
}

// forgottenCost is a cost sheet beside what was really used: one is not in it.
func forgottenCost(d *draw) (Exercise, bool) {
	b, ok := aBatch(d)
	if !ok {
		return Exercise{}, false
	}
	task := &FindTask{Columns: []Text{{"Yang dipakai", "What was used"}, {"Habis", "Worth"}}}
	task.Wrong = oneOf(d.dice, []int{4, 5, d.upTo(4)})
	task.Code = map[int]string{4: "N02", 5: "N03"}[task.Wrong]
	if task.Sentence = sentenceOf(task.Code); task.Code == "" {
		task.Sentence = Text{"Semua yang habis dihitung.", "All that is used up counts."}
	}
	sums := map[int64]int{}
	for _, c := range b.costs {
		sums[c.amount]++
		task.Lines = append(task.Lines, []Cell{wordCell(c.text), sumCell(c.amount)})
	}
	return Exercise{
		Story: tell("Semua ini dipakai untuk %s %s. Di lembar biaya %s jumlahnya hanya %v.", "All this went into %s of %s. On the cost sheet of %s the total is only %v.",
			d.making, b.good.name, d.who, rp(b.total-b.costs[task.Wrong].amount)),
		Ask:  Text{"Biaya mana yang lupa dihitung?", "Which cost was forgotten?"},
		Find: task,
	}, sums[b.costs[task.Wrong].amount] == 1 // else two answers would be right
}
