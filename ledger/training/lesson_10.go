package training

// Lesson 10, seeing the bad week before it comes.
var lesson10 = []builder{{Table, cashPlan}, {Num, lowestWeek}, {Num, missingMoney}, {Pick, whatToDoAboutTheBadWeek}}

// plan is a plan of some weeks: what is there at first, and what comes in and goes
// out.
type plan struct {
	opening int64
	in, out []int64
	left    []int64
	lowest  int // its place, of which there is one
}

// aPlan has one week that is lower than all others, and heavy spending in it.
func aPlan(d *draw, weeks int) (plan, bool) {
	p := plan{opening: d.between(100000, 400000, 10000)}
	heavy := int(d.between(2, int64(weeks)-2, 1))
	left := p.opening
	for w := range weeks {
		in, out := d.between(250000, 600000, 10000), d.between(200000, 550000, 10000)
		if w == heavy {
			out += d.between(300000, 900000, 10000)
		}
		left += in - out
		p.in, p.out, p.left = append(p.in, in), append(p.out, out), append(p.left, left)
		if left < p.left[p.lowest] {
			p.lowest = w
		}
	}
	for w, l := range p.left {
		if w != p.lowest && l == p.left[p.lowest] || l == 0 {
			return p, false
		}
	}
	return p, true
}

func (p plan) rows(blank bool) [][]Cell {
	var rows [][]Cell
	for w := range p.in {
		last := sumCell(p.left[w])
		if blank {
			last = blankCell(p.left[w])
		}
		rows = append(rows, []Cell{wordCell(tell("Minggu %d", "Week %d", w+1)), sumCell(p.in[w]), sumCell(p.out[w]), last})
	}
	return rows
}

func cashPlan(d *draw) (Exercise, bool) {
	p, ok := aPlan(d, int(d.between(6, 8, 1)))
	if !ok || p.left[p.lowest] < 0 {
		return Exercise{}, false
	}
	return Exercise{
		Story: tell("%s membuat rencana kas. Sekarang di kaleng %v.", "%s makes a cash plan. There is %v in the tin now.", d.who, rp(p.opening)),
		Ask:   Text{"Isi sisa uang tiap minggu.", "Fill in what is left each week."},
		Table: &TableTask{
			Columns: []Text{{"Minggu", "Week"}, {"Masuk", "In"}, {"Keluar", "Out"}, {"Sisa", "Left"}},
			Rows:    p.rows(true),
		},
	}, true
}

// told are the weeks of a plan as a story.
func (p plan) told() Text {
	all := Text{}
	for w := range p.in {
		all = joined(all, tell("Minggu %d: masuk %v, keluar %v.", "Week %d: in %v, out %v.", w+1, rp(p.in[w]), rp(p.out[w])))
	}
	return Text{all.ID[1:], all.EN[1:]}
}

func (p plan) steps() []Step {
	var steps []Step
	for w, l := range p.left {
		steps = append(steps, Step{tell("Sisa minggu %d", "Left in week %d", w+1), rp(l).String()})
	}
	return steps
}

func lowestWeek(d *draw) (Exercise, bool) {
	p, ok := aPlan(d, 6)
	if !ok {
		return Exercise{}, false
	}
	task, ok := number("minggu", int64(p.lowest)+1)
	return Exercise{
		Story: joined(tell("Di kaleng %s ada %v.", "The tin of %s holds %v.", d.who, rp(p.opening)), p.told()),
		Ask:   Text{"Minggu ke berapa sisa uang paling sedikit?", "In which week is the least money left?"},
		Steps: p.steps(),
		Num:   task,
	}, ok
}

// missingMoney is what is short in the lowest week.
func missingMoney(d *draw) (Exercise, bool) {
	p, ok := aPlan(d, 6)
	if !ok || p.left[p.lowest] >= 0 {
		return Exercise{}, false
	}
	short := -p.left[p.lowest]
	task, ok := number("Rp", short)
	return Exercise{
		Story: joined(tell("Di kaleng %s ada %v.", "The tin of %s holds %v.", d.who, rp(p.opening)), p.told()),
		Ask:   Text{"Kalau rencana ini dijalankan, sampai berapa kurangnya uang di kaleng?", "If this plan is followed, by how much does the tin fall short at the worst?"},
		Steps: p.steps(),
		Num:   task,
	}, ok
}

func whatToDoAboutTheBadWeek(d *draw) (Exercise, bool) {
	short, owed, week := d.between(50000, 300000, 10000), d.between(200000, 600000, 50000), d.between(3, 6, 1)
	in := oneOf(d.dice, d.inputs)
	good := right(tell("Tagih %v sekarang, sebelum minggu itu", "Collect the %v now, before that week", rp(owed)))
	if d.upTo(2) == 0 {
		good = right(tell("Beli %s sedikit dulu, sisanya sesudah minggu itu", "Buy a little %s now and the rest after that week", in.name))
	}
	return Exercise{
		Story: tell("Rencana %s: minggu ke-%d kurang %v. Pelanggan masih utang %v.", "By the plan of %s, week %d is short of %v. Customers still owe %v.", d.who, week, rp(short), rp(owed)),
		Ask:   Text{"Apa yang dilakukan sekarang?", "What is to be done now?"},
		Pick: options(d, good,
			astray("", Text{"Tidak apa-apa, bulan ini tetap untung", "Never mind, there is a profit this month"}, Text{"Untungnya ada, uangnya datang belakangan.", "There is a profit; its money comes later."}),
			astray("", Text{"Tunggu sampai minggunya, baru dipikirkan", "Wait for that week, then think"}, Text{"Tulis minggu yang berat dulu.", "Write the hard week first."}),
			astray("", tell("Pinjam %v di bank keliling minggu itu", "Borrow %v from a daily lender that week", rp(short)), Text{"Lihat dulu uang sendiri: tagih, tunda, stok sedikit.", "Look to your own money first: collect, put off, buy less."}),
		),
	}, true
}
