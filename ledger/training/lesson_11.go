package training

import "github.com/lumbung-ledger/lumbung/ledger/business"

// Lesson 11, a pay of her own, and a goal.
var lesson11 = []builder{{Num, aWeek}, {Pick, whereToSave}, {Form, saveInGroup}, {Num, howManyWeeks}}

// savingStep is what a week's saving is rounded up to.
const savingStep = 1000

func aWeek(d *draw) (Exercise, bool) {
	tool := oneOf(d.dice, d.tools)
	target, weeks := d.price(tool)/50000*50000, d.between(8, 30, 1)
	have := d.between(50000, 500000, 50000)
	if have >= target/2 {
		return Exercise{}, false
	}
	week := upToStep(up(target-have, weeks), savingStep)
	task, ok := number("Rp", week, path{"N10", upToStep(up(target, weeks), savingStep)}, path{"N06", (target - have) / weeks / savingStep * savingStep})
	return Exercise{
		Story: tell("%s mau membeli %s, %v. Sudah ada %v. Waktunya %d minggu.", "%s wants to buy %s for %v. She has %v. There are %d weeks.", d.who, tool.name, rp(target), rp(have), weeks),
		Ask:   Text{"Berapa disimpan tiap minggu, dibulatkan naik ke Rp1.000?", "How much is to be saved each week, rounded up to Rp1.000?"},
		Steps: []Step{
			{Text{"Masih perlu", "Still needed"}, rp(target - have).String()},
			{tell("Dibagi %d minggu, dibulatkan naik", "Over %d weeks, rounded up", weeks), rp(week).String()},
		},
		Num: task,
	}, ok && (target-have)%weeks != 0
}

// howManyWeeks turns the question round.
func howManyWeeks(d *draw) (Exercise, bool) {
	tool := oneOf(d.dice, d.tools)
	target, week := d.price(tool)/50000*50000, d.between(20000, 120000, 5000)
	have := d.between(50000, 500000, 50000)
	if have >= target/2 || (target-have)%week == 0 {
		return Exercise{}, false
	}
	weeks := up(target-have, week)
	task, ok := number("minggu", weeks, path{"N06", (target - have) / week}, path{"N10", up(target, week)})
	return Exercise{
		Story: tell("%s mau membeli %s, %v. Sudah ada %v. Tiap minggu menyimpan %v.", "%s wants to buy %s for %v. She has %v and saves %v a week.", d.who, tool.name, rp(target), rp(have), rp(week)),
		Ask:   Text{"Berapa minggu sampai cukup?", "How many weeks until it is enough?"},
		Steps: []Step{
			{Text{"Masih perlu", "Still needed"}, rp(target - have).String()},
			{tell("Dibagi %v, dibulatkan ke atas", "Divided by %v, rounded up", rp(week)), count(weeks)},
		},
		Num: task,
	}, ok
}

func whereToSave(d *draw) (Exercise, bool) {
	amount := d.between(50000, 200000, 10000)
	return Exercise{
		Story: tell("%s punya sisa %v minggu ini, untuk membeli alat tahun depan.", "%s has %v left this week, towards a tool next year.", d.who, rp(amount)),
		Ask:   Text{"Di mana sebaiknya disimpan?", "Where is it best kept?"},
		Pick: options(d,
			right(Text{"Di kelompok, tercatat atas namanya", "In the group, written under her name"}),
			astray("", Text{"Di kaleng usaha, campur dengan kembalian", "In the business tin, with the change"}, Text{"Simpan dulu sebelum belanja, di tempat terpisah.", "Save before spending, in a place of its own."}),
			astray("", Text{"Dipinjamkan ke tetangga, tidak ditulis", "Lent to a neighbour, unwritten"}, Text{"Tulis nama, jumlah, tanggal janji.", "Write name, sum and promised day."}),
			astray("E13", Text{"Tidak disimpan, karena simpanan itu biaya", "Not saved at all, since saving is a cost"}, Text{}),
		),
	}, true
}

func saveInGroup(d *draw) (Exercise, bool) {
	amount := d.between(20000, 150000, 5000)
	task := form(d, business.Event{Form: business.SaveInGroup, Amount: fig(amount)})
	task.Planted = append(task.Planted, Planted{"E13", instead(task.Expected, "1104", "6199")})
	task.Chips = chipsFor(d, task)
	return Exercise{
		Story: tell("%s menyimpan %v di kelompok, dari kaleng usaha.", "%s saves %v in her group, from the business tin.", d.who, rp(amount)),
		Ask:   writeEntry,
		Steps: stepsOf(task),
		Form:  task,
	}, true
}
