package training

import "github.com/lumbung-ledger/lumbung/ledger/business"

// Lesson 13, reading the statements: what the business has, owes, and is worth.
var lesson13 = []builder{{Sort, ownOrOwe}, {Table, openingPosition}, {Find, wrongPlace}, {Form, buyTool}}

var places = []Choice{
	{"punya", Text{"Punya", "Has"}},
	{"utang", Text{"Utang", "Owes"}},
	{"milik", Text{"Milik sendiri", "Own capital"}},
	{"luar", Text{"Bukan usaha", "Not the business"}},
}

// post is something that stands in a position, with its box.
type post struct {
	name      Text
	low, high int64
	box       string
}

var posts = []post{
	{Text{"Uang di kaleng", "Money in the tin"}, 100000, 900000, "punya"},
	{Text{"Uang di rekening usaha", "Money in the business account"}, 200000, 2000000, "punya"},
	{Text{"Utang pelanggan kepada usaha", "What customers owe the business"}, 100000, 700000, "punya"},
	{Text{"Simpanan di kelompok", "Savings in the group"}, 100000, 600000, "punya"},
	{Text{"Utang ke pemasok", "What the supplier is owed"}, 100000, 700000, "utang"},
	{Text{"Pinjaman kelompok", "The group's loan"}, 300000, 1500000, "utang"},
	{Text{"Uang muka pesanan yang belum dibuat", "Paid in advance for an order not yet made"}, 50000, 400000, "utang"},
	{Text{"Upah pembantu yang belum dibayar", "The helper's wages not yet paid"}, 50000, 200000, "utang"},
	{Text{"Modal awal pemilik", "What the owner put in"}, 1000000, 5000000, "milik"},
	{Text{"Untung yang tidak diambil", "Profit not taken out"}, 200000, 1500000, "milik"},
	{Text{"Motor keluarga", "The family's motorbike"}, 6000000, 12000000, "luar"},
	{Text{"Televisi di rumah", "The television at home"}, 1000000, 2500000, "luar"},
}

func ownOrOwe(d *draw) (Exercise, bool) {
	task := &SortTask{Boxes: places}
	tool := oneOf(d.dice, d.tools)
	task.Cards = []SortCard{{Text: tell("%v, %v", "%v, %v", capital(tool.name), rp(d.price(tool))), Box: "punya"}}
	for _, p := range shuffled(d.dice, posts)[:9] {
		task.Cards = append(task.Cards, SortCard{Text: tell("%s, %v", "%s, %v", p.name, rp(d.between(p.low, p.high, 5000))), Box: p.box})
	}
	task.Cards = shuffled(d.dice, task.Cards)
	return Exercise{
		Story: tell("%s membuat daftar pertama usahanya.", "%s makes the first list of her business.", d.who),
		Ask:   Text{"Punya, utang, atau milik sendiri?", "Does it have it, owe it, or is it her own capital?"},
		Sort:  task,
	}, true
}

// openingPosition fills a position in: what it has, what it owes, and what is left as
// capital.
func openingPosition(d *draw) (Exercise, bool) {
	tool := oneOf(d.dice, d.tools)
	has := []int64{d.between(100000, 900000, 5000), d.between(100000, 700000, 5000), d.between(500000, 2500000, 10000), d.price(tool)}
	owes := []int64{d.between(100000, 700000, 10000), d.between(300000, 1500000, 50000)}
	home := d.between(6000000, 12000000, 500000)
	var assets, debts int64
	for _, n := range has {
		assets += n
	}
	for _, n := range owes {
		debts += n
	}
	capitalLeft := assets - debts
	toCapital := []path{{"E18", assets}, {"E19", assets + home - debts}}
	if !apart(capitalLeft, toCapital) || assets+home == assets {
		return Exercise{}, false
	}
	row := func(text Text, c Cell) []Cell { return []Cell{wordCell(text), c} }
	return Exercise{
		Story: tell("Usaha %s belum punya catatan. Motor keluarga %v dipakai untuk rumah.", "The business of %s has no records yet. The family's motorbike, %v, is for the home.", d.who, rp(home)),
		Ask:   Text{"Isi jumlahnya. Punya, utang, milik sendiri: harus pas.", "Fill in the totals. What it has and owes and its capital must agree."},
		Table: &TableTask{
			Columns: []Text{{"Pos", "Item"}, {"Jumlah", "Sum"}},
			Rows: [][]Cell{
				row(Text{"Kas", "Cash"}, sumCell(has[0])), row(Text{"Piutang", "Owed by customers"}, sumCell(has[1])),
				row(Text{"Barang dan bahan", "Goods and materials"}, sumCell(has[2])), row(tell("%v", "%v", capital(tool.name)), sumCell(has[3])),
				row(Text{"Semua yang dipunya", "All it has"}, blankCell(assets, path{"E19", assets + home})),
				row(Text{"Utang pemasok", "Owed to suppliers"}, sumCell(owes[0])), row(Text{"Pinjaman kelompok", "Group loan"}, sumCell(owes[1])),
				row(Text{"Semua utang", "All it owes"}, blankCell(debts)),
				row(Text{"Milik sendiri (modal)", "Own capital"}, blankCell(capitalLeft, toCapital...)),
			},
		},
	}, true
}

// wrongPlace is a profit statement with one item that does not belong there.
func wrongPlace(d *draw) (Exercise, bool) {
	task := &FindTask{Columns: []Text{{"Laba rugi", "Profit and loss"}, {"Jumlah", "Sum"}}}
	g, c := oneOf(d.dice, d.goods), oneOf(d.dice, d.costs)
	rows := []struct {
		text Text
		n    int64
	}{
		{tell("Jualan %s", "Sales of %s", g.name), d.between(1500000, 4000000, 50000)},
		{Text{"Bahan terpakai", "Materials used"}, d.between(500000, 1200000, 10000)},
		{tell("%v", "%v", capital(c.name)), d.price(c)},
		{Text{"Jasa pinjaman", "Service on the loan"}, d.between(10000, 60000, 5000)},
	}
	tool := oneOf(d.dice, d.tools)
	stray := oneOf(d.dice, []struct {
		code string
		text Text
		n    int64
	}{
		{"E12", tell("Beli %s", "Bought %s", tool.name), d.price(tool)},
		{"E06", Text{"Pinjaman kelompok diterima", "Group loan received"}, d.between(500000, 2000000, 100000)},
		{"E05", Text{"Belanja dapur", "Food for the kitchen"}, d.between(50000, 200000, 5000)},
		{"E13", Text{"Simpanan di kelompok", "Savings in the group"}, d.between(50000, 200000, 10000)},
	})
	task.Wrong, task.Code, task.Sentence = d.upTo(len(rows)+1), stray.code, sentenceOf(stray.code)
	for i := range len(rows) + 1 {
		switch {
		case i == task.Wrong:
			task.Lines = append(task.Lines, []Cell{wordCell(stray.text), sumCell(stray.n)})
		case i > task.Wrong:
			task.Lines = append(task.Lines, []Cell{wordCell(rows[i-1].text), sumCell(rows[i-1].n)})
		default:
			task.Lines = append(task.Lines, []Cell{wordCell(rows[i].text), sumCell(rows[i].n)})
		}
	}
	return Exercise{
		Story: tell("%s membuat laba rugi bulan ini.", "%s draws up this month's profit and loss.", d.who),
		Ask:   Text{"Baris mana yang salah tempat?", "Which line does not belong here?"},
		Find:  task,
	}, true
}

// buyTool is a thing that is owned, not a cost.
func buyTool(d *draw) (Exercise, bool) {
	tool := oneOf(d.dice, d.tools)
	amount := d.price(tool)
	task := form(d, business.Event{Form: business.BuyTool, Amount: fig(amount)})
	task.Planted = append(task.Planted, Planted{"E12", instead(task.Expected, "1501", "6105")})
	task.Chips = chipsFor(d, task)
	return Exercise{
		Story: tell("%s beli %s, %v, tunai. Dipakai bertahun-tahun.", "%s bought %s for %v in cash. It will serve for years.", d.who, tool.name, rp(amount)),
		Ask:   writeEntry,
		Steps: stepsOf(task),
		Form:  task,
	}, true
}
