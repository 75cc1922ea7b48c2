package training

import "github.com/lumbung-ledger/lumbung/ledger/business"

// Lesson 12, to borrow or not.
var lesson12 = []builder{{Table, instalments}, {Num, flatTotal}, {Pick, whichOffer}, {Form, payInstalment}}

// loan is a loan of so many equal parts of principal, with a service a month in
// tenths of a percent.
type loan struct {
	principal, months, rate int64
}

func aLoan(d *draw) loan {
	part, months := d.between(100000, 400000, 50000), d.between(5, 10, 1)
	return loan{part * months, months, oneOf(d.dice, []int64{10, 15, 20})}
}

func (l loan) part() int64 { return l.principal / l.months }

// service is on the whole principal each month, serviceAt on what is still owed in a
// month (from 0).
func (l loan) service() int64 { return l.principal * l.rate / 1000 }

func (l loan) serviceAt(month int64) int64 { return (l.principal - month*l.part()) * l.rate / 1000 }

func (l loan) percent() string {
	if l.rate%10 == 0 {
		return count(l.rate / 10)
	}
	return count(l.rate/10) + "," + count(l.rate%10)
}

// declining is all service of a loan whose service is on what is still owed.
func (l loan) declining() int64 {
	total := int64(0)
	for m := range l.months {
		total += l.serviceAt(m)
	}
	return total
}

func instalments(d *draw) (Exercise, bool) {
	l := aLoan(d)
	if l.months > 6 {
		return Exercise{}, false
	}
	task := &TableTask{Columns: []Text{{"Bulan", "Month"}, {"Pokok", "Principal"}, {"Jasa", "Service"}, {"Bayar", "Pay"}, {"Sisa pokok", "Principal left"}}}
	for m := range l.months {
		service := l.serviceAt(m)
		if service*1000 != (l.principal-m*l.part())*l.rate {
			return Exercise{}, false
		}
		pays, onWhole := blankCell(l.part()+service), blankCell(service)
		if m > 0 {
			onWhole = blankCell(service, path{"N18", l.service()})
			pays = blankCell(l.part()+service, path{"N18", l.part() + l.service()})
		}
		left := sumCell(l.principal - (m+1)*l.part())
		task.Rows = append(task.Rows, []Cell{wordCell(tell("%d", "%d", m+1)), sumCell(l.part()), onWhole, pays, left})
	}
	return Exercise{
		Story: tell("%s meminjam %v dari kelompok, %d bulan. Jasa %s %% sebulan dari sisa pokok.", "%s borrows %v from her group for %d months. The service is %s %% a month of the principal left.",
			d.who, rp(l.principal), l.months, l.percent()),
		Ask:   Text{"Isi jasa dan bayaran tiap bulan.", "Fill in the service and the payment of each month."},
		Table: task,
	}, true
}

// flatTotal is all that is paid back of a flat loan.
func flatTotal(d *draw) (Exercise, bool) {
	l := aLoan(d)
	total := l.principal + l.service()*l.months
	task, ok := number("Rp", total, path{"N17", l.principal + l.service()}, path{"N18", l.principal + l.declining()})
	return Exercise{
		Story: tell("%s meminjam %v, %d bulan. Jasa tetap %s %% sebulan dari pinjaman awal.", "%s borrows %v for %d months. The service is %s %% a month of the first amount, always.",
			d.who, rp(l.principal), l.months, l.percent()),
		Ask: Text{"Berapa semua yang dibayar?", "How much is paid in all?"},
		Steps: []Step{
			{Text{"Jasa sebulan", "Service of a month"}, rp(l.service()).String()},
			{tell("Jasa %d bulan", "Service of %d months", l.months), rp(l.service() * l.months).String()},
			{Text{"Semua yang dibayar", "Paid in all"}, rp(total).String()},
		},
		Num: task,
	}, ok && l.principal*l.rate%1000 == 0
}

// whichOffer is the group's flat loan, its declining one, and the daily lender.
func whichOffer(d *draw) (Exercise, bool) {
	l := aLoan(d)
	flat := l.service() * l.months
	kept := l.principal / 10
	daily := l.principal * 12 / 10
	return Exercise{
		Story: tell("%s perlu %v. Kelompok: jasa tetap, semuanya %v. Koperasi: jasa menurun %s %%, %d bulan. Bank keliling: dipotong %v di depan, kembali %v.",
			"%s needs %v. Her group: flat service, %v in all. The co-operative: service on what is left, %s %%, %d months. The daily lender: %v kept back, %v to repay.",
			d.who, rp(l.principal), rp(flat), l.percent(), l.months, rp(kept), rp(daily)),
		Ask: Text{"Mana yang paling murah?", "Which is the cheapest?"},
		Pick: options(d,
			right(tell("Koperasi, jasa semuanya %v", "The co-operative, %v of service in all", rp(l.declining()))),
			astray("N17", tell("Kelompok, jasanya hanya %v", "The group, its service is only %v", rp(l.service())), Text{}),
			astray("N18", tell("Koperasi, jasa semuanya %v", "The co-operative, %v of service in all", rp(flat)), Text{}),
			astray("", tell("Bank keliling, biayanya %v", "The daily lender, it costs %v", rp(daily-l.principal)), Text{"Yang diterima berkurang, yang dibayar tetap.", "Less is received, and as much is repaid."}),
		),
	}, flat > l.declining() && l.principal*l.rate%1000 == 0 && flat != l.service()
}

func payInstalment(d *draw) (Exercise, bool) {
	l := aLoan(d)
	service := l.service()
	task := form(d, business.Event{Form: business.PayInstalment, Amount: fig(l.part() + service), Part: fig(service)})
	all := linesOf(business.Event{Form: business.PayCost, Amount: fig(l.part() + service)})
	task.Planted = append(task.Planted, Planted{"E11", instead(all, "6199", "8101")})
	task.Chips = chipsFor(d, task)
	return Exercise{
		Story: tell("%s membayar angsuran kelompok %v: pokok %v, jasa %v. Tunai dari kaleng.", "%s pays her group an instalment of %v: principal %v, service %v. In cash from the tin.",
			d.who, rp(l.part()+service), rp(l.part()), rp(service)),
		Ask:   writeEntry,
		Steps: stepsOf(task),
		Form:  task,
	}, l.principal*l.rate%1000 == 0
}
