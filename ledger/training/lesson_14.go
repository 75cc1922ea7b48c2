package training

// Lesson 14, the tax of half a percent without fear. The rule is that of PP 55/2022:
// of an individual's turnover in a year the first Rp500 million are free, and half a
// percent is due on what is above, rounded down month by month. It stands here too,
// since a sheet must stay the same when the law changes; a test holds it against the
// rules of package business, so that the lesson is then written anew.
var lesson14 = []builder{{Num, taxOfTheMonth}, {Pick, dueOrNot}, {Table, turnoverMeter}}

const (
	taxFree     = 500_000_000
	taxPerMille = 5
)

func taxOn(taxable int64) int64 { return taxable * taxPerMille / 1000 }

func taxOfTheMonth(d *draw) (Exercise, bool) {
	before := d.between(440_000_000, 498_000_000, 500_000)
	turnover := d.between(20_000_000, 90_000_000, 500_000)
	over := before + turnover - taxFree
	profit := turnover * d.between(15, 35, 5) / 100
	if over <= 0 || over >= turnover || profit%500 != 0 {
		return Exercise{}, false
	}
	task, ok := number("Rp", taxOn(over), path{"N12", taxOn(profit)}, path{"N13", taxOn(before + turnover)}, path{"N14", taxOn(turnover)})
	return Exercise{
		Story: tell("Omzet %s sampai bulan lalu %v. Bulan ini omzetnya %v, untungnya %v.", "The turnover of %s up to last month is %v. This month it is %v, and the profit is %v.", d.who, rp(before), rp(turnover), rp(profit)),
		Ask:   Text{"Berapa perkiraan PPh final bulan ini (0,5 %)?", "What is the estimate of this month's final tax (0.5 %)?"},
		Steps: []Step{
			{Text{"Omzet setahun sampai bulan ini", "Turnover of the year up to this month"}, rp(before + turnover).String()},
			{Text{"Yang lewat dari Rp500.000.000", "What is above Rp500.000.000"}, rp(over).String()},
			{Text{"Setengah persen dari itu", "Half a percent of that"}, rp(taxOn(over)).String()},
		},
		Num: task,
	}, ok
}

func dueOrNot(d *draw) (Exercise, bool) {
	month := d.between(3, 12, 1)
	before := d.between(60_000_000, 480_000_000, 1_000_000)
	turnover := d.between(8_000_000, 60_000_000, 1_000_000)
	all := before + turnover
	none, some := Text{"Belum ada pajak", "No tax yet"}, tell("Kena, perkiraannya %v", "Some is due, about %v", rp(taxOn(all-taxFree)))
	pick := options(d, right(some), astray("", none, Text{"Omzetnya sudah lewat Rp500 juta.", "The turnover is above Rp500 million."}),
		astray("N14", tell("Kena, perkiraannya %v", "Some is due, about %v", rp(taxOn(turnover))), Text{}))
	if all <= taxFree {
		pick = options(d, right(none),
			astray("N13", tell("Kena, perkiraannya %v", "Some is due, about %v", rp(taxOn(turnover))), Text{}),
			astray("N12", Text{"Tergantung untungnya", "That depends on the profit"}, Text{}))
	}
	return Exercise{
		Story: tell("Omzet %s dari Januari sampai bulan ke-%d: %v, dan bulan ini %v lagi.", "The turnover of %s from January to month %d is %v, and this month %v more.", d.who, month-1, rp(before), rp(turnover)),
		Ask:   Text{"Apakah ada PPh final bulan ini?", "Is there final tax this month?"},
		Pick:  pick,
	}, all != taxFree && taxOn(all-taxFree) != taxOn(turnover)
}

func turnoverMeter(d *draw) (Exercise, bool) {
	total := d.between(420_000_000, 470_000_000, 1_000_000)
	start := total
	task := &TableTask{Columns: []Text{{"Bulan", "Month"}, {"Omzet", "Turnover"}, {"Omzet setahun", "Of the year"}, {"Yang lewat", "Above"}, {"PPh", "Tax"}}}
	for _, name := range []Text{{"September", "September"}, {"Oktober", "October"}, {"November", "November"}, {"Desember", "December"}} {
		turnover := d.between(20_000_000, 60_000_000, 1_000_000)
		total += turnover
		over := max(0, min(turnover, total-taxFree))
		if over == turnover && len(task.Rows) == 0 {
			return Exercise{}, false // the month that crosses the line is the point
		}
		cells := []Cell{wordCell(name), sumCell(turnover), blankCell(total), sumCell(over), sumCell(taxOn(over))}
		if over > 0 {
			cells[3], cells[4] = blankCell(over), blankCell(taxOn(over))
			if over != turnover {
				cells[3], cells[4] = blankCell(over, path{"N14", turnover}), blankCell(taxOn(over), path{"N14", taxOn(turnover)}, path{"N13", taxOn(total)})
			}
		}
		task.Rows = append(task.Rows, cells)
	}
	return Exercise{
		Story: tell("Omzet %s dari Januari sampai Agustus %v.", "The turnover of %s from January to August is %v.", d.who, rp(start)),
		Ask:   Text{"Isi meteran omzetnya.", "Fill in the turnover meter."},
		Table: task,
	}, total > taxFree
}
