package business

import "github.com/lumbung-ledger/lumbung/ledger"

// moneyForms are about money that is kept elsewhere, given, or moved.
var moneyForms = []form{
	{
		Sheet: Sheet{SaveInGroup, ledger.Names{ID: "Simpan di kelompok", EN: "Save in the group"}, MoneyOut,
			[]FormField{amount("Uang yang disimpan", "Money saved"), moneyFrom()}},
		kind: "group_saving",
		post: func(f filled) []posting {
			return []posting{debit("group_savings", f.amount), credit(f.place.Value, f.amount)}
		},
		say: func(f filled) ledger.Names {
			return say("%v dan simpananmu di kelompok naik sebesar itu; simpanan masih milikmu, jadi untung tidak berubah.",
				"%v and your savings in the group go up by as much; savings are still yours, so profit does not change.", f.falls(f.amount))
		},
	},
	{
		Sheet: Sheet{WithdrawFromGroup, ledger.Names{ID: "Tarik simpanan kelompok", EN: "Withdraw from the group"}, MoneyIn,
			[]FormField{amount("Uang yang ditarik", "Money withdrawn"), moneyInto()}},
		kind: "group_withdrawal",
		post: func(f filled) []posting {
			return []posting{debit(f.place.Value, f.amount), credit("group_savings", f.amount)}
		},
		say: func(f filled) ledger.Names {
			return say("%v dan simpananmu di kelompok turun sebesar itu; uangnya memang milikmu, jadi untung tidak berubah.",
				"%v and your savings in the group go down by as much; the money was yours already, so profit does not change.", f.rises(f.amount))
		},
	},
	{
		Sheet: Sheet{ReceiveGrant, ledger.Names{ID: "Terima hibah", EN: "Receive a grant"}, MoneyIn,
			[]FormField{amount("Jumlah atau nilai hibah", "Sum or value of the grant"), moneyInto(), what("Hibah berupa apa", "What was given", ownMoney, equipment, raw, packaging, merch)}},
		kind: "grant_received",
		post: func(f filled) []posting {
			return []posting{debit(f.got(), f.amount), credit("grant_income", f.amount)}
		},
		say: func(f filled) ledger.Names {
			if f.what.Value != "" {
				return say("Usaha mendapat %v senilai %v dari hibah; uang tidak berubah, untung ikut naik, tetapi ini bukan hasil jualan.",
					"The business gets %v worth %v from a grant; no money moves, profit goes up too, but not from selling.", f.what, f.amount)
			}
			return say("%v dari hibah; untung ikut naik, tetapi ini bukan hasil jualan.",
				"%v from a grant; profit goes up too, but not from selling.", f.rises(f.amount))
		},
	},
	{
		Sheet: Sheet{MoveMoney, ledger.Names{ID: "Pindah uang", EN: "Move money"}, MoneyBetween,
			[]FormField{amount("Uang yang dipindahkan", "Money moved"), moneyFrom(), needed(FormField{Name: "to", Names: ledger.Names{ID: "Ke mana", EN: "Where it goes"}, Choices: places})}},
		kind: "money_moved",
		post: func(f filled) []posting {
			return []posting{debit(f.to.Value, f.amount), credit(f.place.Value, f.amount)}
		},
		say: func(f filled) ledger.Names {
			return say("%v dan %v naik sebesar itu; uangmu hanya pindah tempat, untung tidak berubah.",
				"%v and %v goes up by as much; the money only changes its place, profit does not change.", f.falls(f.amount), f.to)
		},
	},
}
